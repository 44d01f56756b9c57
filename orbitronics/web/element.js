// What an element asks for: its declaration from its attributes, its HTML from templates, its code from a template.
const { data, differing, escape, plain, refusal, shown, withUnit } = orbitronics;
const fill = (template, values) => data.templates[template].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const words = (text = "") => text.split(",").map((word) => word.trim()).filter(Boolean);
const halves = (text) => text.split(/=(.*)/s).slice(0, 2).map((part) => part.trim());
const written = ({ factor, unit }, value) => `${Number((value / factor).toPrecision(6))}${unit === "nm" ? unit : ""}`; // as an attribute takes it
const isLength = (name) => data.controls[name]?.unit === "nm";

function known(what, name, names) {
  if (!names.includes(name)) throw new RangeError(`${what} “${name}” is not known; there are ${names.join(", ")}.`);
  return name;
}

// A number in SI from a text; lengths may be given in nm.
function number(name, text = "") {
  const [, digits, nm] = text.match(/^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(nm)?$/i) ?? [];
  if (!digits || (nm && !isLength(name))) {
    throw new RangeError(`${name} = “${text}” is no number; write ${isLength(name) ? "3nm" : "0.5"}.`);
  }
  return Number(digits) * (nm ? data.controls[name].factor : 1);
}

function taken(declaration, name, text) { // a value, refused where a reader could not choose it
  const option = declaration.options.find((one) => one.name === name);
  known("The value", name, [...declaration.controls, ...declaration.options].map((one) => one.name));
  const value = option ? (Object.hasOwn(option.former, text) ? option.former[text] : text) : number(name, text);
  const why = refusal(declaration, name, value);
  if (why) throw new RangeError(why + (isLength(name) ? " Lengths are in metres: write 3nm for 3 nm." : ""));
  return value;
}

// Where sliders go instead, from a text such as "d_N=0.1nm:100nm".
function ranged(declaration, text, pairs) {
  for (const [name, ends = ""] of words(text).map(halves)) {
    const control = declaration.controls.find((one) => one.name === known("The slider", name, declaration.controls.map((one) => one.name)));
    const [low, high] = ends.split(":").map((end) => number(name, end.trim()));
    const starts = pairs.some(([one]) => one === name) || (low <= control.paper && control.paper <= high);
    if (!(low < high && starts) || (control.low > 0 && low <= 0)) {
      throw new RangeError(`The range “${name}=${ends}” must go from a lower to a higher number that may be, as in “${name}=${
        written(control, control.low)}:${written(control, control.high)}”.`);
    }
    const scale = low > 0 && high / low >= data.decades ? "log" : "linear";
    Object.assign(control, { low, high, scale });
  }
}

const controls = (papers) => Object.entries(papers).map(([name, paper]) => {
  const { axis, runs, member, meaning, range, ...control } = data.controls[name];
  return { ...control, paper };
});
const options = (names) => names.map((name) => data.options[name]);
const whole = (declared) => ({ ...declared, controls: controls(declared.controls), options: options(declared.options) });

// The declaration that the attributes of a bare element ask for, with the values it starts from.
function asked(attributes) {
  for (const { name } of attributes) {
    const anyone = /^(class|id|title|state|role|style|lang|dir|hidden|tabindex|slot|aria-.*|data-.*)$/;
    if (!anyone.test(name)) known("The attribute", name, data.attributes);
  }
  const given = Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
  const figure = known("The figure", given.figure ?? "", [...Object.keys(data.figures), "sweep"]);
  const pairs = words(given.values).map(halves);
  const declaration = figure === "sweep" ? sweep(given, pairs) : whole(data.figures[figure]);
  ranged(declaration, given.ranges, pairs);
  if (figure !== "sweep") declaration.changed = Object.fromEntries(pairs.map(([name, text]) => [name, taken(declaration, name, text)]));
  return declaration;
}

