// <live-stack preset="paper">: a stack that a reader builds, solved in the page at each change; see also orbitronics.book.LiveStack.
// Attribute state: live or failed; property stack (the plain form); set({address: value}); event drawn.
const { Asked, Editor, answers, copy, drawing, model, own, receive, rove, save, saveImage, tabs } = orbitronics;
const REST = 250; // ms without a change before the address of the page follows
let count = 0; // of the stacks on the page
const LOOKED = ["tab", "y", "x", "x2", "part", "limit"]; // what is looked at
const BACK = [["form", "part"], ["panel", "tab"], ["list", "tab"], ["tabs", "top .live-button"], ["top", "part"], ["answers", "tab"]]; // where Escape leads
const encode = (text) => btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decode = (text) => new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)));
const packed = ({ sample, options, view }) => encode(JSON.stringify([model.plain(sample, true), options, view]));

class LiveStack extends HTMLElement {
  #asked = false;
  #tabs = {};

  // The options of now with others, checked.
  #chosen(given) {
    for (const [name, value] of Object.entries(given)) {
      const can = Object.hasOwn(own.options, name) ? own.options[name] : ["nothing here"];
      if (!can.includes(value)) throw new RangeError(`${name} can be ${can.join(" or ")}, not ${value}.`);
    }
    return { ...this.now?.options, ...given };
  }

  connectedCallback() {
    if (this.history) return;
    try {
      const { stack, closure, ...view } = this.dataset; // given by a chapter
      const preset = stack ? { stack: JSON.parse(stack), closure } : own.presets[this.getAttribute("preset") ?? "paper"];
      this.key = count++ ? `stack${count}` : "stack"; // its name in the address
      if (!preset) throw new RangeError(`there is no preset “${this.getAttribute("preset")}”, but ${Object.keys(own.presets).join(", ")}.`);
      this.classList.add("live", "own");
      this.innerHTML = own.templates.whole.replaceAll("{key}", this.key);
      this.inner = (name) => this.querySelector(`.own-${name}`);
      own.colours.forEach((colour, i) => this.style.setProperty(`--live-k${i}`, colour));
      this.begun = { sample: model.read(preset.stack), options: this.#chosen({ closure: preset.closure, wavenumber: "exact" }), view: { tab: "profiles", ...view }, preset: stack ? "" : this.getAttribute("preset") ?? "paper" };
      this.history = new model.History(this.begun);
      this.editor = new Editor(this.inner("editor"), { key: this.key, change: (sample, key) => this.#change({ sample }, key), say: (text) => this.say(text) });
      this.#listen();
      this.#fromLink((next) => (this.history.now = next));
      this.#show();
      this.setAttribute("state", "live");
      if (count > 1 && location.hash.startsWith(`#${this.key}=`)) this.scrollIntoView(); // the link is to this one
    } catch (error) {
      this.setAttribute("state", "failed");
      this.textContent = `This page could not be made live: ${error.message}`;
      console.error(error);
    }
  }

  get now() { return this.history?.now; }
  get stack() { return model.plain(this.now.sample); }
  set stack(data) { this.#change({ sample: model.read(data) }); }

  get values() { return { ...Object.fromEntries(model.numbers(this.now.sample).map(({ address, value }) => [address, value])), ...this.now.options }; }

  // Keep the present curves to compare with, where the tab knows how to.
  keep() { this.tab.keep?.(); }

  // What numbers by address, options and what is looked at by their names make of the state, or an error.
  checked(changes) {
    const some = (of) => Object.fromEntries(Object.entries(changes).filter(of));
    const numbers = some(([name]) => !(name in own.options || LOOKED.includes(name)));
    const options = this.#chosen(some(([name]) => name in own.options));
    const view = Object.fromEntries(LOOKED.filter((name) => name in changes).map((name) => [name, `${changes[name]}`]));
    return { sample: model.replaced(this.now.sample, numbers), options, view: { ...this.now.view, ...view } };
  }

  set(changes, key) { this.#change(this.checked(changes), key); } // all of them, or an error and none

  get tab() { return this.#tabs[this.now.view.tab]; }

  say(text) { this.inner("said").textContent = text; }

  #change(changes, key) {
    if (key === null) return void (this.history.key = undefined);
    this.history.change({ ...this.now, preset: "", ...changes }, key);
    this.say("");
    this.#show();
  }

  view(changes) { // what is looked at is no step to take back
    this.history.now = { ...this.now, view: { ...this.now.view, ...changes } };
    this.draw();
  }

  #show() {
    this.editor.show(this.now.sample);
    for (const select of this.querySelectorAll(".own-option")) select.value = this.now.options[select.dataset.name];
    this.inner("preset").value = this.now.preset ?? "";
    this.querySelector("[data-do=undo]").disabled = !this.history.back;
    this.querySelector("[data-do=redo]").disabled = !this.history.forth;
    this.draw();
  }

  draw() { // in the next frame; at first when nothing else is to be done, as a page may hold several
    if (this.#asked) return;
    this.#asked = true;
    const [soon, wait] = document.hidden ? [setTimeout] : this.inner("panel").dataset.tab || !globalThis.requestIdleCallback ? [requestAnimationFrame] : [requestIdleCallback, { timeout: 500 }];
    soon(() => this.#frame(), wait);
  }

  #frame() {
    this.#asked = false;
    const begin = performance.now();
    const { sample, options, view } = this.now;
    const known = Object.hasOwn(tabs, view.tab);
    const name = known ? view.tab : "profiles";
    const tab = (this.#tabs[name] ??= Object.assign(new tabs[name](), { panel: Object.assign(document.createElement("div"), { className: `own-${name}` }) }));
    const panel = this.inner("panel");
    if (panel.dataset.tab !== name) {
      for (const one of this.querySelectorAll(".own-tab")) {
        const on = one.dataset.tab === name;
        one.setAttribute("aria-selected", on);
        one.tabIndex = on ? 0 : -1;
        const [row, mine] = [one.parentElement, one.getBoundingClientRect()]; // on a phone the row is longer than the window
        if (on) row.scrollLeft += mine.left + mine.width / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
      }
      panel.dataset.tab = name;
      panel.setAttribute("aria-labelledby", `${this.key}-tab-${name}`);
      panel.replaceChildren(tab.panel);
      if (!tab.panel.childNodes.length) tab.build?.(tab.panel, this);
    }
    if (!known) this.say(`There is no tab “${view.tab}”; this is “Profiles”.`);
    try {
      tab.show({ sample, options, view, asked: new Asked(sample, options) });
      panel.classList.remove("own-old");
    } catch (error) { // what is on screen stays, and is told to be old
      panel.classList.add("own-old");
      this.say(error.message);
    }
    this.dispatchEvent(new CustomEvent("drawn", { detail: { took: performance.now() - begin } }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#rest(), REST);
  }

  #rest() {
    const same = packed(this.now) === packed(this.begun);
    if (!same || this.linked !== undefined) history.replaceState(null, "", this.link());
    this.querySelector("[data-do=reset]").disabled = same;
    for (const begin of this.bars) begin();
    if (this.inner("code").open) this.#code();
  }

  #code() {
    this.inner("code").querySelector("pre").textContent = answers.recipe(this.now.sample, this.now.options);
  }

  // -- links and files -----------------------------------------------------------------------
  link() { // this stack first, then what the address has of the others
    const url = new URL(location.href);
    url.hash = [`${this.key}=${packed(this.now)}`, ...(url.hash.match(/stack\d*=[\w-]*/g) ?? []).filter((one) => !one.startsWith(`${this.key}=`))].join("&");
    return url.href;
  }

  get linked() { return location.hash.match(`[#&]${this.key}=([\\w-]*)`)?.[1]; }

  #fromLink(take) {
    const text = this.linked;
    if (text === undefined) return;
    try {
      if (text.length > 4 * own.most.text) throw new RangeError("it is too long."); // what is pasted is longer there
      const [stack, options, view] = JSON.parse(decode(text));
      const plain = Object.fromEntries(Object.entries(view ?? {}).filter(([, value]) => typeof value === "string").slice(0, 100));
      take({ sample: model.read(stack), options: this.#chosen(options ?? {}), view: { ...this.now.view, ...plain } });
    } catch (error) {
      this.say(`The stack in the link is refused, the page shows its own: ${error instanceof RangeError ? error.message : "it is damaged."}`);
    }
  }

  #open(text) { // from a file, a drop or the clipboard
    try {
      this.#change({ sample: model.fromText(text) });
      this.say("The stack was opened; Undo takes you back.");
    } catch (error) {
      this.say(`Nothing was changed. ${error.message}`);
    }
  }

  #take(text) { // a stack, or columns of data where they are asked for
    return this.tab.take && !text.trim().startsWith("{") ? this.tab.take(text) : this.#open(text);
  }

  // What an export says of itself: the stack with its numbers, how it is solved, where it comes from, where to find it again.
  about() {
    const { sample, options } = this.now;
    const values = model.numbers(sample).filter(({ value }) => value !== 0);
    return [model.names(sample).join(" | "), ...model.places(sample).filter(({ part }) => part).map(({ place, part: { m } }) => `${place}: ${m < 0 ? "magnetised the other way, " : ""}${
      values.filter((one) => one.place === place).map(({ address, name, value }) => `${model.called(address).words.slice(place.length + 2)} ${model.withUnit(name, value)}`).join(", ")}`),
      `Numbers that are not named are 0. Closure: ${options.closure}; wavenumber: ${options.wavenumber}.`, `The model: ${orbitronics.data.source}`, this.link()];
  }

  // What the tab shows, as a drawing in light colours and as a table.
  #drawing() {
    const tab = this.tab.finish?.() ?? this.tab;
    if (tab.plots) return drawing(tab.plots, Math.min(2, tab.plots.length), tab.plots[1] ? [420, 300] : [640, 400], this.about());
    return tab.drawing?.(this.about()) ?? this.say("Here is nothing to draw; CSV has the numbers.");
  }

  #csv() {
    const tab = this.tab.finish?.() ?? this.tab;
    const cell = (value) => (typeof value === "number" ? `${value}` : `"${String(value).replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&amp;/g, "&").replace(/"/g, '""')}"`);
    const lines = tab.csv ? tab.csv() : [["chart", "curve", "x", "unit of x", "y", "unit of y"], ...tab.plots.flatMap((plot) => plot.what.curves.flatMap((one) =>
      one.x.map((x, i) => [plot.title.textContent, one.name, x, plot.what.x.unit, one.y[i], plot.what.y.unit])))];
    save("stack.csv", "text/csv", `${this.about().map((line) => `# ${line}\n`).join("")}${lines.map((line) => line.map(cell).join()).join("\n")}\n`);
  }

  #listen() {
    const acts = {
      undo: () => this.#step(-1), redo: () => this.#step(1), reset: () => this.#change(this.begun),
      link: (button) => copy(button, this.link(), (text) => this.say(text)),
      save: () => save("stack.json", "application/json", `${JSON.stringify(this.stack, null, 1)}\n`),
      open: () => this.querySelector("input[type=file]").click(),
      python: () => { this.inner("code").open = !this.inner("code").open; this.#code(); this.inner("code").scrollIntoView({ block: "nearest" }); },
      drawing: () => save("layers.svg", "image/svg+xml", this.editor.drawing(this.about())),
      csv: () => this.#csv(),
      png: () => { const drawn = this.#drawing(); if (drawn) saveImage("stack.png", drawn); },
      svg: () => { const drawn = this.#drawing(); if (drawn) save("stack.svg", "image/svg+xml", drawn.text); },
    };
    this.addEventListener("click", (event) => acts[event.target.closest?.("[data-do]")?.dataset.do]?.(event.target));
    const file = this.querySelector("input[type=file]");
    file.onchange = async () => {
      this.#take(await file.files[0].slice(0, own.most.text + 1).text());
      file.value = "";
    };
    receive(this, (text, pasted) => (!pasted || text.trim().startsWith("{")) && this.#take(text));
    const preset = this.inner("preset");
    for (const [key, { title }] of Object.entries(own.presets)) preset.append(new Option(title, key));
    preset.onchange = (_, { stack, closure } = own.presets[preset.value]) => this.#change({ sample: model.read(stack), options: { ...this.now.options, closure }, preset: preset.value }, "preset");
    for (const select of this.querySelectorAll(".own-option")) {
      for (const value of own.options[select.dataset.name]) select.append(new Option(value, value));
      select.onchange = () => this.#change({ options: { ...this.now.options, [select.dataset.name]: select.value } });
    }
    this.inner("panel").onchange = ({ target: { dataset, value } }) => dataset.set && this.view({ [dataset.set]: value });
    const list = this.inner("tabs");
    rove(list, "button");
    this.bars = [...this.querySelectorAll("[role=toolbar]")].map((bar) => rove(bar, "button"));
    for (const kind of ["click", "focusin"]) list.addEventListener(kind, ({ target: { dataset: { tab } } }) => tab && tab !== this.now.view.tab && this.view({ tab }));
    this.addEventListener("pointerdown", ({ target }) => { // into a number: what is typed replaces it; once more: a digit is meant
      Object.assign(this, { entered: (target !== this.pressed || target !== document.activeElement) && target.type === "text" && target, pressed: target });
      if (this.entered) target.setSelectionRange(0, 0); // what is selected already would be so no more after the click
    });
    this.addEventListener("click", ({ target }) => target === this.entered && target.select());
    this.addEventListener("keydown", (event) => {
      const way = { z: event.shiftKey ? 1 : -1, y: 1 }[event.key?.toLowerCase()];
      const back = event.key === "Escape" && BACK.find(([from]) => event.target.closest(`.own-${from}`));
      if (back) this.querySelector(`.own-${back[1]}[tabindex="0"]`).focus();
      if (!way || !(event.ctrlKey || event.metaKey) || event.target.closest("input[type=text], textarea")) return;
      event.preventDefault();
      this.#step(way);
    });
    this.inner("code").addEventListener("toggle", () => this.inner("code").open && this.#code());
    window.addEventListener("pagehide", () => this.timer && this.#rest()); // in a hurry
    window.addEventListener("hashchange", () => {
      if (this.linked !== packed(this.now)) this.#fromLink((next) => this.#change(next));
    });
  }

  #step(way) {
    const { view } = this.now;
    this.history.step(way);
    this.history.now = { ...this.now, view };
    this.#show();
  }
}

customElements.define("live-stack", LiveStack);
