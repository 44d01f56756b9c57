// The budget of angular momentum as a picture, and what a laboratory measures.
const { answers, complex, escape, model, number, own, sheet, table, tabs } = orbitronics;
const { magnets, usual } = answers;

// An arrow from one point to another, as wide as what it carries, and what is said of it; the other way for a negative value.
function arrow([x1, y1], [x2, y2], value, most, colour, dotted, said) {
  const part = Math.abs(value) / most;
  if (!(part > 0.005)) return "";
  if (value < 0) [x1, y1, x2, y2] = [x2, y2, x1, y1];
  const [w, length] = [1.2 + 15 * part, Math.hypot(x2 - x1, y2 - y1)];
  const [head, side] = [Math.min(5 + 0.8 * w, 0.6 * length), 0.5 * w + 3.5];
  return `<g transform="translate(${x1},${y1}) rotate(${(180 / Math.PI * Math.atan2(y2 - y1, x2 - x1)).toFixed(2)})" fill="${colour}" stroke="${colour}"><path d="M0,0H${length - head}" stroke-width="${
    w.toFixed(1)}"${dotted ? ' stroke-dasharray="3 3"' : ""}/><path stroke="none" d="M${length - head},${-side}L${length},0L${length - head},${side}Z"/></g>${said}`;
}

const text = (x, y, said, anchor = "middle", more = "") => `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="11"${more}>${said}</text>`;

