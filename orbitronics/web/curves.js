// The curves of a figure: its values are those of a bilayer, which the solver of stacks walks.
const { pieces, about } = orbitronics.solver;
const { Solution, read, whole } = orbitronics.network;
const { plain, places, hall, transparent } = about.bilayer;
const parts = read(plain);
const NONE = [0, 0, 0, 0];

const chosen = (name, values) => [name, ...about.options[name].map((option) => values[option])].join("_");

// The bilayer of these values; a source is a pair of numbers or of names of values.
// `kept` holds the one of before, of which only what a single number changes is solved anew.
function model(values, source, kept = {}) {
  const sources = hall.map((name, i) => [name, typeof source[i] === "string" ? values[source[i]] : source[i]]);
  const now = { ...values, ...Object.fromEntries(sources) };
  const moved = Object.keys(places).filter((name) => now[name] !== kept.now?.[name]);
  const choices = [values.interface, values.closure, values.wavenumber].join();
  if (kept.choices !== choices || moved.some((name) => name !== (kept.moves ??= name))) {
    const stack = whole(parts.all.map((part) => part && { ...part, v: { ...part.v } }));
    for (const [name, [place, field]] of Object.entries(places)) if (name in now) stack.all[place].v[field] = now[name];
    stack.between[0].transparent = values.interface === transparent;
    const solved = new Solution(stack, { closure: values.closure, wavenumber: values.wavenumber });
    Object.assign(kept, { solved, choices, moves: undefined });
  } else for (const name of moved) kept.solved.set(...places[name], now[name]);
  kept.now = now;
  return kept.solved;
}

const spaced = ([low, high, scale], points) => Array.from({ length: points }, (_, i) => {
  const t = i / (points - 1);
  if (t === 0 || t === 1) return t === 0 ? low : high;
  if (scale === "log") return low * (high / low) ** t;
  return low + (high - low) * (scale === "dense" ? (about.dense ** t - 1) / (about.dense - 1) : t);
});
const wavenumber = (values) => pieces[chosen("wavenumber", values)](values);
const grids = {};
const grid = (range, points, unit) => (grids[[range, points, unit]] ??= spaced(range, points).map((x) => x / unit));

// `given` are places along x instead of a grid.
function line({ formula, walks, x, source, fixed, range, factor }, values, points, kept, given) {
  const v = { ...values, ...fixed };
  const solved = walks && model(v, source, kept);
  const piece = pieces[chosen(formula, values)];
  const xs = given ?? grid(range, points, 1);
  const [real, imag] = [[], []];
  for (const value of xs) {
    v[x] = value;
    if (solved) solved.set(...places[x], value);
    const y = solved ? piece(v, solved.current(1, 0)) : piece(v, NONE, wavenumber(v));
    real.push(y[0]);
    imag.push(y[1]);
  }
  return [{ x: given ?? grid(range, points, factor), real, imag }];
}

function profiles({ sources, curves }, values, points, kept, given) {
  const n = Math.max(Math.floor(points / 2), 2);
  const solved = sources.map((source) => model(values, source));
  const ends = pieces.extents(values);
  const layers = Array.from({ length: solved[0].n }, (_, i) => ({ i, bottom: ends[4 * i], d: ends[4 * i + 2] }));
  const meshed = () => layers.flatMap(({ i, d }) => Array.from({ length: n + 1 }, (_, j) =>
    [i, j === n ? d : d * (1 - Math.cos(Math.PI * j / n)) / 2])); // densest at the faces
  const places = given?.map((z) => {
    const { i, bottom, d } = layers.findLast(({ bottom }) => z > bottom) ?? layers[0];
    return [i, Math.max(0, Math.min(d, z - bottom))];
  }) ?? meshed();
  const rows = solved.map((one) => one.along(places));
  const z = places.map(([i, height]) => layers[i].bottom + height);
  const along = Object.fromEntries(curves.map(({ factor }) => [factor, z.map((one) => one / factor)]));
  return curves.map(({ source, index, scale, factor }) => ({
    x: along[factor], real: rows[source].map((y) => y[2 * index] * scale), imag: rows[source].map((y) => y[2 * index + 1] * scale) }));
}

// {real, imag} of one curve of a figure at these x, in the unit of its axis.
function curveAt(declared, values, panel, name, xs) {
  const piece = declared.find((one) => (one.curves ?? [one]).some((it) => it.panel === panel && it.name === name));
  const c = (piece.curves ?? [piece]).findIndex((it) => it.panel === panel && it.name === name);
  const { factor } = (piece.curves ?? [piece])[c];
  return (piece.formula ? line : profiles)(piece, values, 2, {}, xs.map((x) => x * factor))[c];
}

// The names of the values that a piece of a figure depends on.
function needs(piece, values) {
  const own = piece.formula ? [piece.formula, "wavenumber"].flatMap((name) => about.reads[chosen(name, values)] ?? []) : [];
  const sources = (piece.sources ?? [piece.source]).flat().filter((one) => typeof one === "string");
  const inStack = Object.keys(places).filter((name) => !hall.includes(name)
    && (parts.all[places[name][0]].what !== "between" || values.interface !== transparent));
  const walked = piece.walks === false ? [] : [...inStack, ...sources];
  return [...new Set([...own, ...walked])].filter((name) => name !== piece.x && !(name in (piece.fixed ?? {}))).sort();
}

// The curves of a figure that are no longer what they were, {panel, curve, x, real, imag}; `made` remembers.
function compute(declared, values, points, made) {
  const options = [points, ...Object.values(values).filter((value) => typeof value === "string")].join();
  return declared.flatMap((piece, i) => {
    const mine = made[i]?.options === options ? made[i] : (made[i] = { options, needs: needs(piece, values) });
    const state = mine.needs.map((name) => values[name]);
    if (mine.state && state.every((value, k) => value === mine.state[k])) return [];
    const found = (piece.formula ? line : profiles)(piece, values, points, mine);
    mine.state = state;
    return (piece.curves ?? [piece]).map(({ panel, name }, c) => ({ panel, curve: name, ...found[c] }));
  });
}

const used = (declared, values) => [...new Set(declared.flatMap((piece) => needs(piece, values)))].sort();

// The facts about a bilayer by their names.
function facts({ names: all, sources }, values) {
  const found = pieces[chosen("facts", values)](values, wavenumber(values), ...sources.map((one) => model(values, one).current(1, 0)));
  return Object.fromEntries(all.map((name, i) => [name, [found[2 * i], found[2 * i + 1]]]));
}

// A formula of a bilayer that needs no solution, at these values and options.
const formed = (name, values) => pieces[chosen(name, values)](values, NONE, wavenumber(values));

Object.assign(orbitronics, { compute, curveAt, used, facts, formed, spaced });
