// <live-figure figure="fig3">: a figure of the library that recomputes in the page.
// attribute state: static, live or failed; property values; set({name: value}) -> promise; curves().
(() => {
  performance.mark("live-script");
  const base = new URL(".", document.currentScript.src);
  const REST = 80; // ms without a change before the full grid is drawn
  const BUDGET = 11; // ms of solving in a frame while a slider moves
  const GRIDS = [32, 40, 50, 64, 80, 100, 128, 160]; // points then; few kinds, so that the solver can reuse
  const PATIENCE = 800; // ms that formulas wait for the first curves

  const figures = new Map();
  let last = 0;

  // The worker, shared by all figures of the page, and the modules: asked for before anything else.
  const blocked = location.protocol === "file:" ? "browsers run no modules from a disk"
    : typeof WebAssembly === "object" ? "" : "this browser runs no WebAssembly";
  let engine, modules;
  if (!blocked) {
    modules = Promise.all(["chart", "controls", "share"].map((name) => import(new URL(`${name}.js`, base))));
    modules.catch(() => {}); // told by each figure
    engine = new Worker(new URL("worker.js", base), { type: "module" });
    engine.onmessage = ({ data }) => figures.get(data.key)?.hear(data);
    engine.onerror = (event) => {
      event.preventDefault();
      for (const figure of figures.values()) figure.fail(new Error(event.message || "a file of the site is missing"));
    };
  }

  // Formulas are set when the first curves are there, or after a moment: setting them holds up the page.
  const first = new Promise((resolve) => {
    for (const end of ["drawn", "failed"]) addEventListener(end, resolve, { capture: true, once: true });
    setTimeout(resolve, PATIENCE);
  });
  if (window.MathJax && !window.MathJax.version) { // its settings, where it is loaded after this script
    const pageReady = () => first.then(() => window.MathJax.startup.defaultPageReady());
    window.MathJax.startup = { ...window.MathJax.startup, pageReady };
  }

  class LiveFigure extends HTMLElement {
    #waiting = []; // {id, resolve, reject} of set()
    #rate = {}; // ms a point when this value changes
    #busy = 0; // the id of the coarse grid that is being computed
    #again = false; // and something newer is wanted after it
    #moved = "";
    #id = 0;
    #values = {};

    connectedCallback() {
      if (this.key) return;
      this.key = `${++last}`;
      if (!this.hasAttribute("state")) this.setAttribute("state", "static");
      figures.set(this.key, this);
      this.ready = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
      this.ready.catch(() => {});
      this.begun = this.#begin();
      this.begun.catch((error) => this.fail(error));
    }

    async #begin() {
      if (blocked) throw new Error(blocked);
      this.text = this.querySelector(".live-declaration")?.textContent;
      const attributes = Object.fromEntries([...this.attributes].map(({ name, value }) => [name, value]));
      engine.postMessage({ key: this.key, open: this.text ?? JSON.stringify({ attributes }) });
      if (!this.text) { // a bare element
        this.innerHTML = await new Promise((hear) => (this.opened = hear));
        this.classList.add("live");
        this.text = this.querySelector(".live-declaration").textContent;
      }
      const [{ Chart }, { Controls, refusal }, { Share }] = await modules;
      const declaration = (this.declaration = JSON.parse(this.text));
      this.refusal = (name, value) => refusal(declaration, name, value);
      this.#values = { ...declaration.values, ...declaration.changed };
      this.chart = new Chart(this, declaration);
      this.controls = new Controls(this, declaration, (changes, moving) => this.#change(changes, moving));
      this.share = new Share(this, declaration);
      Object.assign(this.#values, this.share.fromLink());
      this.controls.show(this.#values);
      this.#coarse(); // and the full grid soon after
    }

    get state() { return this.getAttribute("state"); }

    get values() { return { ...this.#values }; }

    set values(changes) { this.set(changes).catch(() => {}); }

    async set(changes) {
      await this.begun;
      for (const [name, value] of Object.entries(changes)) {
        const why = this.refusal(name, value);
        if (!why) continue;
        this.controls.say(name, why);
        throw new RangeError(why);
      }
      this.#values = { ...this.#values, ...changes };
      this.controls.show(this.#values);
      return this.#wanted();
    }

    curves() { return this.chart?.curves() ?? []; }

    #change(changes, moving) { // by a reader
      this.#values = { ...this.#values, ...changes };
      this.#moved = Object.keys(changes).join();
      if (moving) this.#coarse();
      else this.#wanted().catch(() => {});
    }

    #coarse() {
      clearTimeout(this.timer);
      if (this.#busy) {
        this.#again = true;
        return;
      }
      const rate = this.#rate[this.#moved];
      this.#busy = this.#send(GRIDS.findLast((points) => points * rate <= BUDGET) ?? GRIDS[0], false);
    }

    #wanted() { // the full grid; resolves when it is drawn
      clearTimeout(this.timer);
      this.#again = false;
      return new Promise((resolve, reject) => {
        if (this.error) return reject(this.error);
        this.#waiting.push({ id: this.#send(this.declaration.points, true), resolve, reject });
      });
    }

    #send(points, full) {
      const values = JSON.stringify(this.#values);
      engine.postMessage({ solve: true, key: this.key, id: ++this.#id, values, points, full });
      return this.#id;
    }

    hear(data) { // from the worker
      if ("opened" in data) {
        Object.assign(this, { kernel: data.kernel, boot: data.boot });
        return this.opened?.(data.opened);
      }
      if (data.about) return this.share.about(data.about);
      if (data.failed) {
        if (!data.id) return this.fail(new Error(data.failed));
        this.controls.say(this.#moved, data.failed.trim().split("\n").at(-1));
      }
      if (this.#busy && data.id >= this.#busy) { // or something newer, which took its place
        const rate = data.ms / data.points;
        if (data.id === this.#busy) this.#rate[this.#moved] = 0.5 * (this.#rate[this.#moved] ?? rate) + 0.5 * rate;
        this.#busy = 0;
        if (this.#again) this.#coarse();
        else if (data.id === this.#id && !data.full) this.timer = setTimeout(() => this.#wanted().catch(() => {}), REST);
        this.#again = false;
      }
      const show = () => {
        const begin = performance.now();
        if (this.state === "static" && !data.failed) this.setAttribute("state", "live");
        if (data.curves) this.chart.update(data.curves);
        this.chart.draw();
        if (data.full) this.resolve(); // of `ready`
        const detail = { full: data.full, points: data.points, solve: data.ms, draw: performance.now() - begin };
        this.dispatchEvent(new CustomEvent("drawn", { detail }));
        if (!data.full && !data.failed) return;
        for (const one of this.#waiting.filter(({ id }) => id <= data.id)) {
          if (data.failed) one.reject(new Error(data.failed));
          else one.resolve();
        }
        this.#waiting = this.#waiting.filter(({ id }) => id > data.id);
      };
      if (document.hidden || this.state === "static") show(); // the first curves at once
      else requestAnimationFrame(show);
    }

    fail(error) {
      if (this.error) return;
      this.error = error;
      this.setAttribute("state", "failed");
      const said = this.querySelector(".live-status") ?? this.appendChild(document.createElement("p"));
      said.textContent = `This figure stays as it is, because it could not be made live: ${
        String(error.message ?? error).trim().split("\n").at(-1)}.`.replace("..", ".");
      for (const one of this.#waiting) one.reject(error);
      this.reject(error);
      this.dispatchEvent(new CustomEvent("failed"));
    }
  }

  customElements.define("live-figure", LiveFigure);
})();
