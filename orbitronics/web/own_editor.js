// The drawing of the stack, in which a reader chooses a part, and the numbers of that part.
const { complain, escape, model, own, put, sheet, slide } = orbitronics;
const { places, shown, typed, withUnit, replaced } = model;
const WIDE = 480; // px of the drawing that is kept
const fresh = (kind) => structuredClone(own.parts[kind]);

class Editor {
  // change(next sample, key, note) is called for each change; say(text) for what cannot be.
  constructor(box, { key, change, say }) {
    Object.assign(this, { box, key, change, say, chosen: undefined });
    box.innerHTML = own.templates.editor;
    [this.list, this.tools, this.form] = ["list", "tools", "form"].map((name) => box.querySelector(`.own-${name}`));
    this.list.addEventListener("click", (event) => this.#choose(event.target.closest("button")?.dataset.place));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.tools.addEventListener("click", (event) => this.#act(event.target.closest("button")?.dataset.act));
  }

  show(sample) {
    this.sample = sample;
    const all = places(sample);
    if (!all.some(({ place }) => place === this.chosen)) this.chosen = all.find(({ what }) => what === "layer").place;
    this.#draw(all.reverse());
    this.#form(all.find(({ place }) => place === this.chosen));
  }

  // -- the drawing ---------------------------------------------------------------------------
  #draw(all) {
    const focused = this.list.contains(document.activeElement);
    const text = all.map(({ place, what, part, layer }) => {
      const magnet = part?.kind === "Ferromagnet";
      const said = `${layer ? `<b>${escape(place)}</b> ` : ""}<span>${described(place, what, part, layer)}</span>`;
      return `<button type="button" class="own-part own-${what}${magnet ? " own-magnet" : ""}${part && !layer && what === "surface" ? " own-open" : ""}"
        data-place="${escape(place)}" tabindex="${place === this.chosen ? 0 : -1}" aria-pressed="${place === this.chosen}">${said}</button>`;
    }).join("");
    put(this.list, text);
    all.forEach(({ layer }, i) => layer && this.list.children[i].style.setProperty("--own-height", `${height(layer.thickness, this.sample)}px`));
    if (focused) this.list.querySelector("[aria-pressed=true]").focus();
  }

  // The layers as a drawing to keep, with lines of text below.
  drawing(lines) {
    let y = 8;
    const rows = places(this.sample).reverse().flatMap(({ place, what, part, layer }) => {
      if (!layer && !part) return [];
      const high = layer ? height(layer.thickness, this.sample) : 18;
      const said = `${layer ? `${place}, ` : ""}${described(place, what, part, layer)}`;
      const box = layer ? `<rect x="8" y="${y}" width="${WIDE - 16}" height="${high}" fill="var(--live-c${part.kind === "Ferromagnet" ? 1 : 4})" fill-opacity="0.25" stroke="#555555"/>` : "";
      y += high;
      return [`${box}<text x="${WIDE / 2}" y="${y - high / 2 + 4}" text-anchor="middle" font-size="${layer ? 13 : 11}">${escape(said)}</text>`];
    });
    return sheet(WIDE, y + 16, rows, lines).text;
  }

