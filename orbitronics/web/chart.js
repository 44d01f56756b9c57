// The panels of a figure: draws curves, reads them out, zooms, hides, freezes.
const { EDGE, INK, Plot, SHAPES, complex, drawing, framed, number, plain, put, rove, tspans } = orbitronics;
const PARTS = ["real", "imag"];
const MOVE = 220; // ms that axes take to their new place
const still = matchMedia("(prefers-reduced-motion: reduce)");
const touched = matchMedia("(hover: none)");

class Chart {
  constructor(root, declaration) {
    this.root = root;
    this.declaration = declaration;
    this.zoom = {}; // name of x -> [low, high]
    this.parts = new Set(declaration.panels.flatMap((panel) => panel.parts));
    this.group = 0; // of panels that are shown together
    declaration.colours.forEach((colour, i) => root.style.setProperty(`--live-k${i}`, colour));
    this.stage = root.querySelector(".live-panels");
    this.panels = declaration.panels.map((panel) => new Panel(this, panel));
    this.button("unzoom").onclick = () => this.zoomTo(null);
    this.button("freeze").onclick = () => this.freeze(this.frozen ? undefined : root.values);
    for (const part of PARTS) this.button(part).onclick = () => this.toggle(part);
    rove(root.querySelector(".live-tools"), "button");
    rove(this.stage, ".live-curve");
    const seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
      const panel = this.panels.find(({ box }) => box === target);
      panel.away = !isIntersecting;
      if (panel.stale) panel.draw();
    }), { rootMargin: "100px" });
    for (const { box } of this.panels) seen.observe(box);
    this.#fit();
    this.#renew();
    new ResizeObserver(() => this.#fit()).observe(this.stage);
  }

  // Points {x, y, error} of a reader in one panel.
  lay(key, points) {
    for (const panel of this.panels) {
      const mine = panel.key === key ? points : [];
      if (`${mine.map(Object.values)}` === `${panel.points.map(Object.values)}`) continue;
      panel.points = mine;
      panel.draw({ fresh: true });
    }
  }

  button(action) { return this.root.querySelector(`[data-do=${action}]`); }

  update(curves) {
    for (const curve of curves) this.panels.find(({ key }) => key === curve.panel).update(curve);
  }

  // Draw what changed: all of it, or what is in view with its axes held as they are.
  draw(how) {
    this.moving = undefined;
    for (const panel of this.panels) if (panel.stale || how?.fresh) panel.draw(how);
  }

  // Let the axes follow the curves.
  settle() {
    const moves = this.panels.filter((panel) => panel.range && !panel.away && panel.size[0]).map((panel) =>
      [panel, [...panel.range, ...panel.y], Object.values(panel.domain()).flat()]).filter(([, a, b]) => `${a}` !== `${b}`);
    if (!moves.length) return;
    const begin = performance.now();
    const step = (now) => {
      if (this.moving !== step) return;
      const t = still.matches ? 1 : Math.min(1, (now - begin) / MOVE);
      const part = t * t * (3 - 2 * t);
      for (const [panel, a, b] of moves) {
        const at = t < 1 ? a.map((one, i) => one + part * (b[i] - one)) : b;
        panel.draw({ view: { x: at.slice(0, 2), y: at.slice(2) } });
      }
      if (t < 1) requestAnimationFrame(step);
    };
    this.moving = step;
    requestAnimationFrame(step);
  }

  curves() {
    return this.panels.flatMap((panel) => panel.curves.filter(({ x }) => x).map(({ name, x, real, imag }) => ({
      panel: panel.key, curve: name, x: Array.from(x), real: Array.from(real), imag: Array.from(imag) })));
  }

  // How it is looked at, where it is not so from the start: lists of words for the address.
  state() {
    const first = new Set(this.declaration.panels.flatMap((panel) => panel.parts));
    const hidden = this.panels.flatMap(({ key, curves }) => curves.flatMap((one, i) => (one.hidden ? [key + i] : [])));
    const zoom = Object.entries(this.zoom).flatMap(([name, range]) => [name, ...range.map((one) => Number(one.toPrecision(6)))]);
    return { zoom: zoom.length && zoom, hidden: hidden.length && hidden, group: this.group && [this.panels[this.group * this.room].key],
      parts: PARTS.some((part) => first.has(part) !== this.parts.has(part)) && this.on, frozen: this.frozen };
  }

  // What words of an address say, undefined where they say nothing.
  checked(name, words) {
    const of = (one) => this.panels.find(({ key }) => key === one[0]);
    if (name === "parts") return words.every((one) => PARTS.includes(one)) ? words : undefined;
    if (name === "hidden") return words.every((one) => of(one)?.curves[one.slice(1)]) ? words : undefined;
    if (name === "group") return words.length === 1 && of(words[0]) ? words : undefined;
    const zoom = {};
    for (let i = 0; i < words.length; i += 3) {
      const [low, high] = [words[i + 1], words[i + 2]].map(Number);
      if (!this.panels.some(({ x, x_log }) => x === words[i] && !(x_log && low <= 0)) || !(high > low)) return undefined;
      zoom[words[i]] = [low, high];
    }
    return zoom;
  }

  // Look at it so.
  look({ zoom = {}, hidden = [], parts, group, frozen }) {
    const first = this.declaration.panels.flatMap((panel) => panel.parts);
    Object.assign(this, { zoom, parts: new Set(parts ?? first) });
    for (const { key, curves } of this.panels) curves.forEach((one, i) => one.hide(hidden.includes(key + i)));
    this.show(group ? Math.floor(this.panels.findIndex(({ key }) => key === group[0]) / this.room) : 0);
    this.freeze(frozen);
  }

  get on() { return PARTS.filter((part) => this.parts.has(part)); }

  toggle(part) {
    if (!this.parts.delete(part)) this.parts.add(part);
    this.#renew();
  }

  // Keep the curves of these values as thin lines; undefined lets them go.
  freeze(values) {
    this.frozen = values;
    for (const panel of this.panels) panel.freeze(Boolean(values));
    this.#renew();
  }

  #renew() {
    for (const part of PARTS) this.button(part).setAttribute("aria-pressed", this.parts.has(part));
    this.button("freeze").setAttribute("aria-pressed", Boolean(this.frozen));
    this.button("freeze").textContent = this.frozen ? "Release" : "Freeze";
    this.button("unzoom").disabled = !Object.keys(this.zoom).length;
    this.root.querySelector(".live-status").textContent = touched.matches
      ? "Touch a chart to read it; a double tap zooms." : "Point at a chart to read it; drag across it to zoom.";
    this.draw({ fresh: true });
    this.changed?.();
  }

  zoomTo(name, range) {
    this.zoom = name ? { ...this.zoom, [name]: range } : {};
    this.#renew();
  }

  measure() { return this.panels.filter((panel) => panel.measure()).length > 0; } // whether a size changed

  // As many panels as the style has room for, the others one click away.
  #fit() {
    const style = getComputedStyle(this.stage);
    const room = Number(style.getPropertyValue("--live-room")) || this.panels.length;
    if (room !== this.room) {
      this.group = Math.floor((this.group * (this.room ?? room)) / room);
      this.room = room;
      const picker = this.root.querySelector(".live-picker");
      picker.innerHTML = this.panels.filter((_, i) => i % room === 0).map(({ key }, g) => {
        const last = this.panels[Math.min((g + 1) * room, this.panels.length) - 1];
        return `<button type="button" class="live-button" title="${last.key === key ? "panel" : "panels"}">${
          last.key === key ? `(${key})` : `(${key}) to (${last.key})`}</button>`;
      }).join("");
      [...picker.children].forEach((button, g) => (button.onclick = () => this.show(g)));
      rove(picker, "button");
      this.show(Math.min(this.group, picker.children.length - 1));
    } else if (this.measure()) this.draw({ fresh: true });
  }

  show(group) { // a group of panels
    if (this.stage.dataset.group !== `${group} of ${this.room}`) {
      this.group = group;
      this.stage.dataset.group = `${group} of ${this.room}`;
      this.panels.forEach((panel, i) => (panel.box.hidden = Math.floor(i / this.room) !== group));
      const buttons = this.root.querySelector(".live-picker").children;
      [...buttons].forEach((button, g) => button.setAttribute("aria-pressed", g === group));
      this.measure();
    }
    this.draw({ fresh: true });
    this.changed?.();
  }

  // Read out all panels with this quantity along x; undefined ends it.
  read(name, x) { for (const panel of this.panels) panel.read(panel.x === name ? x : undefined); }
}

