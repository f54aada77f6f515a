"""Answering browsers on this machine."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote, urlsplit

from explainer.errors import ExplainerError
from explainer.preview.live import ADDED, EVENTS, Live, added

HOST = "127.0.0.1"
#: What this machine calls itself. A page elsewhere may have its own name lead here, to read what is shown.
NAMES = {HOST, "localhost"}


@dataclass(frozen=True)
class Answer:
    """What a browser gets: HTML or a file of a type, or another address to ask."""

    content: bytes = b""
    kind: str = "text/html"
    status: HTTPStatus = HTTPStatus.OK
    elsewhere: str = ""


def type_of(name: str) -> str:
    """The type of a file by its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


class Server(ThreadingHTTPServer):
    """Answers a path without the slash at its beginning; `start` it once there is something to show.

    Raises `ExplainerError` when the port cannot be used.
    """

    daemon_threads = True

    def __init__(self, port: int, live: Live, answer: Callable[[str], Answer]) -> None:
        self.live = live
        self.answer = answer
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise ExplainerError(f"port {port} cannot be used ({error.strerror}) – name another with --port") from None

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def start(self) -> None:
        """Answer, in threads of its own, until it is stopped."""
        Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """End all answers."""
        self.live.close()
        self.shutdown()

    def handle_error(self, request: object, client_address: object) -> None:
        """Do nothing: browsers end connections whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        path = urlsplit(self.path).path
        if host not in NAMES:
            self._send(Answer(b"This is no name of this machine.", "text/plain", HTTPStatus.MISDIRECTED_REQUEST))
        elif path == EVENTS:
            self._tell()
        elif path in ADDED:
            self._send(Answer(added(path), ADDED[path]))
        else:
            self._send(self.server.answer(unquote(path).removeprefix("/")))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.elsewhere:
            self.send_header("Location", quote(answer.elsewhere, safe="/#"))
        charset = "; charset=utf-8" if answer.kind.startswith("text/") else ""
        self.send_header("Content-Type", f"{answer.kind}{charset}")
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(answer.content)

    def _tell(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        for event in self.server.live.events():
            self.wfile.write(event)

    def log_message(self, *args: object) -> None:
        pass