  #choose(place) {
    if (!place) return;
    this.chosen = place;
    this.show(this.sample);
  }

  #key(event) {
    const buttons = [...this.list.children];
    const i = buttons.indexOf(document.activeElement);
    const way = { ArrowUp: -1, ArrowDown: 1, Home: -i, End: buttons.length - 1 - i }[event.key];
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.#act(event.key === "ArrowUp" ? "up" : "down");
    else if (way !== undefined) this.#choose(buttons[Math.max(0, Math.min(buttons.length - 1, i + way))].dataset.place);
    else if (event.key === "Delete") this.#act("remove");
    else return;
    event.preventDefault();
  }

  // Add, move, copy and remove layers; interfaces stay between the positions where they are.
  #act(what) {
    if (!what) return;
    const next = structuredClone(this.sample);
    const { what: kind, at } = places(next).find(({ place }) => place === this.chosen);
    const near = at % 2 ? at : Math.max(1, at - 1); // the layer there, or below
    let to;
    if (what === "N" || what === "F" || what === "copy") {
      if (model.layers(next).length >= own.most.layers) return this.say(`The page holds up to ${own.most.layers} layers.`);
      const added = what === "copy" ? structuredClone(next[near]) : { thickness: 5e-9, material: fresh(what === "N" ? "NormalMetal" : "Ferromagnet") };
      if (what !== "copy") added.material.name = unused(model.layers(next), added.material.name);
      to = at ? near + 2 : 1;
      next.splice(...(at ? [near + 1, 0, null, added] : [1, 0, added, null]));
    } else if (kind !== "layer") return this.say("Choose a layer first: interfaces and surfaces have their own switch below.");
    else if (what === "remove") {
      if (next.length === 3) return this.say("A stack needs at least one layer; add another one before you remove this.");
      next.splice(Math.min(at, next.length - 3), 2);
      to = Math.max(1, at - 2);
    } else {
      to = at + (what === "up" ? 2 : -2);
      if (to < 1 || to > next.length - 2) return this.say(`This layer is already at the ${to < 1 ? "bottom" : "top"}.`);
      [next[at], next[to]] = [next[to], next[at]];
    }
    this.chosen = places(next)[to].place;
    this.change(next);
    this.list.querySelector("[aria-pressed=true]")?.focus();
  }

  // -- the numbers of the chosen part -----------------------------------------------------------
  #form(chosen) {
    const { place, what, part, layer } = chosen;
    const state = JSON.stringify([place, what, part?.kind]);
    if (this.form.dataset.place !== state) this.#build(chosen, state);
    for (const update of this.updates) update(part, layer);
  }

  #build({ place, what, part, layer }, state) {
    const form = this.form;
    form.dataset.place = state;
    this.updates = [];
    const kinds = layer ? [["NormalMetal", "normal metal (N)"], ["Ferromagnet", "ferromagnet (F)"]]
      : what === "surface" ? [["", "closed: nothing flows through"], ["Surface", "emits or absorbs"]]
        : [["", "transparent"], ["Transparent", "transparent, emits in a field"], ["Interface", "with conductances"]];
    form.innerHTML = `<div class="own-form-head"><b>${layer ? "Layer" : what === "surface" ? `The ${place} surface` : `Interface ${escape(place)}`}</b>${
      layer ? `<label>name <input type="text" class="own-name" maxlength="40" value="${escape(part.name)}"></label>` : ""}
      <label>kind <select class="own-kind">${kinds.map(([value, text]) => `<option value="${value}"${value === (part?.kind ?? "") ? " selected" : ""}>${text}</option>`).join("")}</select></label>${
      part?.kind === "Ferromagnet" ? '<label>magnetisation <select class="own-m"><option value="1">↑ (+1)</option><option value="-1">↓ (−1)</option></select></label>' : ""}</div>
      <div class="own-rows"></div><details class="own-more"><summary>More numbers</summary><div class="own-rows"></div></details>`;
    const [rows, more] = form.querySelectorAll(".own-rows");
    const { fields, folded } = part ? own.kinds[part.kind] : { fields: [], folded: [] };
    if (layer) this.#row(rows, place, part.kind, "thickness");
    for (const { name } of fields.filter(({ name }) => name !== "name" && name !== "m")) {
      for (const imaginary of name === "G_mix" ? [0, 1] : [0]) this.#row(folded.includes(name) ? more : rows, place, part.kind, name, imaginary);
    }
    if (layer) this.#row(more, place, part.kind, "chi");
    more.parentElement.hidden = !more.children.length;
    form.querySelector(".own-kind").onchange = (event) => this.#kind(event.target.value);
    form.querySelector(".own-name")?.addEventListener("change", ({ target: name }) => {
      this.#put({ [`${place}.name`]: name.value.trim() }, () => (name.value = part.name));
      setTimeout(() => document.activeElement === document.body && enter(this.form.querySelector(".own-entry"))); // the form is a new one
    });
    const m = form.querySelector(".own-m");
    m?.addEventListener("change", () => this.#put({ [`${place}.m`]: Number(m.value) }));
    if (m) this.updates.push((one) => (m.value = one.m));
  }

  #row(rows, place, kind, name, imaginary = 0) {
    const quantity = own.quantities[name];
    const { low, high, unit } = quantity;
    const said = `${quantity.meaning}${imaginary ? ", imaginary part" : kind === "Surface" && name === "G_mix" ? ", real part" : ""}`;
    const row = document.createElement("div");
    row.className = "own-row";
    row.innerHTML = own.templates.row.replace(/\{(\w+)\}/g, (_, word) => ({ meaning: said, math: quantity.math + (imaginary ? "″" : ""), unit, name, range:
      `${shown(name, low)} to ${withUnit(name, high)}` })[word]);
    const [slider, entry, message] = ["slider", "entry", "message"].map((part) => row.querySelector(`.own-${part}`));
    const address = `${place}.${name}${imaginary ? " (imaginary)" : ""}`;
    message.id = `${this.key}-message-${name}${imaginary}`;
    const say = (why) => complain(entry, message, escape(why));
    const give = (value, key) => say(this.#put({ [address]: value }, undefined, key && `${key} ${address}`));
    const at = slide(slider, quantity, (value) => give(value, "drag"),
      () => this.change(this.sample, null)); // the next drag is a step of its own
    entry.addEventListener("change", () => {
      try {
        const value = typed(name, entry.value);
        if (value === undefined && !model.field(kind, name)?.optional) throw new RangeError("Write a number.");
        give(value);
      } catch (error) {
        say(error.message);
      }
    });
    entry.addEventListener("keydown", ({ key, shiftKey }) => {
      if (key === "Escape") { entry.value = entry.dataset.shown; say(""); } // and the reader goes back to the drawing
      if (key !== "Enter") return;
      entry.blur(); // the number is taken
      const all = [...this.form.querySelectorAll(".own-entry, .own-more summary")].filter((one) => one.checkVisibility());
      enter(entry.getAttribute("aria-invalid") === "true" ? entry : all[all.indexOf(entry) + (shiftKey ? -1 : 1)] ?? entry);
    });
    this.#literature(row, imaginary ? "" : name, places(this.sample).find((one) => one.place === place).part?.name, give);
    rows.append(row);
    this.updates.push((part, layer) => {
      const value = name === "thickness" ? layer.thickness : name === "chi" ? model.chi(part) : name === "G_mix" ? part.G_mix[imaginary] : part[name];
      const has = value !== undefined && value !== Infinity;
      if (has && at(value) > slider.max) slider.max = at(value); // what is typed may lie beyond the slider
      if (has && at(value) < slider.min) slider.min = at(value);
      if (slider !== document.activeElement || Math.abs(slider.valueAsNumber - at(value)) > slider.step) slider.value = has ? at(value) : value === Infinity ? slider.max : slider.min;
      slider.setAttribute("aria-valuetext", has ? withUnit(name, value) : value === Infinity ? "infinite" : "not given");
      const [moved, wrong] = [entry.dataset.value !== `${value}`, entry.getAttribute("aria-invalid") === "true"];
      if (moved || (!wrong && entry !== document.activeElement)) entry.value = shown(name, value); // what was refused stays, with why
      Object.assign(entry.dataset, { value, shown: shown(name, value) });
      if (moved && wrong) say("");
    });
  }

  // All published values of this quantity, with their sources, to choose from; none is recommended. Those of this
  // material stand beside its number, the others in a fold.
  #literature(row, name, material, give) {
    const found = own.literature.filter((one) => one.name === name);
    const mine = (one) => one.material.split(/[ |,]/).includes(material);
    const [near, far] = [found.filter(mine), found.filter((one) => !mine(one))];
    const list = (all) => all.map((one) => `<li><button type="button" class="live-button" data-value="${one.value}">${escape(one.material)}: ${
      one.uncertainty ? `${shown(name, one.value)} ± ` : ""}${withUnit(name, one.uncertainty || one.value)}</button> ${escape(one.about)}</li>`).join("");
    const [box, fold] = row.querySelectorAll(".own-books");
    box.innerHTML = list(near);
    if (!far.length) return void fold.remove();
    fold.querySelector("summary").textContent = `literature on other materials (${far.length})`;
    fold.querySelector("ul").innerHTML = list(far);
    row.onclick = ({ target: { dataset: { value } }, detail }) => value && (give(Number(value)), detail || enter(row.querySelector(".own-entry"))); // by a key: Enter goes on
  }

  #kind(kind) {
    const next = structuredClone(this.sample);
    const { part, layer, at } = places(next).find((one) => one.place === this.chosen);
    const made = kind ? { ...fresh(kind), ...Object.fromEntries(Object.entries(part ?? {}).filter(([name]) => name !== "kind"
      && model.field(kind, name))) } : null;
    if (layer) layer.material = made;
    else next[at] = made;
    this.change(next);
    this.form.querySelector(".own-kind").focus();
  }

  // Change numbers; returns why not.
  #put(changes, back, key) {
    try {
      const next = replaced(this.sample, changes);
      const [address] = Object.keys(changes);
      if (address.endsWith(".name")) this.chosen = places(next)[places(this.sample).findIndex(({ place }) => place === this.chosen)].place;
      this.change(next, key);
      return "";
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.say(error.message);
      back?.();
      return error.message;
    }
  }
}

