// Numbers as people type them: 5nm, 5 nm, 1e-3, 3×10⁵, 10⁵, 500 000, 500,000 and 0,5.
const plainly = (text) => text.replace(/^\s*([-+−–]?)\s*(?=10\s*[\^⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹])/, (_, sign) => `${sign}1×`).replace(/\s*[×x*·]\s*10\s*\^?\s*([-−+⁻⁺]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)/i, "e$1").normalize("NFKC").replace(/[−–]/g, "-").trim();
const bare = (unit) => plainly(unit).replace(/\s/g, "");

// What a text of digits may mean: nothing, a number, or two where its comma may be of thousands or of decimals.
function meanings(digits) {
  let text = digits.trim();
  if (/^\d{1,3}([ '’]\d{3})+([.,]\d*)?$/.test(text)) text = text.replace(/[ '’]/g, "");
  if (/^\d{1,3}(,\d{3}){2,}(\.\d+)?$|^\d{1,3},\d{3}\.\d+$/.test(text)) return [text.replace(/,/g, "")];
  if (/^\d{1,3}(\.\d{3}){2,}(,\d+)?$|^\d{1,3}\.\d{3},\d+$/.test(text)) return [text.replace(/\./g, "").replace(",", ".")];
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return [text];
  if (!/^\d*,\d+$/.test(text)) return [];
  const decimal = text.replace(",", ".");
  return /^[1-9]\d{0,2},\d{3}$/.test(text) ? [text.replace(",", ""), decimal] : [decimal];
}

// {value} in SI, or {why} it cannot be: `about` has the unit and its factor, allowed(value) says what may be.
function typed(text, { unit, factor, example }, allowed) {
  if (!text.trim()) return { why: `Write a number such as ${example}.` };
  const [, sign, digits, power = "e0", own] = plainly(text).match(/^([+-]?)([\d., '’]+)(e[+-]?\d+)?(.*)$/i) ?? [];
  const found = meanings(digits ?? "");
  const suffix = bare(own ?? "");
  const scale = !suffix || suffix === bare(unit) ? factor
    : unit === "nm" ? orbitronics.data.units[suffix] : unit === "" && suffix === "%" ? 0.01 : undefined;
  if (!found.length || !scale) return { why: `“${text}” is no number here; write one such as ${example}.` };
  const values = found.map((one) => Number(`${sign}${one}${power}`) * scale);
  if (values.length > 1 && !allowed(values[0]) && allowed(values[1])) {
    const [thousands, decimal] = found.map((one) => `${sign}${Number(one)}${power === "e0" ? "" : power}`);
    return { why: `“${text}” can be read as ${thousands} and as ${decimal}: write the one you mean without the comma.` };
  }
  return { value: values[0] };
}

Object.assign(orbitronics, { meanings, plainly, typed });
