"""A server on this machine that gives a folder as a good host does: compressed, and with lifetimes for caches."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path

TEXT = {".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".xml"}


class HostHandler(http.server.BaseHTTPRequestHandler):
    """Answers from one folder over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file; below a folder's address, its index page."""
        name = self.path.split("?")[0].lstrip("/")
        path = self.folder / name / "index.html" if not name or name.endswith("/") else self.folder / name
        if path.is_file():
            self.reply(HTTPStatus.OK, path)
        else:
            self.reply(HTTPStatus.NOT_FOUND, self.folder / "404.html")

    def reply(self, status: HTTPStatus, path: Path) -> None:
        """Send a file's bytes, compressed where that helps; pages are asked for anew, what they use is kept a year."""
        body = compressed(path) if path.suffix in TEXT else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.type_of(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else "public, max-age=31536000")
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def type_of(path: Path) -> str:
        """The media type of a file, with UTF-8 for text."""
        media = guess_type(path.name)[0] or "application/octet-stream"
        return f"{media}; charset=utf-8" if path.suffix in TEXT else media

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@functools.cache
def compressed(path: Path) -> bytes:
    """A file as gzip at its usual level."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """Serve a folder until the block ends; gives the address of its root."""
    handler = functools.partial(HostHandler, folder=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
