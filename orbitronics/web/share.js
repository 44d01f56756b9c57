// What a reader takes along: image, numbers, a link, the lines of Python.
(() => {
  const { drawing } = orbitronics;
  const COLUMNS = "figure,panel,curve,x,x_unit,real,imag,y_unit";
  const shortest = (value) => (Math.abs(value) >= 1e-5 || value === 0 ? `${value}` : value.toExponential());

  class Share {
    constructor(root, declaration) {
      Object.assign(this, { root, declaration });
      const on = (action, work) => {
        const button = root.querySelector(`[data-do=${action}]`);
        button.addEventListener("click", () => work(button));
      };
      const whole = (save) => () => root.set({}).then(save); // the full grid
      on("csv", whole(() => this.#save("csv", "text/csv", this.csv())));
      on("svg", whole(() => this.#save("svg", "image/svg+xml", drawing(root.chart).text)));
      on("png", whole(() => this.#png()));
      on("link", (button) => this.#copy(button, this.link()));
      on("copy", (button) => this.#copy(button, root.querySelector(".live-recipe").textContent));
      root.querySelector(".live-source").addEventListener("toggle", () => this.#source());
    }

    async #source() {
      const part = (name) => this.root.querySelector(`.live-${name}`);
      part("compiled").textContent = Object.values(orbitronics.pieces).join("\n\n");
      try {
        part("kernel").textContent = await orbitronics.shownSource();
        part("told").textContent = "";
      } catch (error) {
        part("told").textContent = error.message;
      }
    }

    csv() {
      const panels = new Map(this.declaration.panels.map((panel) => [panel.key, panel]));
      const rows = this.root.curves().flatMap(({ panel, curve, x, real, imag }) => x.map((at, i) =>
        [this.declaration.name, panel, curve, Number(at.toPrecision(12)), panels.get(panel).x_unit, real[i], imag[i],
          panels.get(panel).y_unit].join()));
      return `${[COLUMNS, ...rows].join("\n")}\n`;
    }

    #save(kind, type, data) {
      const address = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
      const link = Object.assign(document.createElement("a"), { href: address, download: `${this.declaration.name}.${kind}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    }

    async #png() {
      const { size, text } = drawing(this.root.chart);
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 2 * size[0], height: 2 * size[1] });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => this.#save("png", "image/png", blob), "image/png");
    }

    get #own() { return this.root.id || this.declaration.name; }

    link() {
      const url = new URL(location.href);
      for (const key of [...url.searchParams.keys()]) if (key.startsWith(`${this.#own}.`)) url.searchParams.delete(key);
      for (const [name, value] of Object.entries(this.root.values)) {
        if (value === this.declaration.values[name]) continue;
        url.searchParams.set(`${this.#own}.${name}`, typeof value === "number" ? shortest(value) : value);
      }
      url.hash = this.#own;
      return url.href;
    }

    // The values a link brought; what cannot be is refused beside its control.
    fromLink() {
      const found = {};
      const prefix = `${this.#own}.`;
      for (const [key, text] of new URL(location.href).searchParams) {
        if (!key.startsWith(prefix)) continue;
        const name = key.slice(prefix.length);
        const option = this.declaration.options.find((one) => one.name === name);
        const value = option ? option.former[text] ?? text : text.trim() === "" ? NaN : Number(text);
        const why = this.root.refusal(name, value);
        if (why) setTimeout(() => this.root.controls.say(name, `The link is refused here: ${why}`));
        else found[name] = value;
      }
      return found;
    }

    async #copy(button, text) {
      const said = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch { // no access: let the reader copy
        this.root.querySelector(".live-status").textContent = text;
        button.textContent = "See above";
      }
      setTimeout(() => (button.textContent = said), 1500);
    }
  }

  Object.assign(orbitronics, { Share });
})();
