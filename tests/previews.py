"""`explainer serve` as a person runs it, in a process of its own."""

import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.projects import surroundings

PATIENCE = 60.0


class Preview:
    """A preview with what it has said so far."""

    def __init__(self, project: Path, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "explainer", "serve", "--port", str(self.port)],
            cwd=project,
            env=surroundings(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def stop(self) -> None:
        """End it as a person would, with Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)

    def wait_for(self, words: str, after: int = 0) -> int:
        """Wait until it has said something after a position; gives the position behind it."""
        with self._news:
            assert self._news.wait_for(lambda: words in self.said[after:], PATIENCE), self.said
            return self.said.index(words, after) + len(words)

    def get(self, path: str) -> bytes:
        """What it answers, wherever that leads."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        return content

    def ask(self, path: str, **headers: str) -> HTTPResponse:
        """Its first answer, whatever it is, to a path that is sent as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self._news:
                    self.said += line
                    self._news.notify_all()


@contextmanager
def previewed(project: Path, **environment: str) -> Iterator[Preview]:
    """A preview of a project, once it can be reached."""
    preview = Preview(project, **environment)
    try:
        preview.wait_for("Serving http://127.0.0.1:")
        yield preview
    finally:
        preview.stop()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
