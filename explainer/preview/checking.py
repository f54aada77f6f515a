"""Checking a project while its pages are looked at."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from explainer.errors import DASH, Place, Problem


class Check:
    """`explainer check` in a process of its own, so that nothing waits for it, and a change can end it."""

    def __init__(self, root: Path, report: Callable[[Sequence[Problem]], None]) -> None:
        """`report` gets what was found, in a thread of its own, unless the check was ended before."""
        self._command = [sys.executable, "-m", "explainer", "check", "--format", "json", "--project", str(root)]
        self._report = report
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to check the files as they are now."""
        self._process = subprocess.Popen(  # noqa: S603 – nothing in it comes from the project
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def end(self) -> None:
        """Forget the check that may be going on."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        said, _ = process.communicate()
        if process is self._process:
            self._report([_problem(each) for each in json.loads(said)["problems"]] if said else [])


def _problem(found: dict[str, object]) -> Problem:
    place = Place(str(found["file"] or ""), int(str(found["line"] or 0)), int(str(found["column"] or 0)))
    return Problem(place, DASH.join(str(found[part]) for part in ("message", "remedy") if found[part]))
