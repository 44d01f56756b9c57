"""Sphinx extension: what a published site needs, from nothing but the hosting service's variables.

- Where the repository is known, buttons lead to it, to Binder and to Colab; where the site's address is
  known, pages name their canonical address and there is a sitemap. Without either the site is complete.
- Every page has a description and a card; there is a page for missing pages and one of licences.
- Every page carries a Content-Security-Policy.
"""

import html
import itertools
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

MODULES = ROOT / "node_modules"

# Indexes and the landing page's drawing have styles within the page, hence 'unsafe-inline' for styles and nothing else.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
CARD = "card.png"
CARD_TEXT = "Orbital torque against the thickness of the light metal, for four orbital diffusion lengths"
PLAIN = "notebooks"  # the branch on which the chapters are plain notebooks, see .github/workflows/site.yml
NOT_LISTED = {"404", "search", "genindex", "py-modindex"}
LICENCES = "licences"
PLACE = "<p>licences</p>"  # of their texts, until all files are there


def site_url():
    """Return the address of the site with a slash at its end, from SITE_URL or CITATION.cff, or nothing."""
    url = os.environ.get("SITE_URL", metadata.citation().get("url", "")).strip()
    if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url):
        raise ValueError(f"SITE_URL is {url!r}; it must be an address such as https://HOST/PATH/")
    return url.rstrip("/") + "/" if url else ""


def repository():
    """Return address, or nothing, and branch of the repository."""
    branch = os.environ.get("GITHUB_BASE_REF") or os.environ.get("GITHUB_REF_NAME") or "main"
    return metadata.repository(), branch


def configure(app, config):
    """Switch on what the known addresses allow."""
    config.html_baseurl = site_url()
    url, branch = repository()
    options = config.html_theme_options
    if url:
        options |= {
            "repository_url": url,
            "repository_branch": branch,
            "path_to_docs": Path(app.srcdir).resolve().relative_to(ROOT).as_posix().removeprefix("."),
            "use_repository_button": True,
            "use_edit_page_button": True,
            "use_issues_button": True,
        }
    if urlsplit(url).hostname == "github.com":
        options["launch_buttons"] = {
            "notebook_interface": "jupyterlab",
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
        }


def describe(app, page, template, context, doctree):
    """Give a page its description, its card and, in the footer, the way to the licences."""
    title = re.sub(r"<[^>]+>", "", context.get("title", "")) or app.config.html_title
    given = re.search(r'<meta content="([^"]*)" name="description"', context.get("metatags", ""))
    about = html.unescape(given[1]) if given else summary(doctree) if doctree else ""
    tags = {"og:title": html.unescape(title), "og:type": "article", "og:site_name": app.config.html_title}
    if about:
        tags["og:description"] = about
    if site_url():
        tags |= {
            "og:url": app.config.html_baseurl + app.builder.get_target_uri(page),
            "og:image": app.config.html_baseurl + CARD,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": CARD_TEXT,
            "twitter:card": "summary_large_image",
        }
    lines = [f'<meta property="{name}" content="{html.escape(text)}" />' for name, text in tags.items()]
    if about and not given:
        lines.append(f'<meta name="description" content="{html.escape(about)}" />')
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])
    footer = f'<a href="{context["pathto"](LICENCES)}">Licences of the files served</a>'
    if urlsplit(url := repository()[0]).hostname == "github.com":  # where release.yml puts them
        footer = f'<a href="{html.escape(url)}/releases/latest">The book as PDF and EPUB</a> · {footer}'
    context["theme_extra_footer"] = footer
    if page in NOT_LISTED:
        context["pageurl"] = None


