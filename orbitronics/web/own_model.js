// A stack as the page holds it: [bottom, layer, joint, layer, ..., top], where a layer is {thickness, material} and all others
// may be null; checked as Python checks it; its plain form (that of Stack.to_dict), addresses, Python, and the steps back.
const { escape, network, own, source } = orbitronics;
const ENDS = ["bottom", "top"];
const refuse = (text) => { throw new RangeError(text); };
const brief = (value) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length < 40 ? text : `${text.slice(0, 37)}…`;
};
const field = (kind, name) => own.kinds[kind].fields.find((one) => one.name === name);
const plainObject = (data) => data !== null && typeof data === "object" && !Array.isArray(data);

// -- numbers -----------------------------------------------------------------------------
// What the number at an address is called: in words, and by its symbol as HTML.
function called(address) {
  const [place, name, imaginary] = split(address);
  const { meaning, math } = quantity(name);
  return { words: `${place}: ${meaning}${imaginary ? ", imaginary part" : ""}`, symbol: `${escape(place)}: ${math}${imaginary ? "″" : ""}` };
}

const quantity = (name) => own.quantities[name] ?? { factor: 1, unit: "", meaning: name };
const shown = (name, value) => orbitronics.shown(quantity(name), value);
const withUnit = (name, value) => orbitronics.withUnit(quantity(name), value);

// Why a number cannot be; an empty text where it can.
function refusal(kind, name, value, imaginary) {
  const { domain, optional } = name in own.apart ? { domain: own.apart[name] } : field(kind, name);
  const { meaning: what, unit } = quantity(name);
  if (value === undefined && optional) return "";
  if (typeof value !== "number" || Number.isNaN(value)) return `${what}: ${brief(value)} is no number.`;
  const needed = imaginary ? "finite" : domain;
  const at = own.ends.reduce((sum, end) => sum + (value > end) + (value >= end), 0); // between which ends, or at which
  if (!own.domains[needed][at]) return `${what}: ${withUnit(name, value)} cannot be; it must be ${needed}.`;
  if (unit !== "nm" || value === 0) return "";
  if (value > own.longest && value < Infinity) return `${what}: ${value} m is more than a millimetre. Lengths are in nm here.`;
  return value < own.shortest && !domain.endsWith("or 0") ? `${what}: ${value} m is too short to compute with.` : "";
}

// A number in SI as a person types it, see typing.js; undefined for an empty text. What a comma means is asked back.
function typed(name, text) {
  const { unit, factor, low, high } = own.quantities[name];
  if (text.trim() === "") return undefined;
  if (/^\s*(inf|∞)\s*$/i.test(text)) return Infinity;
  const { value, why } = orbitronics.typed(text, { unit, factor, example: { nm: "5 nm", "": "0.3" }[unit] ?? "2e6" }, (one) => one >= low && one <= high);
  return why ? refuse(why) : value;
}

// -- plain form ----------------------------------------------------------------------------
function number(kind, name, data) {
  const value = data === "inf" ? Infinity : data;
  if (Array.isArray(value)) refuse(`${kind}: ${name} is a list of ${value.length}; the page holds one stack, not a sweep.`);
  const why = refusal(kind, name, value);
  return why ? refuse(`${kind}: ${why}`) : value;
}

function pair(data) { // G_mix
  const value = Array.isArray(data) ? data : [data, 0];
  if (value.length !== 2) refuse(`Surface: G_mix = ${brief(data)} must be a pair [real part, imaginary part].`);
  const why = refusal("Surface", "G_mix", value[0]) || refusal("Surface", "G_mix", value[1], true);
  return why ? refuse(`Surface: ${why}`) : value;
}

function part(data, kinds) {
  if (!plainObject(data)) refuse(`${brief(data)} must be an object with a kind: ${kinds.join(", ")}.`);
  const { kind } = data;
  if (!kinds.includes(kind)) refuse(`kind = ${brief(kind)} is not known; there are ${kinds.join(", ")}.`);
  const { fields } = own.kinds[kind];
  for (const name of Object.keys(data)) {
    if (name !== "kind" && !field(kind, name)) {
      refuse(`${kind} has no number ${brief(name)}; it has ${fields.map((one) => one.name).join(", ")}.`);
    }
  }
  const made = { kind };
  for (const { name, optional, ...one } of fields) {
    if (!Object.hasOwn(data, name)) {
      if ("default" in one) made[name] = name === "G_mix" ? [0, 0] : one.default;
      else if (!optional) refuse(`${kind} lacks ${name}.`);
    } else made[name] = name === "name" ? named(data.name) : name === "G_mix" ? pair(data[name]) : number(kind, name, data[name]);
  }
  const lengths = ["lambda_sf", "lambda_J", "lambda_phi"].map((name) => made[name]);
  if (lengths.every((length) => length === Infinity)) refuse(`${made.name}: at least one of its spin lengths must be finite.`);
  if (made.P_os * made.P_so === 1) refuse(`${made.name}: P_os P_so = 1 has no solution; choose other polarisations.`);
  return made;
}

