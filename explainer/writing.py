"""Who may write: one command at a time in a project, which first clears away what killed ones left behind."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

from explainer.files import machine_faults_explained, remove_unfinished
from explainer.progress import say
from explainer.project import Project
from explainer.swap import put_back

LOCK = "lock"
#: How the names of folders begin in which sites are built.
ASIDE = "build-"
#: The settings of a build aside, which Zensical reads from a file beside `mkdocs.yml` only.
OVERLAY = ".zensical.yml"
#: How this process is asked to end, by whoever ends it or closes its terminal; not every system does the latter.
ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def sole_writer(project: Project) -> Iterator[bool]:
    """Keep other commands from writing in this project meanwhile; gives whether there was one to wait for.

    The system frees the lock when this process ends, however it ends. Raises `MachineError` for whatever the system
    refuses, here and in the block.
    """
    path = project.cache / LOCK
    with machine_faults_explained(project.root):
        lock, waited = _acquire(path)
        with lock:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            try:
                _recover(project)
                yield waited
            finally:
                with suppress(PermissionError):  # some systems keep a file that others have open
                    path.unlink(missing_ok=True)


@contextmanager
def undone_when_ended() -> Iterator[None]:
    """Have a process that is asked to end leave this block as by an error, so that what it began there is undone.

    Only for the main thread.
    """
    heeded = [number for number in ENDINGS if signal.getsignal(number) == signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough
    raise SystemExit(128 + number)  # as shells report it


def _acquire(path: Path) -> tuple[TextIOWrapper, bool]:
    waited = False
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+", encoding="utf-8")
        if not _take(lock, wait=False):
            if not waited:
                say(f"Another command{_owner(path)} is writing in this project: waiting for it to end.")
            waited = True
            _take(lock, wait=True)
        if _stands_at(path, lock):
            return lock, waited
        lock.close()  # it was removed by the one before: no longer the file that others look at


def _recover(project: Project) -> None:
    """Leave things as they were before a command was killed: the last site whole, and nothing half written."""
    for aside in sorted(project.cache.glob(f"{ASIDE}*")):
        put_back(aside, project.site)
        shutil.rmtree(aside)
    (project.root / OVERLAY).unlink(missing_ok=True)
    for folder in (project.cache, project.data, project.charts, project.docs, project.dist):
        remove_unfinished(folder)


def _stands_at(path: Path, lock: TextIOWrapper) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(lock.fileno()))
    except FileNotFoundError:
        return False


def _owner(path: Path) -> str:
    try:
        return f" (process {int(path.read_text(encoding='utf-8'))})"
    except (OSError, ValueError):  # it has just ended, or just begun
        return ""


if sys.platform == "win32":  # pragma: no cover – another system
    import msvcrt

    #: Far behind the content, which others may thus read.
    BYTE = 1 << 30

    def _take(lock: TextIOWrapper, *, wait: bool) -> bool:
        while True:
            lock.seek(BYTE)
            try:
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True
else:
    import fcntl

    def _take(lock: TextIOWrapper, *, wait: bool) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
