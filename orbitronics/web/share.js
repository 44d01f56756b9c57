// What a reader takes along: image, numbers, a link, the lines of Python.
const { data, differing, figure } = orbitronics;
const COLUMNS = "figure,panel,curve,x,x_unit,real,imag,y_unit";
const shortest = (value) => (Math.abs(value) >= 1e-5 || value === 0 ? `${value}` : value.toExponential());

const WAYS = ["zoom", "hidden", "parts", "group", "frozen"]; // of looking at a figure, beside its values

// A function as it runs, a statement or a declared name a line.
const inLines = (text) => text.replace(/([;{])(?=[^;{}])/g, "$1\n  ").replace(/,(?=[\w$]+=)/g, ",\n    ").replace(/}$/, "\n}");

function save(name, type, data) {
  const address = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// An SVG drawing as an image, twice as fine.
async function saveImage(name, { size, text }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * size[0], height: 2 * size[1] });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(name, "image/png", blob), "image/png");
}

async function copy(button, text, elsewhere) {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch { // no access: let the reader copy
    elsewhere(text);
    button.textContent = "See above";
  }
  setTimeout(() => (button.textContent = said), 1500);
}

class Share {
  constructor(root, declaration) {
    Object.assign(this, { root, declaration });
    const on = (action, work) => {
      const button = root.querySelector(`[data-do=${action}]`);
      button.addEventListener("click", () => work(button));
    };
    const whole = (save) => () => root.set({}).then(save); // the full grid
    const above = (text) => (root.querySelector(".live-status").textContent = text);
    on("csv", whole(() => save(this.#name("csv"), "text/csv", this.csv())));
    on("svg", whole(() => save(this.#name("svg"), "image/svg+xml", this.drawing().text)));
    on("png", whole(() => saveImage(this.#name("png"), this.drawing())));
    on("link", (button) => copy(button, this.link(), above));
    on("copy", (button) => copy(button, root.querySelector(".live-recipe").textContent, above));
    root.querySelector(".live-source").addEventListener("toggle", () => this.#source());
  }

  async #source() {
    const part = (name) => this.root.querySelector(`.live-${name}`);
    const { pieces } = orbitronics.solver;
    const chosen = part("piece");
    const show = async () => {
      part("compiled").textContent = inLines(`${pieces[chosen.value]}`);
      try {
        await orbitronics.load("source.js");
        const [at, given] = orbitronics.source.pieces[chosen.value];
        const [where, text] = orbitronics.source.functions[at];
        part("python").textContent = text;
        part("told").textContent = `Left orbitronics.${where}.${/def (\w+)/.exec(text)[1]}, right what it is compiled to: ${chosen.value}(${given}), with the short names of the file that the page runs.`;
      } catch (error) {
        part("told").textContent = error.message;
      }
    };
    if (!chosen.options.length) {
      chosen.append(...Object.keys(pieces).map((name) => new Option(name)));
      chosen.value = "currents";
      chosen.addEventListener("change", show);
    }
    await show();
  }

  // What is on screen, in words: the values, where they come from, where to find them again.
  about() {
    const { declaration, root } = this;
    const given = (values) => {
      const said = differing(declaration, values, declaration.values).map(([{ words }, value]) => `${words} ${value}`);
      return said.length ? `${said.join(", ")}; the rest as in the paper` : "all as in the paper";
    };
    const { frozen } = root.chart;
    return [declaration.title, `Values: ${given(root.values)}`, ...(frozen ? [`Thin lines: ${given(frozen)}`] : []),
      data.source, this.link()].filter(Boolean);
  }

  csv() {
    const panels = new Map(this.declaration.panels.map((panel) => [panel.key, panel]));
    const rows = this.root.curves().flatMap(({ panel, curve, x, real, imag }) => x.map((at, i) =>
      [this.declaration.name, panel, curve, Number(at.toPrecision(12)), panels.get(panel).x_unit, real[i], imag[i],
        panels.get(panel).y_unit].join()));
    return `${[...this.about().map((line) => `# ${line}`), COLUMNS, ...rows].join("\n")}\n`;
  }

  drawing() { return figure(this.root.chart, this.about().slice(1)); }

  #name(kind) { return `${this.declaration.spec ? this.declaration.title.replace(/\W+/g, "-") : this.declaration.name}.${kind}`; }

  get #own() { return this.root.id || this.declaration.name; }

  // -- the state in the address: values that differ from the figure's start, and what is zoomed, hidden, frozen --

  #differing(values) {
    const { start } = this.root.controls;
    return Object.entries(values).filter(([name, value]) => value !== start[name]).map(([name, value]) =>
      [name, typeof value === "number" ? shortest(value) : value]);
  }

  // This page's address with the state of the figure in it.
  address() {
    const url = new URL(location.href);
    for (const key of [...url.searchParams.keys()]) if (key.startsWith(`${this.#own}.`)) url.searchParams.delete(key);
    const state = this.root.chart.state();
    const frozen = state.frozen && this.#differing(state.frozen).flat();
    const more = { ...state, frozen, values: this.#differing(this.root.values) };
    for (const [name, value] of more.values) url.searchParams.set(`${this.#own}.${name}`, value);
    for (const name of WAYS) if (more[name]) url.searchParams.set(`${this.#own}.${name}`, more[name].join("*"));
    return url;
  }

  link() {
    const url = this.address();
    url.hash = this.#own;
    return url.href;
  }

  follow() { // by the address
    const { href } = this.address();
    try { // a browser may refuse it for a page from disk
      if (href !== location.href) history.replaceState(history.state, "", href);
    } catch { /* then the link alone has the state */ }
  }

  // The state that the address brought: {values, zoom, hidden, ...}; or {wrong: [name, why]}, and nothing of it holds.
  fromLink() {
    const { root, declaration } = this;
    const found = { values: { ...root.controls.start } };
    const prefix = `${this.#own}.`;
    const read = (name, text) => {
      const option = declaration.options.find((one) => one.name === name);
      const value = option ? (Object.hasOwn(option.former, text) ? option.former[text] : text) : text.trim() === "" ? NaN : Number(text);
      const why = root.refusal(name, value);
      if (why) throw [name, `The link is refused here: ${why}`];
      return value;
    };
    try {
      for (const [key, text] of new URL(location.href).searchParams) {
        if (!key.startsWith(prefix)) continue;
        const name = key.slice(prefix.length);
        const words = text.split("*").filter(Boolean);
        if (!WAYS.includes(name)) found.values[name] = read(name, text);
        else if (name === "frozen") {
          found.frozen = { ...root.controls.start };
          for (let i = 0; i < words.length; i += 2) found.frozen[words[i]] = read(words[i], words[i + 1] ?? "");
        } else {
          found[name] = root.chart.checked(name, words);
          if (!found[name]) throw [name, `The link is refused here: its “${name}” is not known.`];
        }
      }
    } catch (wrong) {
      if (!Array.isArray(wrong)) throw wrong;
      return { values: { ...root.controls.start }, wrong };
    }
    return found;
  }
}

Object.assign(orbitronics, { Share, copy, save, saveImage });
