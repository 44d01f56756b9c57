"""Print the built website to `_build/orbitronics.pdf`: one document with page numbers, contents and links.

Chromium opens each page of the table of contents as it is without scripts; all are put into one page, which it prints.
On paper the answers stand behind a chapter's questions, the solutions behind its exercises. How a page looks on paper
is told in `book/_static/site.css`, for readers who print one as well. `tools/epub.py` begins with the same pages.
"""

import html
import json
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import yaml
from browser import find
from env import ROOT, commit_time
from metadata import citation
from playwright.sync_api import sync_playwright
from server import serving

PICTURE = "/_static/readme.svg"  # on the cover
STYLE = """
@page { size: A4; }
@page :first { @bottom-center { content: none; } }
.bd-article + .bd-article { break-before: page; }
.bd-main .bd-content .front-title { padding-top: 30mm; }
.front-title img { width: 100%; margin: 12mm 0; }
.bd-main .bd-content .front-title h1 { font-size: 30pt; }
.front-contents ol { padding: 0; list-style: none; }
.front-contents li { display: flex; gap: 2mm; break-inside: avoid; }
.front-contents li > span { flex: 1; border-bottom: 1px dotted #999; transform: translateY(-0.3em); }
.front-contents > ol > li { margin-top: 1.5mm; font-weight: bold; break-after: avoid; }
.front-contents ol ol { margin: 0 0 0 6mm; columns: 2; column-gap: 8mm; font-size: 8.5pt; line-height: 1.35; }
.front-contents p.part { margin: 4mm 0 0; font-style: italic; break-after: avoid; }
.front-contents a { color: inherit; text-decoration: none; }
"""

TAKE = (ROOT / "tools" / "paper.js").read_text(encoding="utf-8")
PUT = """async ([bodies, styles]) => {
  const present = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  await Promise.all(styles.filter((href) => !present.has(href)).map((href) => new Promise((done, failed) =>
    document.head.append(Object.assign(document.createElement("link"),
      {rel: "stylesheet", href, onload: done, onerror: failed})))));
  document.documentElement.dataset.theme = "light";
  document.querySelector(".bd-article").outerHTML = bodies;
  await Promise.all([...document.images].map((image) => image.decode()));
}"""


def slugs(toc):
    """Return the slug of every page of the table of contents by its name, and the name of its part, in order."""
    found, parts = {toc["root"]: Path(toc["root"]).name}, {}
    for part in toc.get("parts", [toc]):
        for entry in part["chapters"]:
            for name in [entry["file"], *[section["file"] for section in entry.get("sections", [])]]:
                found[name] = Path(name).name
                parts[found[name]] = part.get("caption", "")
    return found, parts


def front(settings, chapters, parts):
    """Return the title page and the contents, whose page numbers are still missing."""
    title, author, rows, last = html.escape(settings["title"]), html.escape(settings["author"]), [], ""

    def row(name, text):
        return f'<a href="#{name}">{html.escape(text)}</a><span></span><a href="#{name}" class="number"></a>'

    for slug, chapter in chapters.items():
        if parts.get(slug, "") != last:
            last = parts[slug]
            rows.append(f'</ol><p class="part">{html.escape(last)}</p><ol>')
        inner = "".join(f"<li>{row(*section)}</li>" for section in chapter["sections"])
        rows.append(f"<li>{row(slug, chapter['title'])}</li>" + (f"<ol>{inner}</ol>" if inner else ""))
    site = os.environ.get("SITE_URL") or citation().get("url")
    where = f'the website, <a href="{html.escape(site)}">{html.escape(site)}</a>,' if site else "the website"
    return f"""<article class="bd-article front-title"><h1>{title}</h1><p>{author}</p>
<img src="{PICTURE}" alt="">
<p>Version {citation()["version"]}. Text and figures: CC BY 4.0.</p>
<p>This is {where} on paper. The figures, live there, show the paper's values of every quantity.
Code that is folded there, most of it for plots and checks, is left out here.
The answers stand behind the questions of a chapter, the solutions behind its exercises.</p></article>
<article class="bd-article front-contents"><h1>Contents</h1><ol>{"".join(rows)}</ol></article>"""


def places(pdf):
    """Return the page of each name of the document, from 0."""
    order = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return {name[1:]: order[place[0].objgen] for name, place in pdf.Root.Dests.items()}


@contextmanager
def taken(website, source=ROOT):
    """Give a browser's page that holds the last page of the site, the chapters by slug, and their parts."""
    pages, parts = slugs(yaml.safe_load((source / "_toc.yml").read_text(encoding="utf-8")))
    with serving(website) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(300_000)  # for a machine that has other work
        page.route("**/*.js", lambda route: route.abort())  # what is printed needs no script
        page.emulate_media(media="print", color_scheme="light")
        chapters, book = {}, {f"{name}.html": slug for name, slug in pages.items()}
        for name, slug in pages.items():
            page.goto(f"{base}{name}.html", wait_until="load")
            chapters[slug] = page.evaluate(TAKE, [slug, book])
        yield page, chapters, parts
        browser.close()


def main(website=ROOT / "_build" / "html", source=ROOT):
    settings = yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))
    target = website.parent / "orbitronics.pdf"
    with taken(website, source) as (page, chapters, parts):
        heads = "".join(
            f"#{slug} {{ page: {slug}; }} @page {slug} {{ @top-right {{ content: {json.dumps(one['title'])}; }} }}\n"
            for slug, one in chapters.items()
        )
        bodies = front(settings, chapters, parts) + "".join(one["body"] for one in chapters.values())
        styles = list(dict.fromkeys(href for one in chapters.values() for href in one["styles"]))
        page.evaluate(PUT, [bodies, styles])
        page.add_style_tag(content=f"{STYLE}\n{heads}")
        page.evaluate("() => document.fonts.ready.then(() => {})")
        options = {"path": target, "prefer_css_page_size": True, "print_background": True, "tagged": True}
        page.pdf(**options)  # to know the numbers of the pages
        page.evaluate(
            "(numbers) => document.querySelectorAll('.number').forEach("
            "(one) => { one.textContent = numbers[one.hash.slice(1)]; })",
            {name: number + 1 for name, number in places(pikepdf.open(target)).items()},
        )
        page.pdf(**options, outline=True)
    stamp = time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(int(commit_time() or time.time())))
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            for chapter in outline.root:
                chapter.is_closed = True
        pdf.docinfo.update({"/Title": settings["title"], "/Author": settings["author"]})
        pdf.docinfo.update({"/CreationDate": stamp, "/ModDate": stamp})
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        print(f"{target}: {len(pdf.pages)} pages")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
