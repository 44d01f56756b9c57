// One chart of curves, bands, points and marks as SVG, read out by pointer and arrow keys.
const { EDGE, INK, SHAPES, axes, dots, escape, framed, marks, nearest, number, own, path, plain, put, read, sheet, stepped, tell } = orbitronics;
const colour = ({ colour: i }) => `var(--live-c${i})`;

class Plot {
  constructor(box, title) {
    this.box = box;
    box.className = "own-plot";
    box.innerHTML = `<div class="own-plot-title"><span>${title}</span><span class="own-at"></span></div><div class="own-canvas" tabindex="0"
      role="slider" aria-roledescription="chart" aria-valuenow="0" aria-label="${escape(box.title || "chart")}: arrow keys read out the curves">
      <svg aria-hidden="true"><g></g><g></g><g></g></svg></div><div class="own-legend"></div>`;
    box.removeAttribute("title");
    [, this.canvas, this.legend] = box.children;
    [this.back, this.area, this.front] = (this.svg = this.canvas.firstElementChild).children;
    [this.title, this.at] = box.firstChild.children;
    const where = (event) => event.clientX - this.canvas.getBoundingClientRect().left;
    this.canvas.addEventListener("pointermove", (event) => this.sx && (this.sketching && event.buttons
      ? this.#sketch(event) : this.read(this.sx.back(where(event)))));
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.read());
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => {
      this.size = [this.canvas.clientWidth, this.canvas.clientHeight];
      this.draw();
    }).observe(this.canvas);
  }

  // what: {x: {label, log, factor, unit}, y: {label}, curves: [{name, html, x, y, dashed, colour}], edges, bands, points, here}
  show(what) {
    this.what = what;
    this.draw();
  }

  draw() {
    const [width, height] = this.size ?? [0, 0]; // which is not asked for, as that would lay out the page for each chart
    if (!this.what || !width) return;
    this.canvas.style.touchAction = this.sketching ? "none" : "";
    for (const [name, value] of Object.entries({ width, height })) this.svg.setAttribute(name, value);
    Object.assign(this, this.drawn(width, height));
    put(this.back, this.frame);
    put(this.area, this.lines);
    put(this.legend, this.what.curves.map((one, i) => one.html && `<span class="own-key"><svg width="26" height="10" aria-hidden="true"><path d="M1,5H25"
      stroke="${colour(one)}" stroke-width="2"${one.dashed ? ' stroke-dasharray="5 3"' : ""}/>${one.dashed ? "" : `<path
      fill="${colour(one)}" d="M13,5${SHAPES[i % 4]}"/>`}</svg>${one.html}<span class="own-value"></span></span>`).join(""));
    this.read(this.reading);
  }

  // The chart at this size: axes with what lies below the curves, the curves, and the scales.
  drawn(width, height) {
    const { x, y, curves, hidden, edges = [], bands = [], points = [], here, old = [] } = this.what;
    const ends = curves.flatMap((one) => [one.x[0], one.x.at(-1)]);
    const domain = [Math.min(...ends), Math.max(...ends)];
    const ys = [...curves, ...old].flatMap((one) => Array.from(one.y)).concat(bands.flatMap((one) => [...one.low, ...one.high]),
      points.flatMap(({ y, error }) => [y - error, y + error])).filter(Number.isFinite);
    const key = JSON.stringify(y.label);
    const span = framed([0, ...ys, ...(hidden ? ys.map((one) => -one) : [])], key === this.key ? this.span : undefined);
    const { markup, sx, sy, inner } = axes({ x_log: x.log, x_label: x.label, y_label: y.label }, width, height, domain, span);
    const [top, bottom] = [EDGE.top, height - EDGE.bottom];
    const below = edges.map(({ from, to, shade, name }) => `<rect x="${sx(from)}" y="${top}" width="${Math.max(0, sx(to) - sx(from))}" height="${bottom - top}" fill="${
      INK.text}" opacity="${shade ? 0.09 : 0.02}"/>${sx(to) - sx(from) > 9 * name.length ? `<text x="${(sx(from) + sx(to)) / 2}" y="${bottom - 5}" text-anchor="middle" font-size="11" fill="${
      INK.text}">${escape(name)}</text>` : ""}<path d="M${sx(to)},${top}V${bottom}" stroke="${INK.grid}"/>`);
    const line = (one, i, faint) => `<path d="${path(one.x, one.y, sx, sy)}" fill="none" stroke="${colour(one)}" stroke-width="${
      faint ? 1.2 : 2}"${faint ? ' opacity="0.5"' : ""} stroke-linejoin="round"${one.dashed ? ' stroke-dasharray="5 3"' : ""}/>${
      one.dashed || faint || one.x.length < 20 ? "" : `<path fill="${colour(one)}" d="${marks(one.x, one.y, sx, sy, i, SHAPES[i % 4])}"/>`}`;
    const out = [
      ...bands.map((one) => `<path opacity="0.2" fill="${colour(one)}" d="${path(one.x, one.high, sx, sy)}${
        path([...one.x].reverse(), [...one.low].reverse(), sx, sy).replace("M", "L")}Z"/>`),
      ...old.map((one, i) => line(one, i, true)), ...(hidden ? [] : curves).map((one, i) => line(one, i)),
      ...(here === undefined ? [] : [`<path d="M${sx(here)},${top}V${bottom}" stroke="${INK.text}" stroke-dasharray="2 3"/><text x="${
        Math.min(sx(here) + 4, width - 70)}" y="${top + 11}" font-size="11" fill="${INK.text}">your stack</text>`]),
      dots(points, sx, sy, INK.text),
      ...(this.sketched?.length > 1 ? [`<path d="${path(this.sketched.map(([a]) => a), this.sketched.map(([, b]) => b), sx, sy)}" fill="none" stroke="${
        INK.text}" stroke-width="2.5" stroke-dasharray="1 4" stroke-linecap="round"/>`] : []),
    ];
    return { frame: markup + below.join(""), lines: inner(out.join("")), sx, sy, domain, span, key };
  }

