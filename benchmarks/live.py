"""The live figures and the reader's own stack in a headless browser: time to the first curve, of a frame, sizes.

``python -m benchmarks.live`` prints them; the website must have been built.
Goals: solve 2 ms and draw 6 ms (medians, full grid), 95 % of the frames within 17 ms, at a quarter of the speed 50 ms;
first curve 100 ms after the script starts and 300 ms after the first paint; 300 kB, 90 kB packed (456 and 140 with the
stack page); a map of 200 x 200 in 50 ms, a stack of 12 layers drawn in the next frame.
"""

import gzip
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from orbitronics.web import live
from tools.browser import find, serving

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Live</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="live/live.css"><script defer src="live/live.js"></script>
</head><body style="max-width: 760px; margin: auto">{}</body></html>"""
CHAPTERS = {"fig2": "profiles", "fig3": "thickness", "fig4": "mixing", "bilayer": "design"}
MOVED = "lambda_phi"
FRAMES = 150
PARTS = ("solve", "draw", "paint")  # of a frame
DRAG = """async ([name, frames]) => {
  const figure = document.querySelector("live-figure"), found = [];
  await figure.ready;
  figure.addEventListener("drawn", ({ detail }) => {
    const begin = performance.now(), channel = new MessageChannel();
    channel.port1.onmessage = () => found.push({ ...detail, paint: performance.now() - begin });
    channel.port2.postMessage(0);
  });
  const slider = figure.querySelector(`[data-name=${name}] .live-slider`);
  for (let i = 0; i < frames; i++) {
    slider.value = 0.4 + 2 * (i / frames);
    slider.dispatchEvent(new Event("input"));
    await new Promise(requestAnimationFrame);
  }
  await figure.set({});
  return found;
}"""


STACK = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stack</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="live/live.css"><link rel="stylesheet" href="live/stack.css">
<script defer src="live/live.js"></script>
<script defer src="live/stack.js"></script></head><body><main><live-stack></live-stack></main></body></html>"""
TWELVE = """async (frames) => {
  const page = document.querySelector("live-stack"), found = [];
  const { stack } = page;
  const layers = stack.items.filter(({ kind }) => kind === "Layer");
  page.stack = { schema: 1, items: Array.from({ length: 12 }, (_, i) => {
    const { material, thickness } = layers[i % layers.length];
    return { kind: "Layer", thickness, material: { ...material, name: `L${i}` } };
  }) };
  await new Promise(requestAnimationFrame);
  page.addEventListener("drawn", ({ detail }) => found.push(detail.took));
  for (let i = 0; i < frames; i++) {
    await page.set({ "L3.thickness": (2 + i / frames) * 1e-9 });
    await new Promise(requestAnimationFrame);
  }
  return found;
}"""
# a map of the torque of a bilayer, with conversion in both closures
MAP = """() => ["paper", "reciprocal"].map((closure) => {
  const { network, solver } = orbitronics;
  const s = network.solve(solver.about.bilayer.plain, { closure, plane: true });
  const took = [];
  for (let r = 0; r < 5; r++) {
    const begin = performance.now();
    for (let j = 0; j < 200; j++) {
      s.set(3, "thickness", (1 + j / 20) * 1e-9);
      for (let i = 0; i < 200; i++) {
        s.set(1, "lambda_o", (1 + i / 20) * 1e-9);
        s.torque();
      }
    }
    took.push(performance.now() - begin);
  }
  return Math.min(...took);
})"""
# the same of an answer of the page, over two numbers of a preset
MAP_OF = """([preset, key, ...pair]) => {
  const { answers, model, own } = orbitronics;
  const { stack, closure } = own.presets[preset];
  const sample = model.read(stack), options = { closure, wavenumber: "exact" };
  const group = answers.catalogue(sample, options).find((one) => one.key === key);
  const [along, up] = pair.map((address) => answers.axis(sample, address));
  for (const one of [along, up]) one.grid = answers.grid([one.low, one.high], one.log, 200);
  const took = [];
  for (let r = 0; r < 5; r++) {
    const begin = performance.now();
    answers.mapped(sample, options, along, up, group.parts[0], 200);
    took.push(performance.now() - begin);
  }
  return Math.min(...took);
}"""
MAPS = (
    ("paper", "torque exchange F", "N.thickness", "F.lambda_J"),
    ("paper", "smr", "N.thickness", "F.thickness"),
    ("valve", "torque exchange free", "fixed.thickness", "spacer.thickness"),
    ("valve", "smr", "fixed.thickness", "spacer.thickness"),
)
PARTS_OF = {
    "figure pages": ("live.js", "live.css", "missing.js", "prose.js"),
    "with the stack page": ("live.js", "live.css", "missing.js", "prose.js", "stack.js", "stack.css"),
    "with what is fetched when asked for": None,
}


