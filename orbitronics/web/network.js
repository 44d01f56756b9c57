// Walks any stack with the pieces of the solver, which are compiled: no formula of the model stands here.
// Numbers travel in blocks, arrays of complex numbers, two places each; network.py says which.
//   network.solve(plain, options), network.sheet(plain, options), network.pump(plain, options)
// take the plain form of a stack, as Stack.to_dict gives it, and answer as the library does, complex numbers as [re, im].
(() => {
  const { pieces, about } = orbitronics.solver;
  const OPEN = null; // the port of an outer surface through which nothing flows
  const CLOSED = Array(14).fill(0); // the same as a block
  const NONE = [0, 0, 0, 0]; // a pair that is none
  const ZERO = [0, 0];
  const PARTS = ["modes", "shunt", "series", "integral", "end"];
  const KINDS = Object.fromEntries(about.kinds.map((name) => [name, { name, mixes: name === "mixing",
    ...Object.fromEntries(PARTS.map((part) => [part, pieces[`${part}_${name}`]])) }]));
  const only = (block, i) => [block[2 * i], block[2 * i + 1]];

  // -- layers and ports ---------------------------------------------------------------------------

  // A layer of the core: its block, what it is, and what drives it.
  function core(block, kind, hall = null, shift = null) {
    const ways = hall && { up: hall, down: pieces.backwards(hall) }; // as seen going up or down
    return { block, d: block[about.d], kind, hall: ways, shift, plain: null, whole: null, integral: null, thin: null };
  }

  const isThin = (one) => (one.thin ??= one.kind.mixes && pieces.is_thin(one.block)[0] === 1);

  function unpolarised(one) { // with the same potentials, where that is another one
    if (one.kind !== KINDS.paper) return one;
    const hall = one.hall && pieces.unpolarised_hall(one.block, one.hall.up);
    return (one.plain ??= core(pieces.unpolarised(one.block), KINDS.turning, hall, one.shift));
  }

  function circuit({ block, kind }, d) { // what a piece of thickness d is
    const modes = kind.modes(block, d);
    return { modes, side: kind.shunt(block, d, modes), bridge: kind.series(block, d, modes) };
  }

  const whole = (one) => (one.whole ??= circuit(one, one.d));

  const seen = (port) => (port?.front ? (port.seen ??= port.far
    ? pieces.through_emitting(port.front, port.G, port.far) : pieces.through_interface(port.front, port.G)) : port);

  function joined(port, { side, bridge }, one, way) { // the port behind a piece of a layer
    const block = seen(port) ?? CLOSED;
    if (!one.shift) return pieces.through_circuit(block, side, bridge, one.hall?.[way] ?? NONE);
    const moved = pieces.applied(side, one.shift);
    return pieces.less_source(pieces.through_circuit(pieces.less_source(block, moved), side, bridge, NONE), moved);
  }

  // The port behind a piece of thickness d, going up or down.
  function through(port, one, d, way) {
    const { block, kind, shift } = one;
    const hall = one.hall?.[way];
    if (port !== OPEN || (hall && !kind.end)) return joined(port, d === one.d ? whole(one) : circuit(one, d), one, way);
    if (hall) return kind.end(block, d, hall);
    const [twice] = pieces.doubled(d);
    return pieces.closed(kind.shunt(block, twice, kind.modes(block, twice)), shift ?? NONE);
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
    return far ? pieces.plus(J, pieces.from_far_side(front, G, far, pieces.through_interface(front, G), other)) : J;
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

  function atSurface(one, inner, outer, way) { // potentials at an outer face from those at the inner one
    if (one.kind.mixes && !isThin(one)) return outer;
    const plain = one.kind.mixes ? one : unpolarised(one);
    const { side, bridge } = whole(plain);
    const [hall, shift] = [plain.hall?.[way] ?? NONE, plain.shift ?? NONE];
    return one.kind.mixes ? pieces.near_face(side, bridge, inner, hall, shift, CLOSED) : pieces.far_face(side, bridge, inner, hall, shift);
  }

  // J_s, J_o, mu_s, mu_o inside a layer, at these distances from its lower and upper face.
  function inside({ one, below, above, lower, upper }, up, down) {
    const plain = unpolarised(one);
    const [atBottom, atTop] = [below === OPEN, above === OPEN];
    const [outer, shift] = [atBottom !== atTop, one.shift ?? NONE];
    const [piece, rest] = [circuit(plain, up), circuit(plain, down)];
    let mu = pieces.between(piece.side, piece.bridge, rest.side, rest.bridge, lower, upper, shift);
    if (outer) {
      const [way, back] = atBottom ? ["up", "down"] : ["down", "up"];
      const port = through(OPEN, one, atBottom ? up : down, way);
      const thin = isThin(one);
      if (thin) {
        const { side, bridge } = atBottom ? rest : piece;
        mu = pieces.near_face(side, bridge, atBottom ? upper : lower, one.hall?.[back] ?? NONE, shift, port);
      }
      // towards an outer face, where nothing flows, small currents keep their digits
      const J = pieces.into(port, mu);
      if (!one.kind.mixes || thin) return (atBottom ? pieces.backwards(J) : J).concat(mu);
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

  // The layers, interfaces and surfaces of a plain form, their numbers and their places.
  function read({ items }) {
    const layers = [], between = [], ends = { bottom: null, top: null };
    let interface_ = null;
    items.forEach((item, i) => {
      if (item.kind === "Surface") ends[i ? "top" : "bottom"] = { place: i ? "top" : "bottom", v: numbers("Surface", item) };
      else if (item.kind === "Layer") {
        const { kind, name } = item.material;
        if (layers.length) between.push(interface_ ?? { transparent: true, v: numbers("Transparent", {}) });
        interface_ = null;
        layers.push({ name: name ?? about.names[kind], magnetic: kind === "Ferromagnet",
          v: { thickness: infinite(item.thickness), ...numbers(kind, item.material) } });
      } else interface_ = { transparent: item.kind === "Transparent", v: numbers(item.kind, item) };
    });
    places(layers).forEach((place, i) => { layers[i].place = place; });
    between.forEach((one, i) => { one.place = `${layers[i].place}/${layers[i + 1].place}`; });
    return { layers, between, ...ends };
  }

  const any = (v, names) => names.some((name) => v[name] !== 0);
  const absorbs = ({ G_mix, G_long, G_o }) => G_mix[0] !== 0 || G_mix[1] !== 0 || G_long !== 0 || G_o !== 0;

  const DEFAULTS = { closure: "paper", wavenumber: "exact", channel: "transverse", E: 1, V: 1, pumped: null, only: null,
    transposes: false, plane: false };
  const MANY = 2000; // values of a number, for which what depends on it alone is remembered

  // What is found once: with numbers that change, once for each value of the one that it depends on.
  // `first` and `last` are the places between which its numbers stand, counted from the bottom surface: 0, layer 0: 1, ...
  class Kept {
    key = -1;
    value = undefined;
    number = null; // the one that changes, or none
    values = null; // by the index of its value
    constructor(first, last) { Object.assign(this, { first, last }); }

    depend(changing) {
      const mine = changing.filter(({ place }) => place >= this.first && place <= this.last);
      if (mine.length === 1 && mine[0] === this.number) return;
      if (mine.length || this.number) Object.assign(this, { key: -1, value: undefined });
      this.number = mine.length > 1 ? STAMPED : mine[0] ?? null;
      this.values = mine.length === 1 ? [] : null;
    }
  }
  const STAMPED = {}; // more than one of them

  const HELD = 1e30; // a conductance, beside which all others are none
  const held = ([s, o]) => [HELD * s, 0, HELD * o, 0, HELD, 0, 0, 0, 0, 0, HELD, 0, HELD * HELD, 0]; // a port of these potentials
  const UNITS = [[0, 0], [1, 0], [0, 1]];

  class Solution {
    #changing = []; // numbers that change: {part, name, place, index of the present value, indices by value}
    #now = 0; // counts changes
    #kept = [];
    #magnet; // the piece that lowers one
    #places = new Map(); // indices of layers by what was asked

    constructor(stack, options) {
      this.stack = stack;
      this.options = { ...DEFAULTS, ...options };
      this.n = stack.layers.length;
      const { channel, wavenumber } = this.options;
      this.#magnet = pieces[`magnet_${channel === "transverse" ? wavenumber : channel}`];
      const end = 2 * this.n;
      const all = (from, to, count = this.n) => Array.from({ length: count }, (_, i) => {
        this.#kept.push(new Kept(from(i), to(i)));
        return this.#kept.at(-1);
      });
      const bottom = () => 0, top = () => end, layer = (i) => 2 * i + 1;
      this.cores = all(layer, layer);
      this.joints = all((i) => 2 * i + 2, (i) => 2 * i + 2, this.n - 1);
      // ports seen from the lower and upper face of each layer, looking out of it, and into it
      this.out = [all(bottom, (i) => 2 * i), all((i) => 2 * i + 2, top)];
      this.in = [all(layer, top), all(bottom, layer)];
      this.mu = [all(bottom, top), all(bottom, top)];
      this.plane = null; // where the stack is cut
    }

    // With the option `plane`, while two numbers change: the stack is cut between them. What is asked of one side is an
    // affine function of the potentials at the cut, with coefficients that change with the numbers of that side alone.
    #cut() {
      const places = this.#changing.map(({ place }) => place);
      const last = Math.max(...places);
      const i = last % 2 ? (last - 1) / 2 : Math.max(last / 2 - 1, 0);
      const inside = places.every((place) => place === 2 * i + 1) && i + 1 < this.n; // both in this layer
      const face = inside || (last > 0 && last % 2 === 0) ? 1 : 0;
      const kept = (first, to) => {
        const one = new Kept(first, to);
        one.depend(this.#changing);
        this.#kept.push(one);
        return one;
      };
      const from = 2 * i + 1 + face;
      this.plane = { i, face, from, now: -1, mu: null, known: {}, halves: [], kept: (upper) => (upper ? kept(from, 2 * this.n) : kept(0, from - 1)) };
    }

    // Whether layer i is above the cut.
    isAbove(i) { return this.plane !== null && i >= this.plane.i + this.plane.face; }

    get atCut() {
      const { plane } = this;
      if (plane.now !== this.#now) {
        const { i, face } = plane;
        plane.now = this.#now;
        plane.mu = pieces.potentials(seen(face ? this.#inward(i, 1) : this.#outward(i, 0)) ?? CLOSED, seen(face ? this.#outward(i, 1) : this.#inward(i, 0)) ?? CLOSED);
      }
      return plane.mu;
    }

    halves(upper) { // one side of the cut by itself, with each of these potentials there
      const { i, face, from, halves } = this.plane;
      halves[Number(upper)] ??= UNITS.map((mu) => {
        const one = this.with({ plane: false });
        (upper === (face === 0) ? one.out : one.in)[face][i].value = held(mu);
        return one;
      });
      return halves[Number(upper)].map((one) => one.#follow(this.#changing.filter(({ place }) => upper === place >= from)));
    }

    #follow(numbers) {
      for (const { part, name } of numbers) this.set(part, name, this.#numbers(part)[name]);
      return this;
    }

    // What is asked of layer i, or of one side, at each of the UNITS, or null where it is no quicker than to solve all.
    side(upper, name, i, ask) {
      if (this.plane === null) return null;
      const all = (this.plane.known[name] ??= []);
      const kept = (all[2 * i + Number(upper)] ??= this.plane.kept(upper));
      return kept.number === STAMPED ? null : this.#known(kept) ?? this.#keep(kept, ask());
    }

    affine(upper, name, i, ask) {
      const found = this.side(upper, name, i, () => this.halves(upper).flatMap(ask));
      return found && pieces.affine(found, this.atCut);
    }

    // What is kept, if it is known at the numbers of now.
    #known(kept) {
      const { number } = kept;
      if (number === null) return kept.value;
      const key = number === STAMPED ? this.#now : number.index;
      if (kept.key !== key) {
        kept.key = key;
        kept.value = kept.values?.[key];
      }
      return kept.value;
    }

    #keep(kept, value) {
      kept.value = value;
      if (kept.values && kept.key < MANY) kept.values[kept.key] = value;
      return value;
    }

    #numbers({ layer: i, between: j, surface }) {
      return (i !== undefined ? this.stack.layers[i] : j !== undefined ? this.stack.between[j] : this.stack[surface]).v;
    }

    // Change a number of the stack in place, {layer: i}, {between: i} or {surface: "top"}: only what depends on it is solved anew.
    set(part, name, value) {
      let one = this.#changing.find((it) => it.part === part && it.name === name);
      if (!one) {
        const { layer: i, between: j, surface } = part;
        const place = i !== undefined ? 2 * i + 1 : j !== undefined ? 2 * j + 2 : surface === "top" ? 2 * this.n : 0;
        one = this.#changing.find((it) => it.place === place && it.name === name);
        if (one) one.part = part;
        else {
          one = { part, place, name, index: 0, values: [], indices: new Map() };
          this.#changing.push(one);
          for (const kept of this.#kept) kept.depend(this.#changing);
          if (this.options.plane) this.#cut();
        }
      }
      this.#numbers(part)[name] = value;
      this.#now += 1;
      const next = one.index + 1 < one.values.length ? one.index + 1 : 0; // sweeps go through the same values
      const known = one.values[next] === value ? next : one.indices.get(value);
      one.index = known ?? one.values.push(value) - 1;
      if (known === undefined && one.index < MANY) one.indices.set(value, one.index);
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

    layer(i) {
      const kept = this.cores[i];
      return this.#known(kept) ?? this.#keep(kept, this.#lowered(this.stack.layers[i]));
    }

    #lowered({ v, magnetic, place }) {
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
      const shift = this.#precesses(place) ? pieces[mixes ? "shift_mixing" : "shift"](v, block, V) : null;
      return core(block, kind, hall[0] !== 0 || hall[2] !== 0 ? hall : null, shift);
    }

    #joint(i) {
      const kept = this.joints[i];
      return this.#known(kept) ?? this.#keep(kept, this.#interface(this.stack.between[i]));
    }

    #interface({ v, place, transparent }) {
      let G = transparent ? null : pieces.conductances(v);
      if (G && this.options.transposes) G = pieces.transposed_matrix(G);
      if (!any(v, about.emission)) return { G, below: null, above: null };
      const emitted = this.#on(pieces.emission(v, this.options.E), place, about.emission);
      return { G, below: emitted.slice(0, 4), above: emitted.slice(4) };
    }

    #surface(place) {
      const { channel, E, V } = this.options;
      const { v } = this.stack[place] ?? {};
      if (!v || !(any(v, about.sources.outside) || absorbs(v))) return OPEN;
      if (this.#precesses(place)) return pieces.absorbing_pumped(v, V);
      return pieces[`absorbing_${channel}`](v, this.#on(pieces.emission_outside(v, E), place, about.sources.outside));
    }

    // -- the ladder; faces are 0, the lower one of a layer, and 1, the upper ---

    circuit(i) { return whole(this.layer(i)); }

    #outward(i, face) {
      const kept = this.out[face][i], known = this.#known(kept);
      if (known !== undefined) return known;
      const j = face ? i + 1 : i - 1;
      return this.#keep(kept, j < 0 || j === this.n ? this.#surface(face ? "top" : "bottom")
        : behind(this.#inward(j, 1 - face), this.#joint(face ? i : j), face ? "down" : "up"));
    }

    #inward(i, face) {
      const kept = this.in[face][i], known = this.#known(kept);
      if (known !== undefined) return known;
      const one = this.layer(i);
      return this.#keep(kept, through(this.#outward(i, 1 - face), one, one.d, face ? "up" : "down"));
    }

    current(i, face) {
      return face ? currents(this.#inward(i, 1), this.#outward(i, 1)) : currents(this.#outward(i, 0), this.#inward(i, 0));
    }

    potential(i, face) {
      const kept = this.mu[face][i];
      return this.#known(kept) ?? this.#keep(kept, this.#potential(i, face));
    }

    #potential(i, face) {
      const out = this.#outward(i, face);
      const outer = out === OPEN && this.#outward(i, 1 - face) !== OPEN;
      const one = this.layer(i);
      let mu = NONE;
      if (!outer || (one.kind.mixes && !isThin(one))) {
        mu = face ? potentials(this.#inward(i, 1), out) : potentials(out, this.#inward(i, 0));
      }
      if (!outer) return mu;
      return atSurface(one, this.potential(i, 1 - face), mu, face ? "up" : "down");
    }

    place(i) {
      return { one: this.layer(i), below: this.#outward(i, 0), above: this.#outward(i, 1),
        lower: this.potential(i, 0), upper: this.potential(i, 1) };
    }

    #absorbed(i) { // spin current in less spin current out
      if (!(this.stack.layers[i].v.thickness > 0)) return ZERO;
      if (i === this.n - 1 && i > 0 && this.#outward(i, 1) === OPEN) return only(this.current(i, 0), 0);
      if (i === 0 && this.n > 1 && this.#outward(i, 0) === OPEN) return only(pieces.backwards(this.current(i, 1)), 0);
      const shift = this.layer(i).shift ?? NONE;
      return only(pieces.from_faces(this.circuit(i).side, this.potential(i, 0), this.potential(i, 1), shift), 0);
    }

    movedIntegrals(i) { // of mu_s + shift, mu_o + shift
      const plain = unpolarised(this.layer(i));
      plain.integral ??= plain.kind.integral(plain.block, whole(plain).modes);
      return pieces.from_faces(plain.integral, this.potential(i, 0), this.potential(i, 1), plain.shift ?? NONE);
    }

    integrals(i) { // of mu_s, mu_o
      if (!(this.stack.layers[i].v.thickness > 0)) return NONE;
      const { shift, d } = this.layer(i);
      return shift ? pieces.less_shift(this.movedIntegrals(i), shift, d) : this.movedIntegrals(i);
    }

    taken(i, kind) { return kind === "absorbed" ? this.#absorbed(i) : this.#exchange(i); }

    #exchange(i) {
      const { v, place } = this.stack.layers[i];
      if (!this.#precesses(place)) return pieces.exchange(v, this.integrals(i));
      const { block, kind } = this.layer(i);
      return pieces[kind.mixes ? "exchange_pumped_mixing" : "exchange_pumped"](
        v, block, this.options.V, this.movedIntegrals(i));
    }

    // -- what is asked ---

    #finished(block) { // as the library gives it
      for (const x of block) if (!Number.isFinite(x)) throw new RangeError(about.not_finite);
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

    isSurface(layer) {
      return (layer === "bottom" || layer === "top") && this.stack[layer] !== null;
    }

    torque(layer, kind = "absorbed") {
      if (this.isSurface(layer)) {
        const mu = layer === "bottom" ? this.potential(0, 0) : this.potential(this.n - 1, 1);
        return this.#finished(pieces.surface_torque(this.stack[layer].v, mu, this.#precesses(layer) ? this.options.V : 0));
      }
      const i = this.find(layer);
      const tau = this.affine(this.isAbove(i), kind, i, (half) => half.taken(i, kind)) ?? this.taken(i, kind);
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
      const [lower, upper] = [false, true].map((one) => this.affine(one, "current", 0, (half) => half.collected(this.plane, one)));
      return this.#finished(lower && upper ? pieces.sum(lower, upper) : this.collected());
    }

    collected(cut, upper) { // of all, or of one side of a cut
      const { layers, between, bottom, top } = this.stack;
      const here = (i, from) => !cut || upper === i >= from;
      const shares = layers.map(({ v }, i) => (here(i, cut?.i + cut?.face) ? pieces.collected(v, this.potential(i, 0), this.potential(i, 1)) : ZERO));
      between.forEach(({ v }, i) => {
        if (here(i, cut?.i) && any(v, about.sources.between)) {
          shares.push(pieces.collected_between(v, this.potential(i, 1), this.potential(i + 1, 0)));
        }
      });
      for (const [end, i, face] of [[bottom, 0, 0], [top, this.n - 1, 1]]) {
        if (end && here(face ? this.n : -1, 0) && any(end.v, about.sources.outside)) {
          shares.push(pieces.collected_outside(end.v, this.potential(i, face)));
        }
      }
      return shares.reduce((a, b) => pieces.sum(a, b));
    }

    budget() {
      const { closure, channel } = this.options;
      const { layers, between } = this.stack;
      const found = {};
      layers.forEach(({ v, place, magnetic }, i) => {
        const taken = magnetic && channel === "transverse" ? this.#exchange(i) : ZERO;
        const rows = this.#finished(pieces[`budget_${magnetic ? "magnet" : "metal"}_${closure}`](
          v, this.current(i, 0), this.current(i, 1), this.integrals(i), taken));
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

    // Heights z from the bottom, the layer there, and J_s, J_o, mu_s, mu_o, each {re, im}; both faces of each layer.
    profiles(points = 100) {
      const size = this.n * (points + 1);
      const found = { z: new Float64Array(size), layer: new Int32Array(size) };
      const names = ["J_s", "J_o", "mu_s", "mu_o"];
      for (const name of names) found[name] = { re: new Float64Array(size), im: new Float64Array(size) };
      let bottom = 0, row = 0;
      this.stack.layers.forEach(({ v }, i) => {
        const place = this.place(i), d = v.thickness;
        for (let j = 0; j <= points; j++, row++) {
          const z = d * j / points;
          const at = j === 0 || j === points || !(d > 0)
            ? this.current(i, j && 1).concat(this.potential(i, j && 1)) : inside(place, z, d - z);
          found.z[row] = bottom + z;
          found.layer[row] = i;
          this.#finished(at).forEach((x, n) => { found[names[n >> 1]][n % 2 ? "im" : "re"][row] = x; });
        }
        bottom += d;
      });
      return found;
    }

    // J_s, J_o, mu_s, mu_o inside layer i, as a block, at a height above its lower face.
    at(i, z) {
      return this.#finished(inside(this.place(i), z, this.layer(i).d - z));
    }

    // The addresses of all that drives the stack.
    sources() {
      if (this.options.pumped !== null) return [`${this.options.pumped}.V`];
      const { layers, between, bottom, top } = this.stack;
      const all = [[layers, "layer"], [between, "between"], [[bottom, top].filter(Boolean), "outside"]];
      return all.flatMap(([parts, what]) => parts.flatMap(({ v, place }) =>
        about.sources[what].filter((name) => v[name] !== 0).map((name) => `${place}.${name}`)));
    }

    // The share of each source in an answer, given as a function of a solution, or as the magnet whose torque it is.
    bySource(asked) {
      const ask = typeof asked === "function" ? asked : (one) => one.torque(asked);
      return Object.fromEntries(this.sources().map((source) => [source, ask(this.with({ only: source }))]));
    }

    same(options) { // with the numbers that change
      return this.with(options).#follow(this.#changing);
    }

    with(options) {
      return new this.constructor(this.stack, { ...this.options, ...options });
    }
  }

  class Pumping extends Solution {
    #index;
    #sheet;

    constructor(stack, options) {
      super(stack, { ...options, E: 0, channel: "transverse" });
      this.#index = stack.layers.findIndex(({ place }) => place === options.pumped);
    }

    set(...number) {
      super.set(...number);
      this.#sheet?.set(...number);
    }

    #shifted() {
      const i = this.#index;
      return { v: this.stack.layers[i].v, one: this.layer(i), V: this.options.V };
    }

    torque(layer = this.options.pumped, kind = "added") {
      if (this.isSurface(layer)) return super.torque(layer);
      const own = this.find(layer) === this.#index;
      if (kind === "added" && own) {
        return this.affine(this.isAbove(this.#index), "added", 0, (half) => half.torque()) ?? pieces.added(this.#shifted().v, this.movedIntegrals(this.#index));
      }
      if (kind === "bulk" && own) {
        const { v, one, V } = this.#shifted();
        return pieces[one.kind.mixes ? "bulk_mixing" : "bulk"](v, one.block, V);
      }
      if (kind === "added" || kind === "bulk") throw new RangeError(`kind = ${kind} is of the magnet that precesses.`);
      return super.torque(layer, kind === "own" ? "exchange" : kind);
    }

    get added() { return this.torque(); }

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

  const SYMMETRIC = new Set(Object.entries(about.reads).flatMap(([piece, names]) => (piece.startsWith("symmetric") ? names : [])));

  function isReciprocal({ layers, between }, closure) {
    return layers.every(({ v, magnetic }) => pieces[`symmetric_${magnetic ? "magnet" : "metal"}_${closure}`](v)[0] === 1)
      && between.every(({ v, transparent }) => transparent || pieces.symmetric_between(v)[0] === 1);
  }

  const NOTHING = []; // no magnet on that side

  class Sheet {
    constructor(stack, { closure, wavenumber, plane }) {
      const ask = (more) => new Solution(stack, { closure, wavenumber, plane, ...more });
      Object.assign(this, { stack, closure, across: ask({ channel: "transverse" }), along: ask({ channel: "longitudinal" }) });
    }

    set(part, name, value) {
      this.across.set(part, name, value);
      this.along.set(part, name, value);
      this.transposed?.set(part, name, value);
      if (SYMMETRIC.has(name)) this.reciprocal = undefined;
    }

    get Z_t() { return this.across.chargeCurrent(); }

    get Z_l() { return this.along.chargeCurrent()[0]; }

    get smr() {
      const { across, stack, closure } = this;
      this.reciprocal ??= isReciprocal(stack, closure);
      const along = this.reciprocal ? this.along : (this.transposed ??= across.same({ channel: "longitudinal", transposes: true }));
      let all = across.plane && ZERO;
      for (const upper of [false, true]) {
        const found = all && across.side(upper, "smr", 0, () => {
          const others = along.halves(upper);
          const shares = across.halves(upper).flatMap((it) => others.flatMap((other) => this.#overlap(it, other, across.plane, upper)));
          return shares.some((x) => x !== 0) ? shares : NOTHING;
        });
        if (!found) all = null;
        else if (found !== NOTHING) all = pieces.sum(all, pieces.bilinear(found, across.atCut, along.atCut));
      }
      return (all ?? this.#overlap(across, along))[0];
    }

    #overlap(across, turned, cut, upper) { // of all, or of one side of a cut
      const { stack, along } = this;
      const here = (i, from) => !cut || upper === i >= from;
      let all = ZERO;
      for (let i = 0; i < stack.layers.length; i++) {
        if (!stack.layers[i].magnetic || !here(i, cut?.i + cut?.face)) continue;
        const [a, b] = [this.across.circuit(i), along.circuit(i)];
        all = pieces.sum(all, pieces.overlap(a.side, a.bridge, b.side, b.bridge,
          across.potential(i, 0), across.potential(i, 1), turned.potential(i, 0), turned.potential(i, 1)));
      }
      for (const [end, i, face] of [[stack.bottom, 0, 0], [stack.top, stack.layers.length - 1, 1]]) {
        if (end && here(face ? Infinity : -1, 0) && absorbs(end.v)) all = pieces.sum(all, pieces.overlap_outside(end.v, across.potential(i, face), turned.potential(i, face)));
      }
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

  const RECIPROCAL = { closure: "reciprocal", wavenumber: "exact" };
  const pumping = (stack, { layer, ...options } = {}) =>
    new Pumping(stack, { ...RECIPROCAL, ...options, pumped: precessing(stack, layer) });
  const solve = (plain, options) => new Solution(read(plain), options);
  const sheet = (plain, options) => new Sheet(read(plain), { ...RECIPROCAL, ...options });
  const pump = (plain, options) => pumping(read(plain), options);

  orbitronics.network = { solve, sheet, pump, pumping, places, read, inside, isReciprocal, Sheet, Solution };
})();
