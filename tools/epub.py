"""Write the book as `_build/orbitronics.epub`: the pages of the website with formulas in MathML and static figures.

The pages are taken as `tools/pdf.py` takes them, with the font of their formulas.  Where epubcheck is installed, it
checks the file.
"""

import re
import shutil
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from env import ROOT, commit_time
from metadata import citation
from pdf import PAPER, filled, settings, taken

TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}
TYPES[".woff"] = "font/woff"
IMAGE = re.compile(r'(<img [^>]*?src=")https?://[^/"]+/([^"?]+)')
LINK = re.compile(r'href="#([\w-]+?)(--[^"]*)?"')


def files(website, source, chapters):
    """Return the files of the book by their names, the pages in the order of reading."""
    found = {"title.xhtml": filled("title.xhtml", source, chapters)}
    found["nav.xhtml"] = filled("nav.xhtml", source, chapters, title="Contents")
    others = {path.name: path for path in [website / "_static" / "readme.svg", *website.glob("vendor/temml/*.woff")]}

    def place(match):
        path = website / match[2]
        others[path.name] = path
        return match[1] + path.name

    for slug, one in chapters.items():
        body = LINK.sub(lambda m: f'href="{m[1]}.xhtml{f"#{m[1]}{m[2]}" if m[2] else ""}"', one["xhtml"])
        body = IMAGE.sub(place, body)
        found[f"{slug}.xhtml"] = filled("page.xhtml", source, chapters, title=one["title"], body=body)
    found["epub.css"] = (PAPER / "epub.css").read_text(encoding="utf-8")
    for name, path in sorted(others.items()):
        found[name] = drawing(path) if path.suffix == ".svg" else path.read_bytes()
    return found


def drawing(path):
    """Return an SVG as the rules of EPUB have it: without document type, each path with its points."""
    text = re.sub(r"<!DOCTYPE[^>]*>|vector-effect(=\"[^\"]*\"|:[^;\"]*;?)", "", path.read_text(encoding="utf-8"))
    return re.sub(r"<path(?![^>]*\sd=)", '<path d=""', text)


def properties(name, content):
    """Return what the package has to tell of a file."""
    if name == "nav.xhtml" or not name.endswith(".xhtml"):
        return "nav" if name == "nav.xhtml" else ""
    return " ".join(kind for kind, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in content)


def write(website=ROOT / "_build" / "html", source=ROOT):
    """Write the EPUB beside the website, the same from the same pages, and return its path."""
    target = website.parent / "orbitronics.epub"
    when = time.gmtime(int(commit_time() or time.time()))
    with taken(website, source) as (_, chapters):
        held = files(website, source, chapters)
    work = f"{settings(source)['title']} {citation()['version']}"
    about = {
        "name": citation().get("doi") or uuid.uuid5(uuid.NAMESPACE_URL, work).urn,
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", when),
        "files": [(name, TYPES[Path(name).suffix], properties(name, content)) for name, content in held.items()],
    }
    # the first two in this order, by the rules
    archived = {"mimetype": "application/epub+zip", "META-INF/container.xml": filled("container.xml", source, chapters)}
    archived |= {f"book/{name}": content for name, content in held.items()}
    archived["book/book.opf"] = filled("book.opf", source, chapters, **about)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in archived.items():
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
