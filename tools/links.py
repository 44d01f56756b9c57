"""Ask every address that the built website and the project's own texts link to whether it still answers.

A DOI is asked for at doi.org, which tells whether it exists; publishers turn programs away.

Usage: python tools/links.py [--list]
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
AGENT = {"User-Agent": "Mozilla/5.0 (link check of a book)"}
ALIVE = {401, 403, 405, 406, 418, 429}  # there, but not for programs


def links(html=HTML):
    """Return the pages and texts that link to each address of another host."""
    found = {}
    for page in sorted(html.rglob("*.html")):
        for address in re.findall(r'<a\s[^>]*href="(https?://[^"#]+)', page.read_text(encoding="utf-8")):
            found.setdefault(unescape(address), set()).add(page.relative_to(html).as_posix())
    for text in sorted({*ROOT.glob("*.md"), ROOT / "LICENSE-text"}):
        for address in re.findall(r"https?://[^\s)>#]+", text.read_text(encoding="utf-8")):
            found.setdefault(address, set()).add(text.name)
    return found


def fault(address, tries=3, pause=5):
    """Return what is wrong with an address, or None."""
    parts = urlsplit(address)
    doi = parts.hostname in ("doi.org", "dx.doi.org")
    if doi:
        address = f"https://doi.org/api/handles/{quote(unquote(parts.path.lstrip('/')))}"
    again = Retry(tries - 1, backoff_factor=pause, status_forcelist=range(500, 600), raise_on_status=False)
    try:
        with requests.Session() as session:
            session.mount(address, HTTPAdapter(max_retries=again))
            answer = session.get(address, headers=AGENT, timeout=30)
    except requests.RequestException as error:
        return str(error)
    if doi and answer.ok:
        return None if answer.json()["responseCode"] == 1 else "no such DOI"
    return None if answer.ok or answer.status_code in ALIVE else f"{answer.status_code} {answer.reason}"


def main():
    found = links()
    if "--list" in sys.argv:
        print(*found, sep="\n")
        return
    with ThreadPoolExecutor(8) as pool:
        wrong = {address: why for address, why in zip(found, pool.map(fault, found), strict=True) if why}
    for address, why in wrong.items():
        print(f"{address}: {why} (on {', '.join(sorted(found[address]))})")
    print(f"{len(found)} links, {len(wrong)} broken")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
