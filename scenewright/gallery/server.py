"""Serves the gallery on this machine alone: what it sends is its own page, cards as JSON, and media by place."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from scenewright.errors import UserError
from scenewright.gallery.cards import Row, card, details, media
from scenewright.gallery.pages import FIELDS, PAGE, Pages

PAGE_FILES = {"/": "index.html", "/gallery.css": "gallery.css", "/gallery.js": "gallery.js"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing runs or loads but what this server sends; no inline script or style."""
_MEDIA = re.compile(r"/media/([^/]{1,200})/(\d{1,3})")
_LENGTH_MAX = 2_000
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{1,12})?")


class Source(Protocol):
    """What the page shows: a data set, or a family as it is made."""

    mode: str
    """Told to the page, which then knows whether to ask for cards at once."""

    def row(self, at: str) -> Row: ...
    def reply(self, path: str, query: Mapping[str, str]) -> dict[str, Any]: ...


class DataSource:
    """Cards of a data set."""

    mode = "view"

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def row(self, at: str) -> Row:
        return self.pages.row(at)

    def reply(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """JSON for one address. `LookupError` for one that is none."""
        if path == "/api/about":
            return self.pages.overview()
        if path == "/api/page":
            limit = query.get("limit", "")
            wanted = {name: query[name] for name in (*FIELDS, "q") if query.get(name)}
            return self.pages.page(query.get("start", ""), int(limit) if limit.isdecimal() else PAGE, wanted)
        if path == "/api/sample":
            return card(self.pages.row(query.get("at", "")), query.get("at", ""))
        if path == "/api/details":
            return details(self.pages.row(query.get("at", "")))
        raise LookupError(path)


@cache
def page_file(name: str) -> bytes:
    """One of the page's own files."""
    return (Path(__file__).parent / "page" / name).read_bytes()


def handler(source: Source) -> type[BaseHTTPRequestHandler]:
    """Answers GET and HEAD for one source."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "Scenewright"
        sys_version = ""
        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_GET(self) -> None:
            self._answer(True)

        def do_HEAD(self) -> None:
            self._answer(False)

        def _answer(self, whole: bool) -> None:
            try:
                status, kind, body = self._found()
            except UserError as error:
                status, kind, body = _told(500, str(error))
            except (LookupError, ValueError):
                status, kind, body = _told(404, "there is no such thing here")
            try:
                self._send(status, kind, body, whole)
            except (BrokenPipeError, ConnectionResetError, TimeoutError):
                self.close_connection = True  # the browser went away

        def _found(self) -> tuple[int, str, bytes]:
            # A page elsewhere may have its name lead here (DNS rebinding): only this machine's own names are answered.
            host = (self.headers.get("Host") or "").rpartition(":")[0] or (self.headers.get("Host") or "")
            if host not in ("127.0.0.1", "localhost", "[::1]"):
                return _told(403, "this gallery answers to localhost alone")
            if len(self.path) > _LENGTH_MAX:
                return _told(414, "the address is too long")
            parts = urlsplit(self.path)
            if name := PAGE_FILES.get(parts.path):
                page = page_file(name)
                if name == "index.html":
                    page = page.replace(b'<html lang="en">', f'<html lang="en" data-mode="{source.mode}">'.encode(), 1)
                return 200, TYPES[Path(name).suffix], page
            if found := _MEDIA.fullmatch(parts.path):
                kind, data, _ = media(source.row(unquote(found[1])))[int(found[2])]
                if not kind:
                    return _told(415, "this medium is of no kind that a browser is to get")
                return 200, kind, data
            if not parts.path.startswith("/api/"):
                raise LookupError(parts.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            told = source.reply(parts.path, query)
            return 200, "application/json", json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")

        def _send(self, status: int, kind: str, body: bytes, whole: bool) -> None:
            part = _RANGE.fullmatch(self.headers.get("Range", "")) if status == 200 and "/" in kind else None
            size = len(body)
            if part and int(part[1]) < size:
                first, last = int(part[1]), min(int(part[2] or size - 1), size - 1)
                status, body = 206, body[first : last + 1]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 206:
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            if whole:
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Requests are not told of."""

    return Handler


def _told(status: int, line: str) -> tuple[int, str, bytes]:
    return status, "application/json", json.dumps({"error": line}).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in mid-sentence is no error; anything else is told on one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"gallery: {type(error).__name__}: {error}", file=sys.stderr)


def serve(source: Source, port: int = 8765, ready: Callable[[str], None] | None = None) -> None:
    """Serve on the loopback address until interrupted; port 0 takes a free one. `ready` is told the address.

    `UserError` where the port is in use.
    """
    with server(source, port) as made:
        if ready:
            ready(f"http://127.0.0.1:{made.server_address[1]}/")
        try:
            made.serve_forever()
        except KeyboardInterrupt:
            return


def server(source: Source, port: int = 0) -> ThreadingHTTPServer:
    """The server, bound and not yet running."""
    if not 0 <= port <= 65_535:
        raise UserError(f"a port is a number from 0 to 65535, not {port}")
    try:
        return _Server(("127.0.0.1", port), handler(source))
    except OSError as error:
        raise UserError(
            f"port {port} can't be had ({error.strerror}); give another one: --port 0 takes any that is free"
        ) from None
