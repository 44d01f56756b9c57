// The controls of a figure: a slider and an entry for each number, a choice for each option.
const { escape, nice, read, typed } = orbitronics;
const round = (value) => Number(value.toPrecision(6));
const shown = ({ factor }, value) => { // in its display unit
  if (value === undefined) return "";
  return value === Infinity ? "∞" : read(value / factor, 6);
};
const withUnit = (control, value) => `${shown(control, value)} ${control.unit}`.trim();

// Which values are not those that they are compared with: what is set so, and its value in words.
const differing = ({ controls, options }, values, others) => [...controls, ...options].filter(({ name }) => values[name] !== others[name])
  .map((one) => [one, one.choices ? values[one.name] : withUnit(one, values[one.name])]);

// Why a value cannot be; an empty text where it can.
function refusal(declaration, name, value) {
  const option = declaration.options.find((one) => one.name === name);
  if (option) {
    return option.choices.includes(value) ? "" : `${option.words} can be ${option.choices.join(" or ")}, not ${value}.`;
  }
  const control = declaration.controls.find((one) => one.name === name);
  if (!control) return `There is no value “${name}” here.`;
  if (typeof value !== "number" || Number.isNaN(value)) return `${control.words} must be a number.`;
  const { low, high } = control;
  const slack = 1e-9 * (high - low);
  if (value >= low - slack && value <= high + slack) return "";
  return `${control.words} must lie between ${shown(control, low)} and ${withUnit(control, high)}; ${
    withUnit(control, value)} was asked for.`;
}

// One tab stop for many: arrow keys, Home and End move among the elements.
function rove(box, selector) {
  const all = () => [...box.querySelectorAll(selector)].filter((one) => !one.disabled && one.offsetParent);
  const stop = (one) => box.querySelectorAll(selector).forEach((other) => (other.tabIndex = other === one ? 0 : -1));
  const begin = () => all().some((one) => one.tabIndex === 0) || stop(all()[0] ?? box.querySelector(selector));
  if (!box.roves) {
    box.roves = true;
    box.addEventListener("focusin", (event) => event.target.matches(selector) && stop(event.target));
    box.addEventListener("keydown", (event) => {
      if (!event.target.matches?.(selector)) return;
      const [those, steps] = [all(), { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity }];
      if (!(event.key in steps) || !those.length) return;
      event.preventDefault();
      const to = those.indexOf(event.target) + steps[event.key];
      those[Number.isFinite(to) ? (to + those.length) % those.length : to < 0 ? 0 : those.length - 1].focus();
    });
  }
  stop(box.querySelector(selector));
  setTimeout(begin); // it asks for the layout
  return begin; // to call when what stands there has changed
}

// A slider for a number from `low` to `high`, logarithmic or not: moved(value) while it is held, rests() when it is let go.
// Returns where on it a value stands. A finger moves it when it goes along it: before that it may be about to scroll.
function slide(slider, { low, high, factor, log }, moved, rests) {
  const at = (value) => (log ? Math.log10(Math.max(value, low / 100) / factor) : round(value / factor));
  Object.assign(slider, { min: at(low), max: at(high), step: log ? 0.01 : nice((high - low) / factor / 200) });
  let finger; // where it came down
  const hears = {
    pointerdown: ({ pointerType, clientX }) => (finger = pointerType === "touch" ? { clientX, value: slider.value } : undefined),
    pointermove: ({ clientX }) => Math.abs(clientX - finger?.clientX) > 6 && (finger = undefined),
    pointercancel: () => { // the page scrolls
      if (finger) slider.value = finger.value;
      finger = undefined;
    },
    input: () => {
      const to = slider.valueAsNumber;
      if (!finger) moved((log ? Number((10 ** to).toPrecision(3)) : round(to)) * factor);
    },
    change: () => {
      if (finger) hears.input(finger = undefined); // a tap
      rests();
    },
  };
  for (const [kind, hear] of Object.entries(hears)) slider.addEventListener(kind, hear);
  return at;
}

// Say why what was typed cannot be, or nothing more.
function complain(entry, message, html) {
  if (message.innerHTML || html) message.innerHTML = html;
  entry.setAttribute("aria-invalid", Boolean(html));
  if (html) entry.setAttribute("aria-describedby", message.id);
  else entry.removeAttribute("aria-describedby");
}

