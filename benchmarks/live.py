"""The live figures in a headless browser: time to the first curve, time of a frame, size.

``python -m benchmarks.live`` prints them; the website must have been built.
"""

import gzip
import statistics
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from orbitronics.web import live
from tools.server import serving

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


def first_curve(browser, url):
    """Return the milliseconds from the start of the script to the first live curve, of several visits."""
    found = []
    for _ in range(7):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.add_init_script("addEventListener('drawn', () => (window.first ??= performance.now()), true)")
        page.goto(url)
        page.wait_for_function("() => window.first")
        found.append(page.evaluate("window.first - performance.getEntriesByName('live-script')[0].startTime"))
        page.context.close()
    return found


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
    used = [path.read_bytes() for path in sorted((SITE / "live").iterdir())]
    packed = sum(len(gzip.compress(text)) for text in used)
    print(f"live parts: {sum(map(len, used)) / 1e3:.0f} kB, {packed / 1e3:.0f} kB packed, in {len(used)} files")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        for part in ("live", "vendor"):
            (Path(folder) / part).symlink_to(SITE / part)
        for name in CHAPTERS:
            (Path(folder) / f"{name}.html").write_text(PAGE.format(live.html(name)), encoding="utf-8")
        with serving(folder) as address, serving(SITE) as site:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=which("chromium"), args=flags)
            for name, chapter in CHAPTERS.items():
                url = f"{address}{name}.html"
                first = first_curve(browser, url)
                there = first_curve(browser, f"{site}book/{chapter}.html")
                got, slow = frames(browser, url, MOVED), frames(browser, url, MOVED, 4)
                whole, slowly = (sorted(sum(one[part] for part in PARTS) for one in all_) for all_ in (got, slow))
                median = {part: statistics.median(one[part] for one in got) for part in PARTS}
                print(
                    f"{name:8} first curve {statistics.median(first):4.0f} ms (best {min(first):.0f}),"
                    f" in its chapter {statistics.median(there):.0f} (best {min(there):.0f});"
                    f" frame median {statistics.median(whole):4.1f}, 95 % {whole[int(0.95 * len(whole))]:4.1f} ms;"
                    f" solve {median['solve']:.1f}, draw {median['draw']:.1f}, paint {median['paint']:.1f} ms"
                    f" at {got[0]['points']} points; {len(got)} frames for {FRAMES} moves;"
                    f" four times slower 95 % {slowly[int(0.95 * len(slowly))]:.1f} ms"
                )
            browser.close()


if __name__ == "__main__":
    main()
