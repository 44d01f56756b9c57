// One panel as SVG: scales, ticks, axes, text with sub- and superscripts.
const EDGE = { left: 42, right: 10, top: 24, bottom: 34 };
const INK = { text: "var(--live-text)", grid: "var(--live-grid)", zero: "var(--live-zero)" };
const PRINTED = { ground: "#ffffff", text: "#222222", grid: "#e4e4e4", zero: "#9a9a9a" }; // in their place in what is kept

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

// Say what stands in an element as HTML, which is not made anew where it is the same, or the same but for where paths go.
function put(element, html) {
  if (element.html === html) return;
  const ways = [];
  const rest = html.replace(/ d="([^"]*)"/g, (_, d) => ways.push(d) && "");
  if (element.rest !== rest) element.innerHTML = html;
  else element.querySelectorAll("path").forEach((one, i) => one.setAttribute("d", ways[i]));
  Object.assign(element, { html, rest });
}

// [text, italic, level, back] runs as <tspan>s
function tspans(runs) {
  let level = 0;
  return runs.map(([text, italic, at, back]) => {
    const shift = at === level ? "" : ` dy="${((level - at) * 0.36 * (at ? 1 / 0.72 : 1)).toFixed(2)}em"`;
    level = at;
    const aside = -0.55 * back || (shift && text.startsWith("/") && 0.15); // a subscript does not touch what follows
    return `<tspan${shift}${aside ? ` dx="${aside}em"` : ""}${at ? ' font-size="0.72em"' : ""}${
      italic ? ' font-style="italic" font-family="STIX Two Text, Cambria, Times New Roman, Times, serif"' : ""}>${
      escape(text)}</tspan>`;
  }).join("");
}

const plain = (runs) => runs.map(([text]) => text).join("");

const power = (n) => `10${String(n).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])}`;

// A linear or logarithmic scale from its domain to pixels [from, to].
function scale(domain, [from, to], log) {
  const [low, high] = domain;
  const f = log ? Math.log10 : (v) => v;
  const a = f(low);
  const slope = (to - from) / (f(high) - a);
  const at = (value) => from + (f(value) - a) * slope;
  const back = (pixel) => (log ? 10 ** (a + (pixel - from) / slope) : a + (pixel - from) / slope);
  return Object.assign(at, { back, domain });
}

// The smallest of 1, 2 and 5 times a power of ten that is not much below this.
function nice(about) {
  const unit = 10 ** Math.floor(Math.log10(about));
  return Number((unit * [1, 2, 5, 10].find((times) => times * unit >= 0.75 * about)).toPrecision(6));
}

function ticks([low, high], count, log) {
  const found = [];
  if (log && high / low > 50) {
    const every = Math.ceil(Math.log10(high / low) / count);
    for (let n = Math.ceil(Math.log10(low) - 1e-9); n <= Math.log10(high) + 1e-9; n += every) found.push(10 ** n);
    return found;
  }
  const step = nice((high - low) / count);
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) found.push(i * step);
  return found;
}

// The power of ten to take out of tick labels.
function taken(values) {
  const most = Math.max(...values.map(Math.abs));
  const n = most > 0 ? Math.floor(Math.log10(most) + 1e-9) : 0;
  return n > 3 || n < -2 ? n : 0;
}

const label = (value, n, digits = 6) => `${Number((value / 10 ** n).toPrecision(digits))}`.replace(/-/g, "−");

// With so many digits, zeros among them, and a power of ten where it would be long.
function number(value, digits = 4) {
  const most = Math.abs(value.toPrecision(digits));
  const short = most === 0 || (most >= 1e-3 && most < 1e5);
  const [size, n] = (short ? value.toPrecision(value ? digits : 1).replace(/.+e.+/, Number) : value.toExponential(digits - 1)).split("e");
  return size.replace("-", "−") + (n ? `×${power(Number(n))}` : "");
}
const complex = ([re, im]) => `${number(re)} ${im < 0 ? "−" : "+"}\u00a0${number(Math.abs(im))}\u00a0i`;

