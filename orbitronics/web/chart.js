// The panels of a figure: draws curves, reads them out, zooms, hides, freezes.
(() => {
  const { EDGE, SHAPES, axes, label, marks, path, strokes, tspans } = orbitronics;
  const SVG = "http://www.w3.org/2000/svg";
  const INK = { text: "var(--live-text)", grid: "var(--live-grid)", zero: "var(--live-zero)" };
  const PARTS = ["real", "imag"];

  const number = (value, digits = 4) =>
    (value === 0 ? "0" : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3 ? value.toExponential(digits - 1)
      : value.toPrecision(digits)).replace(/-/g, "−").replace(/e\+?/, "e");

  class Chart {
    constructor(root, declaration) {
      this.root = root;
      this.declaration = declaration;
      this.zoom = {}; // name of x -> [low, high]
      this.parts = new Set(declaration.panels.flatMap((panel) => panel.parts));
      declaration.colours.forEach((colour, i) => root.style.setProperty(`--live-k${i}`, colour));
      this.panels = declaration.panels.map((panel) => new Panel(this, panel));
      this.button("unzoom").onclick = () => this.zoomTo(null);
      this.button("freeze").onclick = () => root.set({}).then(() => this.freeze()); // the full grid
      for (const part of PARTS) this.button(part).onclick = () => this.toggle(part);
      this.#renew();
      new ResizeObserver(() => this.draw(true)).observe(root.querySelector(".live-panels"));
    }

    button(action) { return this.root.querySelector(`[data-do=${action}]`); }

    update(curves) {
      for (const curve of curves) this.panels.find(({ key }) => key === curve.panel).update(curve);
    }

    draw(all) { for (const panel of this.panels) if (panel.stale || all) panel.draw(all); }

    curves() {
      return this.panels.flatMap((panel) => panel.curves.filter(({ x }) => x).map(({ name, x, real, imag }) => ({
        panel: panel.key, curve: name, x: Array.from(x), real: Array.from(real), imag: Array.from(imag) })));
    }

    get on() { return PARTS.filter((part) => this.parts.has(part)); }

    toggle(part) {
      if (!this.parts.delete(part)) this.parts.add(part);
      this.#renew();
    }

    freeze() {
      const frozen = !this.frozen;
      this.frozen = frozen ? this.root.values : undefined;
      for (const panel of this.panels) panel.freeze(frozen);
      this.#renew();
    }

    #renew() {
      for (const part of PARTS) this.button(part).setAttribute("aria-pressed", this.parts.has(part));
      this.button("freeze").setAttribute("aria-pressed", Boolean(this.frozen));
      this.button("freeze").textContent = this.frozen ? "Release" : "Freeze";
      this.button("unzoom").disabled = !Object.keys(this.zoom).length;
      this.root.querySelector(".live-status").textContent = this.frozen
        ? "The frozen curves stay as thin lines." : "Point at a chart to read it; drag across it to zoom.";
      this.draw(true);
    }

    zoomTo(name, range) {
      if (name) this.zoom[name] = range;
      else this.zoom = {};
      this.#renew();
    }

    // Read out all panels with this quantity along x; null ends it.
    read(name, x) { for (const panel of this.panels) panel.read(panel.x === name ? x : null); }

    said() { return this.panels.map((panel) => panel.said).filter(Boolean).join("; "); }
  }

  class Panel {
    constructor(chart, panel) {
      Object.assign(this, panel, { chart, panel });
      this.box = chart.root.querySelector(`.live-panel[data-panel="${panel.key}"]`);
      this.plot = this.box.querySelector(".live-plot");
      this.unit = this.box.querySelector(".live-y-unit");
      this.svg = this.plot.appendChild(document.createElementNS(SVG, "svg"));
      this.svg.setAttribute("aria-hidden", "true");
      this.svg.innerHTML = '<g></g><svg class="live-area"><g class="live-lines"></g><g></g></svg><g></g>';
      [this.back, this.area, this.front] = this.svg.children;
      [this.lines, this.marks] = this.area.children;
      this.curves = panel.curves.map((curve, i, all) => {
        const row = this.box.querySelector(`.live-curve[data-curve="${CSS.escape(curve.name)}"]`);
        const colour = `var(--live-c${curve.colour})`;
        row.querySelector(".live-line").style.setProperty("--live-colour", colour);
        const mark = all.length > 1 ? SHAPES[i % SHAPES.length] : "";
        row.querySelector(".live-line").innerHTML = `<svg aria-hidden="true"><path d="M11,5${mark}"/></svg>`;
        const one = { ...curve, row, colour, mark, value: row.querySelector(".live-value"), hidden: false, paths: {} };
        row.onclick = () => {
          one.hidden = !one.hidden;
          row.setAttribute("aria-pressed", !one.hidden);
          this.draw(true);
        };
        const lines = this.lines.appendChild(document.createElementNS(SVG, "g"));
        const kinds = ["old", ""].flatMap((kind) => PARTS.map((part) => [kind, part]));
        lines.innerHTML = kinds.map(([kind, part]) => `<path ${strokes(part, colour, kind)}/>`).join("");
        kinds.forEach(([kind, part], n) => (one.paths[kind + part] = lines.children[n]));
        row.onmouseenter = () => this.#stress(one, true);
        row.onmouseleave = () => this.#stress(one, false);
        return one;
      });
      this.#listen();
    }

    #stress(curve, on) { for (const part of PARTS) curve.paths[part].setAttribute("stroke-width", on ? 3.5 : 2); }

    update({ curve, x, real, imag }) {
      Object.assign(this.curves.find(({ name }) => name === curve), { x, real, imag });
      this.stale = true;
    }

    freeze(on) {
      for (const curve of this.curves) curve.old = on ? { x: curve.x, real: curve.real, imag: curve.imag } : undefined;
    }

    shown() { // what is to be seen: [curve, part, data, old]
      return this.curves.filter(({ hidden, x }) => !hidden && x).flatMap((curve) => this.chart.on.flatMap((part) =>
        [[curve, part, curve, false], ...(curve.old ? [[curve, part, curve.old, true]] : [])]));
    }

    domain(fresh) {
      const known = this.curves.filter(({ x }) => x);
      const whole = [Math.min(...known.map(({ x }) => x[0])), Math.max(...known.map(({ x }) => x[x.length - 1]))];
      const x = this.chart.zoom[this.x] ?? whole;
      let [low, high, inside, all] = [Infinity, -Infinity, 0, 0];
      const limits = this.y_limits ?? [-Infinity, Infinity];
      const every = [];
      for (const [, part, data] of this.shown()) {
        for (let i = 0; i < data.x.length; i++) {
          const y = data[part][i];
          if (data.x[i] < x[0] || data.x[i] > x[1]) continue;
          all += 1;
          inside += y >= limits[0] && y <= limits[1];
          if (this.y_limits) every.push(y);
          if (y < low) low = y;
          if (y > high) high = y;
        }
      }
      if (!all) return { x, y: this.y ?? [0, 1] };
      if (this.y_limits && !this.chart.zoom[this.x]) { // a curve may leave the frame, but not all of them
        if (inside > 0.6 * all) return { x, y: this.y_limits };
        every.sort((a, b) => a - b);
        [low, high] = [every[Math.floor(0.1 * all)], every[Math.ceil(0.9 * all) - 1]];
      }
      if (!this.chart.zoom[this.x]) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
      if (!(high > low)) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2];
      const [a, b] = this.y ?? [0, 0];
      if (!fresh && a <= low && high <= b && high - low > 0.5 * (b - a)) return { x, y: this.y };
      return { x, y: [low - 0.06 * (high - low), high + 0.06 * (high - low)] };
    }

    draw(fresh) {
      const [width, height] = [this.plot.clientWidth, this.plot.clientHeight];
      if (!width || !this.curves.some(({ x }) => x)) return;
      this.stale = false;
      const { x, y } = this.domain(fresh);
      const frame = [width, height, ...x, ...y].join();
      fresh ||= frame !== this.frame;
      if (fresh) {
        this.frame = frame;
        Object.assign(this, { range: x, y }, axes(this, width, height, x, y, INK));
        this.back.innerHTML = this.markup;
        for (const [name, value] of Object.entries({ width, height })) this.svg.setAttribute(name, value);
        const [w, h] = [width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom];
        const inner = { x: EDGE.left, y: EDGE.top, width: w, height: h, viewBox: `${EDGE.left} ${EDGE.top} ${w} ${h}` };
        for (const [name, value] of Object.entries(inner)) this.area.setAttribute(name, value);
      }
      for (const curve of this.curves) {
        for (const part of PARTS) {
          const on = !curve.hidden && this.chart.parts.has(part);
          const d = (data) => (on && data?.x ? path(data.x, data[part], this.sx, this.sy, x) : "");
          curve.paths[part].setAttribute("d", d(curve));
          if (fresh) curve.paths[`old${part}`].setAttribute("d", d(curve.old));
        }
      }
      this.marks.innerHTML = this.marked(this.sx, this.sy, (curve) => curve.colour);
      if (this.reading !== undefined) this.read(this.reading);
    }

    marked(sx, sy, colour) {
      return this.shown().filter(([curve, , , old]) => curve.mark && !old).map(([curve, part], n) => `<path fill="${
        colour(curve)}" d="${marks(curve.x, curve[part], sx, sy, this.range, n % 4, curve.mark)}"/>`).join("");
    }

    // Show the values at the computed point nearest to x, and nothing for null.
    read(x) {
      this.reading = x ?? undefined;
      const found = this.curves.filter((curve) => curve.x && !curve.hidden);
      const inside = x !== null && found.length && x >= this.range[0] && x <= this.range[1];
      this.said = "";
      if (!inside) {
        this.front.innerHTML = "";
        for (const { value } of this.curves) value.textContent = "";
        this.box.querySelector(".live-x").textContent = "";
        return;
      }
      const i = nearest(found[0].x, x);
      const at = found[0].x[i];
      const where = `${label(at, 0, 4)} ${this.x_unit}`.trim();
      this.box.querySelector(".live-x").textContent = `at ${where}`;
      const left = this.sx(at).toFixed(1);
      let marks = `<path d="M${left},${EDGE.top}V${this.plot.clientHeight - EDGE.bottom}" stroke="${INK.text}"
        stroke-width="0.7"/>`;
      const spoken = [];
      const parts = this.chart.on;
      for (const curve of found) {
        const [re, im] = [curve.real[i], curve.imag[i]];
        const shown = parts.length > 1 ? `${number(re)} ${im < 0 ? "−" : "+"} ${number(Math.abs(im))} i`
          : parts.length ? `${number(curve[parts[0]][i])}${parts[0] === "imag" ? " i" : ""}` : "";
        curve.value.innerHTML = shown ? `${shown} ${this.unit.innerHTML}` : "";
        spoken.push(`${curve.name}: ${shown} ${this.y_unit}`);
        for (const part of parts) {
          const down = this.sy(curve[part][i]);
          if (down >= EDGE.top && down <= this.plot.clientHeight - EDGE.bottom) {
            marks += `<circle cx="${left}" cy="${down.toFixed(1)}" r="3" fill="${curve.colour}"/>`;
          }
        }
      }
      this.front.innerHTML = marks;
      this.said = `panel ${this.key}, ${this.x} = ${where}: ${spoken.join(", ")}`;
    }

    #listen() {
      const { plot, chart } = this;
      const at = (event) => event.clientX - plot.getBoundingClientRect().left;
      const where = (pixel) => Math.max(this.range[0], Math.min(this.range[1], this.sx.back(pixel)));
      let from; // where a drag began
      plot.addEventListener("pointerdown", (event) => {
        if (!this.sx) return;
        if (event.pointerType === "mouse" && event.button === 0) from = at(event);
        chart.read(this.x, where(at(event)));
      });
      plot.addEventListener("pointermove", (event) => {
        if (!this.sx) return;
        chart.read(this.x, where(at(event)));
        if (from === undefined || !event.buttons) return;
        const [a, b] = [from, at(event)].sort((p, q) => p - q);
        this.front.innerHTML += `<rect x="${a}" y="${EDGE.top}" width="${b - a}" height="${
          plot.clientHeight - EDGE.top - EDGE.bottom}" fill="${INK.text}" opacity="0.15"/>`;
      });
      plot.addEventListener("pointerup", (event) => {
        if (from === undefined) return;
        const ends = [from, at(event)].sort((p, q) => p - q);
        if (ends[1] - ends[0] > 8) chart.zoomTo(this.x, ends.map(where));
        from = undefined;
      });
      plot.addEventListener("pointerleave", (event) => {
        from = undefined;
        if (event.pointerType === "mouse") chart.read(this.x, null); // what a finger showed stays
      });
      plot.addEventListener("dblclick", (event) => (chart.zoom[this.x] ? chart.zoomTo(null) : this.#closer(where(at(event)))));
      plot.addEventListener("blur", () => chart.read(this.x, null));
      plot.addEventListener("keydown", (event) => this.#key(event));
    }

    #closer(x) {
      const [low, high] = this.range.map(this.sx);
      const quarter = (high - low) / 4;
      const middle = Math.max(low + quarter, Math.min(high - quarter, this.sx(x)));
      this.chart.zoomTo(this.x, [this.sx.back(middle - quarter), this.sx.back(middle + quarter)]);
    }

    #key(event) {
      const { x } = this.curves.find((curve) => curve.x) ?? {};
      if (!x || event.ctrlKey || event.metaKey || event.altKey) return;
      const i = this.reading === undefined ? Math.floor(x.length / 2) : nearest(x, this.reading);
      const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -x.length, End: x.length };
      if (event.key in steps) {
        const first = x.findIndex((v) => v >= this.range[0]);
        const last = x.findLastIndex((v) => v <= this.range[1]);
        this.chart.read(this.x, x[Math.max(first, Math.min(last, i + steps[event.key]))]);
        this.chart.root.querySelector(".live-status").textContent = this.chart.said();
      } else if (event.key === "+") this.#closer(x[i]);
      else if (event.key === "-" || event.key === "0") this.chart.zoomTo(null);
      else if (event.key === "Escape") this.chart.read(this.x, null);
      else return;
      event.preventDefault();
    }
  }

  const nearest = (xs, x) => xs.reduce((best, at, i) => (Math.abs(at - x) <= Math.abs(xs[best] - x) ? i : best), 0);

  // The whole figure as one SVG in light colours, to keep or to print.
  function drawing(chart) {
    const { panels, declaration: { columns, colours } } = chart;
    const ink = { text: "#222222", grid: "#e4e4e4", zero: "#9a9a9a" };
    const [width, height, title, row] = [340, 220, 20, 16];
    const legend = row * Math.max(...panels.map(({ curves }) => curves.length));
    const down = title + height + legend + 14;
    const parts = panels.map((panel, n) => {
      const { markup, sx, sy } = axes(panel, width, height, panel.range, panel.y, ink);
      const plain = ({ colour }) => colours[colour.match(/\d+/)[0]];
      const lines = panel.shown().map(([curve, part, data, old]) =>
        `<path d="${path(data.x, data[part], sx, sy, panel.range)}" ${strokes(part, plain(curve), old)}/>`).join("");
      const [w, h] = [width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom];
      const names = panel.curves.filter(({ hidden }) => !hidden).map((curve, i) =>
        `<g transform="translate(${EDGE.left},${height + 14 + row * i})"><path d="M0,-4H22" ${
          strokes("real", plain(curve))}/><path fill="${plain(curve)}" d="M11,-4${curve.mark}"/><text x="28" font-size="11">${tspans(curve.label)}</text></g>`);
      return `<g transform="translate(${(n % columns) * width + 8},${Math.floor(n / columns) * down + title})">
  <text x="4" y="-6" font-size="12">(${panel.key}) ${tspans(panel.title)}</text>${markup}
  <svg x="${EDGE.left}" y="${EDGE.top}" width="${w}" height="${h}" viewBox="${EDGE.left} ${EDGE.top} ${w} ${h}">${
    lines}${panel.marked(sx, sy, plain)}</svg>${names.join("")}</g>`;
    });
    const size = [columns * width + 16, Math.ceil(panels.length / columns) * down + 24];
    return { size, text: `<svg xmlns="${SVG}" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(" ")}"
  font-family="Helvetica, Arial, sans-serif" fill="${ink.text}"><rect width="100%" height="100%" fill="#ffffff"/>
  ${parts.join("\n")}<text x="12" y="${size[1] - 8}" font-size="11">solid: real part${
    chart.parts.has("imag") ? "; dashed: imaginary part" : ""}</text></svg>` };
  }

  Object.assign(orbitronics, { Chart, drawing, number });
})();
