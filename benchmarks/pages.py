"""What a page of the built website weighs and how it comes up: `python -m benchmarks.pages [FOLDER]`.

Requests, bytes as they are and gzipped, what moves while the page loads (layout shift) and the longest task of its
scripts, for each chapter; times are of this machine, so that only those of one run may be compared.
"""

import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
WATCH = """window.shift = 0; window.longest = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.shift += one.value; }))
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  window.longest = Math.max(window.longest, one.duration); })).observe({type: "longtask", buffered: true});"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def weigh(browser, address):
    """Return requests, kB raw, kB gzipped, kB of HTML gzipped, first paint, longest task in ms and layout shift."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(WATCH)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle", timeout=120_000)
    bodies = [answer.body() for answer in answers if answer.ok and not answer.url.startswith("data:")]
    packed = [len(gzip.compress(body)) for body in bodies]
    row = [len(bodies), sum(map(len, bodies)) / 1e3, sum(packed) / 1e3, packed[0] / 1e3]
    row += [page.evaluate(PAINT), page.evaluate("window.longest"), page.evaluate("window.shift")]
    page.context.close()
    return row


def main(folder=ROOT / "_build" / "html"):
    from browser import find, serving
    from playwright.sync_api import sync_playwright

    print(f"{'page':28}{'requests':>9}{'kB':>8}{'gzip':>8}{'HTML':>7}{'paint':>8}{'task':>7}{'shift':>8}")
    with serving(folder) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for path in sorted(Path(folder, "book").glob("*.html")):
            n, raw, packed, text, paint, task, shift = weigh(browser, f"{base}book/{path.name}")
            print(
                f"{path.stem:28}{n:9}{raw:8.0f}{packed:8.0f}{text:7.0f}{paint:8.0f}{task:7.0f}{shift:8.3f}", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
