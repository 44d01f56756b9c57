// A reader's data over a curve: pasted columns, residuals, and a fit by the least-squares library in libraries.js.
const { curveAt, data, escape, meanings, number, plain, plainly, shown } = orbitronics;
const { derivative, lengths, loose: LOOSE, most } = data.fit;
const [STEPS, NOTHING, BLIND, FAR] = [200, 1e-24, 1e-10, Math.log(1e3)]; // of a fit: its steps, what is rounding, a factor that leads nowhere
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

// The number a cell holds, or why it has none; `decimal` is true where the text shows that its commas are of decimals.
function cell(text, decimal) {
  const [, sign, digits = "", power = ""] = plainly(text).match(/^([+-]?)([\d., '’]+)(e[+-]?\d+)?$/i) ?? [];
  const found = /^0\d/.test(digits) ? [] : meanings(digits);
  if (decimal && /^[1-9]\d{0,2}\.\d{3}$/.test(digits)) found.push(digits.replace(".", "")); // 1.000 where 0,5 stands too
  const [one, other] = (decimal && digits.includes(",") ? found.slice(-1) : found).map((one) => Number(`${sign}${one}${power}`));
  if (other !== undefined) return `: “${text}” can be read as ${one} and as ${other}: write the one you mean without the mark between.`;
  return Number.isFinite(one) ? one : " is not two or three numbers: x, y and perhaps the error of y. Columns are parted by tabs, blanks, commas or semicolons.";
}

// Rows [x, y, error] of pasted text with the heading that stood above, or a RangeError that says which line it is.
// Columns are parted throughout in one way: by semicolons, tabs, commas or blanks, the first of these that there is.
function columns(text) {
  if (text.length > most.text) throw new RangeError(`This text has ${text.length} characters; the page takes up to ${most.text}.`);
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: line.trim(), at: `Line ${i + 1}` })).filter(({ line }) => line && !line.startsWith("#"));
  if (lines.length > most.rows) throw new RangeError(`These are ${lines.length} lines; the page takes up to ${most.rows}.`);
  const headed = lines.length && /^["“(]?\p{L}[^<>]*$/u.test(lines[0].line)
    && !lines[0].line.split(/[;,\s]+/).some((word) => /^[+-]?([\d.]+(e.*)?|inf|nan|infinity)$/i.test(word));
  const heading = headed ? lines.shift().line : "";
  const mark = [";", "\t", ","].find((one) => lines.some(({ line }) => line.includes(one)));
  for (const one of lines) one.cells = one.line.split(mark ?? /\s+/).map((word) => word.trim());
  const decimal = mark !== "," && lines.some(({ cells }) => cells.some((one) => /^\D?((0|\d{4,})?,\d+|\d+,(\d{1,2}|\d{4,}))(e.*)?$/i.test(one)));
  const rows = lines.map(({ line, at, cells }) => {
    const found = cells.map((one) => cell(one, decimal));
    const why = mark === "," && /\d\s+[\d.+-]/.test(line) ? ": a comma may part columns here or be of decimals. Part the columns by tabs or semicolons."
      : found.find((one) => typeof one === "string") ?? (found.length < 2 || found.length > 3 ? cell("") : found[2] <= 0 ? `: the error must be positive, not ${found[2]}.` : "");
    if (why) throw new RangeError(`${at}, “${line.slice(0, 40)}”${why}`);
    return found;
  });
  if (text.trim() && !rows.length) throw new RangeError("There are no columns of numbers in this text.");
  if (new Set(rows.map(({ length }) => length)).size > 1) throw new RangeError("Give the error in every line, or in none.");
  return Object.assign(rows, { heading });
}

// How far the points lie off the curve, whose values at them these are, in words.
function residuals(rows, curve, unit) {
  const rest = rows.map(([, y], i) => y - curve[i]);
  const weighed = rows[0].length === 3 && rest.reduce((sum, one, i) => sum + (one / rows[i][2]) ** 2, 0);
  return `${rows.length === 1 ? "1 point; it lies" : `${rows.length} points; they lie`} ${`${number(Math.sqrt(rest.reduce((sum, one) => sum + one * one, 0) / rest.length), 3)} ${unit}`.trim()} off the curve (root of the mean square)${
    weighed ? `; chi squared ${number(weighed, 4)}` : ""}.${rows.heading ? ` The first line, “${rows.heading.slice(0, 40)}”, is taken for a heading.` : ""}`;
}

// The slope of each point with each of these numbers, by the rule of the library: a list of slopes for each number.
function slopes(predict, u, signed) {
  const { offsets, weights, step } = derivative;
  return u.map((at, k) => {
    const h = step * (signed[k] ? Math.max(1, Math.abs(1 + at)) : 1);
    const near = offsets.map((offset) => predict(u.with(k, at + offset * h)));
    return near[0].map((__, i) => near.reduce((sum, one, n) => sum + weights[n] * one[i], 0) / h);
  });
}

// The least squares of predict(u) - target from u = 0 on: {u, r, J, done}. The library keeps a step that makes it worse and
// has one length for all numbers, so it is asked for one step at a time, in lengths that move the curve by one error.
function descend(predict, target, signed, ends) {
  const dot = (a, b) => a.reduce((sum, one, i) => sum + one * b[i], 0);
  let [u, damping, gain] = [signed.map(() => 0), 1e-2, Infinity];
  const size = u.map(() => 0);
  for (let left = STEPS; ; left--) {
    const [r, J] = [predict(u).map((one, i) => one - target[i]), slopes(predict, u, signed)];
    const [chi2, norm] = [dot(r, r), J.map((one) => Math.sqrt(dot(one, one)))];
    if (![chi2, ...norm].every(Number.isFinite)) throw new RangeError("The fit left the range in which there is a solution; start from other numbers.");
    const seen = BLIND * Math.max(...norm, Math.hypot(...r.map((one, i) => one + target[i])));
    for (const one of J) if (Math.hypot(...one) <= seen) one.fill(0); // it is rounding
    // no two alike: else two factors whose product has the wrong sign go to zero together
    norm.forEach((one, k) => (size[k] = Math.max(size[k], one * (1 + k / 4)) || 1));
    const down = J.map((one, k) => dot(one, r) / (norm[k] || 1));
    const flat = Math.max(...down.map((one, k) => (u[k] === ends[k][one < 0 ? 1 : 0] ? 0 : Math.abs(one)))) / Math.sqrt(chi2);
    if (chi2 <= NOTHING * dot(target, target) || flat < 1e-8 || gain < 1e-12) return { u, r, J, done: true };
    for (let better = false; !better; damping = better ? Math.max(damping / 9, 1e-9) : damping * 11) {
      if (!left || damping > 1e12) return { u, r, J, done: flat < 1e-4 };
      const to = (by) => by.map((one, k) => Math.min(ends[k][1], Math.max(ends[k][0], u[k] + one / size[k])));
      const { parameterValues: by, parameterError: rest } = orbitronics.libraries.levenbergMarquardt({ x: r.map((_, i) => i), y: target }, (by) => ((y) => (i) => y[i])(predict(to(by))), { initialValues: u.map(() => 0), damping, maxIterations: 1, errorTolerance: 0, jacobianFunction: () => (i) => J.map((one, k) => one[i] / size[k]),
        minValues: size.map((one, k) => (signed[k] ? -Infinity : -3 * one)), maxValues: size.map((one, k) => (signed[k] ? Infinity : 3 * one)) }); // logarithms go by 3
      better = rest < chi2;
      if (better) [gain, u] = [damping < 1 ? 1 - rest / chi2 : Infinity, to(by)];
    }
  }
}

// Fit `free`, [{name, value, about: {positive, unit}}], so that curve(values) comes near the y of these rows: values, standard
// deviations, correlations, chi squared, whether it is `done`, what ran to an end, and which numbers the data do not tell apart.
function fit(rows, free, curve) {
  const { Matrix, SVD } = orbitronics.libraries;
  if (!free.length) throw new RangeError("Choose at least one number to fit.");
  if (rows.length <= free.length) throw new RangeError(`${free.length} numbers need at least ${free.length + 1} points; there are ${rows.length}.`);
  const idle = free.find(({ value }) => value === 0);
  if (idle) throw new RangeError(`${idle.about.words} is 0 now: move it off zero before it is fitted.`);
  const names = free.map(({ name }) => name);
  const weighted = rows[0].length === 3;
  const errors = weighted ? rows.map((row) => row[2]) : rows.map(() => Math.sqrt(rows.reduce((sum, row) => sum + row[1] ** 2, 0) / rows.length) || 1);
  const target = rows.map((row, i) => row[1] / errors[i]);
  // a number that cannot be negative is fitted by its logarithm, others in units of where they start
  const signed = free.map(({ about }) => !about.positive);
  const real = (u) => u.map((one, k) => free[k].value * (signed[k] ? 1 + one : Math.exp(one)));
  const ends = free.map(({ value, about }) => (about.positive && about.unit === "nm" ? lengths.map((one) => Math.log(one / value)) : [-Infinity, Infinity]));
  const { u, r, J, done } = descend((at) => Array.from(curve(real(at)), (y, i) => y / errors[i]), target, signed, ends);
  const values = real(u);
  const chi2 = r.reduce((sum, one) => sum + one * one, 0);
  const points = rows.length - names.length;
  const scale = weighted ? 1 : chi2 / points;
  // by how much of its value each is uncertain, or of that where it started
  const unit = values.map((one, k) => (one < 0 ? -1 : 1) * Math.max(Math.abs(one), signed[k] ? Math.abs(free[k].value) : 0));
  const svd = new SVD(new Matrix(J.map((one, k) => one.map((y) => (signed[k] ? y * unit[k] / free[k].value : y)))).transpose(), { computeLeftSingularVectors: false });
  const [s, V] = [svd.diagonal, svd.rightSingularVectors];
  const covariance = names.map((_, a) => names.map((__, b) => scale * s.reduce((sum, one, k) => sum + V.get(a, k) * V.get(b, k) / Math.max(one, 1e-12 * s[0]) ** 2, 0)));
  const sigma = covariance.map((row, k) => Math.sqrt(row[k]));
  const correlation = covariance.map((row, a) => row.map((one, b) => one / sigma[a] / sigma[b] * Math.sign(unit[a] * unit[b])));
  const weakest = names.map((_, k) => V.get(k, s.length - 1));
  const ended = names.filter((_, k) => ends[k].includes(u[k]) || (!signed[k] && Math.abs(u[k]) > FAR && !(sigma[k] < 1)));
  // without meaning where one direction is invisible, or uncertain by more than half
  const loose = done && !ended.length && !(s[s.length - 1] > LOOSE[0] * s[0] && Math.sqrt(scale) / s[s.length - 1] < LOOSE[1]);
  return { names, values, sigma: sigma.map((one, k) => one * Math.abs(unit[k])), correlation, chi2, free: points, weighted, done, ended,
    loose: loose && names.filter((_, k) => Math.abs(weakest[k]) > 0.1), weakest: weakest.map((one, k) => one * unit[k] / values[k]).filter((_, k) => Math.abs(weakest[k]) > 0.1) };
}

// What keeps a fit from meaning what it says, in words.
function undetermined({ done, ended, values, loose: names, weakest, names: all }, about) {
  if (!done) return "The fit has not converged: chi squared can still fall, and the values below are only where it stopped. Start from numbers nearer to the data, or fit fewer.";
  const called = ended.map((name) => `“${about(name).words}”, which ran to ${number(values[all.indexOf(name)] / about(name).factor, 3)} ${about(name).unit}`);
  if (ended.length) return `The curve comes nearest to the data at an end of what is possible for ${called.join(", and ")}: these data do not give it a value, and its uncertainty means nothing.`;
  if (!names) return "";
  const loose = names.map((name) => `“${about(name).words}”`);
  if (loose.length === 1) return `These data do not determine ${loose[0]}: the curve does not change with it. Leave it out of the fit.`;
  const [a, b] = weakest;
  const what = loose.length > 2 || Math.abs(Math.abs(a / b) - 1) > 0.2 ? "a combination" : a * b < 0 ? "the product" : "the ratio";
  return `These data determine only ${what} of ${loose.join(" and ")}, not each for itself: the values below are one choice of many, their uncertainties mean nothing. Fit one of them and measure the other elsewhere.`;
}

// A value to the second digit of its error, with at most five digits.
function measured(value, error) {
  const digits = value && error > 0 && error < Infinity ? 2 + Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(error)) : 5;
  return `${number(value, Math.max(1, Math.min(5, digits)))} ± ${number(error, 2)}`;
}

// What a fit found, as HTML; about(name) gives {factor, unit, words, math}, and a symbol of its own.
function told(found, about) {
  const warning = undetermined(found, about);
  const several = found.names.length > 1;
  const lines = found.names.map((name, k) => {
    const { factor, unit, words, math } = about(name);
    return [`${escape(words)} ${math}`, measured(found.values[k] / factor, found.sigma[k] / factor), unit,
      ...(several ? found.correlation[k].map((one) => one.toFixed(3).replace("-", "−")) : [])];
  });
  return `${warning ? `<p class="live-warning" role="alert">${escape(warning)}</p>` : ""}${
    table(["number", "value ± standard deviation", "unit", ...(several ? found.names.map(about).map(({ math, symbol = math }) => `correlation with ${symbol}`) : [])], lines)}<p>${found.weighted
    ? `Chi squared ${number(found.chi2, 4)} for ${found.free} degrees of freedom.` : "Without errors of y the deviations are taken from the scatter of the points."}`;
}

// Fit when the library has come, and write what is found into a box; take(found) puts it in place and says so.
async function fitting(rows, free, curve, take, box, say) {
  try {
    await orbitronics.load("libraries.js");
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
    const free = chosen.map((about) => ({ about, name: about.name, value: values[about.name] }));
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
