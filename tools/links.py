"""Ask every address that the built website and the project's own texts link to whether it still answers.

A DOI is asked for at doi.org, which tells whether it exists; publishers turn programs away.

Usage: python tools/links.py [--list]
"""

import json
import re
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

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
    for left in reversed(range(tries)):
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=AGENT), timeout=30) as answer:
                return None if not doi or json.load(answer)["responseCode"] == 1 else "no such DOI"
        except urllib.error.HTTPError as error:
            error.close()  # it is an answer as well
            if error.code in ALIVE:
                return None
            wrong = f"{error.code} {error.reason}"
            if error.code in (404, 410):
                return wrong
        except OSError as error:
            wrong = str(error)
        if left:
            time.sleep(pause)
    return wrong


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