const height = (thickness, sample) => Math.round(30 + 60 * Math.sqrt(thickness / Math.max(...model.layers(sample).map((one) => one.thickness), 1e-12)));
const enter = (one) => (one.focus(), one.select?.()); // what is typed replaces it
const emitting = (part) => Object.entries(part).some(([name, value]) => /REE/.test(name) && value !== 0);
const surface = (part) => (!part ? "closed" : [...(emitting(part) ? ["emits"] : []), ...([...part.G_mix, part.G_long, part.G_o].some((G) => G !== 0)
  ? ["absorbs"] : [])].join(", ") || "open, nothing given yet");
const joint = (part) => (part?.kind === "Interface" ? "conductances" : "transparent") + (part && emitting(part) ? ", emits" : "");

const described = (place, what, part, layer) => (what === "surface" ? `${place} surface: ${surface(part)}` : !layer ? `interface: ${joint(part)}`
  : `${withUnit("thickness", layer.thickness)}${part.kind === "Ferromagnet" ? `, magnet ${part.m > 0 ? "↑" : "↓"}` : ""}`);

function unused(layers, name) {
  const taken = layers.map(({ material }) => material.name);
  for (let n = 1; ; n++) if (!taken.includes(n > 1 ? `${name}${n}` : name)) return n > 1 ? `${name}${n}` : name;
}

Object.assign(orbitronics, { Editor });
