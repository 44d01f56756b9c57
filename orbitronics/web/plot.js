// One chart as SVG: curves with marks, points of data, and a cursor that reads them out, by pointer and by arrow keys.
// What extends it has `curves`, says what is drawn, lines(), and what is read, rows(); labels and units of the axes are its own.
const { EDGE, INK, axes, dots, marks, nearest, path, put, read, sheet, stepped, strokes } = orbitronics;

class Plot {
  size = [0, 0];
  points = [];

  constructor(box, canvas, head) { // the last two take the drawing, and say where it is read
    Object.assign(this, { box, canvas, head });
    canvas.innerHTML = '<svg width="100%" height="100%" aria-hidden="true"><g></g><g></g><g></g></svg>';
    [this.back, this.area, this.front] = canvas.firstChild.children;
    canvas.addEventListener("pointermove", (event) => this.sx && this.moved(event));
    canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.reads()); // what a finger showed stays
    canvas.addEventListener("keydown", (event) => this.pressed(event) && event.preventDefault());
  }

  more() { return {}; } // what else is drawn: `under` all, `below` and `over` the curves
  moved(event) { this.reads(this.where(event)); }
  reads(x) { this.read(x); }

  where(event) { // a pointer is along x
    const x = this.sx.back(event.clientX - this.canvas.getBoundingClientRect().left);
    return Math.max(this.range[0], Math.min(this.range[1], x));
  }

  // The chart at this size, with these ranges: its axes, its curves, and the scales.
  drawn(width, height, x, y) {
    const key = JSON.stringify([width, height, x, y, this.x_log, this.x_label, this.y_label]);
    if (this.frame?.key !== key) this.frame = { key, ...axes(this, width, height, x, y) };
    const { markup, sx, sy, inner } = this.frame;
    const { under = "", below = "", over = "" } = this.more(sx, sy, width, height);
    const lines = this.lines();
    const drawn = lines.map((one) => `<path d="${path(one.x, one.y, sx, sy)}" ${strokes(one)}/>`);
    const marked = lines.filter(({ mark, old }) => mark && !old).map((one, n) =>
      `<path fill="${one.colour}" d="${marks(one.x, one.y, sx, sy, n, one.mark)}"/>`);
    return { axes: markup + under, lines: inner(`${below}<g class="live-lines">${drawn.join("")}</g>${marked.join("")}${
      dots(this.points, sx, sy)}${over}`), sx, sy };
  }

  render(x, y) {
    const [width, height] = this.size;
    const { axes, lines, sx, sy } = this.drawn(width, height, x, y);
    Object.assign(this, { range: x, y, sx, sy });
    put(this.back, axes);
    put(this.area, lines);
    this.read(this.reading);
  }

  // Show the values at the computed point nearest to x, and nothing for undefined.
  read(x) {
    this.reading = x;
    const rows = this.rows();
    const inside = rows.length && this.range && x >= this.range[0] && x <= this.range[1];
    for (const { value } of this.curves) if (value) value.textContent = "";
    put(this.head, "");
    put(this.front, "");
    this.said = "";
    if (!inside) return;
    const xs = rows[0].x;
    const i = nearest(xs, x);
    const where = `${read(xs[i])} ${this.x_unit}`.trim();
    const [left, low] = [this.sx(xs[i]).toFixed(1), this.size[1] - EDGE.bottom];
    const seen = rows.flatMap(({ colour, ys }) => ys.map((y) => [colour, this.sy(y[i])])).filter(([, y]) => y >= EDGE.top && y <= low);
    put(this.head, `at ${where}${this.unit && `<span class="live-in">, in ${this.unit}</span>`}`);
    put(this.front, `<path d="M${left},${EDGE.top}V${low}" stroke="${INK.text}" stroke-width="0.7"/>${seen.map(([colour, y]) =>
      `<circle cx="${left}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`).join("")}`);
    for (const { value, says } of rows) value.textContent = says(i);
    this.said = `${this.x_words} ${where}; ${rows.map(({ called, says }) => `${called}: ${says(i)}`).join(", ")}${this.y_words}`;
  }

  pressed(event) { // whether it is one of a chart's
    const xs = this.rows()[0]?.x;
    const to = xs && this.range && stepped(event, xs, this.reading, this.range);
    if (to === undefined && event.key !== "Escape") return false;
    this.reads(xs?.[to]);
    const now = { now: to ?? 0, max: (xs?.length ?? 1) - 1, text: this.said };
    for (const [name, value] of Object.entries(now)) this.canvas.setAttribute(`aria-value${name}`, value);
    return true;
  }
}

// Charts beside each other as one SVG in light colours, with `lines` of text below.
function drawing(plots, columns, [width, height], lines) {
  const [title, row] = [20, 16];
  const down = title + height + row * Math.max(...plots.map(({ keys }) => keys.length)) + 14;
  const parts = plots.map((plot, n) => {
    const { axes, lines } = plot.drawn(width, height, ...plot.view);
    const keys = plot.keys.map((one, i) => `<g transform="translate(${EDGE.left},${height + 14 + row * i})"><path d="M0,-4H22" ${
      strokes(one)}/><path fill="${one.colour}" d="M11,-4${one.mark}"/><text x="28" font-size="11">${one.label}</text></g>`);
    return `<g transform="translate(${(n % columns) * width + 8},${Math.floor(n / columns) * down + title})"><text x="4" y="-6" font-size="12">${
      plot.heading}</text>${axes}${lines}${keys.join("")}</g>`;
  });
  return sheet(columns * width + 16, Math.ceil(plots.length / columns) * down + 8, parts, lines);
}

Object.assign(orbitronics, { Plot, drawing });