def launch_plain(app, page, template, context, doctree):
    """Let Binder and Colab open the chapters as plain notebooks."""
    _, branch = repository()
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", ()):
            if group.get("label") == "launch-buttons" and "url" in button:
                button["url"] = re.sub(rf"/{re.escape(branch)}(?=[?/])", f"/{PLAIN}", button["url"], count=1)


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
    """Yield the page for missing pages; it stands wherever it was looked for, so it names its base."""
    body = (
        "<h1>This page is not here</h1>"
        f'<p>Go to <a href="{app.builder.get_target_uri(app.config.root_doc)}">the start of the book</a>, '
        f'or <a href="{app.builder.get_target_uri("search")}">search</a> for what you missed.</p>'
    )
    yield "404", {"title": "Page not found", "body": body}, "page.html"
    yield LICENCES, {"title": "Licences of the files served", "body": PLACE}, "page.html"


def finish(app, error):
    """Write the card, the licences and the sitemap, and put every page under the policy."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    draw_card(out / CARD, app.config.html_title)
    write_start(app, out)
    page = out / app.builder.get_target_uri(LICENCES)
    page.write_text(page.read_text(encoding="utf-8").replace(PLACE, licences(out)), encoding="utf-8", newline="\n")
    for path in sorted(out.rglob("*.html")):
        if "_static" not in path.relative_to(out).parts:
            text = guarded(path.read_text(encoding="utf-8"), path.relative_to(out))
            path.write_text(text, encoding="utf-8", newline="\n")
    if site_url():
        write_sitemap(app, out)


def draw_card(path, title):
    """Draw the picture that a link to the site shows: the title above one panel of Fig. 3."""
    import matplotlib.pyplot as plt
    import numpy as np

    from orbitronics import figures, nm, plot

    with plot.style(), plt.rc_context({"font.size": 20, "legend.fontsize": 18, "lines.linewidth": 4}):
        figure, axes = plt.subplots(figsize=(12, 6.3))
        plt.close(figure)
        for curve, dash in zip(figures.compute("fig3"), itertools.cycle(plot.DASHES)):
            if curve.panel == "d":
                axes.plot(np.asarray(curve.x) / nm, np.real(curve.y), linestyle=dash, label=f"${curve.label}$")
        axes.set(xlabel="thickness of the light metal (nm)", ylabel=r"orbital torque ($\sigma_\mathrm{OHE}E$)")
        axes.margins(x=0)
        axes.legend()
        figure.get_layout_engine().set(w_pad=0.3, h_pad=0.2)
        figure.suptitle(title, fontsize=34, x=0.03, ha="left")
        figure.savefig(path, dpi=100, metadata={"Software": None})


def write_start(app, out):
    """Write the page at the site's root, which leads on to the first chapter."""
    start = app.builder.get_target_uri(app.config.root_doc)
    if start == "index.html":
        return
    first = (out / start).read_text(encoding="utf-8")
    head = "\n".join(re.findall(r'<meta (?:property|[^>]*name="description")[^>]*>|<link rel="canonical"[^>]*>', first))
    title = html.escape(app.config.html_title)
    (out / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n<title>{title}</title>\n{head}\n'
        f'<link rel="icon" href="_static/favicon.svg" />\n'
        f'<meta http-equiv="refresh" content="0; url={start}" />\n</head>\n'
        f'<body><p><a href="{start}">{title}</a></p></body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )


def write_sitemap(app, out):
    """List the pages of the book, with the date of the sources where that is known."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    date = f"<lastmod>{time.strftime('%Y-%m-%d', time.gmtime(int(epoch)))}</lastmod>" if epoch else ""
    pages = sorted(app.builder.get_target_uri(page) for page in app.env.found_docs)
    urls = [f"<url><loc>{html.escape(site_url() + page)}</loc>{date}</url>" for page in pages]
    text = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (out / "sitemap.xml").write_text(text + "\n".join(urls) + "\n</urlset>\n", encoding="utf-8", newline="\n")


POLICY_TAG = (
    '<meta http-equiv="Content-Security-Policy" content="'
    + "; ".join(f"{name} {value}" for name, value in POLICY.items())
    + '" />'
)


# What the theme calls otherwise than it shows: an accessible name has to hold the text that is seen.
MISNAMED = (
    (re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"'), r"\1"),
    (re.compile(r'(<i class="theme-switch [^>]*?) title="[^"]*"'), r"\1"),
    (re.compile(r'<summary aria-label="Toggle hidden content"'), "<summary"),
)


def guarded(text, path):
    """Return a page under the policy."""
    if '<meta http-equiv="Content-Security-Policy"' in text:
        return text
    for pattern, better in MISNAMED:
        text = pattern.sub(better, text)
    base = f'<base href="{html.escape(urlsplit(site_url()).path)}" />' if path.name == "404.html" and site_url() else ""
    start = re.search(r"<meta charset=[^>]*>", text) or re.search(r"<head[^>]*>", text)
    policy = POLICY_TAG.replace("base-uri 'none'", "base-uri 'self'") if base else POLICY_TAG
    return text[: start.end()] + "\n".join(["", policy, base]) + text[start.end() :]


# The projects whose files the site serves; a test asks each file whose it is.
SERVED = (
    "myst-nb",
    "pydata-sphinx-theme",
    "Sphinx",
    "sphinx-book-theme",
    "sphinx-copybutton",
    "sphinx-design",
    "sphinx-exercise",
    "sphinx-togglebutton",
)


def licences(out):
    """Return, as HTML, the licences of the files of others that the site serves."""
    from website import BUNDLED

    sections = []
    for name in ("katex", *BUNDLED):
        about = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        title, texts = {"katex": "KaTeX"}.get(name, name), sorted((MODULES / name).glob("LICEN[CS]E*"))
        sections.append(section(title, about["version"], about["license"], texts))
    for name in SERVED:
        one = distribution(name)
        licence = one.metadata.get("License-Expression") or next(
            (line.split(" :: ")[-1] for line in one.metadata.get_all("Classifier", []) if line.startswith("License")),
            one.metadata.get("License") or "see its text",
        )
        texts = [one.locate_file(path) for path in one.files or [] if LICENCE.match(path.name)]
        sections.append(
            section(name, one.version, licence, [Path(text) for text in texts if ".dist-info" in str(text)])
        )
    found = {}
    for path in sorted(path for path in (out / "_static").rglob("*") if path.suffix in (".js", ".css")):
        for notice in NOTICE.findall(path.read_text(encoding="utf-8", errors="replace")):
            if re.search(r"licen[sc]e|copyright", notice, re.IGNORECASE) and "please see" not in notice:
                found.setdefault(" ".join(notice.split()), notice)
    kept = "".join(f"<pre>{html.escape(notice)}</pre>" for notice in found.values())
    texts = sorted((out / "_static").rglob("*LICENSE.txt"))
    return (
        "<h1>Licences of the files served</h1>"
        "<p>The book's own text and figures are under CC BY 4.0, its code under BSD-3-Clause. "
        "The site also serves files of the projects below, their stylesheets and scripts joined to few.</p>"
        + "".join(sections)
        + f'<section id="notices"><h2>What these files hold of others</h2>{folded(texts)}'
        f"<details><summary>notices in the files</summary>{kept}</details></section>"
    )


LICENCE = re.compile(r"LICEN[CS]E|COPYING|NOTICE|AUTHORS", re.IGNORECASE)
NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def section(name, version, licence, texts):
    """Return one project's section of the page of licences."""
    return (
        f'<section id="{name.lower()}"><h2>{name} {version}</h2><p>{html.escape(licence)}.</p>{folded(texts)}</section>'
    )


def folded(texts):
    """Return texts of licences, each behind its name."""
    return "".join(
        f"<details><summary>{path.name}</summary>"
        f"<pre>{html.escape(path.read_text(encoding='utf-8', errors='replace').strip())}</pre></details>"
        for path in texts
    )


def setup(app):
    app.connect("config-inited", configure, priority=100)
    app.connect("html-page-context", describe, priority=800)
    app.connect("html-page-context", launch_plain, priority=800)  # after the theme's buttons
    app.connect("html-collect-pages", add_pages)
    app.connect("build-finished", finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
