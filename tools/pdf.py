"""Print the built website to `_build/orbitronics.pdf`: one document with page numbers, contents and links.

Chromium opens each page of the table of contents as it is without scripts; all are put into one page, which it prints.
On paper the answers stand behind a chapter's questions, the solutions behind its exercises. How a page looks on paper
is told in `book/_static/site.css`, for readers who print one as well. `tools/epub.py` begins with the same pages.
"""

import json
import os
import sys
import time
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pikepdf
import yaml
from browser import opened
from env import ROOT, commit_time
from jinja2 import Environment, FileSystemLoader
from metadata import citation
from sphinx_external_toc.parsing import parse_toc_yaml

PAPER = ROOT / "tools" / "paper"
PARTS = ("take.js", "put.js", "number.js", "pdf.css")
TAKE, PUT, NUMBER, STYLE = ((PAPER / name).read_text(encoding="utf-8") for name in PARTS)
TEMPLATES = Environment(loader=FileSystemLoader(PAPER), autoescape=True)


def listed(source):
    """Return the part of every page of the table of contents by the page's name, in order."""
    site = parse_toc_yaml(source / "_toc.yml")
    found = {site.root.docname: ""}
    for part in site.root.subtrees:
        for name in part.files():
            found |= dict.fromkeys([name, *site[name].child_files()], part.caption or "")
    return found


def settings(source):
    return yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))


def filled(template, source, chapters, **about):
    """Return a template with what it may say: settings of the book, version, address, chapters by their parts."""
    about = settings(source) | about
    about |= {"version": citation()["version"], "site": os.environ.get("SITE_URL") or citation().get("url")}
    parts = [(part, list(pages)) for part, pages in groupby(chapters.items(), lambda one: one[1]["part"])]
    return TEMPLATES.get_template(template).render(parts=parts, **about)


def places(pdf):
    """Return the page of each name of the document, from 0."""
    order = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return {name[1:]: order[place[0].objgen] for name, place in pdf.Root.Dests.items()}


@contextmanager
def taken(website, source=ROOT):
    """Give a browser's page that holds the last page of the site, and the chapters by their short names."""
    parts = listed(source)
    with opened(website) as (browser, base):
        page = browser.new_page()
        page.set_default_timeout(300_000)  # for a machine that has other work
        page.route("**/*.js", lambda route: route.abort())  # what is printed needs no script
        page.emulate_media(media="print", color_scheme="light")
        chapters, book = {}, {f"{name}.html": Path(name).name for name in parts}
        for address, slug in book.items():
            page.goto(base + address, wait_until="load")
            chapters[slug] = page.evaluate(TAKE, [slug, book]) | {"part": parts[address.removesuffix(".html")]}
        yield page, chapters


def main(website=ROOT / "_build" / "html", source=ROOT):
    target = website.parent / "orbitronics.pdf"
    with taken(website, source) as (page, chapters):
        heads = "".join(
            f"#{slug} {{ page: {slug}; }} @page {slug} {{ @top-right {{ content: {json.dumps(one['title'])}; }} }}\n"
            for slug, one in chapters.items()
        )
        bodies = filled("front.html", source, chapters) + "".join(one["body"] for one in chapters.values())
        styles = list(dict.fromkeys(href for one in chapters.values() for href in one["styles"]))
        page.evaluate(PUT, [bodies, styles])
        page.add_style_tag(content=f"{STYLE}\n{heads}")
        page.evaluate("() => document.fonts.ready.then(() => {})")
        options = {"path": target, "prefer_css_page_size": True, "print_background": True, "tagged": True}
        page.pdf(**options)  # to know the numbers of the pages
        page.evaluate(NUMBER, {name: number + 1 for name, number in places(pikepdf.open(target)).items()})
        page.pdf(**options, outline=True)
    about = settings(source)
    stamp = time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(int(commit_time() or time.time())))
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            for chapter in outline.root:
                chapter.is_closed = True
        pdf.docinfo.update({"/Title": about["title"], "/Author": about["author"]})
        pdf.docinfo.update({"/CreationDate": stamp, "/ModDate": stamp})
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        print(f"{target}: {len(pdf.pages)} pages")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
