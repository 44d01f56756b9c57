// Maps of an answer over two numbers, and what matters most: sensitivities, and what given uncertainties make of an answer.
const { EDGE, OneChart, answers, axes, escape, formed, model, number, own, read, sheet, solver, tabs } = orbitronics;
const { asking, axis, bar, grid, probe, swept } = answers;
const INK = { text: "var(--live-text)", grid: "none", zero: "none" };
const [POINTS, QUICK] = [200, 50]; // a side of the map, and while a number is moving

// Colours that the colour-blind tell apart: blue, white, orange about zero, else dark to light.
const SCALES = Object.fromEntries(Object.entries(own.scales).map(([name, stops]) => [name, Array.from({ length: 256 }, (_, i) => {
  const t = i / 255 * (stops.length - 1);
  const j = Math.min(Math.floor(t), stops.length - 2);
  return [...stops[j].map((from, c) => from + (stops[j + 1][c] - from) * (t - j)), 255];
})]));

// Thousands of solutions are worked out in steps: all at once, or in slices of 30 ms, so that the page answers between them.
function whole(steps) { for (let one = steps.next(); ; one = steps.next()) if (one.done) return one.value; }
function bySlices(steps, later) {
  const end = performance.now() + 30;
  while (performance.now() < end) if (steps.next().done) return;
  later(() => bySlices(steps, later));
}

// The same when nothing newer is asked of a tab for so many ms; what is exported before finishes it at once.
function resting(tab, steps, wait) {
  clearTimeout(tab.timer);
  tab.finish = () => (clearTimeout(tab.timer), whole(steps), tab);
  tab.timer = setTimeout(() => bySlices(steps, (go) => (tab.timer = setTimeout(go))), wait);
}

// The answer at every pair of numbers, row by row; `how` has functions by which a limit changes numbers.
function* mapping(sample, options, along, up, part, points, how = {}) {
  const own_ = ({ address, value }) => [address, how[address]?.(value)];
  const changed = model.replaced(sample, Object.fromEntries(model.numbers(sample).filter(({ address }) => address in how).map(own_)));
  const { set, ask } = probe(changed, { ...options, plane: true }, [along.address, up.address], [part]);
  const values = new Float64Array(points * points);
  const [xs, ys] = [along, up].map(({ address, grid: those }) => (how[address] ? those.map(how[address]) : those));
  for (let j = 0; j < points; j++) {
    set[1](ys[j]);
    for (let i = 0; i < points; i++) {
      set[0](xs[i]);
      values[j * points + i] = ask()[0];
    }
    yield;
  }
  return values;
}
const mapped = (...given) => whole(mapping(...given));

// Where a field on the grid is zero, as an SVG path (marching along the cells).
function zeros(field, points, x, y) {
  let out = "";
  for (let j = 0; j + 1 < points; j++) {
    for (let i = 0; i + 1 < points; i++) {
      const n = j * points + i;
      const v = [field[n], field[n + 1], field[n + points + 1], field[n + points]];
      if (!(Math.min(...v) < 0 && Math.max(...v) > 0)) continue;
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const cuts = [0, 1, 2, 3].filter((k) => v[k] * v[(k + 1) % 4] < 0).map((k) => {
        const [[a, b], [c, d], t] = [corners[k], corners[(k + 1) % 4], v[k] / (v[k] - v[(k + 1) % 4])];
        return `${x(a + t * (c - a)).toFixed(1)},${y(b + t * (d - b)).toFixed(1)}`;
      });
      for (let k = 0; k + 1 < cuts.length; k += 2) out += `M${cuts[k]}L${cuts[k + 1]}`;
    }
  }
  return out;
}