// A number that is read out: without zeros at its end, 10⁵ and not 1×10⁵.
const read = (value, most = 4) =>
  number(value, most).replace(/(\.\d*?)0+(?!\d)/, "$1").replace(/\.(?!\d)/, "").replace(/^(−?)1×/, "$1");

// The axes of a panel; `ink` names the colours.
function axes(panel, width, height, x, y, ink = INK) {
  const [left, right, top, bottom] = [EDGE.left, width - EDGE.right, EDGE.top, height - EDGE.bottom];
  const [sx, sy] = [scale(x, [left, right], panel.x_log), scale(y, [bottom, top], panel.y_log)];
  const xs = ticks(x, Math.max(2, (right - left) / 55), panel.x_log);
  const ys = ticks(y, Math.max(2, (bottom - top) / 34), panel.y_log);
  const up = panel.y_log && y[1] / y[0] > 50;
  const logs = panel.x_log && x[1] / x[0] > 50;
  const [nx, ny] = [logs ? 0 : taken(xs), up ? 0 : taken(ys)];
  const line = (x1, y1, x2, y2, colour) => `<path d="M${x1.toFixed(1)},${y1.toFixed(1)}L${x2.toFixed(1)},${
    y2.toFixed(1)}" stroke="${colour}" fill="none"/>`;
  const text = (at, down, anchor, inner, size = 11) => `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${
    anchor}" font-size="${size}">${inner}</text>`;
  const times = (n) => (n ? ` ×${power(n)}` : "");
  let out = "";
  for (const v of ys) {
    out += line(left, sy(v), right, sy(v), Math.abs(v) < 1e-12 * (y[1] - y[0]) ? ink.zero : ink.grid);
    out += text(left - 5, sy(v) + 4, "end", up ? power(Math.round(Math.log10(v))) : label(Math.abs(v) < 1e-12 * (y[1] - y[0]) ? 0 : v, ny));
  }
  for (const v of xs) {
    out += line(sx(v), bottom, sx(v), bottom + 4, ink.text);
    const said = logs ? power(Math.round(Math.log10(v))) : label(v, nx);
    out += text(Math.min(sx(v), width - 3.6 * said.length), bottom + 16, "middle", said);
  }
  if (x[0] < 0 && x[1] > 0) out += line(sx(0), top, sx(0), bottom, ink.zero);
  out += line(left, bottom, right, bottom, ink.text) + line(left, top, left, bottom, ink.text);
  out += text((left + right) / 2, height - 5, "middle", tspans(panel.x_label) + times(nx), 12.5);
  out += text(4, 12, "start", tspans(panel.y_label) + times(ny), 12.5);
  const [w, h] = [right - left, bottom - top];
  const view = { x: left, y: top, width: w, height: h, viewBox: `${left} ${top} ${w} ${h}` };
  const inner = (markup) => `<svg ${Object.entries(view).map(([name, value]) => `${name}="${value}"`).join(" ")}>${markup}</svg>`;
  return { markup: `<g fill="${ink.text}">${out}</g>`, sx, sy, view, inner };
}

// A drawing to keep or to print: these pieces of SVG in light colours, with lines of text at the bottom.
function sheet(width, height, pieces, lines = []) {
  const most = (line) => Math.floor((width - 20) / (/\s/.test(line) ? 5.4 : 7)); // characters; those of a link are wide
  const folded = lines.flatMap((line) => line.match(new RegExp(`.{1,${most(line)}}(\\s|$)|\\S{1,${most(line)}}`, "g")) ?? []);
  const size = [width, height + 16 * folded.length];
  const said = folded.map((line, i) => `<text x="12" y="${height + 16 * i + 8}" font-size="10.5">${escape(line.trim())}</text>`);
  return { size, text: `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(" ")}"
font-family="Helvetica, Arial, sans-serif" fill="${PRINTED.text}"><rect width="100%" height="100%" fill="#ffffff"/>
${[...pieces, ...said].join("\n").replace(/var\(--live-(\w+)\)|currentColor/g, (_, name = "text") => PRINTED[name] ?? orbitronics.data.colours[name.slice(1)])}</svg>` };
}

