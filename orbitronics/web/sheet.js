// What rests on reciprocity: a magnet that precesses and pumps, and the sheet conductance with its magnetoresistance.
const { network, solver: { pieces } } = orbitronics;
const { Kept, RECIPROCAL, Solution, absorbs } = network;
const ZERO = [0, 0];

class Pumping extends Solution {
  #index;
  #sheet;

  constructor(stack, options) {
    super(stack, { ...options, E: 0, channel: "transverse" });
    this.#index = stack.layers.findIndex(({ place }) => place === options.pumped);
  }

  #shifted() {
    const i = this.#index;
    return { v: this.numbers(this.stack.layers[i]), one: this.layer(i), V: this.options.V };
  }

  torque(layer = this.options.pumped, kind = "added") {
    if (this.isSurface(layer)) return super.torque(layer);
    const own = this.find(layer) === this.#index;
    if (kind === "added" && own) {
      return this.affine(this.isAbove(2 * this.#index + 1), "added", 0, (half) => half.torque()) ?? pieces.added(this.#shifted().v, this.movedIntegrals(this.#index));
    }
    if (kind === "bulk" && own) {
      const { v, one, V } = this.#shifted();
      return pieces[one.kind.mixes ? "bulk_mixing" : "bulk"](v, one.block, V);
    }
    if (kind === "added" || kind === "bulk") throw new RangeError(`kind = ${kind} is of the magnet that precesses.`);
    return super.torque(layer, kind === "own" ? "exchange" : kind);
  }

  // The added Gilbert damping and the shift of gamma.
  damping(M_s, g = 2) {
    const { v, V } = this.#shifted();
    const [alpha, shift] = pieces.damping(pieces.own(v, this.torque()), V, g, M_s ?? v.M_s, v.thickness);
    return { alpha, gamma_shift: shift };
  }

  openCircuitField() {
    const { joule, Z_t } = (this.#sheet ??= new Sheet(this.stack, this.options));
    return pieces.open_circuit_field(this.chargeCurrent(), joule, Z_t);
  }
}

// A function that tells whether a part obeys reciprocity with its numbers of now.
function symmetry(part, closure) {
  const kind = { layer: `${part?.magnetic ? "magnet" : "metal"}_${closure}`, between: "between" }[part?.what];
  if (!kind || part.transparent) return () => true;
  const piece = pieces[`symmetric_${kind}`];
  return () => piece(part.v)[0] === 1;
}

const isReciprocal = ({ all }, closure) => all.every((part) => symmetry(part, closure)());

const NOTHING = []; // no magnet on that side

class Sheet {
  constructor(stack, { closure, wavenumber, plane }) {
    const ask = (more) => new Solution(stack, { closure, wavenumber, plane, ...more });
    const symmetric = stack.all.map((part, place) => new Kept(stack.changing, place, place, symmetry(part, closure)));
    Object.assign(this, { stack, symmetric, across: ask({ channel: "transverse" }), along: ask({ channel: "longitudinal" }) });
  }

  set(...number) { this.stack.changing.set(...number); }

  get Z_t() { return this.across.chargeCurrent(); }

  get Z_l() { return this.along.chargeCurrent()[0]; }

  get smr() {
    const { across } = this;
    const symmetric = this.symmetric.every(({ now }) => now);
    const along = symmetric ? this.along : (this.transposed ??= across.with({ channel: "longitudinal", transposes: true }));
    let all = across.plane && !along.isWhole && ZERO;
    for (const upper of [false, true]) {
      const found = all && across.side(upper, symmetric ? "smr" : "smr of the transposed", 0, () => {
        const others = along.halves(upper);
        const shares = across.halves(upper).flatMap((it) => others.flatMap((other) => this.#overlap(it, other, (place) => across.isAbove(place) === upper)));
        return shares.some((x) => x !== 0) ? shares : NOTHING;
      });
      if (!found) all = null;
      else if (found !== NOTHING) all = pieces.sum(all, pieces.bilinear(found, across.atCut, along.atCut));
    }
    return (all ?? this.#overlap(across, along, () => true))[0];
  }

  #overlap(across, turned, isHere) { // of the places where it is asked for
    let all = ZERO;
    this.stack.all.forEach((part, place) => {
      const [i, face] = [(place - 1) >> 1, place ? 1 : 0];
      if (!part || !isHere(place)) return;
      if (part.magnetic && part.v.thickness > 0) {
        const [a, b] = [this.across.circuit(i), this.along.circuit(i)];
        all = pieces.sum(all, pieces.overlap(a.side, a.bridge, b.side, b.bridge,
          across.potential(i, 0), across.potential(i, 1), turned.potential(i, 0), turned.potential(i, 1)));
      } else if (part.what === "outside" && absorbs(part.v)) {
        all = pieces.sum(all, pieces.overlap_outside(part.v, across.potential(face && i, face), turned.potential(face && i, face)));
      }
    });
    return all;
  }

  get joule() { return this.stack.layers.map(({ v }) => pieces.joule(v)).reduce((a, b) => pieces.sum(a, b))[0]; }

  conductance(m) { // [[G_xx, G_xy], [G_yx, G_yy]] with the magnetisation along m
    const length = Math.hypot(...m);
    const G = pieces.conductance(this.joule, this.Z_t, this.smr, ...m.map((x) => x / length));
    return [[G[0], G[2]], [G[4], G[6]]];
  }
}

// The place of the magnet that precesses.
function precessing(stack, layer) {
  const one = new Solution(stack, {});
  return one.isSurface(layer) ? layer : stack.layers[one.find(layer ?? undefined)].place;
}

const pumping = (stack, { layer, ...options } = {}) =>
  new Pumping(stack, { ...RECIPROCAL, ...options, pumped: precessing(stack, layer) });
const sheet = (plain, options) => new Sheet(network.read(plain), { ...RECIPROCAL, ...options });
const pump = (plain, options) => pumping(network.read(plain), options);

Object.assign(network, { sheet, pump, pumping, isReciprocal, Sheet });
