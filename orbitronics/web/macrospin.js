// The element <live-macrospin>: a magnetisation in motion, on the sphere and against time. `step` is compiled.

const POINTS = 600, STEP = 0.05, MOST = 40000; // shown; radians of precession in a step; steps

// The motion from a direction: m at POINTS times.
function motion(v, gamma) {
  const size = abs(v.B_x) + abs(v.B_y) + abs(v.B_z) + abs(v.B_K) + abs(v.B_K_y) + abs(v.b_DL) + abs(v.b_FL);
  const inner = Math.ceil(Math.min(MOST, gamma * size * v.duration / STEP) / (POINTS - 1)) || 1;
  const h = v.duration / (POINTS - 1) / inner;
  let m = [sin(v.theta) * cos(v.phi), 0, sin(v.theta) * sin(v.phi), 0, cos(v.theta), 0]; // complex, as all that is compiled
  return Array.from({ length: POINTS }, (_, n) => {
    for (let i = 0; n && i < inner; i++) m = step(m, v, gamma, h);
    return [m[0], m[2], m[4]];
  });
}

const line = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`).join("");

// The parts of a path before and behind the sphere.
function sides(points, near) {
  const parts = { front: "", back: "" };
  for (let i = 1; i < points.length; i++) parts[near[i] >= 0 ? "front" : "back"] += line([points[i - 1], points[i]]);
  return parts;
}

if (globalThis.customElements) {
  customElements.define("live-macrospin", class extends HTMLElement {
    connectedCallback() {
      if (this.given || !this.querySelector("script[type='application/json']")) return;
      this.given = JSON.parse(this.querySelector("script[type='application/json']").textContent);
      this.querySelector(".spin-static").hidden = true;
      for (const part of this.querySelectorAll(".spin-stage, .spin-room")) part.hidden = false;
      this.ball = this.querySelector(".spin-ball");
      this.chart = this.querySelector(".spin-chart");
      this.status = this.querySelector(".spin-status");
      this.play = this.querySelector("[data-do=play]");
      this.addEventListener("input", ({ target }) => target.dataset.name && this.draw());
      this.addEventListener("click", ({ target }) => {
        if (target.dataset.preset) this.set(target.dataset);
        if (target === this.play) this.run(this.play.getAttribute("aria-pressed") !== "true");
      });
      this.draw();
      this.setAttribute("state", "live");
    }

    disconnectedCallback() { this.run?.(false); }

    set({ preset, ...values }, by) {
      for (const [name, value] of Object.entries({ ...this.given.presets[preset], ...values })) this.querySelector(`[data-name="${name}"]`).value = value;
      if (!by) this.former = "";
      this.draw();
    }

    get values() { // in the units of the sliders, as links in the prose give them
      return Object.fromEntries([...this.querySelectorAll("[data-name]")].map((input) => [input.dataset.name, Number(input.value)]));
    }

    keep() { this.former = line(this.path.map((m) => this.seen(m))); }

    read() {
      const v = {};
      for (const input of this.querySelectorAll("[data-name]")) {
        const { factor, unit } = this.given.controls[input.dataset.name];
        v[input.dataset.name] = Number(input.value) * factor;
        input.nextElementSibling.textContent = `${Number(input.value)}${unit && ` ${unit}`}`.replace("-", "−");
      }
      return v;
    }

    seen([x, y, z]) { // on the picture, and how near
      const [right, up, near] = this.given.view.map((row) => row[0] * x + row[1] * y + row[2] * z);
      return [100 * right, -100 * up, near];
    }

    draw() {
      const v = this.read();
      this.path = motion(v, this.given.gamma);
      this.duration = v.duration;
      const seen = this.path.map((m) => this.seen(m));
      const turn = Array.from({ length: 121 }, (_, i) => this.seen([cos(i * Math.PI / 60), sin(i * Math.PI / 60), 0]));
      const equator = sides(turn, turn.map((p) => p[2])), path = sides(seen, seen.map((p) => p[2]));
      const axes = ["x", "y", "z"].map((name, i) => {
        const [x, y] = this.seen([0, 1, 2].map((j) => (i === j ? 1.2 : 0)));
        return `<path class="spin-axis" d="M0,0L${x.toFixed(1)},${y.toFixed(1)}"/><text x="${(1.1 * x).toFixed(1)}"`
          + ` y="${(1.1 * y + 4).toFixed(1)}">${name}</text>`;
      }).join("");
      this.ball.innerHTML = `<svg viewBox="-140 -140 280 280" role="img" aria-label="path of m on the unit sphere">`
        + `<circle class="spin-sphere" r="100"/><path class="spin-sphere" d="${equator.front}"/>`
        + `<path class="spin-sphere spin-back" d="${equator.back}"/>${axes}<path class="spin-before" d="${this.former ?? ""}"/>`
        + `<path class="spin-path spin-back" d="${path.back}"/>`
        + `<path class="spin-path" d="${path.front}"/><circle class="spin-begin" r="5" cx="${seen[0][0]}" cy="${seen[0][1]}"/>`
        + `<path class="spin-arrow"/><circle class="spin-end" r="6"/></svg>`;
      const room = [36, 26, 390, 216], wide = room[2] - room[0], high = room[3] - room[1]; // left, top, right, bottom
      const place = (i, value) => [room[0] + wide * i / (POINTS - 1), room[1] + high * (1 - value) / 2];
      const names = Object.keys(this.given.parts);
      const curves = names.map((name, i) =>
        `<path class="spin-curve spin-curve-${i}" d="${line(this.path.map((m, n) => place(n, m[i])))}"/>`).join("");
      const ticks = [-1, 0, 1].map((value) => `<path class="spin-grid" d="${line([place(0, value), place(POINTS - 1, value)])}"/>`
        + `<text x="${room[0] - 6}" y="${place(0, value)[1] + 4}" text-anchor="end">${value < 0 ? "−1" : value}</text>`).join("");
      const times = [0, 0.5, 1].map((part) => `<text x="${room[0] + part * wide}" y="${room[3] + 18}">`
        + `${Number((part * v.duration * 1e9).toPrecision(3))}${part === 1 ? " ns" : ""}</text>`).join("");
      const keys = names.map((name, i) => `<path class="spin-curve spin-curve-${i}" d="M${room[0] + 20 + 110 * i},10h30"/>`
        + `<text x="${room[0] + 70 + 110 * i}" y="14">m<tspan dy="3" font-size="10">${name.at(-1)}</tspan></text>`).join("");
      this.chart.innerHTML = `<svg viewBox="0 0 420 240" role="img" aria-label="components of m against time">`
        + `${ticks}${times}${curves}<path class="spin-now"/>${keys}</svg>`;
      this.at(POINTS - 1);
      const [x, y, z] = this.path.at(-1).map((part) => `${Number(part.toFixed(2))}`.replace("-", "−"));
      this.status.textContent = `After ${Number((v.duration * 1e9).toPrecision(3))} ns m = (${x}, ${y}, ${z}); the open circle is the start.`;
      this.dispatchEvent(new Event("drawn"));
    }

    at(n) { // show m at one time
      const [x, y] = this.seen(this.path[n]);
      const end = this.ball.querySelector(".spin-end");
      end.setAttribute("cx", x);
      end.setAttribute("cy", y);
      this.ball.querySelector(".spin-arrow").setAttribute("d", `M0,0L${x},${y}`);
      const left = 36 + 354 * n / (POINTS - 1);
      this.chart.querySelector(".spin-now").setAttribute("d", `M${left},26V216`);
    }

    run(on) {
      this.play.setAttribute("aria-pressed", on);
      this.play.textContent = on ? "Stop" : "Play";
      cancelAnimationFrame(this.frame);
      if (!on) return this.at(POINTS - 1);
      let begun;
      const step = (now) => {
        begun ??= now;
        const n = Math.floor((now - begun) / 10); // six seconds for the whole
        if (n >= POINTS) return this.run(false);
        this.at(n);
        this.frame = requestAnimationFrame(step);
      };
      this.frame = requestAnimationFrame(step);
    }
  });
} else globalThis.motion = motion; // for tests without a page