class Panel extends Plot {
  constructor(chart, panel) {
    const box = chart.root.querySelector(`.live-panel[data-panel="${panel.key}"]`);
    super(box, box.querySelector(".live-plot"), box.querySelector(".live-x"));
    Object.assign(this, panel, { chart });
    this.x_words = orbitronics.data.controls[this.x]?.words ?? plain(this.x_label);
    this.y_words = this.y_unit && `, in ${this.y_unit.replace("_", " ")}`;
    this.heading = `(${this.key}) ${tspans(this.title)}`;
    this.curves = panel.curves.map((curve, i, all) => {
      const row = box.querySelector(`.live-curve[data-curve="${CSS.escape(curve.name)}"]`);
      const colour = `var(--live-c${curve.colour})`;
      row.querySelector(".live-line").style.setProperty("--live-colour", colour);
      const mark = all.length > 1 ? SHAPES[i % SHAPES.length] : "";
      row.querySelector(".live-line").innerHTML = `<svg aria-hidden="true"><path d="M11,5${mark}"/></svg>`;
      const one = { ...curve, colour, mark, value: row.querySelector(".live-value"), hidden: false };
      one.hide = (hidden) => {
        one.hidden = hidden;
        row.setAttribute("aria-pressed", !hidden);
      };
      row.onclick = () => {
        one.hide(!one.hidden);
        this.draw({ fresh: true });
        chart.changed?.();
      };
      row.disabled = all.length === 1; // its title names it
      for (const [kind, stressed] of [["mouseenter", one], ["mouseleave", undefined]]) {
        row.addEventListener(kind, () => {
          this.stressed = stressed;
          this.draw({ held: true });
        });
      }
      return one;
    });
    this.#listen();
  }

