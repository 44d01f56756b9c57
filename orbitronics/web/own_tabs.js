// The budget of angular momentum as a picture, and what a laboratory measures.
const { answers, complex, escape, model, number, own, sheet, table, tabs } = orbitronics;
const { magnets, usual } = answers;

// An arrow from one point to another, as wide as what it carries; the other way for a negative value.
function arrow([x1, y1], [x2, y2], value, most, colour, dotted) {
  const part = Math.abs(value) / most;
  if (!(part > 0.005)) return "";
  if (value < 0) [x1, y1, x2, y2] = [x2, y2, x1, y1];
  const [w, length] = [1.2 + 15 * part, Math.hypot(x2 - x1, y2 - y1)];
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(5 + 0.8 * w, 0.6 * length);
  const [bx, by] = [x2 - head * ux, y2 - head * uy];
  const side = (0.5 * w + 3.5);
  return `<path d="M${x1},${y1}L${bx},${by}" stroke="${colour}" stroke-width="${w.toFixed(1)}"${dotted ? ' stroke-dasharray="3 3"' : ""}/><path fill="${colour}" d="M${
    (bx - side * uy).toFixed(1)},${(by + side * ux).toFixed(1)}L${x2},${y2}L${(bx + side * uy).toFixed(1)},${(by - side * ux).toFixed(1)}Z"/>`;
}

const text = (x, y, said, anchor = "middle", more = "") => `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="11"${more}>${said}</text>`;

