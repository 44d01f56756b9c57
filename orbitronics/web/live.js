// <live-figure figure="fig3">: a figure of the library that recomputes in the page.
// attribute state: static, live or failed; property values; set({name: value}) -> promise; curves(); event drawn.
performance.mark("live-script");
const { Chart, Controls, Laid, Share, asked, code, compute, inside, parsed, put, refusal, remarks, used } = orbitronics;
const REST = 80; // ms without a change before the words follow
const ROUNDS = 12; // of what a drag does, in advance
let last = 0;

class LiveFigure extends HTMLElement {
  #waiting = []; // {resolve, reject} of set()
  #moved = ""; // what a reader touched last
  #moving = false; // a slider is held
  #values = {};
  #drawn = {}; // the values on screen
  #made = []; // what the curves were made from
  #asked = false; // a frame is on its way
  #told = false; // the first words are about what the address asked for

  connectedCallback() {
    if (this.key) return;
    this.key = `${++last}`;
    if (!this.hasAttribute("state")) this.setAttribute("state", "static");
    this.ready = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.ready.catch(() => {});
    const first = this.key === "1"; // it is drawn before the others
    parsed(this, () => (first ? this.#begin() : setTimeout(() => this.#begin())));
  }

  async #begin() {
    try {
      if (!this.querySelector(".live-declaration")) { // a bare element
        await orbitronics.load("figures.js");
        this.innerHTML = inside(asked(this.attributes));
        this.classList.add("live");
        const before = [...document.querySelectorAll("live-figure")].indexOf(this);
        this.querySelector(".live-number").textContent = `Live figure ${before + 1}.`;
      }
      const declaration = JSON.parse(this.querySelector(".live-declaration").textContent);
      this.declaration = declaration;
      this.refusal = (name, value) => refusal(declaration, name, value);
      this.setAttribute("state", "live"); // it takes its room before it is measured
      this.chart = new Chart(this, declaration);
      this.controls = new Controls(this, declaration, (changes, moving) => this.#change(changes, moving));
      this.share = new Share(this, declaration);
      this.laid = new Laid(this, declaration);
      this.#values = this.controls.start;
      this.#restore();
      this.#frame({ fresh: true });
      this.chart.changed = () => this.#rest();
      addEventListener("popstate", () => this.#restore() && this.#draw());
      addEventListener("pagehide", () => this.timer && this.#tell());
      if (this.key === "1") this.#warm(ROUNDS);
    } catch (error) {
      this.fail(error);
    }
  }

  #restore() { // what the address says
    const { values, wrong, ...look } = this.share.fromLink();
    if (look.frozen) this.chart.update(this.#solved(look.frozen, (this.#made = [])));
    this.chart.look(look);
    if (look.frozen) this.#made = [];
    this.#values = values;
    this.controls.show(values);
    if (wrong) this.controls.say(...wrong);
    return true;
  }

  get state() { return this.getAttribute("state"); }
  get values() { return { ...this.#values }; }
  set values(changes) { this.set(changes).catch(() => {}); }

  async set(changes) { // all of them or none
    if (!this.declaration) await this.ready;
    if (this.error) throw this.error;
    for (const [name, value] of Object.entries(changes)) {
      const why = this.refusal(name, value);
      if (!why) continue;
      this.controls.say(name, why);
      throw new RangeError(why);
    }
    this.#values = { ...this.#values, ...changes };
    this.controls.show(this.#values);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#draw();
    });
  }

  curves() { return this.chart?.curves() ?? []; }

  #change(changes, moving) { // by a reader
    this.#values = { ...this.#values, ...changes };
    this.#moved = Object.keys(changes).join() || this.#moved;
    this.#moving = moving;
    this.#draw();
  }

  #draw() { // in the next frame, with the newest values
    if (this.#asked) return;
    this.#asked = true;
    (document.hidden ? setTimeout : requestAnimationFrame)(() => this.#frame());
  }

  #frame(how) {
    this.#asked = false;
    const begin = performance.now();
    const waiting = this.#waiting.splice(0);
    try {
      this.chart.update(this.#solved(this.#values, this.#made));
      const solved = performance.now();
      this.chart.draw(how ?? { held: !waiting.length }); // a reader sees the axes move, a script has them moved
      this.#drawn = this.#values;
      if (!waiting.length && !this.#moving) this.chart.settle();
      const { points } = this.declaration;
      const detail = { full: true, points, solve: solved - begin, draw: performance.now() - solved };
      if (waiting.length) this.#tell();
      this.resolve(); // of `ready`
      this.dispatchEvent(new CustomEvent("drawn", { detail }));
    } catch (error) {
      if (how) throw error; // at the beginning
      this.#values = this.#drawn; // nothing of the change holds
      this.controls.show(this.#values);
      this.controls.say(this.#moved, String(error.message ?? error));
      for (const one of waiting) one.reject(error);
    }
    for (const one of waiting) one.resolve();
    this.#rest();
  }

  #solved(values, made) { // the curves that are no longer what they were
    const { constants, pieces, points } = this.declaration;
    return compute(pieces, { ...constants, ...values }, points, made);
  }

  #rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#tell(), REST);
  }

  #tell() { // the code, the remarks, the address, and what counts at these values
    clearTimeout(this.timer);
    this.timer = undefined;
    const { constants, pieces } = this.declaration;
    const values = { ...constants, ...this.#values };
    this.controls.used(used(pieces, values), values);
    this.querySelector(".live-recipe").textContent = code(this.declaration, values);
    put(this.querySelector(".live-remarks"), remarks(this.declaration, values));
    this.laid.follow();
    const { frozen } = this.chart;
    this.querySelector(".live-frozen").innerHTML = frozen ? this.controls.compared(frozen, values) : "";
    if (this.#told) this.share.follow();
    this.#told = true;
  }

  // While nothing else is to be done, go the way of a drag, so that the browser has compiled it when a reader drags.
  #warm(rounds, made = []) {
    globalThis.requestIdleCallback?.(() => {
      const [control] = this.declaration.controls;
      if (!rounds || !control || this.#moved || this.#asked) return;
      const other = control.low + (control.high - control.low) * (rounds / ROUNDS);
      const found = this.#solved(rounds % 2 ? this.#values : { ...this.#values, [control.name]: other }, made);
      if (rounds % 2) this.chart.update(found); // the curves of now again
      this.chart.draw({ held: true });
      this.#warm(rounds - 1, made);
    });
  }

  fail(error) {
    if (this.error) return;
    this.error = error;
    this.setAttribute("state", "failed");
    const said = this.querySelector(".live-status") ?? this.appendChild(document.createElement("p"));
    said.classList.add("live-status");
    const why = error instanceof RangeError ? error.message : "its script met an error.";
    said.textContent = `This figure could not be made live: ${why}`;
    for (const one of this.#waiting.splice(0)) one.reject(error);
    this.reject(error);
    this.dispatchEvent(new CustomEvent("failed"));
  }
}

customElements.define("live-figure", LiveFigure);