// What the printed equations of the paper give for a bilayer, by the quantities they are about: [key, what is said, the answer].
const taken = ({ values, stack }) => solver.pieces.damping(formed("interface_mix", values), 1, 2, stack.layers[1].v.M_s, values.d_F)[0];
const PRINTED = {
  torque: (joint) => [["closed", `Eqs. (13), (14) with (16), ${joint ? "(18)" : "(17)"} as printed`, ({ values }) => formed("printed", values)]],
  G_mix: () => [["eq19", "Eq. (19)", ({ values }) => formed("interface_mix", values)]],
  G_os_m: () => [["eq20", "Eq. (20), conversion in F, as printed", ({ values }) => formed("bulk_os_printed", values)],
    ["eq21", "Eq. (21), conversion at the interface, as printed", ({ values }) => formed("interface_os_printed", values)],
    ["eq23", "the spin-orbit-mixing conductance in its place, as printed below Eq. (23),", ({ values }) => formed("G_so_m", values)]],
  G_o_m: () => [["eq22", "G_o in its place, as printed in Eq. (22),", ({ values }) => [values.G_o, 0]]],
  damping: () => [["sink", "Eq. (19), N taking all that is pumped,", (asked) => [taken(asked)]],
    ["eq23", "the same with ħ/e, as printed below Eq. (23),", (asked) => [2 * taken(asked)]]],
};
const SMALL = 1e-5; // of what is expanded

// Limits that can be compared with: {key, said, options, terms}, a sum of answers with weights, [weight, how, part].
function limits(sample, group, part) {
  const all = model.numbers(sample);
  const of = (names, how) => Object.fromEntries(all.filter(({ name }) => names.includes(name)).map(({ address }) => [address, how]));
  const none = of(own.converts, () => 0);
  const found = [{ key: "", said: "no line" }, { key: "printed", said: "Eq. (6) as printed", options: { wavenumber: "printed" }, terms: [[1, {}]] }];
  if (answers.isBilayer(sample)) {
    const i = group.parts.indexOf(part);
    const those = PRINTED[group.key.split(" ")[0]]?.(sample[2]) ?? [];
    found.push(...those.map(([key, said, of]) => ({ key, said, terms: [[1, {}, { of: (asked) => of(asked)[i] }]] })));
  }
  if (all.some(({ address, value }) => address in none && value !== 0)) {
    found.push({ key: "none", said: "no conversion, as in Eq. (16)", terms: [[1, none]] },
      { key: "first", said: "first order in the conversion, as in Eqs. (17), (18)", terms: [[1 - 1 / SMALL, none], [1 / SMALL, of(own.converts, (one) => SMALL * one)]] });
  }
  if (model.joints(sample).some((one) => one?.kind === "Interface")) {
    found.push({ key: "transparent", said: "transparent interfaces, as in Eqs. (16), (17)", terms: [[1, { ...of(["G_os", "G_so"], () => 0), ...of(["G_s", "G_o"], () => own.transparent) }]] });
  }
  return [...found, ...model.names(sample).map((name) => ({ key: `thick ${name}`, said: `${name} as thick as can be`, terms: [[1, { [`${name}.thickness`]: () => own.thick }]] }))];
}

function* limiting(sample, options, along, up, part, points, limit) {
  const sum = new Float64Array(points * points);
  for (const [weight, how, other] of limit.terms) {
    const values = yield* mapping(sample, { ...options, ...limit.options }, along, up, other ?? part, points, how);
    values.forEach((one, n) => (sum[n] += weight * one));
  }
  return sum;
}
const limited = (...given) => whole(limiting(...given));

