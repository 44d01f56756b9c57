"""The link check tells a link that is dead from one that only turns programs away."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from browser import serving

ROOT = Path(__file__).parents[1]
LYCHEE = [Path(sys.executable).with_name("lychee"), "--config", ROOT / "tools" / "lychee.toml"]


class Site(BaseHTTPRequestHandler):
    """Answer /404 with the status 404, and so on."""

    def __init__(self, *arguments, directory):
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(int(self.path.lstrip("/")))
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


def asked(path, *options):
    """Return what the check says of the links of a file, and what it ends with."""
    done = subprocess.run([*LYCHEE, *options, path], capture_output=True, text=True, encoding="utf-8")
    return done.stdout, done.returncode


@pytest.mark.parametrize(
    "status, dead", [(200, False), (403, False), (429, False), (404, True), (410, True), (500, True)]
)
def test_answers(status, dead, tmp_path):
    with serving(None, Site) as address:
        (tmp_path / "page.html").write_text(f'<a href="{address}{status}">there</a>', encoding="utf-8")
        said, code = asked(tmp_path / "page.html", "--max-retries", "0")
    assert bool(code) == dead
    assert not dead or f"[{status}]" in said


def test_no_answer(tmp_path):
    with serving(None, Site) as address:
        (tmp_path / "page.html").write_text(f'<a href="{address}200">gone</a>', encoding="utf-8")
    assert asked(tmp_path / "page.html", "--max-retries", "0")[1]


def test_links_of_pages_and_texts(tmp_path):
    """A DOI is asked for where it is known whether it exists; links within the site are the business of its tests."""
    page = '<a class="x" href="https://one.org/?a=1&amp;b=2#part">one</a> <a href="near.html">near</a>'
    (tmp_path / "page.html").write_text(f'{page}<a href="https://doi.org/10.1/2">two</a>', encoding="utf-8")
    found = asked(tmp_path / "page.html", "--dump")[0].split()
    assert sorted(found) == ["https://doi.org/api/handles/10.1/2", "https://one.org/?a=1&b=2#part"]
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in asked(ROOT / "LICENSE-text", "--dump")[0]
