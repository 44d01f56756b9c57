"""Write the book as `_build/orbitronics.epub`: the pages of the website with formulas in MathML and static figures.

The pages are taken as `tools/pdf.py` takes them.  Where epubcheck is installed, it checks the file.
"""

import html
import re
import shutil
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import yaml
from env import ROOT, commit_time
from metadata import citation
from pdf import taken

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="epub.css"/></head>
<body>{body}</body>
</html>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="name" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="name">{name}</dc:identifier><dc:title>{title}</dc:title><dc:language>en</dc:language>
<dc:creator>{author}</dc:creator><dc:rights>CC BY 4.0</dc:rights><meta property="dcterms:modified">{date}</meta>
</metadata>
<manifest>{items}</manifest>
<spine>{spine}</spine>
</package>
"""
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}
IMAGE = re.compile(r'(<img [^>]*?src=")https?://[^/"]+/([^"?]+)')
LINK = re.compile(r'href="#([\w-]+?)(--[^"]*)?"')


def contents(chapters, parts):
    """Return the list of chapters and sections, below the names of their parts."""
    rows, last = [], None
    for slug, one in chapters.items():
        inner = "".join(
            f'<li><a href="{slug}.xhtml#{name}">{html.escape(text)}</a></li>' for name, text in one["sections"]
        )
        row = f'<li><a href="{slug}.xhtml">{html.escape(one["title"])}</a>{f"<ol>{inner}</ol>" if inner else ""}</li>'
        if (part := parts.get(slug)) and part != last:
            rows.append(f"</ol></li><li><span>{html.escape(part)}</span><ol>" if last else
                        f"<li><span>{html.escape(part)}</span><ol>")  # fmt: skip
            last = part
        rows.append(row)
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(rows)}{"</ol></li>" if last else ""}</ol></nav>'


def files(website, chapters, parts, settings):
    """Yield the name and the content of each file of the book, the order of the pages that of reading."""
    title, who = html.escape(settings["title"]), html.escape(settings["author"])
    picture = f'<img src="readme.svg" alt="{html.escape("Orbital torque against the thickness of the light metal")}"/>'
    terms = f"<p>Version {citation()['version']}. Text and figures: CC BY 4.0, code: BSD-3-Clause.</p>"
    terms += "<p>The figures show the paper's values; on the website they move. Answers stand behind the questions.</p>"
    yield "title.xhtml", PAGE.format(title=title, body=f"<h1>{title}</h1><p>{who}</p>{picture}{terms}")
    yield "nav.xhtml", PAGE.format(title="Contents", body=contents(chapters, parts))
    pictures = {"readme.svg": website / "_static" / "readme.svg"}

    def place(match):
        path = website / match[2]
        pictures[path.name] = path
        return match[1] + path.name

    for slug, one in chapters.items():
        body = LINK.sub(lambda m: f'href="{m[1]}.xhtml{f"#{m[1]}{m[2]}" if m[2] else ""}"', one["xhtml"])
        yield f"{slug}.xhtml", PAGE.format(title=html.escape(one["title"]), body=IMAGE.sub(place, body))
    yield "epub.css", (ROOT / "tools" / "epub.css").read_text(encoding="utf-8")
    for name, path in sorted(pictures.items()):
        yield name, drawing(path) if path.suffix == ".svg" else path.read_bytes()


def drawing(path):
    """Return an SVG as the rules of EPUB have it: without document type, each path with its points."""
    text = re.sub(r"<!DOCTYPE[^>]*>|vector-effect(=\"[^\"]*\"|:[^;\"]*;?)", "", path.read_text(encoding="utf-8"))
    return re.sub(r"<path(?![^>]*\sd=)", '<path d=""', text)


def package(contained, settings, date):
    """Return the file that lists the others."""
    items, spine = [], []
    for name, content in contained.items():
        about = ' properties="nav"' if name == "nav.xhtml" else ""
        if not about and name.endswith(".xhtml"):
            kinds = [kind for kind in ("math", "svg") if f"<{kind}" in content]
            about = f' properties="{" ".join(k.replace("math", "mathml") for k in kinds)}"' if kinds else ""
        key = re.sub(r"\W", "-", f"f-{name}")
        items.append(f'<item id="{key}" href="{name}" media-type="{TYPES[Path(name).suffix]}"{about}/>')
        spine += [f'<itemref idref="{key}"/>'] if name.endswith(".xhtml") else []
    name = citation().get("doi") or uuid.uuid5(uuid.NAMESPACE_URL, f"{settings['title']} {citation()['version']}").urn
    texts = {key: html.escape(settings[key]) for key in ("title", "author")}
    return PACKAGE.format(name=name, date=date, items="\n".join(items), spine="".join(spine), **texts)


def write(website=ROOT / "_build" / "html", source=ROOT):
    """Write the EPUB beside the website, the same from the same pages, and return its path."""
    settings = yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))
    target = website.parent / "orbitronics.epub"
    with taken(website, source) as (_, chapters, parts):
        contained = dict(files(website, chapters, parts, settings))
    when = time.gmtime(int(commit_time() or time.time()))
    texts = {f"book/{name}": content for name, content in contained.items()}
    texts["book/book.opf"] = package(contained, settings, time.strftime("%Y-%m-%dT%H:%M:%SZ", when))
    with zipfile.ZipFile(target, "w") as archive:
        first = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}  # in this order, by the rules
        for name, content in (first | texts).items():
            if name.endswith(("xml", "xhtml", "opf")):
                ElementTree.fromstring(content)  # no page that a reader would refuse
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, when[:6]), content, kind)
    return target


def checked(target):
    """Return what epubcheck ends with; Debian installs it as an archive that Java runs."""
    checker = shutil.which("epubcheck")
    java = ["java", "-jar"] if zipfile.is_zipfile(checker) else []
    return subprocess.run([*java, checker, str(target)]).returncode


def main(*where):
    target = write(*where)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    if shutil.which("epubcheck"):
        sys.exit(checked(target))
    print("Not checked: epubcheck is not installed (Debian: apt-get install epubcheck).")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
