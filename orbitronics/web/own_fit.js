// The tab of a reader's own data: columns over a curve of the stack, and a fit of its numbers, see data.js.
const { OneChart, answers, columns, escape, fitting, model, own, put, residuals, tabs } = orbitronics;
const { asking, axis, probe, swept } = answers;

tabs.data = class Data extends OneChart {
  build(panel, tool) {
    this.begin(panel, tool, "data");
    this.text = panel.querySelector("textarea");
    this.text.oninput = () => this.take(this.text.value);
    panel.querySelector(".live-fits").onchange = () => tool.view({ fit: [...panel.querySelectorAll("[name=fit]:checked")].map(({ value }) => value).join("|") });
    panel.querySelector("[data-do=fit]").onclick = () => (this.fitted = this.#fit());
    panel.querySelector("fieldset").onkeydown = ({ key, target }) => void (key === "Enter" && target.name === "fit" && (this.fitted = this.#fit()));
  }

  take(text) { // from the field, a drop or a file
    if (this.text.value !== text) this.text.value = text.slice(0, own.most.text + 1);
    try {
      columns(text);
      this.wrong = this.done = undefined;
      this.tool.say("");
      this.tool.view({ data: text });
    } catch (error) {
      this.tool.say(this.wrong = error.message);
    }
  }

  show(state) {
    const { sample, options, view } = state;
    const { group, x, part } = asking(this.panel, state);
    const data = view.data ?? "";
    if (this.wrong && this.data === data) this.tool.say(this.wrong); // and the text stays
    else if (document.activeElement !== this.text) this.text.value = data;
    this.data = data;
    const rows = columns(data);
    const { x: xs, y, along } = swept(sample, options, x, { parts: [part] }, 201, this.#axis(sample, x, rows));
    const at = probe(sample, options, [x], [part]);
    const points = rows.map(([one, value, error = 0]) => ({ x: one, y: value, error }));
    this.plot.title.textContent = `${group.title}, ${part.name}, against ${along.words}`;
    this.plot.show({ x: along, y: group, curves: [{ name: part.name, html: escape(part.name), colour: 0, x: xs, y: y[0] }], points });
    this.curve = rows.map(([one]) => at(one * along.factor)[0]);
    this.panel.querySelector(".own-rest").textContent = rows.length ? residuals(rows, this.curve, group.unit)
      : `Paste or drop columns here: x in ${along.unit || "its unit"}, y in ${group.unit || "1"}, and the error of y if you have it.`;
    const box = this.panel.querySelector(".live-fits");
    const chosen = (view.fit ?? "").split("|");
    const list = model.numbers(sample).filter(({ address, value }) => address !== x && value !== 0 && Number.isFinite(value));
    const text = list.map(({ address, name }) => `<label><input type="checkbox" name="fit" value="${escape(address)}" aria-label="${
      escape(model.called(address).words)}"> ${model.called(address).symbol} <small>${escape(own.quantities[name].meaning)}</small></label>`).join("");
    put(box, text);
    for (const one of box.querySelectorAll("input")) one.checked = chosen.includes(one.value);
    Object.assign(this, { sample, options, x, part, rows, along, chosen: list.filter(({ address }) => chosen.includes(address)).map(({ address }) => address) });
    const now = JSON.stringify(this.chosen.map((name) => model.numbers(sample).find(({ address }) => address === name).value));
    if (this.done && this.done !== now) this.panel.querySelector(".own-found").innerHTML = "";
  }

  #axis(sample, x, rows) { // around the points
    const along = axis(sample, x);
    const [low, high] = [Math.min, Math.max].map((end) => end(...rows.map(([one]) => one * along.factor)));
    for (const value of rows.length ? [low, high] : []) model.replaced(sample, { [x]: value }); // or says why not
    const room = along.log && low > 0 ? 1.5 : 1;
    return low / room < high * room ? { ...along, low: low / room, high: high * room, log: room > 1 } : along;
  }

  #fit() {
    const { sample, options, x, part, rows, chosen, along: { factor } } = this;
    const free = model.numbers(sample).filter(({ address }) => chosen.includes(address)).map(({ address, name, value }) =>
      ({ name: address, value, about: { ...own.quantities[name], ...model.called(address) } }));
    const at = probe(sample, options, [...chosen, x], [part]);
    const curve = (values) => rows.map((row, i) => at(...values.map((one) => (i ? undefined : one)), row[0] * factor)[0]);
    return fitting(rows, free, curve, (found) => {
      this.found = found;
      this.done = JSON.stringify(found.values);
      this.tool.set(Object.fromEntries(chosen.map((address, k) => [address, found.values[k]])));
      return "The fitted numbers are in your stack now; Undo takes them back.";
    }, this.panel.querySelector(".own-found"), (why) => this.tool.say(why));
  }

  csv() {
    return [["x", "y", "error", "y of the curve"], ...this.rows.map(([x, y, error], i) => [x, y, error ?? "", this.curve?.[i] ?? ""])];
  }
};