  update({ curve, x, real, imag }) {
    Object.assign(this.curves.find(({ name }) => name === curve), { x, real, imag });
    this.stale = true;
  }

  freeze(on) {
    for (const curve of this.curves) curve.old = on ? { x: curve.x, real: curve.real, imag: curve.imag } : undefined;
  }

  get shown() { return this.curves.filter(({ hidden, x }) => !hidden && x); }

  lines() { // an old curve below the new one
    return this.shown.flatMap((curve) => [curve.old, curve].filter((data) => data?.x).flatMap((data) => this.chart.on.map((part) => ({
      x: data.x, y: data[part], dashed: part === "imag", colour: curve.colour, mark: curve.mark, old: data !== curve, stressed: curve === this.stressed }))));
  }

  rows() {
    const { on } = this.chart;
    return this.shown.map((one) => ({ ...one, called: plain(one.label), ys: on.map((part) => one[part]), says: (i) => (on.length > 1
      ? complex([one.real[i], one.imag[i]]) : on.length ? `${number(one[on[0]][i])}${on[0] === "imag" ? " i" : ""}` : "") }));
  }

  get keys() { return this.curves.filter(({ hidden }) => !hidden).map((one) => ({ ...one, old: false, label: tspans(one.label) })); }

  get view() { // what is looked at
    const { x, y } = this.size[0] && this.range ? { x: this.range, y: this.y } : this.domain(true);
    return [x, y];
  }