function sweep(given, pairs) {
  const papers = Object.fromEntries(data.numbers.map((name) => [name, data.values[name]]));
  const every = { controls: controls(papers), options: options(Object.keys(data.options)) };
  const values = Object.fromEntries(pairs.map(([name, text]) => [name, taken(every, name, text)]));
  const quantity = known("The quantity", given.quantity ?? data.defaults.quantity, Object.keys(data.quantities));
  const source = known("The source", given.source ?? data.defaults.source, Object.keys(data.sources));
  const x = known("The value along x,", given.x ?? data.defaults.x, data.numbers);
  const others = data.numbers.filter((name) => name !== x);
  const [family, members] = given.family ? halves(given.family) : [];
  const varied = family && known("The family", family, others);
  const numbers = varied ? words(members).map((text) => taken(every, varied, text)) : [undefined];
  const free = others.filter((name) => name !== varied);
  const mine = given.controls === undefined ? free : words(given.controls).map((name) => known("The control", name, free));
  const choices = given.options === undefined ? Object.keys(data.options)
    : words(given.options).map((name) => known("The option", name, Object.keys(data.options)));
  const parts = given.parts === undefined ? data.defaults.parts
    : words(given.parts).map((part) => known("The part", part, ["real", "imag"]));
  const start = { ...data.values, ...values };
  const pick = (names) => Object.fromEntries(names.map((name) => [name, start[name]]));
  const { formula, walks, label, math, words: words_, ...about } = data.quantities[quantity][source];
  const { range, axis, runs, math: along } = data.controls[x];
  const { member, factor } = data.controls[varied] ?? {};
  const labels = numbers.map((value) => {
    if (value === undefined) return { name: quantity, label, math };
    const text = `${Number((value / factor).toPrecision(6))}`;
    const put = (said) => said.replace(/(= ?)8/, `$1${text}`);
    return { name: put(member.name), label: member.label.map(([one, ...more]) => [put(one), ...more]),
      math: member.math.replace("<mn>8</mn>", `<mn>${text}</mn>`) };
  });
  const panel = { ...about, ...axis, key: "a", title: [...about.title, ...runs], heading: `${about.heading}${along}`,
    x_log: range[2] === "log", parts, y_limits: null, curves: labels.map((one, i) => ({ ...one, colour: i % data.colours.length })) };
  const pieces = labels.map(({ name }, i) => ({ panel: "a", name, formula, walks, x,
    range, factor: axis.x_factor, source: data.sources[source],
    fixed: varied ? { [varied]: numbers[i] } : {} }));
  const spec = { quantity, source, x, parts, ...(varied && { family: [varied, numbers] }),
    ...(given.controls !== undefined && { controls: mine }), ...(given.options !== undefined && { options: choices }),
    ...(pairs.length && { values }) };
  const names = [...mine, ...choices];
  const title = `${words_} against the ${data.controls[x].meaning}`;
  return { name: "sweep", spec, title, columns: 1, points: data.figures.fig3.points,
    colours: data.colours, values: pick(names),
    constants: pick(Object.keys(start).filter((name) => !names.includes(name))),
    pieces, controls: controls(pick(mine)), options: options(choices), panels: [panel], remarks: [], changed: {},
    caption: `${title}${varied ? `, one curve for each ${data.controls[varied].meaning}` : ""}.` };
}

// Where it starts that does not start from its own values.
function elsewhere(declaration) {
  const { changed, values } = declaration;
  const said = differing(declaration, { ...values, ...changed }, values).map(([{ words }, value]) =>
    `${words[0].toLowerCase()}${words.slice(1)} ${value}`);
  return said.length ? fill("elsewhere", { values: said.join(", ") }) : "";
}

// What stands between the tags of an element with this declaration.
function inside(declaration) {
  const all = (template, list, more) => list.map((one) => fill(template, { ...one, ...more?.(one) })).join("");
  const rows = declaration.controls.map((one) => fill("control", { ...one, words: escape(one.words),
    value: shown(one, one.paper), range: `${shown(one, one.low)} to ${withUnit(one, one.high)}`, unit: one.unit && ` ${one.unit}`, in: one.unit && " in" }));
  const pinned = rows.splice(0, data.pinned);
  const count = rows.length - (data.first - data.pinned);
  if (count > 2) rows.push(fill("fold", { count, controls: rows.splice(-count).join("") }));
  return fill("figure", { declaration: JSON.stringify(declaration).replace(/</g, "\\u003c"), image: "", columns: declaration.columns,
    caption: escape(declaration.caption + elsewhere(declaration)), pinned: pinned.join(""), controls: rows.join(""),
    choices: all("option", declaration.options, (one) => ({ choices: all("choice", one.choices.map((choice) => ({ choice }))) })),
    panels: all("panel", declaration.panels, (panel) => ({
      curves: all("curve", panel.curves, ({ label }) => ({ said: escape(plain(label)) })) })) });
}