  // Values at the computed point nearest to x, in the legend.
  read(x) {
    this.reading = x;
    const values = this.legend.querySelectorAll(".own-value");
    const { front, domain } = this;
    const { curves, x: along, y } = this.what ?? { curves: [] };
    const list = curves[0]?.x;
    this.said = this.what?.hidden ? "hidden until you have said what it does" : "";
    if (x === undefined || this.what.hidden || !list?.length || x < domain[0] || x > domain[1]) {
      put(front, "");
      for (const one of values) one.textContent = "";
      this.at.textContent = "";
      return;
    }
    const i = nearest(list, x);
    put(front, `<path d="M${this.sx(list[i])},${EDGE.top}V${this.size[1] - EDGE.bottom}" stroke="${INK.text}" stroke-width="0.7"/>`);
    this.at.textContent = `at ${read(list[i])} ${along.unit}`.trim();
    const named = curves.filter((one) => one.html);
    named.forEach((one, n) => (values[n].textContent = ` ${number(one.y[i])}`));
    this.said = `${plain(along.label)}: ${read(list[i])}; ${named.map((one) => `${one.name}: ${number(one.y[i])}`).join(", ")}, ${plain(y.label)}`;
  }

  #key(event) {
    const list = this.what?.curves[0]?.x;
    const to = list && stepped(event, list, this.reading, this.domain);
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    this.read(list?.[to]);
    tell(this.canvas, to ?? 0, list ?? [], this.said);
  }

  #sketch(event) {
    const box = this.canvas.getBoundingClientRect();
    const [a, b] = [this.sx.back(event.clientX - box.left), this.sy.back(event.clientY - box.top)];
    this.sketched = [...(this.sketched ?? []).filter(([x]) => Math.abs(this.sx(x) - this.sx(a)) > 3), [a, b]].sort((p, q) => p[0] - q[0]);
    this.draw();
  }
}

// Charts beside each other as one SVG in light colours, with lines of text below.
function drawing(plots, lines) {
  const [width, height, columns] = [430, 300, Math.min(2, plots.length)];
  const parts = plots.map((plot, n) => {
    const { frame, lines } = plot.drawn(width - 10, height);
    const keys = plot.what.curves.filter((one) => one.html).map((one, i) => `<g transform="translate(${45 + 190 * (i % 2)},${height + 14 + 14 * (i >> 1)})"><path d="M0,-4H22" stroke-width="2" stroke="${colour(one)}"${one.dashed ? ' stroke-dasharray="5 3"' : ""}/><text x="27" font-size="11">${escape(one.name)}</text></g>`);
    return `<g transform="translate(${(n % columns) * width},${Math.floor(n / columns) * (height + 40) + 20})"><text x="8" y="-6" font-size="12">${
      escape(plot.title.textContent)}</text>${frame}${lines}${keys.join("")}</g>`;
  });
  return sheet(columns * width, Math.ceil(plots.length / columns) * (height + 40) + 20, parts, lines);
}

// A tab with one chart.
class OneChart {
  begin(panel, tool, template) {
    panel.innerHTML = own.templates[template];
    this.tool = tool;
    this.plot = new Plot(panel.querySelector(".own-charts").appendChild(document.createElement("div")), "");
    this.plots = [this.plot];
  }
}

Object.assign(orbitronics, { OneChart, Plot, plotDrawing: drawing });
