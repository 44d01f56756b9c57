// What a stack is asked: the catalogue of its answers, sweeps of them, and the tabs that show them.
const { OneChart, StackChart, complex, escape, model, network, own, put, table } = orbitronics;
const { places, transparent: TRANSPARENT } = orbitronics.solver.about.bilayer;

// One stack with its options, and what has been asked of it; each solution is found once.
class Asked {
  #known = new Map();
  constructor(sample, options) {
    Object.assign(this, { stack: network.read(model.plain(sample)), options });
    const coupled = this.stack.layers.find(({ v }) => v.Gamma_os !== 0 || v.Gamma_so !== 0);
    if (coupled && options.closure === "paper") throw new RangeError(`${coupled.place} ${own.warnings.coupled}`);
  }

  #once(key, make) {
    if (!this.#known.has(key)) this.#known.set(key, make());
    return this.#known.get(key);
  }

  get solution() { return this.#once("", () => new network.Solution(this.stack, this.options)); }
  get sheet() { return this.#once(" sheet", () => new network.Sheet(this.stack, this.options)); }
  share(source) { return this.#once(` ${source}`, () => this.solution.with({ only: source })); }
  get isReciprocal() { return network.isReciprocal(this.stack, this.options.closure); }
  pump(layer) { return this.#once(layer, () => network.pumping(this.stack, { ...this.options, layer })); }

  // The paper's bilayer of these numbers, by the names of a figure's values.
  get values() {
    const { transparent } = this.stack.between[0];
    const v = { ...this.options, interface: transparent ? TRANSPARENT : "finite" };
    for (const [name, [at, field]] of Object.entries(places)) v[name] = this.stack.all[at].v[field];
    return transparent ? { ...v, G_s: own.transparent } : v;
  }

  // A function that changes one number in place, so that only what depends on it is solved anew.
  setter(sample, address) {
    const [place, name, imaginary] = model.split(address);
    const at = model.places(sample).findIndex((one) => one.place === place);
    const put = (value) => this.stack.changing.set(at, name, value);
    return name === "G_mix" ? (value) => put(this.stack[place].v.G_mix.with(imaginary, value)) : put;
  }
}

const magnets = (sample) => model.places(sample).filter(({ what, part }) => (what === "layer" && part.kind === "Ferromagnet")
  || (what === "surface" && part && part.G_mix.some((G) => G !== 0)));
const on = (place, what) => (what === "layer" ? place : `the ${place} surface`);
const usual = ({ closure }) => (closure === "paper" ? "absorbed" : "exchange"); // the torque that moves the magnet

// How an answer is found, by the first word of its key: its parts, of a stack that is asked and the magnet at `place`.
const FOUND = {
  torque: ({ solution }, { place, kind }) => solution.torque(place, kind),
  other: ({ solution }, { place, other }) => solution.torque(place, other),
  xi_j: ({ solution }, { place, kind }) => solution.xi_j(place, kind),
  power: ({ solution }, { place, kind }) => solution.perRootPower(place, kind),
  field: ({ solution }, { place, kind }) => solution.field(place, kind),
  damping: (asked, { place }) => [asked.pump(place).damping().alpha],
  pumped: (asked, { place }) => asked.pump(place).openCircuitField(),
  sheet: ({ sheet }, { along }) => [sheet.conductance(["x", "y", "z"].map((one) => Number(one === along)))[0][0]],
  smr: ({ sheet }) => [sheet.smr],
};

// What can be asked of this stack: {key, title, unit, label, parts: [{name, dashed, of(asked)}]}, and why it cannot.
function catalogue(sample, options) {
  const kind = usual(options);
  const unpaid = model.names(sample).filter((_, i) => model.layers(sample)[i].material.sigma === undefined);
  const sources = new network.Solution(network.read(model.plain(sample)), options).sources();
  const answer = (one, about) => {
    const filled = (text) => text.replace(/\{(\w+)\}/g, (_, name) => about[name]);
    const [first, along] = one.key.split(" ");
    const parts = first === "shares" ? sources.map((source) => ({ name: model.called(source).words, html: model.called(source).symbol,
      of: (asked) => asked.share(source).torque(about.place, about.kind)[0] }))
      : one.parts.map((name, n) => ({ name, dashed: n === 1, of: (asked) => (FOUND[first] ?? (({ values }) => orbitronics.formed(first, values)))(asked, { ...about, along })[n] }));
    const lacks = { sigma: unpaid.length && `needs the charge conductivity of ${unpaid.join(", ")}`, M_s: about.bare && `needs the magnetisation of ${about.place}`,
      paper: options.closure !== "paper" && "is defined in the paper's closure" };
    const why = one.needs.map((name) => lacks[name]).find(Boolean) || "";
    return { ...one, key: filled(one.key.replace(/^other/, "torque")), title: filled(one.title), parts, why };
  };
  const ofMagnets = own.answers.filter(({ key }) => key.endsWith("{place}") && (sources.length > 1 || !key.startsWith("shares")));
  const found = magnets(sample).flatMap(({ place, what, part }) => (what === "layer"
    ? ofMagnets.map((one) => answer(one, { place, said: place, kind, other: kind === "absorbed" ? "exchange" : "absorbed", bare: part.M_s === undefined }))
    : ofMagnets.filter(({ key }) => /torque|shares|pumped/.test(key)).map((one) => answer(one, { place, said: on(place, what), kind: "absorbed" }))));
  const mixes = isBilayer(sample) && sample[2]; // what the paper defines of a bilayer
  return [...found, ...own.answers.filter(({ key }) => !key.endsWith("{place}") && (mixes || !key.startsWith("G_"))).map((one) => answer(one, {}))];
}

const isBilayer = (sample) => !sample[0] && !sample.at(-1) && sample[2]?.kind !== "Transparent"
  && model.layers(sample).map(({ material: { kind, m } }) => kind + (m ?? "")).join() === "NormalMetal,Ferromagnet1";

// A bilayer with no other sources and conversion than the paper's.
const isPapers = (sample) => isBilayer(sample) && model.numbers(sample).every(({ place, name, value }) => value === 0
  || !(place === model.names(sample)[1] ? /^sigma_.HE|Gamma/ : /^P_|REE|Gamma/).test(name));

// A function that gives the answers for other numbers at some addresses, undefined for as it is; NaN where there is none.
// Its parts: `set`, one function for each address, and `ask`.
function probe(sample, options, addresses, parts) {
  const asked = new Asked(sample, options);
  const set = addresses.map((address) => asked.setter(sample, address));
  const ask = () => {
    try {
      return parts.map((part) => part.of(asked));
    } catch {
      return parts.map(() => NaN);
    }
  };
  return Object.assign((...values) => {
    for (let i = 0; i < values.length; i++) if (values[i] !== undefined) set[i](values[i]);
    return ask();
  }, { set, ask });
}

const grid = (ends, log, points) => orbitronics.spaced([...ends, log ? "log" : "linear"], points);

// How a number runs along an axis: from end to end of its slider, and as far as its value.
function axis(sample, address) {
  const one = model.numbers(sample).find((it) => it.address === address);
  const { factor, unit, runs: label, low, high, log } = own.quantities[one.name];
  const ends = [Math.min(low, log && one.value <= 0 ? low : one.value), Math.max(high, one.value === Infinity ? high : one.value)];
  return { address, value: one.value, factor, unit, log, low: ends[0], high: ends[1], label: [[`${one.place} `, false, 0, 0], ...label], words: model.called(address).words };
}

function swept(sample, options, address, group, points = 201, along = axis(sample, address)) {
  const at = probe(sample, options, [address], group.parts);
  const x = grid([along.low, along.high], along.log, points);
  const y = x.map((value) => at(value));
  return { along, x: x.map((value) => value / along.factor), y: group.parts.map((_, i) => y.map((one) => one[i])) };
}

// The lines of Python that make the stack and what is said of it.
function recipe(sample, options) {
  const chosen = Object.entries(options).map(([name, value]) => `${name}="${value}"`).join(", ");
  const torques = magnets(sample).map(({ place, what }) => `print(solution.torque("${what === "layer" ? usual(options) : "absorbed"}", layer=${JSON.stringify(place)}))\n`);
  return `${model.code(sample)}solution = ob.solve(stack, ${chosen})\n${torques.join("")}print(solution.budget())\n`;
}

// -- tabs: each has build(panel, tool) once and show(state, tool) at each change ---------------------------------

class Profiles {
  build(panel) {
    panel.innerHTML = '<div class="own-charts own-four"></div>';
    this.plots = [["J", "s", "Spin current"], ["J", "o", "Orbital current"], ["μ", "s", "Spin potential"], ["μ", "o", "Orbital potential"]].map(([what, moment, title]) => {
      const plot = new StackChart(panel.firstChild.appendChild(Object.assign(document.createElement("div"), { title })), `${title} per field`);
      const unit = what === "J" ? "Ω⁻¹ m⁻¹" : "nm";
      return Object.assign(plot, { moment, shows: { unit, label: [[what, true, 0, 0], [moment, true, -1, 0], [`/E (${unit})`, false, 0, 0]] } });
    });
  }

  show({ sample, asked }) {
    const layers = model.layers(sample);
    const points = Math.max(16, Math.ceil(240 / layers.length));
    const places = layers.flatMap(({ thickness }, i) => Array.from({ length: points + 1 }, (_, j) => [i, thickness * (j / points)]));
    const rows = asked.solution.along(places);
    const heights = layers.reduce((all, { thickness }) => [...all, all.at(-1) + thickness / 1e-9], [0]);
    const edges = layers.map(({ material }, i) => ({ from: heights[i], to: heights[i + 1], shade: material.kind === "Ferromagnet", name: model.names(sample)[i] }));
    const z = places.map(([i, up]) => heights[i] + up / 1e-9);
    this.plots.forEach((plot, n) => {
      const scale = plot.shows.unit === "nm" ? 1e9 : 1;
      const curves = ["damping-like (real)", "field-like (imaginary)"].map((html, part) => ({ name: part ? "imaginary" : "real", html,
        dashed: part === 1, colour: plot.moment === "s" ? 1 : 0, x: z, y: rows.map((row) => row[2 * n + part] * scale) }));
      plot.show({ x: { label: [["z", true, 0, 0], [" (nm)", false, 0, 0]], unit: "nm" }, y: plot.shows, curves, edges });
    });
  }
}

// The numbers of a stack that differ from those of another, as HTML.
function differences(old, now) {
  const known = Object.fromEntries(model.numbers(now).map(({ address, value }) => [address, value]));
  const found = model.numbers(old).filter(({ address, value }) => known[address] !== value);
  return found.slice(0, 4).map(({ address, name, value }) => `${model.called(address).symbol} = ${model.withUnit(name, value)}`).join(", ") + (found.length > 4 ? " …" : "");
}

// What a curve does along x, in words that a reader can choose before she sees it. What is less than this part of its
// chart, which begins at zero, is not seen.
function shape(curve, part) {
  const y = curve.filter(Number.isFinite);
  const seen = part * (Math.max(0, ...y) - Math.min(0, ...y));
  const ways = [];
  let [low, high] = [y[0], y[0]]; // since it turned
  for (const one of y) {
    [low, high] = [Math.min(low, one), Math.max(high, one)];
    const way = Math.sign((one - low > seen) - (high - one > seen));
    if (!way || way === ways.at(-1)) continue;
    ways.push(way);
    [low, high] = [one, one];
  }
  return ["stays", ways[0] > 0 ? "rises" : "falls", ways[0] > 0 ? "peaks" : "dips"][ways.length] ?? "turns";
}

class Sweep extends OneChart {
  build(panel, tool) {
    this.begin(panel, tool, "sweep");
    panel.querySelector(".own-predict").onchange = ({ target }) => tool.view({ predict: target.value });
    panel.querySelector("[data-do=keep]").onclick = () => {
      if (this.kept) this.kept = undefined;
      else this.keep();
      tool.draw();
    };
    panel.querySelector("[data-do=predict]").onclick = () => {
      this.plot.sketched = undefined;
      tool.view({ predict: this.hidden || this.answered ? "" : "?" });
      this.answered = false;
    };
    panel.querySelector("[data-do=reveal]").onclick = () => {
      this.answered = true;
      tool.draw();
    };
  }

  keep() { this.kept = { curves: this.plot.what.curves, unit: JSON.stringify(this.group.label), address: this.along.address, sample: this.sample }; }

  show(state) {
    const { sample, asked, options, view } = state;
    const { group, x: address } = asking(this.panel, state);
    const { along, x, y } = swept(sample, options, address, group);
    Object.assign(this, { group, along, sample });
    if (this.kept && (this.kept.unit !== JSON.stringify(group.label) || this.kept.address !== address)) this.kept = undefined;
    this.hidden = Boolean(view.predict) && !this.answered;
    this.plot.sketching = this.hidden;
    this.plot.title.textContent = `${group.title} against ${along.words}`;
    const curves = group.parts.map((part, i) => ({ name: part.name, html: part.html ?? part.name, dashed: part.dashed, colour: i, x, y: y[i] }));
    this.plot.show({ x: along, y: group, curves, hidden: this.hidden, old: this.kept?.curves ?? [], here: along.value / along.factor });
    const [button, box] = [this.panel.querySelector("[data-do=keep]"), this.panel.querySelector(".own-predict")];
    this.panel.querySelector(".own-note").innerHTML = this.kept ? `Thin lines: ${differences(this.kept.sample, sample) || "the same stack"}.` : "";
    button.setAttribute("aria-pressed", Boolean(this.kept));
    button.textContent = this.kept ? "Release the old curve" : "Freeze";
    this.panel.querySelector("[data-do=predict]").setAttribute("aria-pressed", Boolean(view.predict));
    box.hidden = !view.predict;
    for (const one of box.querySelectorAll("input")) one.checked = one.value === view.predict;
    const those = [0.02, 0.003].map((part) => shape(y[0], part)); // what is hardly seen is a matter of the eye
    const now = those.includes(view.predict) ? view.predict : those[0];
    const words = Object.fromEntries([...box.querySelectorAll("input")].map((one) => [one.value, one.parentElement.textContent.trim()]));
    box.querySelector(".own-verdict").textContent = !this.answered ? "" : !Object.hasOwn(words, view.predict) ? `The ${group.parts[0].name} curve: it ${words[now]}.`
      : view.predict === now ? `Right: the ${group.parts[0].name} curve ${words[now]}.` : `You said that it ${words[view.predict]}; the ${group.parts[0].name} curve ${words[now]}.`;
    this.panel.querySelector(".own-sources").innerHTML = this.hidden ? "" : shares(sample, asked, options)
      + (options.closure === "paper" && isPapers(sample) ? `<dl class="live-remarks">${orbitronics.remarks(own, asked.values)}</dl>` : "");
  }
}

// What the lists of a panel are set to, which are filled anew: the quantity, the numbers along its axes, and the part shown.
// What was asked for and is not there is told, beside what is shown in its place.
function asking(panel, { sample, options, view }, names = ["x"]) {
  const missing = [];
  const fill = (name, list, usual, why) => {
    const select = panel.querySelector(`[data-set=${name}]`);
    const [value, said] = list.find(([one, , off]) => one === view[name] && !off) ?? list.find(([one]) => one === usual);
    if (why && view[name] !== undefined && view[name] !== value) missing.push(`${why}; “${said}” is shown.`);
    if (!select) return value;
    put(select, list.map(([one, text, off]) => `<option value="${escape(one)}"${off ? " disabled" : ""}>${escape(off ? `${text} (${off})` : text)}</option>`).join(""));
    select.parentElement.hidden = list.length === 1;
    return (select.value = value);
  };
  const all = catalogue(sample, options);
  const asked = all.find(({ key }) => key === view.y);
  const y = fill("y", all.map(({ key, title, why }) => [key, title, why]), all.find(({ why }) => !why).key,
    asked ? `“${asked.title}” ${asked.why}` : `This stack cannot be asked for “${view.y}”`);
  const group = all.find(({ key }) => key === y);
  const numbers = model.numbers(sample);
  const lengths = numbers.filter(({ name }) => name === "thickness");
  const xs = names.map((name) => view[name]); // none of them twice, where the reader does not ask for it
  names.forEach((name, i) => (xs[i] = fill(name, numbers.map(({ address }) => [address, model.called(address).words]),
    [...lengths, ...numbers].find(({ address }) => !xs.includes(address)).address, `This stack has no number “${view[name]}”`)));
  const part = fill("part", group.parts.map(({ name }, n) => [`${n}`, name]), "0", group.parts.length > 1 && `There is no part “${view.part}”`);
  panel.querySelector(".own-missing").textContent = missing.join(" ");
  return { group, x: xs[0], xs, part: group.parts[part] };
}

// The share of each source in the torque of each magnet, as bars.
function shares(sample, asked, options) {
  return magnets(sample).map(({ place, what }) => {
    const found = Object.entries(asked.solution.bySource((one) => one.torque(place, what === "layer" ? usual(options) : "absorbed")));
    const most = Math.max(...found.map(([, one]) => Math.hypot(...one)), 1e-300);
    return `<p class="own-head">Torque on ${escape(on(place, what))} by source, per field</p>${found.length ? table(["source", "share (Ω⁻¹ m⁻¹)", "damping-like"], found.map(([name, one]) =>
      [model.called(name).symbol, complex(one), bar(one[0] / most)])) : "<p>Nothing drives it: no layer has a Hall conductivity, no interface or surface emits.</p>"}`;
  }).join("");
}

const bar = (part, colour) => `<svg class="own-share" viewBox="0 0 120 12" preserveAspectRatio="none" role="img" aria-label="${(100 * part).toFixed(0)} %"><path d="M60,0V12" stroke="var(--live-zero)"/><rect x="${
  part < 0 ? 60 + 58 * Math.max(part, -1) : 60}" y="2" width="${58 * Math.min(Math.abs(part), 1)}" height="8" fill="var(--live-c${colour ?? (part < 0 ? 1 : 0)})"/></svg>`;

Object.assign(orbitronics, { Asked, answers: { asking, axis, bar, catalogue, grid, isBilayer, magnets, probe, recipe, shape, swept, usual }, tabs: { profiles: Profiles, sweep: Sweep } });
