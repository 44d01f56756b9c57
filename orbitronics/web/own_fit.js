// A reader's data over a curve: pasted columns, and a fit of chosen numbers by the least-squares library in fit.js.
(() => {
  const { OneChart, answers, escapeHTML, model, number, own, tabs } = orbitronics;
  const { asking, axis, probe, swept, table } = answers;

  // Rows [x, y, error] of pasted text, or a RangeError that says which line it is.
  function columns(text) {
    const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
    if (lines.length > own.most.rows) throw new RangeError(`These are ${lines.length} lines; the page takes up to ${own.most.rows}.`);
    const rows = lines.map((line, i) => {
      const words = line.includes(";") ? line.split(";") : line.split(/[\s,]+/).length === line.split(/\s+/).length ? line.split(/\s+/) : line.split(/\s*,\s*|\s+/);
      const found = words.map((word) => word.trim()).filter(Boolean).map((word) => Number((line.includes(";") ? word.replace(",", ".") : word).replace("−", "-")));
      if (found.some((one) => !Number.isFinite(one)) || found.length < 2 || found.length > 3) {
        if (i === 0 && /[a-z]/i.test(line)) return null; // a heading
        throw new RangeError(`Line ${i + 1}, “${line.slice(0, 40)}”, is not two or three numbers: x, y and perhaps the error of y. Columns are parted by tabs, blanks, commas or semicolons.`);
      }
      if (found.length === 3 && !(found[2] > 0)) throw new RangeError(`Line ${i + 1}: the error must be positive, not ${found[2]}.`);
      return found;
    }).filter(Boolean);
    if (new Set(rows.map(({ length }) => length)).size > 1) throw new RangeError("Give the error in every line, or in none.");
    return rows;
  }

  // The sensitivity of each point to each parameter, in units of its error: dr/du with p = p0 (1 + u).
  function jacobian(residuals, start) {
    const { offsets, weights, step } = own.derivative;
    const columns_ = start.map((value, k) => {
      const near = offsets.map((offset) => residuals(start.map((one, n) => (n === k ? one + offset * step * one : one))));
      return near[0].map((_, i) => near.reduce((sum, one, n) => sum + weights[n] * one[i], 0) / step);
    });
    return columns_[0].map((_, i) => columns_.map((one) => one[i]));
  }

  // Fit: values, standard deviations, correlations, chi squared, and which numbers the data do not tell apart.
  function fit(sample, options, part, x, rows, names) {
    const { levenbergMarquardt, Matrix, SVD } = orbitronics.leastSquares;
    const along = axis(sample, x);
    const at = probe(sample, options, [...names, x], [part]);
    const list = model.numbers(sample);
    const start = names.map((name) => list.find(({ address }) => address === name).value);
    const positive = names.map((name) => own.quantities[list.find(({ address }) => address === name).name].positive);
    const errors = rows[0].length === 3 ? rows.map((row) => row[2]) : rows.map(() => Math.sqrt(rows.reduce((sum, row) => sum + row[1] ** 2, 0) / rows.length) || 1);
    const model_ = (values) => rows.map((row, i) => at(...(i ? values.map(() => undefined) : values), row[0] * along.factor)[0] / errors[i]);
    const target = rows.map((row, i) => row[1] / errors[i]);
    // a number that must be positive is fitted by its logarithm, others by their ratio to where they start
    const real = (u) => u.map((one, k) => (positive[k] ? start[k] * Math.exp(one) : start[k] * (1 + one)));
    let found = names.map(() => 0);
    for (let round = 0; round < 3; round++) { // near the end, steps of Gauss and Newton
      found = levenbergMarquardt({ x: rows.map((_, i) => i), y: target }, (u) => {
        const values = model_(real(u));
        return (i) => values[i];
      }, { initialValues: found, damping: round ? 1e-6 : 1e-2, gradientDifference: 1e-5, centralDifference: true, maxIterations: 60, errorTolerance: 0,
        minValues: found.map((one) => one - 6), maxValues: found.map((one) => one + 6) }).parameterValues;
    }
    const values = real(found);
    const r = model_(values).map((one, i) => one - target[i]);
    if (!r.every(Number.isFinite)) throw new RangeError("The fit left the range in which there is a solution; start from other numbers.");
    const J = jacobian(model_, values);
    const chi2 = r.reduce((sum, one) => sum + one * one, 0);
    const free = rows.length - names.length;
    const scale = rows[0].length === 3 ? 1 : chi2 / free;
    const svd = new SVD(new Matrix(J), { computeLeftSingularVectors: false });
    const [s, V] = [svd.diagonal, svd.rightSingularVectors];
    const covariance = names.map((_, a) => names.map((__, b) => scale * s.reduce((sum, one, k) => sum + V.get(a, k) * V.get(b, k) / (one * one), 0)));
    const sigma = covariance.map((row, k) => Math.sqrt(row[k]));
    const correlation = covariance.map((row, a) => row.map((one, b) => one / sigma[a] / sigma[b]));
    const weakest = names.map((_, k) => V.get(k, s.length - 1));
    // without meaning where one direction is invisible, or uncertain by more than half
    const loose = !(s[s.length - 1] > own.loose[0] * s[0] && Math.sqrt(scale) / s[s.length - 1] < own.loose[1]);
    return { names, values, sigma: sigma.map((one, k) => one * Math.abs(values[k])), correlation, chi2, free, weighted: rows[0].length === 3,
      residuals: r.map((one, i) => -one * errors[i]), loose: loose && names.filter((_, k) => Math.abs(weakest[k]) > 0.1),
      weakest: weakest.filter((one) => Math.abs(one) > 0.1) };
  }

  // What the data leave undetermined, in words.
  function undetermined({ loose, weakest }) {
    if (!loose) return "";
    if (loose.length === 1) return `These data do not determine ${loose[0]}: the curve does not change with it. Leave it out of the fit.`;
    const [a, b] = weakest;
    const what = loose.length > 2 || Math.abs(Math.abs(a / b) - 1) > 0.2 ? "a combination" : a * b < 0 ? "the product" : "the ratio";
    return `These data determine only ${what} of ${loose.join(" and ")}, not each for itself: the values below are one choice of many, their uncertainties mean nothing. Fit one of them and measure the other elsewhere.`;
  }

  tabs.data = class Data extends OneChart {
    build(panel, tool) {
      this.begin(panel, tool, "data");
      this.text = panel.querySelector("textarea");
      this.text.oninput = () => this.take(this.text.value);
      panel.onchange = ({ target }) => {
        if (target.dataset.set) tool.view({ [target.dataset.set]: target.value });
        if (target.name === "fit") tool.view({ fit: [...panel.querySelectorAll("[name=fit]:checked")].map(({ value }) => value).join("|") });
      };
      panel.querySelector("[data-do=fit]").onclick = () => this.#fit();
    }

    take(text) { // from the field, a drop or a file
      try {
        if (text.length > own.most.text) throw new RangeError(`This text has ${text.length} characters; the page takes up to ${own.most.text}.`);
        columns(text);
        if (this.text.value !== text) this.text.value = text;
        this.done = undefined;
        this.tool.say("");
        this.tool.view({ data: text });
      } catch (error) {
        this.tool.say(error.message);
      }
    }

    show({ sample, options, view }) {
      const { group, x, part } = asking(this.panel, sample, options, view);
      const data = view.data ?? "";
      if (document.activeElement !== this.text) this.text.value = data;
      const rows = columns(data);
      const along = axis(sample, x);
      const ends = rows.length ? [Math.min(along.low, ...rows.map(([one]) => one * along.factor)), Math.max(along.high, ...rows.map(([one]) => one * along.factor))] : undefined;
      const { x: xs, y } = swept(sample, options, x, { parts: [part] }, 201, ends);
      const at = probe(sample, options, [x], [part]);
      const rest = rows.map(([one, value]) => value - at(one * along.factor)[0]);
      const points = rows.map(([one, value, error]) => ({ x: one, y: value, error }));
      this.plot.box.querySelector(".own-plot-title span").textContent = `${group.title}, ${part.name}, against ${along.address}`;
      this.plot.show({ x: along, y: { label: group.label }, curves: [{ name: part.name, html: escapeHTML(part.name), colour: 0, x: xs, y: y[0] }], points });
      const off = rest.length && Math.sqrt(rest.reduce((sum, one) => sum + one * one, 0) / rest.length);
      const weighed = rows[0]?.length === 3 && rest.reduce((sum, one, i) => sum + (one / rows[i][2]) ** 2, 0);
      this.panel.querySelector(".own-rest").textContent = rows.length ? `${rows.length} points; they lie ${number(off, 3)} ${group.unit} off the curve (root of the mean square)${
        weighed ? `; chi squared ${number(weighed, 4)}` : ""}.` : `Paste or drop columns here: x in ${along.unit || "its unit"}, y in ${group.unit || "1"}, and the error of y if you have it.`;
      const box = this.panel.querySelector(".own-fits");
      const chosen = (view.fit ?? "").split("|");
      const list = model.numbers(sample).filter(({ address, value }) => address !== x && value !== 0 && Number.isFinite(value));
      const text = list.map(({ address, name }) => `<label title="${own.quantities[name].meaning}"><input type="checkbox" name="fit" value="${escapeHTML(address)}"${
        chosen.includes(address) ? " checked" : ""}> ${escapeHTML(address)}</label>`).join("");
      if (box.text !== text) box.innerHTML = box.text = text;
      Object.assign(this, { sample, options, x, part, rows, chosen: list.filter(({ address }) => chosen.includes(address)).map(({ address }) => address) });
      const now = JSON.stringify(this.chosen.map((name) => model.numbers(sample).find(({ address }) => address === name).value));
      if (this.done && this.done !== now) this.panel.querySelector(".own-found").innerHTML = "";
    }

    #fit() {
      const { sample, options, x, part, rows, chosen } = this;
      try {
        if (!chosen.length) throw new RangeError("Choose at least one number to fit.");
        if (rows.length <= chosen.length) throw new RangeError(`${chosen.length} numbers need at least ${chosen.length + 1} points; there are ${rows.length}.`);
        const found = fit(sample, options, part, x, rows, chosen);
        this.found = found;
        const numbers = model.numbers(sample);
        const lines = chosen.map((address, k) => {
          const { name } = numbers.find((one) => one.address === address);
          return [escapeHTML(address), `${number(found.values[k] / own.quantities[name].factor, 5)} ± ${number(found.sigma[k] / own.quantities[name].factor, 2)}`, own.quantities[name].unit,
            ...found.correlation[k].map((one) => one.toFixed(3).replace("-", "−"))];
        });
        const warning = undetermined(found);
        this.done = JSON.stringify(found.values);
        this.tool.set(Object.fromEntries(chosen.map((address, k) => [address, found.values[k]])));
        this.panel.querySelector(".own-found").innerHTML = `${warning ? `<p class="own-warning" role="alert">${escapeHTML(warning)}</p>` : ""}${
          table(["number", "value ± standard deviation", "unit", ...chosen.map((one) => `correlation with ${escapeHTML(one)}`)], lines)}<p>${found.weighted
          ? `Chi squared ${number(found.chi2, 4)} for ${found.free} degrees of freedom.` : "Without errors of y the deviations are taken from the scatter of the points."} The fitted numbers are in your stack now; Undo takes them back.</p>`;
      } catch (error) {
        if (!(error instanceof RangeError)) console.warn(error);
        this.tool.say(error instanceof RangeError ? error.message : "The fit failed; start from other numbers.");
      }
    }

    csv() {
      return [["x", "y", "error", "y of the curve"], ...this.rows.map(([x, y, error], i) => [x, y, error ?? "", this.curve?.[i] ?? ""])];
    }
  };

  Object.assign(answers, { columns, fit, undetermined });
})();
