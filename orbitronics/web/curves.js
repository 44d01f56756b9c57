// The curves of a figure: its values are those of a bilayer, which the solver of stacks walks.
(() => {
  const { pieces, about } = orbitronics.solver;
  const { Solution, inside, read } = orbitronics.network;
  const { plain, places, hall, transparent } = about.bilayer;
  const parts = read(plain);
  const NONE = [0, 0, 0, 0];

  const chosen = (name, values) => [name, ...about.options[name].map((option) => values[option])].join("_");

  // The bilayer of these values, solved when it is asked; a source is a pair of numbers or of names of values.
  function model(values, source) {
    const own = (part) => ({ ...part, v: { ...part.v } });
    const stack = { ...parts, layers: parts.layers.map(own), between: parts.between.map(own) };
    const put = (name, value) => {
      const [what, i, field] = places[name];
      stack[what][i].v[field] = value;
    };
    for (const name of Object.keys(places)) if (values[name] !== undefined) put(name, values[name]);
    hall.forEach((name, i) => put(name, typeof source[i] === "string" ? values[source[i]] : source[i]));
    stack.between[0].transparent = values.interface === transparent;
    return new Solution(stack, { closure: values.closure, wavenumber: values.wavenumber, remembers: false });
  }

  const spaced = ([low, high, scale], points) => Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    if (t === 0 || t === 1) return t === 0 ? low : high;
    if (scale === "log") return low * (high / low) ** t;
    return low + (high - low) * (scale === "dense" ? (about.dense ** t - 1) / (about.dense - 1) : t);
  });
  const grids = {};
  const grid = (range, points) => (grids[`${range} ${points}`] ??= spaced(range, points));

  function line({ formula, walks, x, source, fixed, range }, values, points) {
    const v = { ...values, ...fixed };
    const solved = walks && model(v, source);
    const piece = pieces[chosen(formula, values)];
    const xs = grid(range, points);
    const [what, i, field] = places[x];
    const part = { [what === "layers" ? "layer" : what]: i };
    const [real, imag] = [[], []];
    for (const value of xs) {
      v[x] = value;
      if (solved) solved.set(part, field, value);
      const y = piece(v, solved ? solved.current(1, 0) : NONE);
      real.push(y[0]);
      imag.push(y[1]);
    }
    return [{ x: xs, real, imag }];
  }

  function profiles({ sources, curves }, values, points) {
    const n = Math.max(Math.floor(points / 2), 2);
    const solved = sources.map((source) => model(values, source));
    const rows = sources.map(() => []);
    const z = [];
    const ends = pieces.extents(values);
    for (let i = 0; i < solved[0].n; i++) {
      const [bottom, d] = [ends[4 * i], ends[4 * i + 2]];
      const at = solved.map((one) => one.place(i));
      for (let j = 0; j <= n; j++) {
        const height = j === n ? d : d * (1 - Math.cos(Math.PI * j / n)) / 2; // densest at the faces
        z.push(bottom + height);
        solved.forEach((one, s) => rows[s].push(j === 0 || j === n
          ? one.current(i, j / n).concat(one.potential(i, j / n)) : inside(at[s], height, d - height)));
      }
    }
    return curves.map(({ source, index, scale }) => ({
      x: z, real: rows[source].map((y) => y[2 * index] * scale), imag: rows[source].map((y) => y[2 * index + 1] * scale) }));
  }

  // The names of the values that a piece of a figure depends on.
  function needs(piece, values) {
    const own = piece.formula ? about.reads[chosen(piece.formula, values)] ?? [] : [];
    const sources = (piece.sources ?? [piece.source]).flat().filter((one) => typeof one === "string");
    const inStack = Object.keys(places).filter((name) => !hall.includes(name)
      && (places[name][0] !== "between" || values.interface !== transparent));
    const walked = piece.walks === false ? [] : [...inStack, ...sources];
    return [...new Set([...own, ...walked])].filter((name) => name !== piece.x && !(name in (piece.fixed ?? {}))).sort();
  }

  // The curves of a figure that are no longer what they were, {panel, curve, x, real, imag}; `made` remembers.
  function compute(declared, values, points, made) {
    const options = Object.values(values).filter((value) => typeof value === "string");
    return declared.flatMap((piece, i) => {
      const state = JSON.stringify([points, options, needs(piece, values).map((name) => values[name])]);
      if (made[i] === state) return [];
      made[i] = state;
      const found = (piece.formula ? line : profiles)(piece, values, points);
      return (piece.curves ?? [piece]).map(({ panel, name, factor }, c) =>
        ({ panel, curve: name, ...found[c], x: found[c].x.map((x) => x / factor) }));
    });
  }

  const used = (declared, values) => [...new Set(declared.flatMap((piece) => needs(piece, values)))].sort();

  // The facts about a bilayer by their names.
  function facts({ names: all, sources }, values) {
    const torques = sources.map((source) => model(values, source).current(1, 0));
    const found = pieces[chosen("facts", values)](values, ...torques);
    return Object.fromEntries(all.map((name, i) => [name, [found[2 * i], found[2 * i + 1]]]));
  }

  Object.assign(orbitronics, { compute, used, facts });
})();
