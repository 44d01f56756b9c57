// Solves a stack, pumps with it, and finds its sheet conductance, by walking over its layers.
//   network.solve(plain, options), network.sheet(plain, options), network.pump(plain, options)
// take the plain form of a stack, as Stack.to_dict gives it, and answer as the library does, complex numbers as [re, im].
const { network, solver: { pieces, about }, walk } = orbitronics;
const { CLOSED, KINDS, NONE, OPEN, alone, atSurface, behind, circuitOf, core, currents, inside, isThin, potentials, seen, through, unpolarised } = walk;
const ZERO = [0, 0];
const only = (block, i) => [block[2 * i], block[2 * i + 1]];
const any = (v, names) => names.some((name) => v[name] !== 0);
const absorbs = ({ G_mix, G_long, G_o }) => G_mix[0] !== 0 || G_mix[1] !== 0 || G_long !== 0 || G_o !== 0;

const DEFAULTS = { closure: "paper", wavenumber: "exact", channel: "transverse", E: 1, V: 1, pumped: null, only: null,
  transposes: false, plane: false, frames: true };

const MANY = 2000; // values of a number, for which what depends on it alone is remembered
const NEVER = { index: 0 };

// The numbers that change. `index` counts the changes, that of a number is which of its values it has.
class Changing {
  all = []; // {place, name, index, values, indices: by value}
  index = 0;
  constructor(parts) { this.parts = parts; }

  set(place, name, value) {
    let one = this.all.find((it) => it.place === place && it.name === name);
    if (!one) this.all.push(one = { place, name, index: 0, values: [], indices: new Map() });
    this.parts[place].v[name] = value;
    this.index += 1;
    const next = one.index + 1 < one.values.length ? one.index + 1 : 0; // sweeps go through the same values
    const known = one.values[next] === value ? next : one.indices.get(value);
    one.index = known ?? one.values.push(value) - 1;
    if (known === undefined && one.index < MANY) one.indices.set(value, one.index);
  }
}

// What find() gives of the numbers between the places `first` and `last`, counted from the bottom surface: 0, layer 0: 1, ...
// It is found once, or once for each value of the one among them that changes.
class Kept {
  key = -1; // the index for which `value` was found
  value = undefined;
  count = -1; // of the numbers that changed when this was asked
  number = null; // the one that it depends on, NEVER, or all of them
  values = null; // by the index of that one
  constructor(changing, first, last, find) { Object.assign(this, { changing, first, last, find }); }

  #depend() {
    const { all } = this.changing;
    const mine = all.filter(({ place }) => place >= this.first && place <= this.last);
    const number = mine.length > 1 ? this.changing : mine[0] ?? NEVER;
    this.count = all.length;
    if (number !== this.number) Object.assign(this, { number, key: -1, values: mine.length === 1 ? [] : null });
  }

  get dependsOnSeveral() {
    if (this.count !== this.changing.all.length) this.#depend();
    return this.number === this.changing;
  }

  get now() {
    if (this.count !== this.changing.all.length) this.#depend();
    const { values, number: { index } } = this;
    if (this.key !== index) {
      const known = values?.[index];
      this.value = known === undefined ? this.find() : known;
      if (values && index < MANY) values[index] = this.value;
      this.key = index;
    }
    return this.value;
  }
}

const HELD = 1e30; // a conductance, beside which all others are none
const held = ([s, o]) => [HELD * s, 0, HELD * o, 0, HELD, 0, 0, 0, 0, 0, HELD, 0, HELD * HELD, 0]; // a port of these potentials
const LEFT = 1e-4; // of a shift: four digits fewer
const UNITS = [[0, 0], [1, 0], [0, 1]];

class Solution {
  #magnet; // the piece that lowers one
  #precessing; // the layer that does, or -1
  #frame = null; // the stack in another one, if that may answer
  #less; // whether it does, by layer
  #places = new Map(); // indices of layers by what was asked
  #plane = { count: 0 }; // where the stack is cut