// A value as Python source, lengths as multiples of nm.
function source(name, value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `${value[0]}${value[1] < 0 ? "-" : "+"}${Math.abs(value[1])}j`;
  if (value === Infinity) return 'float("inf")';
  if (!data.lengths.includes(name)) return `${value}`;
  for (let digits = 6; digits < 18; digits++) { // exactly this value: 200*nm is not quite 2e-7, and 200e-9 is
    const text = `${Number((value / 1e-9).toPrecision(digits))}`;
    for (const [of, out] of [[Number(text) * 1e-9, `${text}*nm`], [Number(`${text}e-9`), `${text}e-9`]]) if (of === value) return out;
  }
  return `${value}`;
}

function argument(name, value) { // of figures.dependence
  if (name === "family") return `("${value[0]}", (${value[1].map((one) => source(value[0], one)).join(", ")},))`;
  if (name === "values") return `{${Object.keys(value).sort().map((one) => `"${one}": ${source(one, value[one])}`).join(", ")}}`;
  return Array.isArray(value) ? `[${value.map((one) => `"${one}"`).join(", ")}]` : `"${value}"`;
}

// The lines of Python that give what is on screen.
function code(declaration, values) {
  const { spec } = declaration;
  const changed = Object.keys(declaration.values).filter((name) => values[name] !== declaration.values[name]);
  const halls = Object.keys(data.controls).filter((name) => !data.numbers.includes(name));
  const so = new Set(["", spec ? "spec" : "", changed.length ? "changed" : "same", ...Object.values(values),
    Object.keys(data.values).every((name) => name in values) ? "bilayer" : "",
    halls.every((name) => name in values) ? "hall" : "unit"]);
  const given = { figure: spec ? "figure" : `"${declaration.name}"`,
    spec: spec && Object.keys(spec).sort().map((name) => `    ${name}=${argument(name, spec[name])},`).join("\n"),
    changed: changed.map((name) => `    ${name}=${source(name, values[name])},`).join("\n") };
  return data.recipe.filter(([when]) => when.split(" ").every((one) => so.has(one))).map(([, text]) =>
    `${text.replace(/\{(\w+)\}/g, (_, name) => given[name] ?? source(name, values[name]))}\n`).join("");
}

const real = (x) => (Math.abs(x) >= 1e3 && Math.abs(x) < 1e6 ? x.toFixed(0) : `${Number(x.toPrecision(4))}`);
const FORMATS = {
  complex: ([re, im]) => `${real(re)} ${im < 0 ? "−" : "+"} ${real(Math.abs(im))} i`,
  percent: ([re]) => `${Number((100 * re).toPrecision(3))} %`,
  2: ([re]) => `${Number(re.toPrecision(2))}`,
};

// What is to be said about a bilayer, as the inside of a description list.
function remarks(declaration, values) {
  if (!declaration.remarks.length) return "";
  const facts = orbitronics.facts(data.facts, values);
  const put = (text) => text.replace(/\{([\w ]+):(\w+)\}/g, (_, name, format) =>
    FORMATS[format](facts[name]).replace(/-/g, "−").replace("e+", "e"));
  return declaration.remarks.filter(([fact]) => !fact || facts[fact][0]).map(([, what, text]) =>
    `<dt>${escape(what)}</dt><dd>${escape(put(text))}</dd>`).join("");
}

// Call this when all that stands inside an element has been read; this script may run in the middle of the page.
function parsed(element, then) {
  if (element.nextSibling || document.readyState !== "loading") then();
  else document.addEventListener("DOMContentLoaded", then, { once: true });
}

Object.assign(orbitronics, { asked, inside, code, parsed, remarks, source });