class Controls {
  // changed(changes, moving): moving is true while a slider is held.
  constructor(root, declaration, changed) {
    this.root = root;
    this.start = { ...declaration.values, ...declaration.changed };
    this.rows = new Map();
    for (const control of declaration.controls) this.#number(control, changed);
    for (const option of declaration.options) this.#option(option, changed);
    this.resets = new Map();
    for (const [action, values] of [["reset", this.start], ["paper", declaration.values]]) {
      const button = root.querySelector(`[data-do=${action}]`);
      this.resets.set(button, values);
      button.hidden = action === "paper" && Object.keys(this.start).every((name) => this.start[name] === values[name]);
      button.onclick = () => {
        this.show(values);
        changed(values, false);
      };
    }
    const share = root.querySelector(".live-share");
    this.rove = share && rove(share, "button");
    this.#pins(declaration.controls);
  }

  // Two sliders stay in sight on a small screen; the reader chooses which: the one that was longest there makes room.
  #pins(controls) {
    const [box, select] = [this.root.querySelector(".live-pins"), this.root.querySelector(".live-pick select")];
    const pinned = box.getElementsByClassName("live-control");
    box.parentElement.hidden = !controls.length;
    select.parentElement.hidden = controls.length <= pinned.length;
    const list = () => (select.innerHTML = `<option value="">another value …</option>${controls.filter(({ name }) =>
      !box.contains(this.rows.get(name).row)).map(({ name, words }) => `<option value="${name}">${escape(words)}</option>`).join("")}`);
    select.onchange = () => {
      const { row } = this.rows.get(select.value);
      row.replaceWith(pinned[0]); // they change places
      box.append(row);
      list();
    };
    list();
  }

  #number(control, changed) {
    const row = this.root.querySelector(`.live-control[data-name="${control.name}"]`);
    const [slider, entry, reset, message, mark] = ["slider", "entry", "reset", "message", "paper"].map((part) => row.querySelector(`.live-${part}`));
    const start = this.start[control.name];
    const at = slide(slider, { ...control, log: control.scale === "log" }, (value) => give(value, true, slider), () => changed({}, false));
    message.id = `${this.root.id || this.root.key}-${control.name}-message`;
    const along = (at(control.paper) - at(control.low)) / (at(control.high) - at(control.low));
    mark.style.setProperty("--at", along);
    mark.hidden = !(along >= 0 && along <= 1);
    const show = (value, but) => {
      if (but !== slider) slider.value = at(value);
      slider.setAttribute("aria-valuetext", withUnit(control, value));
      if (but !== entry) entry.value = shown(control, value);
      reset.hidden = shown(control, value) === shown(control, start);
      this.say(control.name, "");
    };
    const give = (value, moving, but) => {
      show(value, but);
      changed({ [control.name]: value }, moving);
    };
    entry.addEventListener("change", () => {
      const about = { ...control, example: withUnit(control, this.root.values[control.name]) };
      const { value, why } = typed(entry.value, about, (one) => !this.root.refusal(control.name, one));
      const wrong = why ?? this.root.refusal(control.name, value);
      if (wrong) this.say(control.name, wrong);
      else give(value, false, null);
    });
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Escape") show(this.root.values[control.name]);
    });
    reset.addEventListener("click", () => {
      slider.focus(); // the button is about to go
      give(start, false, null);
    });
    this.rows.set(control.name, { row, show, message, entry, control });
  }

  #option(option, changed) {
    const select = this.root.querySelector(`select[data-name="${option.name}"]`);
    select.addEventListener("change", () => changed({ [option.name]: select.value }, false));
    this.rows.set(option.name, { row: select.parentElement, show: (value) => (select.value = value) });
  }

  show(values) {
    for (const [name, { show }] of this.rows) if (name in values) show(values[name]);
  }

  say(name, text) { // beside the control
    const { row, message, entry, control } = this.rows.get(name) ?? {};
    if (!message) {
      if (text) this.root.querySelector(".live-status").textContent = text;
      return;
    }
    complain(entry, message, escape(text).replace(control.words, (words) => `${words} ${control.math}`));
    row.classList.toggle("live-wrong", Boolean(text));
    const fold = text && row.closest("details");
    if (fold) fold.open = true;
  }

  // How the frozen curves differ from those of now, as HTML.
  compared(frozen, values) {
    const said = differing(this.root.declaration, frozen, values).map(([{ math, name }, value]) => (math ? `${math} = ` : `${name}: `) + escape(value));
    return `Thin lines: frozen ${said.length ? `at ${said.join(", ")}` : "at the values of now"}`;
  }

  used(names, values) { // the others change nothing at present
    for (const [button, those] of this.resets) button.disabled = Object.keys(those).every((name) => values[name] === those[name]);
    this.rove?.();
    for (const [name, { row, message }] of this.rows) {
      if (message) row.classList.toggle("live-idle", !names.includes(name));
    }
  }
}

Object.assign(orbitronics, { Controls, complain, differing, refusal, rove, shown, slide, withUnit });
