// Runs the library on MicroPython beside the page, so that the page never waits for it.
const SLICE = 10; // ms of a full grid before looking whether something newer is wanted

const here = import.meta.url;
async function library() { // path -> text of each of its files
  const answer = await fetch(new URL("library.json", here));
  if (!answer.ok) throw new Error("library.json is missing from the site");
  return answer.json();
}

async function boot() {
  const start = performance.now();
  const python = import("../vendor/micropython.mjs").then(({ loadMicroPython }) =>
    loadMicroPython({ heapsize: 4 << 20, stdout: console.log }));
  const [mp, files] = await Promise.all([python, library()]);
  mp.FS.mkdir("/orbitronics");
  for (const [path, text] of Object.entries(files)) mp.FS.writeFile(path, text);
  const page = mp.pyimport("page");
  const call = Object.fromEntries(
    ["address", "open_figure", "begin", "step", "about"].map((name) => [name, page[name]]));
  const block = call.address();
  const number = (i) => mp._module.getValue(block + 8 * i, "double");
  return { ...call, number, kernel: files["/orbitronics/kernel.py"], ms: performance.now() - start };
}

const booted = boot();
booted.catch(() => {}); // told when a figure is opened
const jobs = new Map(); // figure -> the newest job; what it replaces is forgotten
const channel = new MessageChannel();
const breath = () => new Promise((resolve) => {
  channel.port1.onmessage = resolve;
  channel.port2.postMessage(0);
});

let running = false;
async function run(python) {
  if (running) return;
  running = true;
  for (let job; (job = jobs.values().next().value);) {
    jobs.delete(job.key);
    await solve(python, job);
  }
  running = false;
}

async function solve(python, { key, id, values, points, full }) {
  const start = performance.now();
  const curves = [];
  let failed, left = 1;
  try {
    python.begin(key, values, points);
    while (left) {
      if (full) await breath();
      if (full && jobs.has(key)) break; // something newer is wanted
      const part = JSON.parse(python.step(full ? SLICE : 1e9));
      left = part.left;
      for (const [panel, curve, x, y, count] of part.curves) {
        const numbers = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
        for (let i = 0; i < count; i++) {
          numbers[0][i] = python.number(x + i);
          numbers[1][i] = python.number(y + 2 * i);
          numbers[2][i] = python.number(y + 2 * i + 1);
        }
        curves.push({ panel, curve, x: numbers[0], real: numbers[1], imag: numbers[2] });
      }
    }
  } catch (error) {
    failed = String(error.message ?? error);
  }
  postMessage({ key, id, full: full && !left, points, curves, failed, ms: performance.now() - start });
  if (full && !left && !failed) postMessage({ key, about: JSON.parse(python.about(key, values)) });
}

onmessage = async ({ data }) => {
  try {
    const python = await booted;
    if (data.solve) {
      jobs.set(data.key, data);
      return run(python);
    }
    const html = python.open_figure(data.key, data.open);
    postMessage({ key: data.key, opened: html, kernel: python.kernel, boot: python.ms });
  } catch (error) {
    postMessage({ key: data.key, failed: String(error.message ?? error) });
  }
};