  constructor(stack, options) {
    this.stack = stack;
    this.options = { ...DEFAULTS, ...options };
    this.n = stack.layers.length;
    this.#magnet = pieces[`magnet_${this.options.channel}`];
    const each = (from, to, find) => stack.layers.map((_, i) => this.#kept(from(2 * i + 1), to(2 * i + 1), () => find(i)));
    const bottom = () => 0, below = (at) => at - 1, here = (at) => at, above = (at) => at + 1, top = () => 2 * this.n;
    this.cores = each(here, here, (i) => this.lowered(stack.layers[i]));
    this.joints = each(above, above, (i) => this.interface(stack.between[i]));
    // ports seen from the lower and upper face of each layer, looking out of it, and into it
    this.out = [each(bottom, below, (i) => this.#outside(i, 0)), each(above, top, (i) => this.#outside(i, 1))];
    this.in = [each(here, top, (i) => this.#behind(i, 0)), each(bottom, here, (i) => this.#behind(i, 1))];
    this.mu = [0, 1].map((face) => each(bottom, top, (i) => this.#potential(i, face)));
    const { frames, closure, transposes } = this.options;
    this.#precessing = stack.layers.findIndex(({ place }) => this.#precesses(place));
    if (!frames || (this.#precessing < 0 && closure !== "reciprocal" && !transposes)) return;
    const shift = () => this.layer(this.#precessing).shift;
    this.#frame = this.#kept(0, top(), () => (this.#precessing < 0 ? this.#sheared() : new Framed(this, shift(), NONE)));
    this.#less = each(bottom, top, (i) => pieces.is_less(this.#faced(i, 0), this.#faced(i, 1), shift())[0]);
  }

  #kept(first, last, find) { return new Kept(this.stack.changing, first, last, find); }

  set(...number) { this.stack.changing.set(...number); }

  // With the option `plane`, while two numbers change: the stack is cut between them. What is asked of one side is an
  // affine function of the potentials at the cut, with coefficients that change with the numbers of that side alone.
  // Halves go without frames: a stack `isWhole` where its layers share one, and where a shift leaves next to nothing at the cut.
  get plane() {
    const { all } = this.stack.changing;
    if (!this.options.plane || !all.length) return null;
    if (this.#plane.count !== all.length) this.#plane = { count: all.length, ...this.#cut(all.map(({ place }) => place)) };
    return this.#plane;
  }

  #cut(places) {
    const last = Math.max(...places);
    const i = last % 2 ? (last - 1) / 2 : Math.max(last / 2 - 1, 0);
    const inside = places.every((place) => place === 2 * i + 1) && i + 1 < this.n; // both in this layer
    const face = inside || (last > 0 && last % 2 === 0) ? 1 : 0;
    const mu = this.#kept(0, 2 * this.n, () => pieces.potentials(
      seen(face ? this.#inward(i, 1) : this.#outward(i, 0)) ?? CLOSED, seen(face ? this.#outward(i, 1) : this.#inward(i, 0)) ?? CLOSED));
    return { i, face, from: 2 * i + 1 + face, mu, known: {}, halves: [] };
  }

  // Whether what is at this place is above the cut.
  isAbove(place) { return place >= this.plane?.from; }

  get atCut() { return this.plane.mu.now; }

  halves(upper) { // one side of the cut by itself, with each of these potentials there
    const { i, face, halves } = this.plane;
    return (halves[Number(upper)] ??= UNITS.map((mu) => {
      const one = this.with({ plane: false, frames: false });
      (upper === (face === 0) ? one.out : one.in)[face][i].find = () => held(mu);
      return one;
    }));
  }

  // What is asked of layer i, or of one side, at each of the UNITS, or null where it is no quicker than to solve all.
  side(upper, name, i, ask) {
    if (this.plane === null || this.isWhole) return null;
    const { from, known } = this.plane;
    const all = (known[name] ??= []);
    const kept = (all[2 * i + Number(upper)] ??= upper ? this.#kept(from, 2 * this.n, ask) : this.#kept(0, from - 1, ask));
    return kept.dependsOnSeveral ? null : kept.now;
  }

  affine(upper, name, i, ask) {
    const found = this.side(upper, name, i, () => this.halves(upper).flatMap(ask));
    return found && pieces.affine(found, this.atCut);
  }

  // -- from numbers to the core ---

  #on(block, place, names) { // without the sources that are off
    const { only: one } = this.options;
    return one ? block.map((x, i) => (one === `${place}.${names[i >> 1]}` ? x : 0)) : block;
  }

  #precesses(place) {
    const { pumped, only: one } = this.options;
    return pumped === place && (!one || one === `${place}.V`);
  }

  layer(i) { return this.cores[i].now; }

  // The numbers of a layer, with the lengths that make its wavenumber by Eq. (5).
  numbers({ v, magnetic }) {
    if (!magnetic || this.options.channel !== "transverse" || this.options.wavenumber === "exact") return v;
    const longer = pieces.printed_lengths(v);
    return { ...v, ...Object.fromEntries(about.lengths.map((name, n) => [name, longer[2 * n]])) };
  }

  lowered(layer) {
    const { magnetic, place } = layer, v = this.numbers(layer);
    const { closure, channel, E, V, transposes } = this.options;
    const across = magnetic && channel === "transverse";
    let block = magnetic ? this.#magnet(v) : pieces.metal(v);
    const mixes = closure === "reciprocal" && any(v, about.converts);
    let kind = KINDS[mixes ? "mixing" : v.P_os !== 0 || v.P_so !== 0 ? "paper" : across ? "turning" : "plain"];
    if (transposes && !kind.end) {
      block = pieces[`transposed_${kind.name}`](block);
      kind = KINDS.mixing;
    }
    const hall = any(v, about.sources.layer) ? this.#on(pieces.hall(v, E), place, about.sources.layer) : NONE;
    const rate = this.#precesses(place) ? pieces.rate(v, V) : null;
    const shift = rate && pieces[mixes ? "shift_mixing" : "shift"](v, block, rate);
    return core(block, kind, hall[0] !== 0 || hall[2] !== 0 ? hall : null, shift, rate);
  }

  interface({ v, place, transparent }) {
    let G = transparent ? null : pieces.conductances(v);
    if (G && this.options.transposes) G = pieces.transposed_matrix(G);
    if (!any(v, about.emission)) return { G, below: null, above: null };
    const emitted = this.#on(pieces.emission(v, this.options.E), place, about.emission);
    return { G, below: emitted.slice(0, 4), above: emitted.slice(4) };
  }

  surface(place) {
    const { channel, E, V } = this.options;
    const { v } = this.stack[place] ?? {};
    if (!v || !(any(v, about.sources.outside) || absorbs(v))) return OPEN;
    if (this.#precesses(place)) return pieces.absorbing_pumped(v, V);
    return pieces[`absorbing_${channel}`](v, this.#on(pieces.emission_outside(v, E), place, about.sources.outside));
  }

  // -- the ladder; faces are 0, the lower one of a layer, and 1, the upper ---

  circuit(i) { return circuitOf(this.layer(i)); }

  #outward(i, face) { return this.out[face][i].now; }
  #inward(i, face) { return this.in[face][i].now; }
  #faced(i, face) { return this.mu[face][i].now; }

  #outside(i, face) {
    const j = face ? i + 1 : i - 1;
    if (j < 0 || j === this.n) return this.surface(face ? "top" : "bottom");
    return behind(this.#inward(j, 1 - face), this.joints[face ? i : j].now, face ? "down" : "up");
  }

  #behind(i, face) {
    const one = this.layer(i);
    return through(this.#outward(i, 1 - face), one, one.d, face ? "up" : "down");
  }

  #current(i, face) { return face ? currents(this.#inward(i, 1), this.#outward(i, 1)) : currents(this.#outward(i, 0), this.#inward(i, 0)); }

  #potential(i, face) {
    const out = this.#outward(i, face), outer = out === OPEN;
    const one = this.layer(i);
    if (outer && this.#outward(i, 1 - face) === OPEN) return alone(one, face);
    const mu = outer && (!one.kind.mixes || isThin(one)) ? NONE
      : face ? potentials(this.#inward(i, 1), out) : potentials(out, this.#inward(i, 0));
    return !outer ? mu : atSurface(one, this.#faced(i, 1 - face), mu, face ? "up" : "down");
  }

  place(i) {
    return { one: this.layer(i), below: this.#outward(i, 0), above: this.#outward(i, 1), lower: this.#faced(i, 0), upper: this.#faced(i, 1) };
  }

  #tau(i) { // spin current in less spin current out
    if (!(this.stack.layers[i].v.thickness > 0)) return ZERO;
    if (i === this.n - 1 && i > 0 && this.#outward(i, 1) === OPEN) return only(this.current(i, 0), 0);
    if (i === 0 && this.n > 1 && this.#outward(i, 0) === OPEN) return only(pieces.backwards(this.current(i, 1)), 0);
    return only(this.absorbed(i), 0);
  }

  #absorbed(i) {
    const { side, pull } = this.circuit(i);
    return pieces.absorbed(side, this.#faced(i, 0), this.#faced(i, 1), pull);
  }

  #movedIntegrals(i) {
    const one = this.layer(i), plain = unpolarised(one);
    plain.integral ??= plain.kind.integral(plain.block, circuitOf(plain).modes);
    const faces = [0, 1].map((face) => (one.shift ? pieces.plus(this.#faced(i, face), one.shift) : this.#faced(i, face)));
    return pieces.integrals(plain.integral, one.kind.relaxation(one.block), ...faces, this.#current(i, 0), this.#current(i, 1));
  }

  #rise(i) {
    const one = this.layer(i), { side, bridge, pull } = this.circuit(i);
    if (!isThin(one)) return pieces.difference(this.#faced(i, 1), this.#faced(i, 0));
    return pieces.rise(side, bridge, pull, this.#current(i, 0), one.hall?.up ?? NONE, this.#faced(i, 0));
  }

  integrals(i) { // of mu_s, mu_o
    if (!(this.stack.layers[i].v.thickness > 0)) return NONE;
    const { shift, d } = this.layer(i);
    if (!shift) return this.movedIntegrals(i);
    if (this.framed(i)) return pieces.less_shift(this.movedIntegrals(i), shift, d);
    const one = unpolarised(this.layer(i)), { block, kind } = one, { modes } = circuitOf(one);
    return pieces.unmoved(kind.integral(block, modes), kind.excess(block, modes), this.#faced(i, 0), this.#faced(i, 1), shift);
  }

  taken(i, kind) { return kind === "absorbed" ? this.#tau(i) : this.#exchange(i); }

  #exchange(i) {
    const v = this.numbers(this.stack.layers[i]);
    if (!this.#precesses(this.stack.layers[i].place)) return pieces.exchange(v, this.integrals(i));
    const { block, kind } = this.layer(i);
    return pieces[kind.mixes ? "exchange_pumped_mixing" : "exchange_pumped"](v, block, this.options.V, this.movedIntegrals(i));
  }

  // -- the same in a frame, which answers where it has more digits: see core/frames.py ---

  framed(i) { // or null, where the ladder itself answers
    if (!this.#frame || (this.#precessing >= 0 && !this.#less[i].now)) return null;
    return this.#frame.now || null;
  }

  #sheared() { // the stack in the frame that its layers share, or false
    const layers = this.stack.layers.map((_, i) => this.layer(i)).filter(({ d }) => d > about.absent);
    if (!layers.length || !layers.every(({ kind }) => kind.mixes)) return false;
    const shear = pieces.unrelaxed(layers[0].block), ends = [this.#outward(0, 0), this.#outward(this.n - 1, 1)];
    return layers.every(({ block }) => pieces.agrees(block, shear)[0]) &&
      ends.every((port) => port === OPEN || pieces.is_closed(port)[0]) && new Framed(this, null, shear);
  }

  get isWhole() {
    if (this.#precessing < 0) return this.framed(0) !== null;
    const { shift } = this.layer(this.#precessing), [re, im] = pieces.plus(this.atCut, shift);
    return Math.abs(re) + Math.abs(im) < LEFT * (Math.abs(shift[0]) + Math.abs(shift[1]));
  }

  current(i, face) { return this.framed(i)?.told("current", i, face) ?? this.#current(i, face); }

  potential(i, face) { return this.framed(i)?.told("potential", i, face) ?? this.#faced(i, face); }

  absorbed(i) { return this.framed(i)?.told("absorbed", i) ?? this.#absorbed(i); }

  movedIntegrals(i) { return this.framed(i)?.told("movedIntegrals", i) ?? this.#movedIntegrals(i); } // of mu_s + shift, mu_o + shift

  rise(i) { return this.framed(i)?.told("rise", i) ?? this.#rise(i); } // of the potentials, from the lower to the upper face

  inside(i, up, down) { return this.framed(i)?.told("inside", i, up, down) ?? inside(this.place(i), up, down); }

  // -- what is asked ---

  #finished(block) { // as the library gives it
    for (const x of block) if (!(Math.abs(x) < about.largest)) throw new RangeError(about.not_finite);
    return this.options.channel === "longitudinal" ? block.map((x, i) => (i % 2 ? 0 : x)) : block;
  }

  // The index of a layer given by index, name or place; of the only magnet where none is given.
  find(layer) {
    const known = this.#places.get(layer);
    if (known !== undefined) return known;
    const { layers } = this.stack;
    const fits = layers.flatMap((one, i) => (one.magnetic && [i, one.name, one.place].includes(layer ?? i) ? [i] : []));
    if (fits.length !== 1) throw new RangeError(`layer = ${layer} fits ${fits.length || "none"} of the magnetic layers.`);
    this.#places.set(layer, fits[0]);
    return fits[0];
  }

  isSurface(layer) { return (layer === "bottom" || layer === "top") && this.stack[layer] !== null; }

  torque(layer, kind = "absorbed") {
    if (this.isSurface(layer)) {
      const mu = layer === "bottom" ? this.potential(0, 0) : this.potential(this.n - 1, 1);
      return this.#finished(pieces.surface_torque(this.stack[layer].v, mu, this.#precesses(layer) ? this.options.V : 0));
    }
    const i = this.find(layer);
    const tau = this.affine(this.isAbove(2 * i + 1), kind, i, (half) => half.taken(i, kind)) ?? this.taken(i, kind);
    return this.#finished(this.options.pumped === null ? pieces.own(this.stack.layers[i].v, tau) : tau);
  }

  #sum(piece) { return this.stack.layers.map(({ v }) => piece(v)).reduce((a, b) => pieces.sum(a, b))[0]; }

  // The torque per mean current density of the layers that conduct, per root of the power, and as a field in mT per 1e11 A/m^2.
  xi_j(layer, kind) {
    return this.#finished(pieces.xi_j(this.torque(layer, kind), this.#sum(pieces.joule), this.#sum(pieces.conducting), this.options.E));
  }

  perRootPower(layer, kind) {
    return this.#finished(pieces.per_root_power(this.torque(layer, kind), this.#sum(pieces.joule), this.options.E));
  }

  field(layer, kind) {
    return this.#finished(pieces.in_mT_per_1e11(this.xi_j(layer, kind), this.stack.layers[this.find(layer)].v));
  }

  chargeCurrent() {
    const [lower, upper] = [false, true].map((one) => this.affine(one, "current", 0, (half) => half.collected((place) => this.isAbove(place) === one)));
    return this.#finished(lower && upper ? pieces.sum(lower, upper) : this.collected(() => true));
  }

  collected(isHere) { // of the places where it is asked for
    return this.stack.all.map((part, place) => {
      if (!part || !isHere(place) || (part.what !== "layer" && !any(part.v, about.sources[part.what]))) return ZERO;
      const i = (place - 1) >> 1;
      if (part.what === "outside") return pieces.collected_outside(part.v, place ? this.potential(i, 1) : this.potential(0, 0));
      return part.what === "layer" ? pieces.collected(part.v, this.rise(i))
        : pieces.collected_between(part.v, this.potential(i, 1), this.potential(i + 1, 0));
    }).reduce((a, b) => pieces.sum(a, b));
  }

  budget() {
    const { closure, channel } = this.options;
    const { layers, between } = this.stack;
    const found = {};
    layers.forEach((layer, i) => {
      const { place, magnetic } = layer;
      const taken = magnetic && channel === "transverse" ? this.#exchange(i) : ZERO;
      const kind = this.#precesses(place) ? "pumped" : magnetic ? "magnet" : "metal";
      const rows = this.#finished(pieces[`budget_${kind}_${closure}`](
        this.numbers(layer), this.current(i, 0), this.current(i, 1), this.integrals(i), taken, kind === "pumped" ? this.movedIntegrals(i) : undefined));
      let n = 0;
      found[place] = Object.fromEntries(Object.entries(about.rows).map(([moment, names]) =>
        [moment, Object.fromEntries(names.map((name) => [name, only(rows, n++)]))]));
    });
    const supplied = (pair) => ({ spin: { supplied: only(pair, 0) }, orbital: { supplied: only(pair, 1) } });
    between.forEach(({ v, place }, i) => {
      if (any(v, about.sources.between)) {
        found[place] = supplied(this.#finished(pieces.difference(this.current(i + 1, 0), this.current(i, 1))));
      }
    });
    if (this.stack.bottom) found.bottom = supplied(this.#finished(this.current(0, 0)));
    if (this.stack.top) found.top = supplied(this.#finished(pieces.backwards(this.current(this.n - 1, 1))));
    return found;
  }

  // J_s, J_o, mu_s, mu_o as blocks, at places [layer, height above its lower face].
  along(places) {
    return places.map(([i, z]) => {
      const { d } = this.layer(i);
      return this.#finished(z === 0 || z === d ? this.current(i, z && 1).concat(this.potential(i, z && 1)) : this.inside(i, z, d - z));
    });
  }

  // The addresses of all that drives the stack.
  sources() {
    if (this.options.pumped !== null) return [`${this.options.pumped}.V`];
    const { layers, between, bottom, top } = this.stack;
    return [...layers, ...between, bottom, top].filter(Boolean).flatMap(({ what, v, place }) =>
      about.sources[what].filter((name) => v[name] !== 0).map((name) => `${place}.${name}`));
  }

  // The share of each source in an answer, given as a function of a solution, or as the magnet whose torque it is.
  bySource(asked) {
    const ask = typeof asked === "function" ? asked : (one) => one.torque(asked);
    return Object.fromEntries(this.sources().map((source) => [source, ask(this.with({ only: source }))]));
  }

  with(options) { return new this.constructor(this.stack, { ...this.options, ...options }); }
}

const TOLD = { current: "currents", absorbed: "currents", potential: "potentials", rise: "changes", movedIntegrals: "changes" };

// The stack of a solution, as it is now, for potentials that are less by a lift or that are sheared by rho and lam.
class Framed extends Solution {
  constructor({ stack, options }, lift, shear) {
    super(stack, { ...options, plane: false, frames: false });
    Object.assign(this, { lift, frame: [...(lift ?? NONE), ...shear] });
  }

  told(name, i, ...where) { // an answer, as it is without the frame
    const found = this[name](i, ...where);
    if (name !== "inside") return pieces[`told_${TOLD[name]}`](found, this.frame);
    return pieces.told_currents(found, this.frame).concat(pieces.told_potentials(found.slice(4), this.frame));
  }

  lowered(layer) {
    const { block, kind, hall, shift } = super.lowered(layer);
    if (this.lift) return core(block, kind, hall?.up, shift ? null : pieces.backwards(this.lift));
    return core(pieces.sheared_layer(block, this.frame), KINDS.mixing, hall && this.#driven(hall.up));
  }

  interface(part) {
    const { G, below, above } = super.interface(part);
    return { G: G && pieces.sheared_matrix(G, this.frame), below: this.#driven(below), above: this.#driven(above) };
  }

  surface(place) {
    const port = super.surface(place);
    return port && pieces.framed_port(port, this.frame);
  }

  #driven(x) { return x && pieces.sheared_currents(x, this.frame); }
}

const RECIPROCAL = { closure: "reciprocal", wavenumber: "exact" };
const solve = (plain, options) => new Solution(network.read(plain), options);
Object.assign(network, { Changing, Kept, RECIPROCAL, Solution, absorbs, solve });
