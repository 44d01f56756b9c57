"""Sphinx extension: what a published site needs, from nothing but the hosting service's variables.

- Where the repository is known, buttons lead to it, to Binder and to Colab; where the site's address is
  known, pages name their canonical address and there is a sitemap. Without either the site is complete.
- Every page has a description and a card; there is a page for missing pages and one of licences.
- Every page carries a Content-Security-Policy.

The pages' own words stand in `book/_templates/`.
"""

import html
import json
import os
import re
import sys
import time
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

from docutils import nodes

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import metadata  # noqa: E402
from website import BUNDLED, MODULES  # noqa: E402

PLAIN = "notebooks"  # the branch on which the chapters are plain notebooks, see .github/workflows/site.yml
LICENCES = "licences"
LICENCE = re.compile(r"LICEN[CS]E|COPYING|NOTICE|AUTHORS", re.IGNORECASE)
NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def site_url():
    """Return the address of the site with a slash at its end, from SITE_URL or CITATION.cff, or nothing."""
    url = os.environ.get("SITE_URL", metadata.citation().get("url", "")).strip()
    if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url):
        raise ValueError(f"SITE_URL is {url!r}; it must be an address such as https://HOST/PATH/")
    return url.rstrip("/") + "/" if url else ""


def configure(app, config):
    """Switch on what the known addresses allow."""
    config.html_baseurl = site_url()
    url, options = metadata.repository(), config.html_theme_options
    if url:
        options |= {
            "repository_url": url,
            "repository_branch": os.environ.get("GITHUB_BASE_REF") or os.environ.get("GITHUB_REF_NAME") or "main",
            **dict.fromkeys(("use_repository_button", "use_edit_page_button", "use_issues_button"), True),
        }
    if urlsplit(url).hostname == "github.com":
        options["launch_buttons"] = {
            "notebook_interface": "jupyterlab",
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
        }


def open_plain(app):
    """Let Binder and Colab open the plain notebooks; the edit button has been told its branch by now."""
    app.config.html_theme_options["repository_branch"] = PLAIN


def describe(app, page, template, context, doctree):
    """Give a page its policy, its description, its card and, in the footer, the way to the licences."""
    if page == "index":  # stands for the first chapter
        page = app.config.root_doc
        doctree = app.env.get_and_resolve_doctree(page, app.builder)
    base, url = app.config.html_baseurl, metadata.repository()
    context["pageurl"] = base + app.builder.get_target_uri(page) if base and doctree else None
    given = re.search(r'<meta content="([^"]*)" name="description"', context.get("metatags", ""))
    context.setdefault("about", html.unescape(given[1]) if given else summary(doctree) if doctree else "")
    context |= {"described": bool(given), "site": base, "page": app.builder.get_target_uri(page)}
    # The page for missing pages stands wherever one was looked for, so it names its base.
    context["base"] = urlsplit(base).path if page == "404" else ""
    context["metatags"] = app.builder.templates.render("meta.html", context)
    footer = f'<a href="{context["pathto"](LICENCES)}">Licences of the files served</a>'
    if urlsplit(url).hostname == "github.com":  # where release.yml puts them
        footer = f'<a href="{html.escape(url)}/releases/latest">The book as PDF and EPUB</a> · {footer}'
    context["theme_extra_footer"] = footer


def summary(doctree, most=200):
    """Return what a page is about: the first aim in its box of aims, or else how its own text begins."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        if len(words) < 40 or words.endswith(":") or next(paragraph.findall(nodes.math), None):
            continue
        if isinstance(paragraph.parent, nodes.list_item):
            box = paragraph.parent.parent.parent
            if not isinstance(box, nodes.admonition):
                continue
            begin = box.next_node(nodes.title).astext()
            words = f"{begin}{'' if begin.endswith(' can') else ':'} {words.rstrip(';.')}."
        elif not isinstance(paragraph.parent, nodes.section):
            continue
        return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
    return ""


def add_pages(app):
    """Yield the page for missing pages, that of licences, and that at the site's root unless the first chapter is."""
    yield "404", {"title": "Page not found"}, "404.html"
    yield LICENCES, {"title": "Licences of the files served"} | licences(Path(app.outdir) / "_static"), "licences.html"
    if app.config.root_doc != "index":
        yield "index", {"title": app.config.html_title}, "start.html"


def finish(app, error):
    """Draw the card and, where the site's address is known, list the pages with the date of the sources."""
    if error:
        return
    draw_card(Path(app.outdir) / "card.png", app.config.html_title)
    if site := app.config.html_baseurl:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        date = time.strftime("%Y-%m-%d", time.gmtime(int(epoch))) if epoch else ""
        pages = sorted(site + app.builder.get_target_uri(page) for page in app.env.found_docs)
        text = app.builder.templates.render("sitemap.xml", {"pages": pages, "date": date})
        (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")


def draw_card(path, title):
    """Draw the picture that a link to the site shows: the title above a panel such as Fig. 3d."""
    from orbitronics import figures, nm, plot

    lengths = (1 * nm, 3 * nm, 5 * nm, 10 * nm)
    drawn = plot.Drawing(figures.dependence("torque", "OHE", "d_N", family=("lambda_o_N", lengths)))
    y_label = r"orbital torque ($\sigma_\mathrm{OHE}E$)"
    drawn.axes["a"].set(title="", xlabel="thickness of the light metal (nm)", ylabel=y_label)
    drawn.figure.set_size_inches(6, 3.15)
    drawn.figure.suptitle(title, fontsize=17, x=0.03, ha="left")
    drawn.figure.savefig(path, dpi=200, metadata={"Software": None})


# The projects whose files the site serves; a test asks each file whose it is.
NAMED = {"@fontsource/stix-two-math": "STIX Two Math", "temml": "Temml"}
SERVED = ("myst-nb", "pydata-sphinx-theme", "Sphinx", "sphinx-book-theme")
SERVED += ("sphinx-copybutton", "sphinx-design", "sphinx-exercise", "sphinx-togglebutton")


def licences(static):
    """Return the licences of the files of others that the site serves, and what its static files hold of others."""
    projects = []
    for name in (*NAMED, *BUNDLED):
        about = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        paths = sorted((MODULES / name).glob("LICEN[CS]E*"))
        projects.append((NAMED.get(name, name), about["version"], about["license"], texts(paths)))
    for name in SERVED:
        one = distribution(name)
        classes = [line.split(" :: ")[-1] for line in one.metadata.get_all("Classifier", []) if line.startswith("Lic")]
        licence = one.metadata.get("License-Expression") or (*classes, one.metadata.get("License"), "see its text")[0]
        paths = [path for path in one.files or [] if ".dist-info" in str(path) and LICENCE.match(path.name)]
        projects.append((name, one.version, licence, texts(Path(one.locate_file(path)) for path in paths)))
    notices = {}
    for path in sorted([*static.rglob("*.js"), *static.rglob("*.css")]):
        for notice in NOTICE.findall(path.read_text(encoding="utf-8", errors="replace")):
            if re.search(r"licen[sc]e|copyright", notice, re.IGNORECASE) and "please see" not in notice:
                notices.setdefault(" ".join(notice.split()), notice)
    held = [*texts(sorted(static.rglob("*LICENSE.txt"))), ("notices in the files", "\n\n".join(notices.values()))]
    return {"projects": projects, "held": held}


def texts(paths):
    """Return name and text of each file."""
    return [(path.name, path.read_text(encoding="utf-8", errors="replace").strip()) for path in paths]


def setup(app):
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", open_plain, priority=900)
    app.connect("html-page-context", describe, priority=800)
    app.connect("html-collect-pages", add_pages)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