// The picture: layers beside each other from the bottom (left) to the top (right), orbital moment above, spin below,
// in a panel so wide, where that leaves the layers their room.
function picture(rows, names, part, room) {
  const layers = names.map((name) => rows[name]);
  const of = (pair) => (pair ? pair[part] : 0);
  const most = Math.max(...layers.flatMap(({ spin, orbital }) => [...Object.values(spin), ...Object.values(orbital)].map((pair) => Math.abs(of(pair)))), 1e-300);
  const [left, right, top, orbital, spin, bottom] = [76, 40, 34, 120, 225, 312];
  const w = Math.round(Math.max(176, Math.min(236, (room - left - right) / names.length)));
  const [blue, orange, green] = ["var(--live-c0)", "var(--live-c1)", "var(--live-c2)"]; // orbital, spin, magnetisation
  const label = (x, y, value, anchor) => (Math.abs(value) > 0.005 * most ? text(x, y, `${Number(Math.abs(value).toPrecision(3))}`, anchor) : "");
  const out = names.map((name, i) => {
    const [x, row, magnet] = [left + i * w, layers[i], "exchange" in layers[i].spin && of(layers[i].spin.exchange) !== 0];
    const c = x + w / 2;
    const v = Object.fromEntries([...Object.entries(row.spin).map(([key, pair]) => [`s_${key}`, of(pair)]), ...Object.entries(row.orbital).map(([key, pair]) => [`o_${key}`, of(pair)])]);
    return `<rect x="${x}" y="${top}" width="${w}" height="${bottom - top}" fill="currentColor" opacity="${magnet ? 0.09 : 0.03}"/><path d="M${x},${top}V${bottom}M${x + w},${top}V${
      bottom}" stroke="var(--live-grid)"/>${text(c, top - 20, `<tspan font-weight="bold">${escape(name)}</tspan>`)}${text(c, top - 6, "lattice", "middle", ' opacity="0.75"')}${
      text(c + 40, bottom + 14, "lattice", "middle", ' opacity="0.75"')}${magnet ? text(c - 35, bottom + 14, "magnetisation", "middle", ` fill="${green}"`) : ""}${
      arrow([c, orbital - 12], [c, top + 4], v.o_lattice, most, blue)}${label(c + 12, top + 34, v.o_lattice, "start")}${
      arrow([c + 40, spin + 12], [c + 40, bottom - 2], v.s_spin_flip, most, orange)}${label(c + 52, spin + 50, v.s_spin_flip, "start")}${
      arrow([c - 35, spin + 12], [c - 35, bottom - 2], v.s_exchange, most, green)}${label(c - 47, spin + 50, v.s_exchange, "end")}${
      arrow([c, spin - 12], [c, orbital + 12], v.s_to_orbital, most, blue)}${label(c + 10, (spin + orbital) / 2 + 4, v.s_to_orbital, "start")}${
      arrow([c - 45, orbital - 12], [c - 45, top + 4], v.o_cross_o, most, "var(--live-c3)", true)}${arrow([c + 60, spin - 12], [c + 60, orbital + 30], v.s_cross_s, most, "var(--live-c3)", true)}${
      label(c + 56, orbital + 26, v.s_cross_s, "end")}${label(c - 56, top + 34, v.o_cross_o, "end")}${
      [["o", orbital, blue], ["s", spin, orange]].map(([m, y, colour]) => `${arrow([x - 24, y], [x + 24, y], i ? v[`${m}_in`] : 0, most, colour)}${i ? label(x, y - 14, v[`${m}_in`]) : ""}${
        arrow([x + w - 24, y], [x + w + 24, y], i === names.length - 1 ? v[`${m}_out`] : 0, most, colour)}${i === names.length - 1 ? label(x + w - 2, y - 14, v[`${m}_out`]) : ""}${
        i ? "" : `${arrow([x - 24, y], [x + 24, y], v[`${m}_in`], most, colour)}${label(x + 4, y - 14, v[`${m}_in`])}`}`).join("")}`;
  });
  const width = left + names.length * w + right;
  const small = Math.max(0.85, Math.min(1, room / width));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${small * width}" height="${small * 336}" viewBox="0 0 ${width} 336" fill="currentColor" font-family="inherit" role="img" aria-label="Where the angular momentum goes; the table below has the numbers">${
    text(4, orbital + 4, "orbital", "start", ` fill="${blue}"`)}${text(4, spin + 4, "spin", "start", ` fill="${orange}"`)}${out.join("")}</svg>`;
}

tabs.budget = class Budget {
  build(panel) { panel.innerHTML = own.templates.budget; }

  show({ sample, asked, options, view }) {
    const rows = asked.solution.budget();
    const part = view.part === "1" ? 1 : 0;
    this.panel.querySelector("select").value = `${part}`;
    const [drawing, numbers] = this.panel.querySelectorAll(".own-scroll");
    drawing.innerHTML = picture(rows, model.names(sample), part, drawing.clientWidth);
    this.panel.querySelector(".own-note").textContent = `Per field, in Ω⁻¹ m⁻¹, in the common frame of the stack, bottom at the left. Arrows are as wide as what they carry; what is below half a per cent of the largest is left out.${
      options.closure === "paper" ? " Dashed: what the paper's closure takes or supplies without a process." : ""}`;
    this.lines = Object.entries(rows).flatMap(([place, moments]) => Object.entries(moments).flatMap(([moment, row]) =>
      Object.entries(row).map(([name, value]) => [place, moment, own.said[name], ...value])));
    numbers.innerHTML = table(["place", "moment", "what", "value (Ω⁻¹ m⁻¹)"], this.lines.map(([place, moment, said, ...value]) =>
      [escape(place), moment, said, complex(value)]));
  }

  drawing(lines) {
    const svg = this.panel.querySelector("svg");
    return sheet(Number(svg.getAttribute("width")), Number(svg.getAttribute("height")), [svg.outerHTML], lines);
  }

  csv() { return [["place", "moment", "what", "real part (Ω⁻¹ m⁻¹)", "imaginary part (Ω⁻¹ m⁻¹)"], ...this.lines]; }
};

tabs.laboratory = class Laboratory {
  show({ sample, asked, options }) {
    // several curves are a row each, but damping- and field-like are one complex number
    const all = answers.catalogue(sample, options).flatMap((one) => (!one.parts[1] || one.parts[1].dashed ? one
      : one.parts.map((part) => ({ ...one, title: `${one.title}: ${part.name}`, parts: [part] }))));
    this.lines = [];
    const rows = all.map(({ title, unit, why: unknown, parts }) => {
      let why = unknown;
      try {
        const found = why ? [] : parts.map((part) => part.of(asked));
        if (!why) this.lines.push([title, ...found, ...(found.length > 1 ? [] : [""]), unit]);
        if (!why) return [escape(title), found.length > 1 ? complex(found) : number(found[0], 6), unit];
      } catch (error) {
        why = error.message;
      }
      return [escape(title), `<em>${escape(why)}</em>`, ""];
    });
    const two = magnets(sample).length ? "Complex numbers are damping-like + i field-like, in the frame of each magnet's own magnetisation." : "This stack holds no magnet.";
    this.panel.innerHTML = `${table(["what", "value", "unit"], rows)}<p class="own-note">${two} The torque that counts is that of ${
      usual(options) === "absorbed" ? "Eq. (12), spin current in less spin current out, as the closure is the paper's" : "exchange"}.</p>${asked.isReciprocal ? "" : `<p class="live-warning">${own.warnings.reciprocal}</p>`}${
      options.closure === "paper" && model.layers(sample).some(({ material }) => material.kind === "Ferromagnet" && material.P_os !== 0)
        ? `<p class="live-warning">${own.warnings.exchange}</p>` : ""}`;
  }

  csv() { return [["what", "value, or damping-like part", "field-like part", "unit"], ...this.lines]; }
};
