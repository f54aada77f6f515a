"""What open browsers are told: when to ask for their page again, and what is wrong meanwhile."""

import json
import time
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from threading import Condition

from explainer.errors import Problem

#: Where what only the preview has is found: no page begins with a dot.
OWN = "/.preview/"
EVENTS = f"{OWN}events"
#: Script and style that are added to pages, and their types.
ADDED = {f"{OWN}live.js": "text/javascript", f"{OWN}live.css": "text/css"}
#: Seconds after which something is sent, so that a browser that has gone is noticed.
SILENCE = 15.0


class Live:
    """What is shown now, for any number of browsers: which state of the files, and what is wrong with it."""

    def __init__(self) -> None:
        self._began = time.time_ns()
        self._turn = 0
        self._problems: tuple[str, ...] = ()
        self._news = Condition()
        self._number = 0
        self._closed = False

    @property
    def state(self) -> str:
        """The name of the state that pages are made from, never used before."""
        return f"{self._began:x}-{self._turn}"

    def tell(self, problems: Iterable[Problem | str], *, anew: bool = False) -> None:
        """Tell browsers what is wrong now, and, when pages have to be made `anew`, to ask for theirs again."""
        sentences = tuple(dict.fromkeys(str(each) for each in problems))
        with self._news:
            self._turn += anew
            if anew or sentences != self._problems:
                self._problems = sentences
                self._number += 1
                self._news.notify_all()

    def close(self) -> None:
        """End what all browsers listen to."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def events(self) -> Iterator[bytes]:
        """What one browser is told, as it happens (`text/event-stream`), until all is closed."""
        heard = -1
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._number != heard, SILENCE)  # noqa: B023
                if self._closed:
                    return
                event = b":\n\n"
                if self._number != heard:
                    heard = self._number
                    event = f"data: {json.dumps({'state': self.state, 'problems': self._problems})}\n\n".encode()
            yield event


def with_script(html: bytes, state: str) -> bytes:
    """A page that listens, made from a state of the files."""
    script = f'<script src="{OWN}live.js" data-state="{escape(state)}"></script>'.encode()
    before, end, after = html.rpartition(b"</body>")
    return before + script + end + after if end else html + script


def added(path: str) -> bytes:
    """The script or the style that is added to pages."""
    return (files("explainer.preview") / path.removeprefix(OWN)).read_bytes()
