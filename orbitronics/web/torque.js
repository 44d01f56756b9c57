// The picture on the landing page: two sliders, the torque as an arrow. landing.py writes its HTML.
customElements.define("live-torque", class extends HTMLElement {
  connectedCallback() { if (!this.stack) orbitronics.parsed(this, () => this.begin()); }

  begin() {
    this.stack = JSON.parse(this.querySelector("script").textContent);
    this.sliders = [...this.querySelectorAll("input")];
    this.addEventListener("input", () => this.draw());
    this.state = "live";
    this.draw();
  }

  draw() {
    for (const slider of this.sliders) {
      const [place, name] = slider.dataset.address.split(".");
      const item = this.stack.items.find((one) => one.name === place || one.material?.name === place);
      const value = Number(slider.value) * Number(slider.dataset.size);
      if (name === "thickness") item.thickness = value;
      else (item.material ?? item)[name] = value;
      const unit = slider.dataset.unit;
      slider.nextElementSibling.textContent = unit ? `${slider.value} ${unit}` : slider.value;
    }
    const [torque] = orbitronics.network.solve(this.stack).torque("F", "absorbed");
    const [said, picture] = [this.querySelector(".live-torque-said b"), this.querySelector("svg")];
    this.share = 100 * torque; // the stack's orbital Hall conductivity is 1
    said.textContent = `${Number(this.share.toPrecision(2))} %`;
    picture.style.setProperty("--torque", this.share / Number(this.dataset.most));
    picture.style.setProperty("--d-N", this.sliders[0].value);
  }
});
