"""A plain page with the stock govuk-frontend bundle and the words of one of ours, for comparison."""

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bs4 import BeautifulSoup

BUNDLE = Path(__file__).parent / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html; charset=utf-8", ".woff2": "font/woff2"}
PAGE = """<!doctype html><html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>Plain</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/govuk-frontend.min.css"></head>
<body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper">{words}</main></div>
<script type="module" src="/start.js"></script></body></html>"""
START = 'import { initAll } from "/govuk-frontend.min.js"; initAll();'


CLASSES = {
    "h1": "govuk-heading-xl",
    "h2": "govuk-heading-m",
    "p": "govuk-body",
    "ul": "govuk-list",
    "ol": "govuk-list",
}


def plain_page(ours: str) -> str:
    """The words of a page of ours, with the library's classes and without picture, form or script."""
    main = BeautifulSoup(ours, "html.parser").find("main")
    for part in main.find_all(["svg", "img", "form", "script"]):
        part.decompose()
    for part in main.find_all(True):
        part.attrs = {"class": CLASSES[part.name]} if part.name in CLASSES else {}
    return PAGE.replace("{words}", main.decode_contents())


@contextlib.contextmanager
def serving(ours: str) -> Iterator[str]:
    """The address of the plain page, compressed as any web server would, while inside."""
    made = {"/": (".html", plain_page(ours).encode()), "/start.js": (".js", START.encode())}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            suffix, body = made.get(self.path) or found(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(gzip.compress(body))

        def log_message(self, *_arguments):
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def found(path: str) -> tuple[str, bytes]:
    file = BUNDLE / path.lstrip("/")
    inside = file.resolve().is_relative_to(BUNDLE.resolve()) and file.is_file()
    return file.suffix, file.read_bytes() if inside else b""