tabs.map = class Map_ {
  build(panel, tool) {
    panel.innerHTML = own.templates.map;
    this.tool = tool;
    [this.box, this.note, this.read] = [".own-field", ".own-note", ".own-at"].map((one) => panel.querySelector(one));
    this.canvas = panel.querySelector("canvas");
    const where = (event, box = this.box.getBoundingClientRect()) => [this.sx.back(event.clientX - box.left), this.sy.back(event.clientY - box.top)];
    this.box.onpointermove = (event) => this.sx && this.#tell(...where(event));
    this.box.onclick = (event) => this.sx && this.#move(...where(event));
    this.box.onkeydown = (event) => {
      const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 1], ArrowDown: [1, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const to = [this.along, this.up].map((one, i) => (i !== way[0] ? one.value : one.log
        ? one.value * (one.high / one.low) ** (way[1] / 100) : one.value + way[1] / 100 * (one.high - one.low)) / one.factor);
      this.#move(...to);
    };
    new ResizeObserver(() => this.values && this.#draw()).observe(this.box);
  }

  show(asked) {
    const { sample, options, view } = asked;
    const { group, xs: pair, part } = asking(this.panel, asked, ["x", "x2"]);
    const list = this.panel.querySelector("[data-set=limit]");
    const all = limits(sample, group, part);
    const limit = all.find(({ key }) => key === view.limit) ?? all[0];
    if (limit.key !== (view.limit ?? "")) this.panel.querySelector(".own-missing").append(" The line that was asked for is none of this quantity; there is no line.");
    list.replaceChildren(...all.map(({ key, said }) => new Option(said, key)));
    list.value = limit.key;
    if (pair[0] === pair[1]) throw new RangeError("Choose two different numbers for the map.");
    const state = JSON.stringify([model.plain(sample), options, group.key, part.name, pair, limit.key]);
    if (state === this.state) return;
    Object.assign(this, { state, group, part, exact: probe(sample, options, pair, [part]) });
    const solve = function* (points) {
      const [along, up] = pair.map((address) => axis(sample, address));
      for (const one of [along, up]) one.grid = grid([one.low, one.high], one.log, points);
      const values = yield* mapping(sample, options, along, up, part, points);
      const compared = limit.terms && (yield* limiting(sample, options, along, up, part, points, limit));
      Object.assign(this, { along, up, values, points, limit: compared, said: limit.said });
      this.#draw();
    }.bind(this);
    whole(solve(QUICK));
    resting(this, solve(POINTS), 100);
  }

  #draw() {
    const { values, along, up, limit, points } = this;
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!width) return;
    const fine = values.filter(Number.isFinite);
    let [low, high] = [fine.reduce((a, b) => Math.min(a, b), Infinity), fine.reduce((a, b) => Math.max(a, b), -Infinity)];
    const best = values.findIndex((one) => Math.abs(one) === Math.max(Math.abs(low), Math.abs(high)));
    const signed = low < 0 && high > 0;
    if (signed) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
    Object.assign(this.canvas, { width: points, height: points });
    const pen = this.canvas.getContext("2d");
    const image = pen.createImageData(points, points);
    const scale = SCALES[signed ? "signed" : "plain"];
    for (let j = 0; j < points; j++) {
      for (let i = 0; i < points; i++) {
        const value = values[(points - 1 - j) * points + i];
        image.data.set(scale[Math.round(255 * (value - low) / (high - low || 1))] ?? [128, 128, 128, 255], 4 * (j * points + i));
      }
    }
    pen.putImageData(image, 0, 0);
    const ends = [along, up].map((one) => [one.low / one.factor, one.high / one.factor]);
    const { markup, sx, sy } = axes({ x_log: along.log, y_log: up.log, x_label: along.label, y_label: up.label }, width, height, ...ends, INK);
    Object.assign(this, { sx, sy });
    const [w, h] = [width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom];
    Object.assign(this.canvas.style, { left: `${EDGE.left}px`, top: `${EDGE.top}px`, width: `${w}px`, height: `${h}px` });
    const [px, py] = [(i) => EDGE.left + w * (i + 0.5) / points, (j) => EDGE.top + h * (1 - (j + 0.5) / points)];
    const off = limit && values.map((one, n) => Math.abs(one / limit[n] - 1) - 0.1);
    const near = limit && Array.from(off, (one) => one < 0);
    const line = (d, more) => `<path d="${d}" fill="none" stroke="#fff" stroke-width="4"/><path d="${d}" fill="none" stroke="#000" stroke-width="1.5"${more}/>`;
    const [x, y] = [sx(along.value / along.factor), sy(up.value / up.factor)];
    const [bx, by] = [px(best % points), py(Math.floor(best / points))];
    this.box.querySelector("svg").innerHTML = `${markup}${signed ? line(zeros(values, points, px, py), ' opacity="0.45"') : ""}${
      limit ? line(zeros(off, points, px, py), "") : ""}${
      line(`M${x - 9},${y}H${x + 9}M${x},${y - 9}V${y + 9}`, "")}${line(`M${bx},${by - 7}l7,7l-7,7l-7,-7z`, "")}`;
    this.panel.classList.toggle("own-signed", signed);
    this.panel.querySelector(".own-scale").style.background = `linear-gradient(to right, ${own.scales[signed ? "signed" : "plain"].map((one) => `rgb(${one})`)})`;
    this.panel.querySelector(".own-ends").textContent = `${read(low)} … ${read(high)} ${this.group.unit}`;
    this.note.textContent = `+ your stack; ◇ the largest in size, ${read(values[best])} ${this.group.unit} at ${read(along.grid[best % points] / along.factor)} ${along.unit}, ${
      `${read(up.grid[Math.floor(best / points)] / up.factor)} ${up.unit}`.trim()}${signed ? "; grey line: zero" : ""}${!limit ? "" : near.every(Boolean) ? `; ${this.said} is good to 10 % everywhere here` : near.some(Boolean) ? `; black line: ${this.said} is good to 10 %`
        : `; ${this.said} is good to 10 % nowhere here`}.`;
    this.#tell(along.value / along.factor, up.value / up.factor);
  }

  drawing(lines) {
    const { box, canvas, group, part, note } = this;
    const { left, top, width, height } = canvas.style;
    const image = `<image x="${parseFloat(left)}" y="${parseFloat(top)}" width="${parseFloat(width)}" height="${parseFloat(height)}" preserveAspectRatio="none" href="${canvas.toDataURL()}"/>`;
    return sheet(box.clientWidth, box.clientHeight + 8, [image, box.querySelector("svg").innerHTML],
      [`${group.title}, ${part.name}: ${this.panel.querySelector(".own-ends").textContent}`, note.textContent, ...lines]);
  }

  #tell(...place) { // the answer there, not that of the next point of the grid
    const two = [this.along, this.up].map((one, i) => ({ ...one, at: place[i] * one.factor }));
    this.read.textContent = two.some(({ at, low, high }) => at < low * (1 - 1e-9) || at > high * (1 + 1e-9)) ? "" : `${two.map(({ at, factor, unit }) =>
      `${read(at / factor)} ${unit}`.trim()).join(", ")}: ${number(this.exact(...two.map(({ at }) => at))[0])} ${this.group.unit}`.trim();
  }

  #move(a, b) { // the sample goes where the reader points
    const kept = [[this.along, a], [this.up, b]].map(([one, value]) => [one.address, Number(Math.min(one.high, Math.max(one.low, value * one.factor)).toPrecision(4))]);
    this.tool.set(Object.fromEntries(kept), "map");
  }

  csv() {
    const { along, up, values, group, part, points } = this;
    const unit = (one) => (one.unit ? ` (${one.unit})` : "");
    return [[along.address + unit(along), up.address + unit(up), `${group.title}, ${part.name}${unit(group)}`], ...Array.from(values, (value, n) =>
      [along.grid[n % points] / along.factor, up.grid[Math.floor(n / points)] / up.factor, value])];
  }
};

