"""Waiting for the files that a site is made from to change."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from explainer.addresses import PUBLISHED
from explainer.project import CONFIG, Project
from explainer.redirects import REDIRECTS

#: Seconds without any news after which files have come to rest: editors write in several steps.
REST = 0.03
#: What happens to files that are only read.
READING = {EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE}

#: Each file with what tells one version of it from the next.
_State = dict[Path, tuple[int, int, int]]


class Watch(FileSystemEventHandler):
    """The files of a project, but for what is generated.

    The system tells that something has happened, and the files tell what.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._stirred = Event()
        self._observer = Observer()
        logging.getLogger("watchdog").setLevel(logging.ERROR)  # it warns of news that come while it ends
        self._watched: list[tuple[Path, int]] = []

    def __enter__(self) -> "Watch":
        self._observer.start()
        self.follow(self._project)
        self._state = self._look()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def follow(self, project: Project) -> None:
        """Watch the folders that a project's settings name now; one that was deleted and made again is another one."""
        self._project = project
        folders = [(folder, folder.stat().st_ino) for folder in _folders(project) if folder.is_dir()]
        if folders != self._watched:
            self._watched = folders
            self._observer.unschedule_all()
            self._observer.schedule(self, str(project.root))
            for folder, _ in folders:
                self._observer.schedule(self, str(folder), recursive=True)

    def wait(self, seconds: float) -> frozenset[Path]:
        """The files that have changed, come or gone since the last time, once they are at rest.

        None when nothing has happened for so many seconds; what is generated is nothing.
        """
        while self._stirred.wait(seconds):
            while self._stirred.is_set():
                self._stirred.clear()
                self._stirred.wait(REST)
            before, self._state = self._state, self._look()
            paths = before.keys() | self._state.keys()
            if changed := frozenset(path for path in paths if before.get(path) != self._state.get(path)):
                return changed
        return frozenset()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer, in a thread of its own."""
        if event.event_type not in READING:
            self._stirred.set()

    def _look(self) -> _State:
        project = self._project
        files = [project.root / name for name in (CONFIG, REDIRECTS, PUBLISHED)]
        for folder in _folders(project):
            files += _files(folder, {project.files, project.chart_pages})
        state: _State = {}
        for path in files:
            try:
                status = path.stat()
            except OSError:  # it is not there, or has gone just now
                continue
            state[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return state


def _folders(project: Project) -> list[Path]:
    overrides = [project.overrides] if project.overrides else []
    return [project.docs, project.data, project.charts, project.own_parts, *overrides]


def _files(folder: Path, but: set[Path]) -> Iterator[Path]:
    """The files of a folder, at any depth; none of editors, of version control and of Python's own."""
    for name, folders, files in os.walk(folder):
        here = Path(name)
        folders[:] = [each for each in folders if each[0] not in "._" and here / each not in but]
        yield from (here / each for each in files if not each.startswith("."))
