"""Serve a folder on this machine while something looks at it."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


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
    server = Server(("127.0.0.1", 0), partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
