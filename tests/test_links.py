"""The link check tells a link that is dead from one that only turns programs away."""

from http.server import BaseHTTPRequestHandler

import links
import pytest
from server import serving


class Site(BaseHTTPRequestHandler):
    """Answer /404 with the status 404, and so on."""

    def __init__(self, *arguments, directory):
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(int(self.path.lstrip("/")))
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    "status, dead", [(200, False), (403, False), (429, False), (404, True), (410, True), (500, True)]
)
def test_answers(status, dead):
    with serving(None, Site) as address:
        wrong = links.fault(f"{address}{status}", pause=0)
    assert bool(wrong) == dead
    assert not wrong or str(status) in wrong


def test_no_answer():
    with serving(None, Site) as address:
        pass
    assert links.fault(address, tries=2, pause=0)


def test_links_of_pages_and_texts(tmp_path):
    page = '<a class="x" href="https://one.example/?a=1&amp;b=2#part">one</a> <a href="near.html">near</a>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    found = links.links(tmp_path)
    assert found["https://one.example/?a=1&b=2"] == {"page.html"}
    assert "CHANGELOG.md" in found["https://semver.org/"]
