"""A Hub for tests: the calls that `huggingface_hub` makes to upload a data set by git LFS, kept in memory."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

TOKEN = "hf_of_the_test"


class Hub(ThreadingHTTPServer):
    """Repositories by name: `private`, and `files` by path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.repos: dict[str, dict[str, Any]] = {}
        self.objects: dict[str, bytes] = {}
        self.calls: list[str] = []
        self.sent: list[str] = []
        """Objects whose bytes were sent."""
        self.broken = 0
        """Uploads that are refused before one is taken."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def hub() -> Iterator[Hub]:
    """A Hub that runs while it is used."""
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().strip(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, value: Any, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _begin(self) -> tuple[str, bytes]:
        path, body = unquote(urlsplit(self.path).path), self._body()
        self.server.calls.append(f"{self.command} {path}")
        return path, body

    def do_GET(self) -> None:
        path, _ = self._begin()
        name = self._repo(path)
        repo = self.server.repos.get(name)
        if repo is None:
            self._answer({"error": "Repository not found"}, 404)
        elif "/tree/" in path:
            self._answer([
                {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
                for name, data in repo["files"].items()
            ])  # fmt: skip
        else:
            self._answer({"id": name, "sha": "0" * 40, "siblings": [], "private": repo["private"]})

    def do_PUT(self) -> None:
        path, body = self._begin()
        oid = path.rpartition("/")[2]
        if self.server.broken:
            self.server.broken -= 1
            self._answer({"error": "no more of this"}, 400)
            return
        assert hashlib.sha256(body).hexdigest() == oid
        self.server.objects[oid] = body
        self.server.sent.append(oid)
        self._answer({})

    def do_POST(self) -> None:
        path, body = self._begin()
        if self.headers.get("Authorization") != f"Bearer {TOKEN}" and "/upload/" not in path:
            self._answer({"error": "Invalid credentials"}, 401)
        elif path == "/api/repos/create":
            self._create(json.loads(body))
        elif path == "/api/validate-yaml":
            self._answer({"errors": [], "warnings": []})
        elif path.endswith("/objects/batch"):
            objects = json.loads(body)["objects"]
            self._answer({"transfer": "basic", "objects": [self._object(asked) for asked in objects]})
        elif "/preupload/" in path:
            files = json.loads(body)["files"]
            self._answer({"files": [
                {"path": f["path"], "uploadMode": "regular" if f["path"].endswith((".md", ".json")) else "lfs",
                 "shouldIgnore": False, "oid": None}
                for f in files
            ]})  # fmt: skip
        elif "/commit/" in path:
            self._commit(self._repo(path), [json.loads(line) for line in body.splitlines()])
        else:
            self._answer({}, 200)  # verification of an upload

    def _create(self, asked: dict[str, Any]) -> None:
        name = f"{asked['organization'] or 'me'}/{asked['name']}"
        if asked["organization"] == "others":
            self._answer({"error": "You don't have the rights to create a dataset under the namespace"}, 403)
            return
        assert asked["type"] == "dataset"
        status = 409 if name in self.server.repos else 200
        private = asked.get("private") or asked.get("visibility") == "private"
        self.server.repos.setdefault(name, {"private": bool(private), "files": {}})
        self._answer({"url": f"{self.server.url}/datasets/{name}", "error": "exists"}, status)

    def _repo(self, path: str) -> str:
        """Name of the repository that a path is about; empty if there is none."""
        return next((name for name in self.server.repos if f"/{name}" in path), "")

    def _object(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["oid"] in self.server.objects:
            return asked
        return asked | {"actions": {"upload": {"href": f"{self.server.url}/upload/{asked['oid']}"}}}

    def _commit(self, name: str, lines: list[dict[str, Any]]) -> None:
        files = self.server.repos[name]["files"]
        for line in lines:
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                files[value["path"]] = self.server.objects[value["oid"]]
            elif line["key"] != "header":
                raise AssertionError(line["key"])
        self._answer({"commitUrl": f"{self.server.url}/datasets/{name}/commit/{1:040}", "commitOid": "1" * 40})