// -- what matters most ---------------------------------------------------------------------------

// d ln|f|/d ln p of each number, by the rule of the library; undefined where there is none.
function sensitivities(sample, options, part) {
  const { offsets, weights, step } = own.derivative;
  const here = probe(sample, options, [], [part])()[0];
  return model.numbers(sample).filter(({ value }) => value !== 0).map((one) => {
    const { address, value } = one;
    if (here === 0) return { ...one };
    if (value === Infinity) return { ...one, slope: 0 };
    const at = probe(sample, options, [address], [part]);
    const near = offsets.map((offset) => at(value * (1 + offset * step))[0]);
    if (near.some((it) => !(it * here > 0))) return { ...one };
    return { ...one, slope: near.reduce((sum, it, k) => sum + weights[k] * Math.log(it / here), 0) / step };
  });
}

// Draws of uncertain numbers {address: relative standard deviation}: log-normal where they must be positive; always the
// same ones, so that the same numbers give the same band.
function drawn(sample, uncertain, count) {
  const { randomLcg, randomNormal } = orbitronics.libraries;
  const draw = randomNormal.source(randomLcg(0.5))();
  const list = model.numbers(sample).filter(({ address, value }) => uncertain[address] > 0 && value !== 0 && Number.isFinite(value));
  return { list, rows: Array.from({ length: count }, () => list.map(({ name, value, address }) => {
    if (!own.quantities[name].positive) return value + Math.abs(value) * uncertain[address] * draw();
    const width = Math.log1p(uncertain[address] ** 2);
    return value * Math.exp(Math.sqrt(width) * draw() - width / 2);
  })) };
}