def sizes(folder):
    """Yield lines on the size of the live parts."""
    for name, files in PARTS_OF.items():
        used = [path.read_bytes() for path in sorted(folder.iterdir()) if files is None or path.name in files]
        packed = sum(len(gzip.compress(text)) for text in used)
        yield f"{name}: {sum(map(len, used)) / 1e3:.0f} kB, {packed / 1e3:.0f} kB packed, in {len(used)} files"


def own_stack(browser, address, url):
    """Return a line on the page of a reader's own stack, alone and in the book at `url`."""
    _, painted = first_curve(browser, url)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}stack.html")
    page.wait_for_function("() => document.querySelector('live-stack').getAttribute('state') === 'live'")
    maps = page.evaluate(MAP)
    maps += [page.evaluate(MAP_OF, one) for one in MAPS]
    took = sorted(page.evaluate(TWELVE, 60))
    page.context.close()
    return (
        f"own stack: live {statistics.median(painted):.0f} ms after the first paint; map of 200 x 200 {maps[0]:.0f} ms"
        f" (paper), {maps[1]:.0f} ms (reciprocal), "
        + ", ".join(f"{key} of {preset} {ms:.0f} ms" for (preset, key, *_), ms in zip(MAPS, maps[2:], strict=True))
        + "; a change in 12 layers"
        f" {statistics.median(took):.1f} ms, 95 % {took[int(0.95 * len(took))]:.1f} ms"
    )


def first_curve(browser, url):
    """Return the milliseconds to the first live curve, from the start of the script and from the first paint."""
    found = []
    for _ in range(7):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.add_init_script("addEventListener('drawn', () => (window.first ??= performance.now()), true)")
        page.goto(url)
        page.wait_for_function("() => window.first")
        page.wait_for_function("() => performance.getEntriesByName('first-paint').length")
        found.append(
            page.evaluate(
                "['live-script', 'first-paint'].map((one) => window.first"
                " - performance.getEntriesByName(one)[0].startTime)"
            )
        )
        page.context.close()
    return [[one[i] for one in found] for i in (0, 1)]


def frames(browser, url, name, slowly=1):
    """Return the frames of one drag, in milliseconds of their parts, on a processor that is so many times slower."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_function("() => document.querySelector('live-figure').getAttribute('state') === 'live'")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowly})
    found = page.evaluate(DRAG, [name, FRAMES])
    page.context.close()
    return found


def main():
    """Print all of it."""
    if not (SITE / "live" / "live.js").exists():
        sys.exit("there is no website in _build/html: run `make book`")
    print(*sizes(SITE / "live"), sep="\n")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        for part in ("live", "vendor"):
            (Path(folder) / part).symlink_to(SITE / part)
        for name in CHAPTERS:
            (Path(folder) / f"{name}.html").write_text(PAGE.format(live.html(name)), encoding="utf-8")
        (Path(folder) / "stack.html").write_text(STACK, encoding="utf-8")
        with serving(folder) as address, serving(SITE) as site:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=find(), args=flags)
            for name, chapter in CHAPTERS.items():
                url = f"{address}{name}.html"
                first, _ = first_curve(browser, url)
                there, painted = first_curve(browser, f"{site}book/{chapter}.html")
                got, slow = frames(browser, url, MOVED), frames(browser, url, MOVED, 4)
                whole, slowly = (sorted(sum(one[part] for part in PARTS) for one in all_) for all_ in (got, slow))
                median = {part: statistics.median(one[part] for one in got) for part in PARTS}
                print(
                    f"{name:8} first curve {statistics.median(first):4.0f} ms (best {min(first):.0f}),"
                    f" in its chapter {statistics.median(there):.0f} (best {min(there):.0f}),"
                    f" {statistics.median(painted):.0f} after the first paint;"
                    f" frame median {statistics.median(whole):4.1f}, 95 % {whole[int(0.95 * len(whole))]:4.1f} ms;"
                    f" solve {median['solve']:.1f}, draw {median['draw']:.1f}, paint {median['paint']:.1f} ms"
                    f" at {got[0]['points']} points; {len(got)} frames for {FRAMES} moves;"
                    f" four times slower 95 % {slowly[int(0.95 * len(slowly))]:.1f} ms"
                )
            print(own_stack(browser, address, f"{site}book/stack.html"))
            browser.close()


if __name__ == "__main__":
    main()