function named(name) {
  if (typeof name !== "string" || name.length > 40) refuse(`a name must be a text of at most 40 characters, not ${brief(name)}.`);
  const why = /[/[\].]/.test(name) ? "/ [ ] . separate the parts of an address" : name.trim() !== name || !name
    ? "it is empty or has blanks at its ends" : ENDS.includes(name) ? "surfaces are called so" : "";
  return why ? refuse(`“${name}” cannot be a name: ${why}.`) : name;
}

// A stack from its plain form, or a RangeError with a sentence.
function read(data) {
  if (!plainObject(data) || !("items" in data) || !("schema" in data)) {
    refuse(`The plain form of a stack is {"schema": ${own.schema}, "items": [...]}, not ${brief(data)}.`);
  }
  if (data.schema !== own.schema) refuse(`schema = ${brief(data.schema)} is not known; this page reads schema ${own.schema}.`);
  const extra = Object.keys(data).find((key) => key !== "schema" && key !== "items");
  if (extra !== undefined) refuse(`${brief(extra)} is not known; the plain form of a stack has schema and items.`);
  if (!Array.isArray(data.items)) refuse(`items = ${brief(data.items)} must be a list.`);
  const items = data.items.map((one, i) => {
    try {
      if (!plainObject(one) || one.kind !== "Layer") return part(one, ["Interface", "Transparent", "Surface"]);
      const extra = Object.keys(one).filter((key) => !["kind", "thickness", "material"].includes(key));
      if (extra.length || !("thickness" in one && "material" in one)) refuse("a Layer has kind, thickness and material.");
      const material = part(one.material, ["NormalMetal", "Ferromagnet"]);
      return { thickness: number(material.kind, "thickness", one.thickness), material };
    } catch (error) {
      return refuse(`Item ${i} of the stack: ${error.message}`);
    }
  });
  const sample = [null];
  items.forEach((one, i) => {
    const [here, onLayer] = [`Item ${i} of the stack: `, sample.length % 2 === 0];
    if (one.material) sample.push(...(onLayer ? [null] : []), one);
    else if (one.kind !== "Surface") sample.push(onLayer ? one : refuse(`${here}an interface needs a layer on both sides.`));
    else if (i === 0) sample[0] = one;
    else if (i < items.length - 1) refuse(`${here}a surface stands first or last.`);
    else sample.push(onLayer ? one : refuse(`${here}a surface stands beside a layer, not beside an interface.`));
  });
  const { length } = layers(sample);
  if (!length) refuse("The stack needs at least one layer.");
  if (sample.length % 2 === 0) sample.push(null);
  else if (items.at(-1).kind !== "Surface") refuse("The stack ends in an interface; an interface needs a layer on both sides.");
  if (length > own.most.layers) refuse(`The page holds up to ${own.most.layers} layers; these are ${length}.`);
  return sample;
}

const layers = (sample) => sample.filter((_, at) => at % 2);
const joints = (sample) => sample.slice(1, -1).filter((_, at) => at % 2);

function fromText(text) {
  if (text.length > own.most.text) refuse(`This text has ${text.length} characters; a stack has at most ${own.most.text}.`);
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    refuse(`“${text.trim().slice(0, 30)}${text.length > 30 ? "…" : ""}” is no JSON. A stack is what “Save JSON” saves, or Python's json.dumps(stack.to_dict()).`);
  }
  return read(data);
}

// The fields of a part that are not what the defaults are.
const told = (one) => own.kinds[one.kind].fields.filter(({ name, default: usual }) => one[name] !== undefined
  && `${one[name]}` !== `${name === "G_mix" ? "0,0" : usual}`);

// Exactly what Stack.to_dict gives; `short` leaves out what the defaults are.
function plain(sample, short) {
  const numbers = (one) => Object.fromEntries(["kind", "name", ...(short ? told(one) : own.kinds[one.kind].fields).map(({ name }) => name)]
    .filter((name) => one[name] !== undefined).map((name) => [name, one[name] === Infinity ? "inf" : one[name]]));
  return { schema: own.schema, items: sample.filter(Boolean).map((one) =>
    (one.material ? { kind: "Layer", thickness: one.thickness, material: numbers(one.material) } : numbers(one))) };
}

// -- places and addresses --------------------------------------------------------------------
const names = (sample) => network.places(layers(sample).map(({ material }) => material));

// What stands where, from bottom to top: {place, what, at, part, layer}.
function places(sample) {
  const called = names(sample);
  return sample.map((one, at) => {
    if (at % 2) return { place: called[(at - 1) / 2], what: "layer", at, part: one.material, layer: one };
    if (at === 0 || at === sample.length - 1) return { place: at ? "top" : "bottom", what: "surface", at, part: one };
    return { place: `${called[at / 2 - 1]}/${called[at / 2]}`, what: "joint", at, part: one };
  });
}

