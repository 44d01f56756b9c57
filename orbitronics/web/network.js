// Walks any stack with the pieces of the solver, which are compiled: no formula of the model stands here.
// Numbers travel in blocks, arrays of complex numbers, two places each; network.py says which. See solution.js.
const { pieces, about } = orbitronics.solver;
const OPEN = null; // the port of an outer surface through which nothing flows
const CLOSED = Array(14).fill(0); // the same as a block
const NONE = [0, 0, 0, 0]; // a pair that is none
const KINDS = Object.fromEntries(about.kinds.map((name) => [name, { name, mixes: name === "mixing",
  ...Object.fromEntries(["modes", "shunt", "series", "integral", "excess", "relaxation", "end"].map((part) => [part, pieces[`${part}_${name}`]])) }]));

// -- layers and ports ---------------------------------------------------------------------------

// A layer of the core: its block, what it is, and what drives it.
function core(block, kind, hall = null, shift = null, rate = null) {
  const ways = hall && { up: hall, down: pieces.backwards(hall) }; // as seen going up or down
  return { block, d: block[about.d], kind, hall: ways, shift, rate, plain: null, whole: null, integral: null, thin: null };
}

const isThin = (one) => (one.thin ??= pieces.is_thin(one.block)[0] === 1);

function unpolarised(one) { // with the same potentials, where that is another one
  if (one.kind !== KINDS.paper) return one;
  const hall = one.hall && pieces.unpolarised_hall(one.block, one.hall.up);
  return (one.plain ??= core(pieces.unpolarised(one.block), KINDS.turning, hall, one.shift));
}

function circuit(one, d) { // what a piece of thickness d is
  const { block, kind, shift, rate } = one, modes = kind.modes(block, d), side = kind.shunt(block, d, modes);
  const pull = rate && kind.mixes ? pieces.pull_mixing(block, d, modes, shift, rate) : shift ? pieces.applied(side, shift) : NONE;
  return { modes, side, bridge: kind.series(block, d, modes), pull };
}

const circuitOf = (one) => (one.whole ??= circuit(one, one.d));

const seen = (port) => (port?.front ? (port.seen ??= port.far
  ? pieces.through_emitting(port.front, port.G, port.far) : pieces.through_interface(port.front, port.G)) : port);

function joined(port, { side, bridge, pull }, one, way) { // the port behind a piece of a layer
  return pieces.through_circuit(seen(port) ?? CLOSED, side, bridge, pull, one.hall?.[way] ?? NONE);
}

// The port behind a piece of thickness d, going up or down.
function through(port, one, d, way) {
  const { block, kind } = one;
  const hall = one.hall?.[way];
  if (port !== OPEN || (hall && !kind.end)) return joined(port, d === one.d ? circuitOf(one) : circuit(one, d), one, way);
  if (hall) return kind.end(block, d, hall);
  const { side, pull } = circuit(one, pieces.doubled(d)[0]);
  return [...pieces.backwards(pull), ...side];
}

function behind(port, { G, below, above }, way) { // an interface
  const front = below ? pieces.emitted(seen(port) ?? CLOSED, below, above) : seen(port);
  if (!G) return front;
  return { front: front ?? CLOSED, G, far: below && (way === "up" ? above : below) };
}

// The current that leaves a port behind an interface: found in front of it, where the sources are.
function leaving(port, other) {
  const { front, G, far } = port;
  const J = pieces.difference(pieces.driven(front, pieces.through_interface(other, G)), pieces.driven(other, seen(port)));
  return far ? pieces.plus(J, pieces.from_far_side(front, G, far, other)) : J;
}

function currents(below, above) { // at a cut
  if (below === OPEN || above === OPEN) return NONE;
  if (below.front) return leaving(below, seen(above));
  return above.front ? pieces.backwards(leaving(above, below)) : pieces.currents(below, above);
}

function potentials(below, above) {
  const near = below?.front && !below.far ? below : above?.front && !above.far ? above : null;
  if (!near) return pieces.potentials(seen(below) ?? CLOSED, seen(above) ?? CLOSED);
  const other = seen(near === below ? above : below);
  return pieces.behind_interface(near.front, near.G, other ? leaving(near, other) : NONE, pieces.level(seen(near), other ?? CLOSED));
}

function alone(one, face) { // potentials at a face of a layer between two outer surfaces
  const plain = unpolarised(one);
  const { side, bridge } = circuitOf(plain);
  return pieces.alone(side, bridge, plain.hall?.up ?? NONE, plain.shift ?? NONE).slice(4 * face, 4 * face + 4);
}

