"""The preview: shows changes, reports problems, and survives them."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.projects import ADDRESS, replace, with_changes

PATIENCE = 60.0


class Preview:
    """`explainer serve` in a process of its own, with what it has said so far."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "explainer", "serve", "--port", str(self.port)],
            cwd=project,
            env={**os.environ, "SITE_URL": ADDRESS},  # with an address there is more to build, as the feed
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.news = threading.Condition()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self.news:
                    self.said += line
                    self.news.notify_all()

    def stop(self) -> None:
        """End it as a person would, with Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self.listener.join(PATIENCE)

    def wait_for(self, words: str, after: int = 0) -> int:
        """Wait until it has said something after a position; gives the position behind it."""
        with self.news:
            assert self.news.wait_for(lambda: words in self.said[after:], PATIENCE), self.said
            return self.said.index(words, after) + len(words)

    def page(self, name: str = "") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{name}", timeout=10) as answer:
            return str(answer.read().decode())

    def wait_for_page(self, shows: Callable[[str], bool]) -> None:
        """The server answers the pages of the last finished build; ask until it has."""
        deadline = time.monotonic() + PATIENCE
        while not shows(self.page()):
            assert time.monotonic() < deadline, self.said


@pytest.fixture
def preview(drawn: Path) -> Iterator[Preview]:
    preview = Preview(with_changes(drawn, "# Changes\n\n{{ feed() }}\n\n{{ corrections() }}\n"))
    try:
        preview.wait_for("Serving http://127.0.0.1:")
        yield preview
    finally:
        preview.stop()


def test_follows_changes_and_survives_mistakes(drawn: Path, preview: Preview) -> None:
    assert "30.50" in preview.page()
    assert "feed.xml" in preview.page("changes/")
    lakes = drawn / "data/tables/lakes.csv"

    heard = len(preview.said)
    replace(lakes, "Balkhash", "Balqash")
    heard = preview.wait_for("Built again", heard)
    preview.wait_for_page(lambda page: "Balqash" in page)
    assert "Drew lake-areas" in preview.said
    assert "Drew river-lengths" not in preview.said[preview.said.index("Serving") :]

    replace(lakes, "Balqash,3", "Balqash,three")
    heard = preview.wait_for('data/tables/lakes.csv:2:2: area: "three" is not a whole number', heard)
    assert "Balqash" in preview.page()

    replace(lakes, "Balqash,three", "Balqash,3")
    replace(drawn / "docs/index.md", "# The rivers", "# The rivers and lakes")
    preview.wait_for("Built again", heard)
    preview.wait_for_page(lambda page: "The rivers and lakes" in page)
    assert preview.process.poll() is None
    preview.stop()
    assert preview.process.returncode == 0
    assert "Traceback" not in preview.said