// Every number: {address, place, name, value, imaginary}.
function numbers(sample) {
  return places(sample).flatMap(({ place, part, layer }) => (part ? [
    ...(layer ? [{ address: `${place}.thickness`, place, name: "thickness", value: layer.thickness }] : []),
    ...own.kinds[part.kind].fields.flatMap(({ name }) => (name === "name" || name === "m" || part[name] === undefined ? []
      : name !== "G_mix" ? [{ address: `${place}.${name}`, place, name, value: part[name] }]
        : part.G_mix.map((value, imaginary) => ({ address: `${place}.G_mix${imaginary ? " (imaginary)" : ""}`, place, name, value, imaginary })))),
  ] : []));
}

// chi sets both Gamma of a layer, by the library's rule; there is none where they differ.
const of = (piece, { kind }) => orbitronics.solver.pieces[`${piece}_${kind === "Ferromagnet" ? "magnet" : "metal"}`];
function chi(part) {
  if (part.Gamma_os !== part.Gamma_so || part.Gamma_os === 0) return part.Gamma_os === part.Gamma_so ? 0 : undefined;
  const [found] = of("chi", part)(part);
  return Number.isFinite(found) ? Number(found.toPrecision(12)) : undefined;
}

function couple(part, value) {
  const [Gamma] = of("coupling", part)(part, value);
  if (value !== 0 && Gamma === 0) refuse(`${part.name}: without spin flip there is no coupling but chi = 0; make its spin diffusion length finite.`);
  part.Gamma_os = part.Gamma_so = Gamma + 0;
}

function split(address) {
  const dot = address.lastIndexOf(".");
  const [name, imaginary] = address.slice(dot + 1).split(" ");
  return [address.slice(0, dot), name, imaginary ? 1 : 0];
}

// A copy with other numbers at some addresses, checked: all of them, or a RangeError.
function replaced(sample, changes) {
  const next = structuredClone(sample);
  const known = places(next);
  for (const [address, value] of Object.entries(changes)) {
    const [place, name, imaginary] = split(address);
    const { part, layer } = known.find((one) => one.place === place) ?? refuse(`There is no place “${place}” in this stack; there are ${
      known.map((one) => one.place).join(", ")}.`);
    if (!part || (name in own.apart ? !layer : !field(part.kind, name))) refuse(`${place} has no number “${name}”.`);
    const why = name === "name" ? void named(value) : refusal(part.kind, name, value, imaginary);
    if (why) refuse(`${place}: ${why}`);
    if (name === "thickness") layer.thickness = value;
    else if (name === "chi") couple(part, value);
    else if (name === "G_mix") part.G_mix[imaginary] = value;
    else if (value === undefined) delete part[name];
    else part[name] = value;
  }
  return read(plain(next));
}

// -- Python --------------------------------------------------------------------------------
// The lines that make the stack, and the expression that is it.
function code(sample) {
  const call = (one, what) => `ob.${what}(${told(one).map(({ name }) => `${name}=${source(name, one[name])}`).join(", ")})`;
  const lines = [];
  const used = new Map(); // material -> variable
  const variable = (material) => {
    const key = JSON.stringify(plain([material]));
    if (used.has(key)) return used.get(key);
    const word = material.name.normalize("NFKD").replace(/\W/g, "_").replace(/^(\d|$)/, "_$1");
    let name = word;
    for (let n = 2; [...used.values(), "ob", "nm", "stack", "solution", "print", ...own.keywords].includes(name); n++) name = `${word}_${n}`;
    used.set(key, name);
    lines.push(`${name} = ${call(material, material.kind)}`);
    return name;
  };
  const items = sample.filter(Boolean).map((one) => (one.material ? `${variable(one.material)}(${source("thickness", one.thickness)})`
    : call(one, one.kind === "Transparent" ? "Interface.transparent" : one.kind)));
  return `import orbitronics as ob\nfrom orbitronics import nm\n\n${lines.join("\n")}\nstack = ob.Stack([${items.join(", ")}])\n`;
}

// Steps back and forth; changes with the same key, one after the other, are one step.
class History {
  constructor(now) { Object.assign(this, { all: [now], back: 0 }); }
  get now() { return this.all[this.back]; }
  set now(next) { this.all[this.back] = next; }
  get forth() { return this.all.length - 1 - this.back; }
  change(next, key) {
    this.all = [...this.all.slice(0, this.back + Number(!key || key !== this.key)), next].slice(-201);
    Object.assign(this, { back: this.all.length - 1, key });
  }
  step(way) {
    this.back = Math.max(0, Math.min(this.all.length - 1, this.back + way));
    this.key = undefined;
  }
}

orbitronics.model = { History, called, chi, code, field, fromText, joints, layers, names, named, numbers, places, plain, read, refusal, replaced, shown, split, typed, withUnit };