// The picture in a panel so wide: layers beside each other from the bottom (left) to the top (right), orbital moment above,
// spin below; on a phone it is turned, and the layers lie on each other. Places are [along the layers, across them].
function picture(rows, names, part, room) {
  const layers = names.map((name) => ["spin", "orbital"].map((moment) => Object.fromEntries(Object.entries(rows[name][moment]).map(([key, pair]) => [key, pair[part]]))));
  const most = Math.max(...layers.flat().flatMap((row) => Object.values(row).map(Math.abs)), 1e-300);
  const turned = room < 600 && 0.85 * (116 + 176 * names.length) > room;
  const [left, right, top, orbital, spin, bottom] = turned ? [28, 62, 24, 100, 200, 290] : [76, 40, 34, 120, 225, 312];
  const w = turned ? 130 : Math.round(Math.max(176, Math.min(236, (room - left - right) / names.length)));
  const long = left + names.length * w + right;
  const [width, height] = turned ? [bottom + top, long] : [long, bottom + 24];
  const [blue, orange, green, pink] = [0, 1, 2, 3].map((i) => `var(--live-c${i})`); // orbital, spin, magnetisation, no process
  const at = ([along, across]) => (turned ? [across, long - along] : [along, across]);
  const flow = (from, to, value, colour, side = 1) => { // with its value beside it
    const [[x, y], steady] = [at(from.map((one, i) => (one + to[i]) / 2)), from[0] === to[0]];
    const [dx, dy, anchor] = turned === steady ? [0, turned && side < 0 ? 20 : turned ? -12 : -14, "middle"] : [turned ? 14 : 12 * side, 4, turned || side > 0 ? "start" : "end"];
    return arrow(at(from), at(to), value, most, colour, colour === pink, text(x + dx, y + dy, `${Number(Math.abs(value).toPrecision(3))}`, anchor));
  };
  const [quiet, name] = [' opacity="0.75"', (one) => `<tspan font-weight="bold">${escape(one.length > 18 ? `${one.slice(0, 17)}…` : one)}</tspan>`];
  const out = layers.map(([s, o], i) => {
    const [x, c, last] = [left + i * w, left + (i + 0.5) * w, i === layers.length - 1];
    const corners = [[x, top], [x, bottom], [x + w, bottom], [x + w, top]].map(at);
    return `<path d="M${corners.join("L")}Z" opacity="${s.exchange ? 0.09 : 0.03}"/><path d="M${corners[0]}L${corners[1]}M${corners[2]}L${corners[3]}" stroke="var(--live-grid)"/>${
      turned ? text(top + 4, corners[2][1] + 14, name(names[i]), "start") : `${text(c, top - 20, name(names[i]))}${text(c, top - 6, "lattice", "middle", quiet)}${text(c + 40, bottom + 14, "lattice", "middle", quiet)}${
        s.exchange ? text(c - 35, bottom + 14, "magnetisation", "middle", ` fill="${green}"`) : ""}`}${
      flow([c, orbital - 12], [c, top + 4], o.lattice, blue)}${flow([c + 40, spin + 12], [c + 40, bottom - 2], s.spin_flip, orange, turned ? -1 : 1)}${
      flow([c - 35, spin + 12], [c - 35, bottom - 2], s.exchange, green, -1)}${flow([c, spin - 12], [c, orbital + 12], s.to_orbital, blue)}${
      flow([c - 45, orbital - 12], [c - 45, top + 4], o.cross_o, pink, -1)}${flow([c + 60, spin - 12], [c + 60, orbital + 30], s.cross_s, pink, turned ? -1 : 1)}${
      [[o, orbital, blue], [s, spin, orange]].map(([one, y, colour]) => flow([x - 24, y], [x + 24, y], one.in, colour) + (last ? flow([x + w - 24, y], [x + w + 24, y], one.out, colour) : "")).join("")}`;
  });
  const lanes = [[orbital, "orbital", blue], [spin, "spin", orange]].map(([y, said, colour]) => (turned ? text(y, 24, said, "middle", ` fill="${colour}"`) : text(4, y + 4, said, "start", ` fill="${colour}"`)));
  const ends = !turned ? "" : text(2, 24, "lattice", "start", quiet) + text(width - 2, 24, "lattice", "end", quiet) + (layers.some(([s]) => s.exchange) ? text(width - 2, 10, "magnetisation", "end", ` fill="${green}"`) : "");
  const small = Math.max(0.85, Math.min(1, room / width));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${small * width}" height="${small * height}" viewBox="0 0 ${width} ${height}" fill="currentColor" font-family="inherit" role="img" aria-label="Where the angular momentum goes; the table below has the numbers">${
    lanes.join("")}${ends}${out.join("")}</svg>`;
}

tabs.budget = class Budget {
  build(panel) { panel.innerHTML = own.templates.budget; }

  show({ sample, asked, options, view }) {
    const rows = asked.solution.budget();
    const part = view.part === "1" ? 1 : 0;
    this.panel.querySelector("select").value = `${part}`;
    const [drawing, numbers] = this.panel.querySelectorAll(".own-scroll");
    drawing.innerHTML = picture(rows, model.names(sample), part, drawing.clientWidth);
    this.panel.querySelector(".own-note").textContent = `Per field, in Ω⁻¹ m⁻¹, in the common frame of the stack, its bottom at the left, or below on a phone. Arrows are as wide as what they carry; what is below half a per cent of the largest is left out.${
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
    const rows = all.map(({ title, unit, why, parts }) => {
      try {
        if (why) throw new RangeError(why);
        const found = parts.map((part) => part.of(asked));
        this.lines.push([title, ...found, ...(found.length > 1 ? [] : [""]), unit]);
        return [escape(title), found.length > 1 ? complex(found) : number(found[0], 6), unit.replace(/ (?=[A-Zm√])/g, "\u00a0")]; // it breaks where it has words
      } catch ({ message }) {
        return [escape(title), `<em>${escape(message)}</em>`, ""];
      }
    });
    const kinds = magnets(sample).map(({ what }) => what);
    this.panel.innerHTML = `${table(["what", "value", "unit"], rows)}<p class="own-note">${kinds.length ? "Complex numbers are damping-like + i field-like, in the frame of each magnet's own magnetisation." : "This stack holds no magnet."}${
      !kinds.includes("layer") ? "" : ` The torque that counts is that of ${usual(options) === "absorbed" ? "Eq. (12), spin current in less spin current out, as the closure is the paper's" : "exchange"}.`}${
      kinds.includes("surface") ? " The torque on a magnet outside the stack is the spin that its interface takes up." : ""}</p>${asked.isReciprocal ? "" : `<p class="live-warning">${own.warnings.reciprocal}</p>`}${
      options.closure === "paper" && model.layers(sample).some(({ material }) => material.kind === "Ferromagnet" && material.P_os !== 0)
        ? `<p class="live-warning">${own.warnings.exchange}</p>` : ""}`;
  }

  csv() { return [["what", "value, or damping-like part", "field-like part", "unit"], ...this.lines]; }
};