function atSurface(one, inner, outer, way) { // potentials at an outer face from those at the inner one
  if (one.kind.mixes && !isThin(one)) return outer;
  const plain = one.kind.mixes ? one : unpolarised(one);
  const { side, bridge, pull } = circuitOf(plain), hall = plain.hall?.[way] ?? NONE;
  return one.kind.mixes ? pieces.near_face(side, bridge, pull, inner, hall, CLOSED) : pieces.far_face(side, bridge, pull, inner, hall);
}

// J_s, J_o, mu_s, mu_o inside a layer, at these distances from its lower and upper face.
function inside(place, up, down) {
  const { one, below, above, lower, upper } = place, plain = unpolarised(one);
  const atBottom = below === OPEN, atTop = above === OPEN, both = atBottom && atTop, outer = atBottom || atTop;
  const [piece, rest] = [circuit(plain, up), circuit(plain, down)];
  let mu = pieces.between(piece.side, piece.bridge, piece.pull, rest.side, rest.bridge, rest.pull, lower, upper);
  if (both && up > down) return inside(place, down, up).slice(0, 4).concat(mu); // as much flows above the middle as below it
  if (outer) {
    const [way, back] = atBottom ? ["up", "down"] : ["down", "up"];
    const port = through(OPEN, one, atBottom ? up : down, way);
    const thin = !both && one.kind.mixes && isThin(one);
    if (thin) {
      const { side, bridge, pull } = atBottom ? rest : piece;
      mu = pieces.near_face(side, bridge, pull, atBottom ? upper : lower, one.hall?.[back] ?? NONE, port);
    }
    // towards an outer face, where nothing flows, small currents keep their digits
    const J = pieces.into(port, mu);
    if (both || !one.kind.mixes || thin) return (atBottom ? pieces.backwards(J) : J).concat(mu);
  }
  const [a, b] = plain === one ? [piece, rest] : [circuit(one, up), circuit(one, down)];
  return currents(joined(below, a, one, "up"), joined(above, b, one, "down")).concat(mu);
}

// -- a stack ----------------------------------------------------------------------------------------

const infinite = (x) => (x === "inf" ? Infinity : x);

// The numbers of a part, in the order of its class, defaults where they are not given.
function numbers(kind, given) {
  return Object.fromEntries(Object.entries(about.parts[kind]).map(([name, value]) => {
    const found = given[name] ?? value;
    return [name, Array.isArray(found) ? found.map(infinite) : infinite(found)];
  }));
}

// What layers are called in addresses: by their names, and those that share one by its number among them.
const places = (layers) => layers.map(({ name }, i) => {
  const twins = layers.map((one, j) => (one.name === name ? j : -1)).filter((j) => j >= 0);
  return twins.length > 1 ? `${name}[${twins.indexOf(i)}]` : name;
});

// The parts of a plain form from the bottom surface, or null, through layers and what is between to the top surface.
function read({ items }) {
  const all = [null];
  for (const item of items) {
    const { kind, name } = item.material ?? item;
    const v = numbers(kind, item.material ?? item);
    const atLayer = all.length % 2 === 0;
    if (kind === "Surface") all[atLayer ? all.length : 0] = { place: atLayer ? "top" : "bottom", what: "outside", v };
    else if (item.material) {
      if (atLayer) all.push({ what: "between", transparent: true, v: numbers("Transparent", {}) });
      all.push({ what: "layer", name: name ?? about.names[kind], magnetic: kind === "Ferromagnet", v: { thickness: infinite(item.thickness), ...v } });
    } else all.push({ what: "between", transparent: kind === "Transparent", v });
  }
  if (all.length % 2 === 0) all.push(null);
  const stack = whole(all);
  places(stack.layers).forEach((place, i) => { stack.layers[i].place = place; });
  stack.between.forEach((one, i) => { one.place = `${stack.layers[i].place}/${stack.layers[i + 1].place}`; });
  return stack;
}

const whole = (all) => ({ all, changing: new network.Changing(all), // see solution.js
  bottom: all[0], top: all.at(-1),
  layers: all.filter((_, i) => i % 2), between: all.slice(1, -1).filter((_, i) => i % 2) });

const network = { places, read, whole };
Object.assign(orbitronics, { network,
  walk: { CLOSED, KINDS, NONE, OPEN, alone, atSurface, behind, circuitOf, core, currents, inside, isThin, potentials, seen, through, unpolarised } });
