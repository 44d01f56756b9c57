"""Print the built website to `_build/orbitronics.pdf`: one document with page numbers, contents and links.

Chromium prints each page of the table of contents with its static figures; the parts are joined, and links
between pages become links within the document.
"""

import re
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from env import ROOT, commit_time
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject
from server import serving

sys.path.insert(0, str(ROOT / "tests" / "site"))
from conftest import find_browser

STYLE = """
@page { size: A4; margin: 20mm 18mm 22mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
html { counter-reset: page FIRST; font-size: 11pt; }
.bd-sidebar-secondary, .bd-sidebar-primary, .prev-next-footer, .bd-footer-content, .bd-header-article,
.headerlink, .copybtn, details.hide, #jb-print-toc, button.toggle-button, footer { display: none !important; }
.bd-container, .bd-main, .bd-content, .bd-article-container, .bd-article { display: block !important;
  max-width: none !important; width: 100% !important; padding: 0 !important; margin: 0 !important; overflow: visible; }
pre, .cell_input, .cell_output > *, figure, .admonition, table, mjx-container[display] { break-inside: avoid; }
pre { white-space: pre-wrap; font-size: 8.5pt; }
h1, h2, h3 { break-after: avoid; }
"""
COVER = """<!DOCTYPE html><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: A4; margin: 30mm 25mm }} body {{ font: 12pt Georgia, serif }}
h1 {{ font-size: 30pt; margin-top: 60mm }}
ol {{ list-style: none; padding: 0 }} li {{ display: flex; margin: 1.5mm 0 }} li span {{ flex: 1; margin: 0 2mm;
border-bottom: 1px dotted #999 }} h2 {{ break-before: page }} .part {{ font-weight: bold; margin-top: 5mm }}</style>
<h1>{title}</h1><p>{author}</p><p>Version {version}. Text and figures: CC BY 4.0.</p><h2>Contents</h2><ol>{rows}</ol>"""


def chapters(toc):
    """Return the pages of the table of contents in order, as (part, page)."""
    found = [("", toc["root"])]
    for part in toc.get("parts", [toc]):
        for entry in part["chapters"]:
            found.append((part.get("caption", ""), entry["file"]))
            found += [(part.get("caption", ""), section["file"]) for section in entry.get("sections", [])]
    return found


def printed(browser, address, target, first):
    """Print one page of the website to `target`, its page numbers after `first`; return its title."""
    page = browser.new_page()
    page.route("**/live/*.js", lambda route: route.abort())  # the static figures are printed
    page.emulate_media(media="print", color_scheme="light")
    page.goto(address, wait_until="load")
    page.evaluate("() => { document.documentElement.dataset.theme = 'light' }")
    page.evaluate("async () => { await window.MathJax?.startup?.promise; await document.fonts.ready }")
    page.evaluate("() => document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.evaluate("() => Promise.all([...document.images].map(image => image.decode().catch(() => {})))")
    page.evaluate("() => document.querySelectorAll('details:not(.hide)').forEach(fold => { fold.open = true })")
    page.add_style_tag(content=STYLE.replace("FIRST", str(first)))
    page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True)
    title = page.evaluate("() => document.querySelector('h1').childNodes[0].textContent.trim()")
    page.close()
    return title


def join(parts, cover, target, title, author, base):
    """Join cover and parts, with bookmarks; turn links to pages of the site into links to their part."""
    writer = PdfWriter()
    writer.append(PdfReader(cover), import_outline=False)
    starts, group = {}, {}
    for part, name, heading, path in parts:
        starts[f"{name}.html"] = len(writer.pages)
        writer.append(PdfReader(path), import_outline=False)
        if part and part not in group:
            group[part] = writer.add_outline_item(title=part, page_number=starts[f"{name}.html"], bold=True)
        writer.add_outline_item(title=heading, page_number=starts[f"{name}.html"], parent=group.get(part))
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            uri = str(link.get("/A", {}).get("/URI", ""))
            if not uri.startswith(base):
                continue
            name = urlsplit(uri).path.lstrip("/")
            if name in starts:
                where = writer.pages[starts[name]].indirect_reference
                link[NameObject("/Dest")] = ArrayObject([where, NameObject("/Fit")])
            del link["/A"]
    epoch = int(commit_time() or time.time())
    stamp = time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(epoch))
    writer.add_metadata({"/Title": title, "/Author": author, "/CreationDate": stamp, "/ModDate": stamp})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
    writer.compress_identical_objects()
    writer.write(target)
    return len(writer.pages)


def main(html=ROOT / "_build" / "html", source=ROOT):
    settings = yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))
    pages = chapters(yaml.safe_load((source / "_toc.yml").read_text(encoding="utf-8")))
    version = re.search(
        r'"(.*)"', (source / "orbitronics/__init__.py").read_text(encoding="utf-8").split("__version__")[1]
    )
    work = html.parent / "pdf"
    work.mkdir(exist_ok=True)
    with serving(html) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        parts, first, rows = [], 0, []
        for part, name in pages:
            path = work / f"{name.replace('/', '-')}.pdf"
            heading = printed(browser, f"{base}{name}.html", path, first)
            if part and part not in {one[0] for one in parts}:
                rows.append(f'<li class="part">{part}</li>')
            rows.append(f"<li>{heading}<span></span>{first + 1}</li>")
            parts.append((part, name, heading, path))
            first += len(PdfReader(path).pages)
        page = browser.new_page()
        page.set_content(
            COVER.format(title=settings["title"], author=settings["author"], version=version[1], rows="".join(rows))
        )
        page.pdf(path=work / "cover.pdf", prefer_css_page_size=True)
        browser.close()
    target = html.parent / "orbitronics.pdf"
    count = join(parts, work / "cover.pdf", target, settings["title"], settings["author"], base)
    print(f"{target}: {count} pages")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
