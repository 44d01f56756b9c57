// Walks a stack of layers with the pieces of the solver, which are compiled: no formula of the model stands here.
// Numbers travel in blocks, arrays of complex numbers, two places each; pieces.py says which.
(() => {
  const { pieces, about } = orbitronics;
  const call = ([piece, size], ...given) => {
    const out = new Float64Array(2 * size);
    piece(...given, out);
    return out;
  };
  const OPEN = null; // the port of an outer surface
  const NOTHING = new Float64Array(14);
  const KINDS = Object.fromEntries(about.kinds.map((kind) =>
    [kind, Object.fromEntries(["circuit", "end", "surface"].map((part) => [part, pieces[`${part}_${kind}`]]))]));

  // A layer from its block.
  function layer(block, conserving) {
    const some = (places) => places.some((place) => block[place] !== 0);
    const converts = some(about.places.converts);
    const kind = converts ? about.converting[conserving] : about.plain[some(about.places.turns)];
    const halls = { up: call(pieces.hall_up, block), down: call(pieces.hall_down, block) };
    return { kind, block, d: block[about.places.d], converts, driven: some(about.places.driven), ...halls, ...KINDS[kind] };
  }

  const seen = (port) => (port?.front ? call(pieces.through_interface, port.front, port.G) : port);
  const behind = (port, G) => (G ? { front: seen(port), G } : port); // None is a transparent interface

  function through(port, one, way) { // the port seen behind a layer, going up or down
    if (port === OPEN && !one.converts) return call(one.end, one.block, one[way]);
    if (port === OPEN && !one.driven) return call(one.end, one.block);
    return call(pieces.through_circuit, seen(port) ?? NOTHING, call(one.circuit, one.block, one.d), one[way]);
  }

  function across(what, below, above) { // currents or potentials at a cut
    if (below?.front) return call(pieces[`${what}_interface_below`], below.front, below.G, above ?? NOTHING);
    if (above?.front) return call(pieces[`${what}_interface_above`], below ?? NOTHING, above.front, above.G);
    return call(pieces[what], below ?? NOTHING, above ?? NOTHING);
  }

  const currents = (below, above) =>
    (below === OPEN || above === OPEN ? new Float64Array(4) : across("currents", below, above));

  // The ports at the lower and the upper faces of all layers; interfaces[i] lies above layers[i].
  function ports(layers, interfaces) {
    const [below, above] = [[OPEN], [OPEN]];
    layers.slice(0, -1).forEach((one, i) => below.push(behind(through(below[i], one, "up"), interfaces[i])));
    for (let i = layers.length - 1; i > 0; i--) above.unshift(behind(through(above[0], layers[i], "down"), interfaces[i - 1]));
    return layers.map((one, i) => ({ layer: one, below: below[i], above: above[i] }));
  }

  // Currents and potentials just inside the two faces of a layer.
  function faces({ layer: one, below, above }) {
    const [up, down] = [through(below, one, "up"), through(above, one, "down")];
    const mu = [across("potentials", below, down), across("potentials", up, above)];
    const surface = (inner, outer, way) => call(one.surface, one.block, inner, outer, one[way]);
    if (below === OPEN && above !== OPEN) mu[0] = surface(mu[1], mu[0], "down");
    if (above === OPEN && below !== OPEN) mu[1] = surface(mu[0], mu[1], "up");
    return { J: [currents(below, down), currents(up, above)], mu };
  }

  // What gives J_s, J_o, mu_s, mu_o at heights in a layer, one block for each of the cases, which differ in their sources.
  function inside(cases) {
    const one = cases[0].layer;
    const plain = one.kind === about.converting.false ? layer(call(pieces.unmixed, one.block), false) : one;
    const known = cases.map((at) => ({ ...at, below: seen(at.below) ?? NOTHING, above: seen(at.above) ?? NOTHING, ends: faces(at) }));
    return {
      faces: known.map(({ ends }) => [0, 1].map((i) => [...ends.J[i], ...ends.mu[i]])),
      at: (z) => {
        const halves = [z, one.d - z].map((d) => call(one.circuit, one.block, d));
        const pure = plain === one ? halves : [z, one.d - z].map((d) => call(plain.circuit, plain.block, d));
        return known.map(({ layer: { up, down }, below, above, ends }) => [
          ...call(pieces.currents, call(pieces.through_circuit, below, halves[0], up),
            call(pieces.through_circuit, above, halves[1], down)),
          ...call(pieces.potentials_inside, ...ends.mu, ...pure)]);
      },
    };
  }

  // -- the bilayer, from its values ---------------------------------------------------------

  const number = (values, one) => (typeof one === "string" ? values[one] : one);
  const hall = (values, [s, o]) => [number(values, s), 0, number(values, o), 0];
  const holds = (condition, values) => Object.entries(condition).every(([name, value]) => values[name] === value);
  const chosen = (name, values) => [name, ...about.options[name].map((option) => values[option])].join("_");
  const lower = (name, values, ...more) => call(pieces[chosen(name, values)], values, ...more);
  const reads = (name, values) => about.reads[chosen(name, values)] ?? [];
  const metal = (values, source) => layer(lower("metal", values, hall(values, source)), holds(about.conserving, values));
  const magnet = (values) => layer(lower("magnet", values), holds(about.conserving, values));
  const between = (values) => (holds(about.finite, values) ? lower("interface", values) : null);
  const below = (values) => [...reads("metal", values), ...(holds(about.finite, values) ? reads("interface", values) : [])];

  // A function of x that gives J_s(0), J_o(0); only the side that x touches is solved anew.
  function interfaceCurrents(values, source, x) {
    const v = { ...values };
    const touched = [below(values), reads("magnet", values)].map((names) => names.includes(x));
    let down, up;
    return (value) => {
      if (x) v[x] = value;
      if (!down || touched[0]) down = seen(behind(through(OPEN, metal(v, source), "up"), between(v)));
      if (!up || touched[1]) up = through(OPEN, magnet(v), "down");
      return call(pieces.currents, down, up);
    };
  }

  const grid = ([low, high, log], points) => Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    return t === 0 ? low : t === 1 ? high : log ? low * (high / low) ** t : low + (high - low) * t;
  });

  function line({ formula, walks, x, source, fixed, range }, values, points) {
    const v = { ...values, ...fixed };
    const xs = grid(range, points);
    const J = walks ? interfaceCurrents(v, source, x) : () => NOTHING;
    const ys = xs.map((value) => {
      v[x] = value;
      return lower(formula, v, J(value));
    });
    return [{ x: xs, real: ys.map((y) => y[0]), imag: ys.map((y) => y[1]) }];
  }

  function profiles({ sources, curves }, values, points) {
    const n = Math.max(Math.floor(points / 2), 2);
    const solved = sources.map((source) =>
      ports([metal(values, source), magnet(values)], [between(values)]));
    const rows = sources.map(() => []);
    const z = [];
    const ends = lower("extents", values);
    solved[0].forEach((_, i) => {
      const [bottom, d] = [ends[4 * i], ends[4 * i + 2]];
      const { faces: known, at } = inside(solved.map((one) => one[i]));
      for (let j = 0; j <= n; j++) {
        z.push(bottom + d * j / n);
        const found = j === 0 || j === n ? known.map((end) => end[j / n]) : at(d * j / n);
        found.forEach((one, s) => rows[s].push(one));
      }
    });
    return curves.map(({ source, index, scale }) => ({
      x: z, real: rows[source].map((y) => y[2 * index] * scale), imag: rows[source].map((y) => y[2 * index + 1] * scale) }));
  }

  // The names of the values that a piece of a figure depends on.
  function needs(piece, values) {
    const own = piece.formula ? reads(piece.formula, values) : [];
    const sources = (piece.sources ?? [piece.source]).flat().filter((one) => typeof one === "string");
    const walked = piece.walks === false ? [] : [...below(values), ...reads("magnet", values), ...sources];
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
    const torques = sources.map((source) => interfaceCurrents(values, source)());
    const found = lower("facts", values, ...torques);
    return Object.fromEntries(all.map((name, i) => [name, [found[2 * i], found[2 * i + 1]]]));
  }

  Object.assign(orbitronics, { layer, ports, faces, inside, currents, compute, used, facts });
})();
