"""Print the slides of the course, which are part of the built website, to `_build/slides/session-N.pdf`."""

from browser import opened
from env import ROOT

HTML = ROOT / "_build" / "html"


def printed(browser, address, target):
    """Print one session's slides, one a page: live figures as they begin, of many panels as the page draws them."""
    page = browser.new_page(color_scheme="light")
    page.goto(address, wait_until="networkidle")
    page.emulate_media(media="print")  # before it is printed, so that charts are drawn in their room on paper
    page.evaluate(
        "async () => { for (const image of document.images) image.loading = 'eager'; await document.fonts.ready;"
        " await Promise.all([...document.images].map((image) => image.decode())); }"
    )
    page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()


def main():
    target = HTML.parent / "slides"
    target.mkdir(exist_ok=True)
    with opened(HTML) as (browser, base):
        for deck in sorted((HTML / "slides").glob("session-*.html")):
            printed(browser, f"{base}slides/{deck.name}", target / f"{deck.stem}.pdf")
    print(f"Open {(HTML / 'slides' / 'index.html').as_uri()}, or {target}/session-1.pdf and so on.")


if __name__ == "__main__":
    main()