  // The ranges that hold what is to be seen: those of now, as long as they do.
  domain(fresh) {
    const { points, y_limits } = this;
    const zoom = this.chart.zoom[this.x];
    const places = [...this.curves.flatMap(({ x }) => (x ? [x[0], x.at(-1)] : [])), ...points.map(({ x }) => x).filter((one) => !this.x_log || one > 0)];
    const x = zoom ?? [Math.min(...places), Math.max(...places)];
    const here = (one) => one >= x[0] && one <= x[1];
    const seen = this.lines().flatMap((line) => Array.from(line.y).filter((y, i) => here(line.x[i]) && Number.isFinite(y)));
    const ends = points.filter((one) => here(one.x)).flatMap(({ y, error }) => [y - error, y + error]);
    if (!seen.length && !ends.length) return { x, y: this.y ?? [0, 1] };
    let those = [...seen, ...ends];
    if (y_limits && !zoom && !ends.length) { // a curve may leave the frame, but not all of them
      const inside = seen.filter((y) => y >= y_limits[0] && y <= y_limits[1]).length;
      if (inside > 0.6 * seen.length) return { x, y: y_limits };
      those = seen.sort((a, b) => a - b).slice(Math.floor(0.1 * seen.length), Math.ceil(0.9 * seen.length));
    }
    return { x, y: framed([...those, ...(zoom ? [] : [0])], fresh ? undefined : this.y) };
  }

  measure() {
    const before = `${this.size}`;
    this.size = [this.canvas.clientWidth, this.canvas.clientHeight];
    return `${this.size}` !== before;
  }

  // `held` keeps the axes and leaves what is out of view for later; `fresh` and `view` renew them.
  draw({ fresh, held, view } = {}) {
    this.stale = true;
    if (!this.size[0] || !this.curves.some(({ x }) => x) || (held && this.away)) return;
    this.stale = false;
    const { x, y } = view ?? (held && this.range ? { x: this.range, y: this.y } : this.domain(fresh));
    this.render(x, y);
  }

  reads(x) { this.chart.read(this.x, x); }

  moved(event) {
    super.moved(event);
    if (this.from === undefined || !event.buttons) return;
    const [a, b] = [this.from, this.sx(this.where(event))].sort((p, q) => p - q);
    put(this.front, `${this.front.html}<rect x="${a}" y="${EDGE.top}" width="${b - a}" height="${
      this.size[1] - EDGE.top - EDGE.bottom}" fill="${INK.text}" opacity="0.15"/>`);
  }

  #listen() {
    const { canvas, chart } = this; // this.from is where a drag began
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.sx) return;
      if (event.pointerType === "mouse" && event.button === 0) this.from = this.sx(this.where(event));
      this.reads(this.where(event));
    });
    canvas.addEventListener("pointerup", (event) => {
      if (this.from === undefined) return;
      const ends = [this.from, this.sx(this.where(event))].sort((p, q) => p - q);
      if (ends[1] - ends[0] > 8) chart.zoomTo(this.x, ends.map(this.sx.back));
      this.from = undefined;
    });
    canvas.addEventListener("pointerleave", () => (this.from = undefined));
    canvas.addEventListener("dblclick", (event) => (chart.zoom[this.x] ? chart.zoomTo(null) : this.#closer(this.where(event))));
    canvas.addEventListener("blur", () => this.reads());
  }

  #closer(x) {
    const [low, high] = this.range.map(this.sx);
    const quarter = (high - low) / 4;
    const middle = Math.max(low + quarter, Math.min(high - quarter, this.sx(x)));
    this.chart.zoomTo(this.x, [this.sx.back(middle - quarter), this.sx.back(middle + quarter)]);
  }

  pressed(event) {
    const { x } = this.curves.find((curve) => curve.x) ?? {};
    if (!x || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "+") this.#closer(this.reading ?? x[Math.floor(x.length / 2)]);
    else if (event.key === "-" || event.key === "0") this.chart.zoomTo(null);
    else return super.pressed(event);
    return true;
  }
}

// The whole figure as one SVG in light colours, with `lines` of what it shows below.
const figure = ({ panels, parts, declaration: { columns } }, lines) => drawing(panels, columns, [340, 220],
  [`solid: real part${parts.has("imag") ? "; dashed: imaginary part" : ""}`, ...lines]);

Object.assign(orbitronics, { Chart, figure });