const nearest = (xs, x) => xs.reduce((best, at, i) => (Math.abs(at - x) <= Math.abs(xs[best] - x) ? i : best), 0);

// A range that holds these values, and the old one where it still fits.
function framed(values, old) {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high > low)) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2];
  if (old && old[0] <= low && high <= old[1] && high - low > 0.5 * (old[1] - old[0])) return old;
  return [low - 0.06 * (high - low), high + 0.06 * (high - low)];
}

// Where a key moves the reading of a chart, whose points within `range` can be read; undefined for other keys.
function stepped({ key }, xs, reading, range) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -xs.length, End: xs.length };
  if (!(key in steps)) return undefined;
  const now = reading === undefined ? Math.floor(xs.length / 2) : nearest(xs, reading);
  return Math.max(xs.findIndex((x) => x >= range[0]), Math.min(xs.findLastIndex((x) => x <= range[1]), now + steps[key]));
}

const FINE = 0.05; // px that a path may lie off the points that it leaves out
const within = (down) => Math.max(-9999, Math.min(9999, down));
const spot = (x, y) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;

// The path of a curve, within the scale along x and a little beyond, without the points that lie on a line between others.
function path(xs, ys, sx, sy) {
  const [low, high] = sx.domain;
  let [out, x, y, fromX, fromY] = [""]; // the last point of the curve, and that of the path
  let [least, most] = [Infinity, -Infinity]; // slopes with which the line goes on
  const turn = () => {
    out += `${out ? "L" : "M"}${spot(x, y)}`;
    [fromX, fromY, least, most] = [x, y, -Infinity, Infinity];
  };
  for (let i = 0; i < xs.length; i++) {
    if (xs[i + 1] < low) continue;
    const [across, down] = [sx(xs[i]), within(sy(ys[i]))];
    const slope = (down - fromY) / (across - fromX);
    if (out && !(slope >= least && slope <= most)) turn();
    [x, y] = [across, down];
    const [now, reach] = [(y - fromY) / (x - fromX), FINE / Math.abs(x - fromX)];
    if (out) [least, most] = [Math.max(least, now - reach), Math.min(most, now + reach)];
    else turn();
    if (xs[i] > high) break;
  }
  if (x !== fromX || y !== fromY) turn();
  return out;
}

// Marks tell curves apart without their colour; those of the n-th are not where the other curves have theirs.
const SHAPES = ["m-3,0a3,3 0 1 0 6,0a3,3 0 1 0 -6,0", "m-3,-3h6v6h-6z", "m0,-4l4,7h-8z", "m0,-4.5l4,4.5l-4,4.5l-4,-4.5z"];

function marks(xs, ys, sx, sy, n, shape) {
  const [low, high] = sx.domain;
  const [from, to] = [xs.find((x) => x >= low), xs.findLast((x) => x <= high)].map(sx);
  const at = [0.04, 0.24, 0.44, 0.64, 0.84].map((part) => sx.back(from + (part + 0.05 * (n % 4)) * (to - from)));
  return at.map((x) => xs.findIndex((one) => one >= x)).map((i) => `M${spot(sx(xs[i]), within(sy(ys[i])))}${shape}`).join("");
}

// Points of data with their errors.
const dots = (points, sx, sy) => points.map(({ x, y, error }) => `<path d="M${sx(x)},${sy(y - error)}V${sy(y + error)}" stroke="${
  INK.text}"/><circle cx="${sx(x)}" cy="${sy(y)}" r="3.5" fill="none" stroke="${INK.text}" stroke-width="1.5"/>`).join("");

function strokes({ colour, dashed, old, stressed }) {
  return `fill="none" stroke="${colour}" stroke-width="${old ? 1.2 : stressed ? 3.5 : 2}" stroke-linejoin="round"${
    old ? ' opacity="0.45"' : ""}${dashed ? ' stroke-dasharray="5 3"' : ""}`;
}

Object.assign(orbitronics, { EDGE, INK, SHAPES, axes, complex, dots, escape, framed, marks, nearest, nice, number, path, plain, put, read, sheet, stepped, strokes, tspans });