// What draws of the uncertain numbers make of the answer, as it is or at these values of the number at x: for each its
// mean, standard deviation, and 16th and 84th percentile.
function* spread(sample, options, part, uncertain, count, x, xs = [undefined]) {
  const { deviation, mean, quantileSorted } = orbitronics.libraries;
  const { list, rows } = drawn(sample, uncertain, count);
  const others = list.filter(({ address }) => address !== x);
  const at = probe(sample, options, [...others.map(({ address }) => address), ...(x ? [x] : [])], [part]);
  const found = xs.map(() => []);
  for (const row of rows) {
    const numbers = row.filter((_, i) => list[i].address !== x);
    xs.forEach((value, i) => found[i].push(at(...(i ? numbers.map(() => undefined) : numbers), value)[0]));
    yield;
  }
  return found.map((answers) => {
    const all = answers.filter(Number.isFinite).sort((a, b) => a - b);
    return { mean: mean(all), std: deviation(all), low: quantileSorted(all, 0.16), high: quantileSorted(all, 0.84) };
  });
}

tabs.matters = class Matters extends OneChart {
  build(panel, tool) {
    this.begin(panel, tool, "matters");
    panel.onchange = ({ target }) => {
      if (target.dataset.address && !(Number(target.value) >= 0 && Number(target.value) <= 100)) {
        tool.say(`An uncertainty is a number of per cent between 0 and 100, not “${target.value}”.`);
        target.value = Number(this.view[`± ${target.dataset.address}`] ?? 10);
      } else if (target.dataset.address) tool.view({ [`± ${target.dataset.address}`]: target.value });
    };
  }

  show(state) {
    const { sample, options, view } = state;
    const { group, x, part } = asking(this.panel, state);
    this.view = view;
    const rows = sensitivities(sample, options, part);
    const size = ({ slope }) => (slope === undefined ? -1 : Math.abs(slope));
    rows.sort((a, b) => size(b) - size(a));
    const most = Math.max(...rows.map(({ slope }) => Math.abs(slope ?? 0)), 1e-9);
    const uncertain = Object.fromEntries(rows.map(({ address }) => [address, Number(view[`± ${address}`] ?? 10) / 100]));
    const list = this.panel.querySelector("tbody");
    if (!list.contains(document.activeElement) || list.children.length !== rows.length) {
      list.innerHTML = rows.map(({ address, name, imaginary }) => `<tr><th scope="row">${model.called(address).symbol}<br><small>${own.quantities[name].meaning}${imaginary ? ", imaginary part" : ""}</small></th><td></td><td><input type="text"
        inputmode="decimal" class="own-percent" data-address="${escape(address)}" aria-label="uncertainty of ${escape(model.called(address).words)} in per cent" value="${100 * uncertain[address]}">&nbsp;%</td></tr>`).join("");
    }
    for (const row of list.children) {
      const { slope } = rows.find(({ address }) => address === row.querySelector("input").dataset.address);
      row.children[1].innerHTML = slope === undefined ? "none: the answer passes 0" : `${bar(slope / most)} <span>${slope.toFixed(3).replace("-", "−")}</span>`;
    }
    const { along, x: xs, y } = swept(sample, options, x, { parts: [part] }, 121);
    const curve = { name: part.name, html: escape(part.name), colour: 0, x: xs, y: y[0] };
    this.plot.title.textContent = `${group.title} against ${along.words}, and what the uncertainties make of it`;
    const draw = (bands) => this.plot.show({ x: along, y: group, curves: [curve], bands, here: along.value / along.factor });
    draw([]);
    const steps = function* () {
      const some = xs.filter((_, i) => i % 3 === 0);
      const those = yield* spread(sample, options, part, uncertain, 300, x, some.map((value) => value * along.factor));
      draw([{ x: some, colour: 0, low: those.map(({ low }) => low), high: those.map(({ high }) => high) }]);
      const [found] = yield* spread(sample, options, part, uncertain, 4000);
      this.panel.querySelector(".own-note").textContent = `At your numbers: ${number(probe(sample, options, [], [part])()[0])} ${group.unit}; with these uncertainties, independent of each other, the mean is ${
        number(found.mean)}, the standard deviation ${number(found.std)}, and 68 % lie between ${number(found.low)} and ${number(found.high)}.`;
    }.bind(this);
    orbitronics.load("libraries.js").then(() => resting(this, steps(), 150), ({ message }) => this.tool.say(message));
    this.rows = rows;
  }

  csv() { return [["number", "d ln|f|/d ln p", "uncertainty (%)"], ...this.rows.map(({ address, slope }) => [address, slope ?? "", Number(this.view[`± ${address}`] ?? 10)])]; }
};

Object.assign(answers, { bySlices, limited, limits, mapped, sensitivities });
