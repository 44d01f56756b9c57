// A reader's data over a curve: pasted columns, residuals, and a fit by the least-squares library in fit.js.
const { curveAt, data, escape, number, plain, shown } = orbitronics;
const { derivative, loose: LOOSE, most } = data.fit;
const base = new URL(".", document.currentScript?.src ?? location.href);

// A script that is fetched when it is first asked for.
const loading = {};
orbitronics.load = (name) => (loading[name] ??= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: new URL(name, base), onload: resolve, onerror: () => {
    delete loading[name];
    reject(new RangeError(`The file ${name} is missing from the site.`));
  } });
  document.head.append(script);
}));

const table = (head, rows) => `<table class="live-table"><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>${
  rows.map(([first, ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((one) => `<td>${one}</td>`).join("")}</tr>`).join("")}</tbody></table>`;

// Rows [x, y, error] of pasted text, or a RangeError that says which line it is.
function columns(text) {
  if (text.length > most.text) throw new RangeError(`This text has ${text.length} characters; the page takes up to ${most.text}.`);
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  if (lines.length > most.rows) throw new RangeError(`These are ${lines.length} lines; the page takes up to ${most.rows}.`);
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

// How far the points lie off the curve, whose values at them these are, in words.
function residuals(rows, curve, unit) {
  const rest = rows.map(([, y], i) => y - curve[i]);
  const weighed = rows[0].length === 3 && rest.reduce((sum, one, i) => sum + (one / rows[i][2]) ** 2, 0);
  return `${rows.length} points; they lie ${`${number(Math.sqrt(rest.reduce((sum, one) => sum + one * one, 0) / rest.length), 3)} ${unit}`.trim()} off the curve (root of the mean square)${
    weighed ? `; chi squared ${number(weighed, 4)}` : ""}.`;
}

// The sensitivity of each point to each parameter, in units of its error: dr/du with p = p0 (1 + u).
function jacobian(predict, start) {
  const { offsets, weights, step } = derivative;
  const along = start.map((_, k) => {
    const near = offsets.map((offset) => predict(start.map((one, n) => (n === k ? one + offset * step * one : one))));
    return near[0].map((__, i) => near.reduce((sum, one, n) => sum + weights[n] * one[i], 0) / step);
  });
  return along[0].map((_, i) => along.map((one) => one[i]));
}

// Fit `free`, [{name, value, positive}], so that curve(values) comes near the y of these rows: values, standard
// deviations, correlations, chi squared, and which numbers the data do not tell apart.
function fit(rows, free, curve) {
  const { levenbergMarquardt, Matrix, SVD } = orbitronics.leastSquares;
  if (!free.length) throw new RangeError("Choose at least one number to fit.");
  if (rows.length <= free.length) throw new RangeError(`${free.length} numbers need at least ${free.length + 1} points; there are ${rows.length}.`);
  const idle = free.find(({ value }) => value === 0);
  if (idle) throw new RangeError(`${idle.about.words} is 0 now: move it off zero before it is fitted.`);
  const names = free.map(({ name }) => name);
  const weighted = rows[0].length === 3;
  const errors = weighted ? rows.map((row) => row[2]) : rows.map(() => Math.sqrt(rows.reduce((sum, row) => sum + row[1] ** 2, 0) / rows.length) || 1);
  const predict = (values) => Array.from(curve(values), (y, i) => y / errors[i]);
  const target = rows.map((row, i) => row[1] / errors[i]);
  // a number that must be positive is fitted by its logarithm, others by their ratio to where they start
  const real = (u) => u.map((one, k) => free[k].value * (free[k].positive ? Math.exp(one) : 1 + one));
  let found = names.map(() => 0);
  for (let round = 0; round < 3; round++) { // near the end, steps of Gauss and Newton
    found = levenbergMarquardt({ x: rows.map((_, i) => i), y: target }, (u) => {
      const values = predict(real(u));
      return (i) => values[i];
    }, { initialValues: found, damping: round ? 1e-6 : 1e-2, gradientDifference: 1e-5, centralDifference: true, maxIterations: 60, errorTolerance: 0,
      minValues: found.map((one) => one - 6), maxValues: found.map((one) => one + 6) }).parameterValues;
  }
  const values = real(found);
  const r = predict(values).map((one, i) => one - target[i]);
  if (!r.every(Number.isFinite)) throw new RangeError("The fit left the range in which there is a solution; start from other numbers.");
  const chi2 = r.reduce((sum, one) => sum + one * one, 0);
  const points = rows.length - names.length;
  const scale = weighted ? 1 : chi2 / points;
  const svd = new SVD(new Matrix(jacobian(predict, values)), { computeLeftSingularVectors: false });
  const [s, V] = [svd.diagonal, svd.rightSingularVectors];
  const covariance = names.map((_, a) => names.map((__, b) => scale * s.reduce((sum, one, k) => sum + V.get(a, k) * V.get(b, k) / (one * one), 0)));
  const sigma = covariance.map((row, k) => Math.sqrt(row[k]));
  const correlation = covariance.map((row, a) => row.map((one, b) => one / sigma[a] / sigma[b]));
  const weakest = names.map((_, k) => V.get(k, s.length - 1));
  // without meaning where one direction is invisible, or uncertain by more than half
  const loose = !(s[s.length - 1] > LOOSE[0] * s[0] && Math.sqrt(scale) / s[s.length - 1] < LOOSE[1]);
  return { names, values, sigma: sigma.map((one, k) => one * Math.abs(values[k])), correlation, chi2, free: points, weighted,
    loose: loose && names.filter((_, k) => Math.abs(weakest[k]) > 0.1), weakest: weakest.filter((one) => Math.abs(one) > 0.1) };
}

// What the data leave undetermined, in words.
function undetermined({ loose: names, weakest }, about) {
  if (!names) return "";
  const loose = names.map((name) => `“${about(name).words}”`);
  if (loose.length === 1) return `These data do not determine ${loose[0]}: the curve does not change with it. Leave it out of the fit.`;
  const [a, b] = weakest;
  const what = loose.length > 2 || Math.abs(Math.abs(a / b) - 1) > 0.2 ? "a combination" : a * b < 0 ? "the product" : "the ratio";
  return `These data determine only ${what} of ${loose.join(" and ")}, not each for itself: the values below are one choice of many, their uncertainties mean nothing. Fit one of them and measure the other elsewhere.`;
}

// What a fit found, as HTML; about(name) gives {factor, unit, words, math}, and a symbol of its own.
function told(found, about) {
  const warning = undetermined(found, about);
  const several = found.names.length > 1;
  const lines = found.names.map((name, k) => {
    const { factor, unit, words, math } = about(name);
    return [`${escape(words)} ${math}`, `${number(found.values[k] / factor, 5)} ± ${number(found.sigma[k] / factor, 2)}`, unit,
      ...(several ? found.correlation[k].map((one) => one.toFixed(3).replace("-", "−")) : [])];
  });
  return `${warning ? `<p class="live-warning" role="alert">${escape(warning)}</p>` : ""}${
    table(["number", "value ± standard deviation", "unit", ...(several ? found.names.map(about).map(({ math, symbol = math }) => `correlation with ${symbol}`) : [])], lines)}<p>${found.weighted
    ? `Chi squared ${number(found.chi2, 4)} for ${found.free} degrees of freedom.` : "Without errors of y the deviations are taken from the scatter of the points."}`;
}

// Fit when the library has come, and write what is found into a box; take(found) puts it in place and says so.
async function fitting(rows, free, curve, take, box, say) {
  try {
    await orbitronics.load("fit.js");
    const found = fit(rows, free, curve);
    const html = told(found, (name) => free.find((one) => one.name === name).about);
    box.innerHTML = `${html} ${await take(found)}</p>`;
  } catch (error) {
    if (!(error instanceof RangeError)) console.warn(error);
    say(error instanceof RangeError ? error.message : "The fit failed; start from other numbers.");
  }
}

// Hand on the text that is dropped or pasted on an element, or that of a file; in a field it is the field's.
function receive(root, take) {
  const mine = ({ target }) => !target.closest("textarea, input");
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", async (event) => {
    if (!mine(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files; // more than is taken is not read
    take(file ? await file.slice(0, most.text + 1).text() : event.dataTransfer.getData("text"));
  });
  root.addEventListener("paste", (event) => mine(event) && take(event.clipboardData.getData("text"), true));
}

// The data of a reader over one curve of a figure.
class Laid {
  constructor(root, declaration) {
    Object.assign(this, { root, declaration, rows: [] });
    this.box = root.querySelector(".live-data");
    const part = (name) => this.box.querySelector(name);
    [this.select, this.text, this.said, this.fits, this.found] = ["select", "textarea", ".live-rest", ".live-fits", ".live-found"].map(part);
    this.box.addEventListener("toggle", () => this.#list());
    this.select.onchange = () => this.#lay();
    this.text.oninput = () => this.#lay();
    part("[data-do=fit]").onclick = () => (this.fitted = this.#fit());
    receive(root, (text) => this.take(text));
  }

  #list() { // what there is to choose, when it is first looked at
    if (this.select.options.length) return;
    const { panels, controls } = this.declaration;
    for (const { key, curves, parts } of panels) {
      for (const { name, label } of curves) {
        for (const part of parts) this.select.append(new Option(`(${key}) ${plain(label)}${parts.length > 1 ? `, ${part === "real" ? "real" : "imaginary"} part` : ""}`, `${key} ${part} ${name}`));
      }
    }
    this.fits.innerHTML = controls.map(({ name, words, math }) => `<label><input type="checkbox" value="${name}"> ${escape(words)} ${math}</label>`).join("");
  }

  take(text) { // from a drop or the clipboard
    this.box.open = true;
    this.#list();
    this.text.value = text.slice(0, most.text + 1);
    this.#lay();
  }

  get #on() {
    const [key, part, ...name] = this.select.value.split(" ");
    return { panel: this.declaration.panels.find((one) => one.key === key), part, name: name.join(" ") };
  }

  #curve(changes = {}) { // at the x of the points
    const { panel, part, name } = this.#on;
    const { pieces, constants } = this.declaration;
    return curveAt(pieces, { ...constants, ...this.root.values, ...changes }, panel.key, name, this.rows.map(([x]) => x))[part];
  }

  #lay() {
    try {
      this.rows = columns(this.text.value);
      this.found.innerHTML = this.wrong = "";
      this.follow();
    } catch (error) {
      this.said.textContent = this.wrong = `Nothing was laid over the figure. ${error.message}`;
    }
  }

  follow() { // the values of now
    if (this.wrong || !this.select.options.length) return;
    const { panel } = this.#on;
    this.root.chart.lay(panel.key, this.rows.map(([x, y, error = 0]) => ({ x, y, error })));
    this.said.textContent = this.rows.length ? residuals(this.rows, this.#curve(), panel.y_unit.replace("_", " "))
      : `x in ${panel.x_unit || "the unit of the axis"}, y in ${panel.y_unit.replace("_", " ") || "the unit of the axis"}.`;
  }

  #fit() {
    const { values } = this.root;
    const chosen = [...this.fits.querySelectorAll(":checked")].map(({ value }) => this.declaration.controls.find(({ name }) => name === value));
    const free = chosen.map((about) => ({ about, name: about.name, positive: about.positive, value: values[about.name] }));
    const named = (those) => Object.fromEntries(free.map(({ name }, k) => [name, those[k]]));
    return fitting(this.rows, free, (those) => this.#curve(named(those)), async (found) => {
      this.result = found;
      const out = chosen.find(({ name }, k) => this.root.refusal(name, found.values[k]));
      if (!out) await this.root.set(named(found.values));
      return out ? `The figure stays as it is: ${escape(out.words)} would leave its range, ${
        shown(out, out.low)} to ${shown(out, out.high)} ${out.unit}.` : "The figure shows the fitted values now.";
    }, this.found, (why) => (this.found.innerHTML = `<p class="live-warning" role="alert">${escape(why)}</p>`));
  }
}

Object.assign(orbitronics, { Laid, columns, fit, fitting, receive, residuals, table, told });
