"""Serve a folder and find a Chromium to look at it with; run as a script, also install one where this is allowed."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first is the same engine without windows, which a test need not open: a third of the time for each page.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSERS += ("chrome", "msedge")
MISSING = (
    "No browser found and none could be installed: install Chromium (Debian: `apt-get install chromium`; elsewhere: "
    "`python -m playwright install chromium` in .venv)."
)


class Handler(SimpleHTTPRequestHandler):
    """Serve files without a log, with the type that scripts need on every system."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """One that lets the connections of several pages wait, which browsers open six at a time."""

    request_queue_size = 64


@contextmanager
def serving(folder, handler=Handler):
    """Serve `folder` and give the address, ending in a slash."""
    with Server(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def find():
    """Return the path of the machine's Chromium, or of the one that Playwright installed, or None."""
    if path := next(filter(None, map(shutil.which, BROWSERS)), None):
        return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@contextmanager
def opened(folder):
    """Give a browser and the address at which it finds the folder."""
    with serving(folder) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        yield browser, base
        browser.close()


def install():
    """Install Debian's Chromium for root, or else Playwright's for this user."""
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for package in BROWSERS[:2]:
            if not find():
                environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
                subprocess.run([*command, package], check=False, env=environment)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not find():
        print("Installing Chromium (once)", flush=True)
        install()
    if not find():
        sys.exit(MISSING)
