// The charts of a stack: what a panel of a figure has, and edges of layers, bands, the stack itself and a reader's sketch.
const { EDGE, INK, Plot, SHAPES, escape, framed, number, own, path, plain, put } = orbitronics;
const colour = ({ colour: i }) => `var(--live-c${i})`;

class Chart extends Plot {
  unit = "";

  constructor(box, title) {
    box.className = "own-plot";
    box.innerHTML = own.templates.plot.replace("{title}", title).replace("{said}", escape(box.title || "chart"));
    box.removeAttribute("title");
    super(box, box.children[1], box.firstChild.lastChild);
    [this.title, this.legend] = [box.firstChild.firstChild, box.lastChild];
    new ResizeObserver(() => {
      this.size = [this.canvas.clientWidth, this.canvas.clientHeight];
      this.canvas.firstChild.setAttribute("viewBox", `0 0 ${this.size.join(" ")}`); // on paper it has another size, and nobody draws it anew
      this.draw();
    }).observe(this.canvas);
  }

  // what: {x: {label, log, factor, unit}, y: {label}, curves: [{name, html, x, y, dashed, colour}], edges, bands, points, here}
  show(what) {
    const { x, y, curves, points = [] } = this.what = what;
    if (this.y_words !== `, ${plain(y.label)}`) this.y = undefined; // its range is that of another quantity
    Object.assign(this, { x_log: x.log, x_label: x.label, y_label: y.label, x_unit: x.unit, points, x_words: `${plain(x.label)}:`, y_words: `, ${plain(y.label)}` });
    this.curves = curves.map((one, i) => ({ ...one, colour: colour(one), mark: one.dashed || one.x.length < 20 ? "" : SHAPES[i % 4] }));
    this.draw();
  }

  draw() {
    if (!this.what || !this.size[0]) return; // the size is not asked for, as that would lay out the page for each chart
    this.canvas.style.touchAction = this.sketching ? "none" : "";
    put(this.legend, this.curves.map((one) => one.html && `<span class="own-key"><svg width="26" height="10" aria-hidden="true"><path d="M1,5H25"
      stroke="${one.colour}" stroke-width="2"${one.dashed ? ' stroke-dasharray="5 3"' : ""}/><path fill="${one.colour}" d="M13,5${
      one.mark}"/></svg>${one.html}<span class="own-value"></span></span>`).join(""));
    const values = this.legend.querySelectorAll(".own-value");
    this.curves.filter(({ html }) => html).forEach((one, n) => (one.value = values[n]));
    this.render(...this.view);
  }

  get view() {
    const { curves, hidden, bands = [], points = [], old = [] } = this.what;
    const ends = curves.flatMap((one) => [one.x[0], one.x.at(-1)]);
    const ys = [...curves, ...old].flatMap((one) => Array.from(one.y)).concat(bands.flatMap((one) => [...one.low, ...one.high]),
      points.flatMap(({ y, error }) => [y - error, y + error])).filter(Number.isFinite);
    return [[Math.min(...ends), Math.max(...ends)], framed([0, ...ys, ...(hidden ? ys.map((one) => -one) : [])], this.y)];
  }

  get heading() { return escape(this.title.textContent); }
  get keys() { return this.curves.filter(({ html }) => html).map((one) => ({ ...one, label: escape(one.name) })); }

  lines() {
    const { old = [], hidden } = this.what;
    return [...old.map((one) => ({ ...one, colour: colour(one), old: true })), ...(hidden ? [] : this.curves)];
  }

  rows() {
    return this.keys.map((one) => ({ ...one, called: one.name, ys: [one.y], says: (i) => number(one.y[i]) }));
  }

  more(sx, sy, width, height) {
    const { edges = [], bands = [], here } = this.what;
    const [top, bottom, sketched] = [EDGE.top, height - EDGE.bottom, this.sketched ?? []];
    const text = (x, y, said, more) => `<text x="${x}" y="${y}" font-size="11" fill="${INK.text}" stroke="var(--live-ground)" stroke-width="3" paint-order="stroke"${more}>${said}</text>`;
    const under = edges.map(({ from, to, shade }) => `<rect x="${sx(from)}" y="${top}" width="${Math.max(0, sx(to) - sx(from))}" height="${bottom - top}" fill="${
      INK.text}" opacity="${shade ? 0.09 : 0.02}"/><path d="M${sx(to)},${top}V${bottom}" stroke="${INK.grid}"/>`);
    const names = edges.map(({ from, to, name }) => (sx(to) - sx(from) > 9 * name.length ? text((sx(from) + sx(to)) / 2, bottom - 5, escape(name), ' text-anchor="middle"') : ""));
    const below = bands.map((one) => `<path opacity="0.2" fill="${colour(one)}" d="${path(one.x, one.high, sx, sy)}${
      path([...one.x].reverse(), [...one.low].reverse(), sx, sy).replace("M", "L")}Z"/>`);
    const over = here === undefined ? "" : `<path d="M${sx(here)},${top}V${bottom}" stroke="${INK.text}" stroke-dasharray="2 3"/>${
      text(Math.min(sx(here) + 4, width - 70), top + 11, "your stack", "")}`;
    const sketch = sketched.length > 1 ? `<path d="${path(sketched.map(([a]) => a), sketched.map(([, b]) => b), sx, sy)}" fill="none" stroke="${
      INK.text}" stroke-width="2.5" stroke-dasharray="1 4" stroke-linecap="round"/>` : "";
    return { under: under.join(""), below: below.join(""), over: names.join("") + over + sketch };
  }

  read(x) {
    super.read(this.what?.hidden ? undefined : x);
    if (this.what?.hidden) this.said = "hidden until you have said what it does";
  }

  moved(event) {
    if (!this.sketching || !event.buttons) return super.moved(event);
    const [a, b] = [this.where(event), this.sy.back(event.clientY - this.canvas.getBoundingClientRect().top)];
    this.sketched = [...(this.sketched ?? []).filter(([x]) => Math.abs(this.sx(x) - this.sx(a)) > 3), [a, b]].sort((p, q) => p[0] - q[0]);
    this.draw();
  }
}

// A tab with one chart.
class OneChart {
  begin(panel, tool, template) {
    panel.innerHTML = own.templates[template].replaceAll("{key}", tool.key);
    this.tool = tool;
    this.plot = new Chart(panel.querySelector(".own-charts").appendChild(document.createElement("div")), "");
    this.plots = [this.plot];
  }
}

Object.assign(orbitronics, { OneChart, StackChart: Chart });
