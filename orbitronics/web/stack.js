// Walks a stack of layers with the pieces of the solver, which are compiled: no formula of the model stands here.
// Numbers travel in blocks, arrays of complex numbers, two places each; pieces.py says which.
(() => {
  const { pieces, about } = orbitronics;
  const { places } = about;
  const OPEN = null; // the port of an outer surface
  const NOTHING = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // a port or a current that is none
  const KINDS = Object.fromEntries(about.kinds.map((kind) =>
    [kind, Object.fromEntries(["circuit", "end", "surface"].map((part) => [part, pieces[`${part}_${kind}`]]))]));

  const some = (block, places) => places.some((place) => block[place] !== 0);

  // A layer from its block.
  function layer(block, conserving) {
    const converts = some(block, places.converts);
    const kind = converts ? about.converting[conserving] : about.plain[some(block, places.turns)];
    return { block, d: block[places.d], converts, kind: KINDS[kind] };
  }

  const hall = { up: pieces.hall_up, down: pieces.hall_down }; // its Hall current as seen going up or down

  const seen = (port) => (port?.front ? pieces.through_interface(port.front, port.G) : port);
  const behind = (port, G) => (G ? { front: seen(port), G } : port); // None is a transparent interface

  function through(port, one, way) { // the port seen behind a layer, going up or down
    const { block, d, converts, kind } = one;
    if (port === OPEN && (!converts || !some(block, places.driven))) return kind.end(block, hall[way](block));
    return pieces.through_circuit(seen(port) ?? NOTHING, kind.circuit(block, d), hall[way](block));
  }

  function across(what, below, above) { // currents or potentials at a cut
    if (below?.front) return pieces[`${what}_interface_below`](below.front, below.G, above ?? NOTHING);
    if (above?.front) return pieces[`${what}_interface_above`](below ?? NOTHING, above.front, above.G);
    return pieces[what](below ?? NOTHING, above ?? NOTHING);
  }

  const currents = (below, above) =>
    (below === OPEN || above === OPEN ? NOTHING.slice(0, 4) : across("currents", below, above));

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
    const surface = (inner, outer, way) => one.kind.surface(one.block, inner, outer, hall[way](one.block));
    if (below === OPEN && above !== OPEN) mu[0] = surface(mu[1], mu[0], "down");
    if (above === OPEN && below !== OPEN) mu[1] = surface(mu[0], mu[1], "up");
    return { J: [currents(below, down), currents(up, above)], mu };
  }

  // What gives J_s, J_o, mu_s, mu_o at heights in a layer, one block for each of the cases, which differ in their sources.
  function inside(cases) {
    const one = cases[0].layer;
    const plain = one.kind === KINDS[about.converting.false] ? layer(pieces.unmixed(one.block), false) : one;
    const known = cases.map((at) => ({ up: hall.up(at.layer.block), down: hall.down(at.layer.block),
      below: seen(at.below) ?? NOTHING, above: seen(at.above) ?? NOTHING, ends: faces(at) }));
    const both = ({ block, kind, d }, z) => [kind.circuit(block, z), kind.circuit(block, d - z)];
    return {
      faces: known.map(({ ends }) => [0, 1].map((i) => [...ends.J[i], ...ends.mu[i]])),
      at: (z) => {
        const [lower, upper] = both(one, z);
        const [pure, rest] = plain === one ? [lower, upper] : both(plain, z);
        return known.map(({ up, down, below, above, ends }) => {
          const J = pieces.currents(pieces.through_circuit(below, lower, up), pieces.through_circuit(above, upper, down));
          return J.concat(pieces.potentials_inside(ends.mu[0], ends.mu[1], pure, rest));
        });
      },
    };
  }

  // -- the bilayer, from its values ---------------------------------------------------------

  const holds = (condition, values) => Object.entries(condition).every(([name, value]) => values[name] === value);
  const chosen = (name, values) => [name, ...about.options[name].map((option) => values[option])].join("_");
  const reads = (name, values) => about.reads[chosen(name, values)] ?? [];

  // How these options make layers of values; `below` are the names that N and the interface read.
  function model(values) {
    const [conserving, finite] = [holds(about.conserving, values), holds(about.finite, values)];
    const { metal, interface: between } = pieces;
    const magnet = pieces[chosen("magnet", values)];
    return {
      metal: (v, source) => layer(metal(v, source.flatMap((one) => [typeof one === "string" ? v[one] : one, 0])), conserving),
      magnet: (v) => layer(magnet(v), conserving),
      between: (v) => (finite ? between(v) : null),
      below: [...reads("metal", values), ...(finite ? reads("interface", values) : [])],
      above: reads("magnet", values),
    };
  }

  // A function of x that gives J_s(0), J_o(0); only the side that x touches is solved anew.
  function interfaceCurrents(values, source, x) {
    const v = { ...values };
    const { metal, magnet, between, ...touched } = model(values);
    const [lower, upper] = [touched.below.includes(x), touched.above.includes(x)];
    let below, above;
    return (value) => {
      if (x) v[x] = value;
      if (!below || lower) below = seen(behind(through(OPEN, metal(v, source), "up"), between(v)));
      if (!above || upper) above = through(OPEN, magnet(v), "down");
      return pieces.currents(below, above);
    };
  }

  const grid = ([low, high, scale], points) => Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    if (t === 0 || t === 1) return t === 0 ? low : high;
    if (scale === "log") return low * (high / low) ** t;
    return low + (high - low) * (scale === "dense" ? (about.dense ** t - 1) / (about.dense - 1) : t);
  });

  function line({ formula, walks, x, source, fixed, range }, values, points) {
    const v = { ...values, ...fixed };
    const xs = grid(range, points);
    const J = walks ? interfaceCurrents(v, source, x) : () => NOTHING;
    const piece = pieces[chosen(formula, values)];
    const ys = xs.map((value) => {
      v[x] = value;
      return piece(v, J(value));
    });
    return [{ x: xs, real: ys.map((y) => y[0]), imag: ys.map((y) => y[1]) }];
  }

  function profiles({ sources, curves }, values, points) {
    const n = Math.max(Math.floor(points / 2), 2);
    const { metal, magnet, between } = model(values);
    const solved = sources.map((source) => ports([metal(values, source), magnet(values)], [between(values)]));
    const rows = sources.map(() => []);
    const z = [];
    const ends = pieces.extents(values);
    solved[0].forEach((_, i) => {
      const [bottom, d] = [ends[4 * i], ends[4 * i + 2]];
      const { faces: known, at } = inside(solved.map((one) => one[i]));
      for (let j = 0; j <= n; j++) {
        const height = j === n ? d : d * (1 - Math.cos(Math.PI * j / n)) / 2; // densest at the faces
        z.push(bottom + height);
        const found = j === 0 || j === n ? known.map((end) => end[j / n]) : at(height);
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
    const walked = piece.walks === false ? [] : [...model(values).below, ...model(values).above, ...sources];
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
    const found = pieces[chosen("facts", values)](values, ...torques);
    return Object.fromEntries(all.map((name, i) => [name, [found[2 * i], found[2 * i + 1]]]));
  }

  Object.assign(orbitronics, { layer, ports, faces, inside, currents, compute, used, facts });
})();
