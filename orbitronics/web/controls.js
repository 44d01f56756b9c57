// The controls of a figure: a slider and an entry for each number, a choice for each option.
(() => {
  const round = (value) => Number(value.toPrecision(6));
  const shown = (control, value) => {
    const number = round(value / control.factor);
    return Math.abs(number) < 1e5 ? `${number}` : number.toExponential().replace("e+", "e");
  };
  const withUnit = (control, value) => `${shown(control, value)} ${control.unit}`.trim();

  // Why a value cannot be; an empty text where it can.
  function refusal(declaration, name, value) {
    const option = declaration.options.find((one) => one.name === name);
    if (option) {
      return option.choices.includes(value) ? "" : `${name} must be ${option.choices.join(" or ")}, not ${value}.`;
    }
    const control = declaration.controls.find((one) => one.name === name);
    if (!control) return `There is no value ${name} here.`;
    if (typeof value !== "number" || Number.isNaN(value)) return `${name} must be a number.`;
    const { low, high } = control;
    const slack = 1e-9 * (high - low);
    if (value >= low - slack && value <= high + slack) return "";
    const range = `${shown(control, low)} and ${withUnit(control, high)}`;
    const why = control.scale === "log" || control.unit === "nm" ? (value <= 0 ? ", and positive" : "") : "";
    return `${name} must lie between ${range}${why}; ${withUnit(control, value)} was asked for.`;
  }

  class Controls {
    constructor(root, declaration, changed) {
      this.root = root;
      this.rows = new Map();
      for (const control of declaration.controls) this.#number(control, changed);
      for (const option of declaration.options) this.#option(option, changed);
      root.querySelector("[data-do=reset]").onclick = () => {
        this.show(declaration.values);
        changed(declaration.values, false);
      };
    }

    #number(control, changed) {
      const row = this.root.querySelector(`.live-control[data-name="${control.name}"]`);
      const [slider, entry, reset, message, mark] = ["slider", "entry", "reset", "message", "paper"].map((part) =>
        row.querySelector(`.live-${part}`));
      const log = control.scale === "log";
      const at = (value) => (log ? Math.log10(value / control.factor) : round(value / control.factor));
      const from = (position) => (log ? Number((10 ** position).toPrecision(3)) : round(position)) * control.factor;
      Object.assign(slider, { min: at(control.low), max: at(control.high), step: control.step });
      message.id = `${this.root.id || this.root.key}-${control.name}-message`;
      const along = (at(control.paper) - at(control.low)) / (at(control.high) - at(control.low));
      mark.style.setProperty("--at", along);
      const show = (value, but) => {
        if (but !== slider) slider.value = at(value);
        slider.setAttribute("aria-valuetext", withUnit(control, value));
        if (but !== entry) entry.value = shown(control, value);
        reset.disabled = shown(control, value) === shown(control, control.paper);
        this.say(control.name, "");
      };
      const give = (value, moving, but) => {
        show(value, but);
        changed({ [control.name]: value }, moving);
      };
      slider.addEventListener("input", () => give(from(slider.valueAsNumber), true, slider));
      entry.addEventListener("change", () => {
        const text = entry.value.trim().replace(",", ".").replace("−", "-");
        const value = (text === "" ? NaN : Number(text)) * control.factor;
        const why = Number.isNaN(value) ? `“${entry.value}” is no number.` : this.root.refusal(control.name, value);
        if (why) this.say(control.name, why);
        else give(value, false, null);
      });
      entry.addEventListener("keydown", (event) => {
        if (event.key === "Escape") show(this.root.values[control.name]);
      });
      reset.addEventListener("click", () => {
        slider.focus(); // the button is about to be disabled
        give(control.paper, false, null);
      });
      this.rows.set(control.name, { row, show, message, entry });
    }

    #option(option, changed) {
      const select = this.root.querySelector(`select[data-name="${option.name}"]`);
      select.addEventListener("change", () => changed({ [option.name]: select.value }, false));
      this.rows.set(option.name, { row: select.parentElement, show: (value) => (select.value = value) });
    }

    show(values) {
      for (const [name, { show }] of this.rows) show(values[name]);
    }

    say(name, text) { // beside the control
      const { row, message, entry } = this.rows.get(name) ?? {};
      if (!message) {
        this.root.querySelector(".live-status").textContent = text;
        return;
      }
      message.textContent = text;
      row.classList.toggle("live-wrong", Boolean(text));
      entry.setAttribute("aria-invalid", Boolean(text));
      if (text) entry.setAttribute("aria-describedby", message.id);
      else entry.removeAttribute("aria-describedby");
      const fold = text && row.closest("details");
      if (fold) fold.open = true;
    }

    used(names) { // the others change nothing at present
      for (const [name, { row, message }] of this.rows) {
        if (message) row.classList.toggle("live-idle", !names.includes(name));
      }
    }
  }

  Object.assign(orbitronics, { Controls, refusal, shown, withUnit });
})();
