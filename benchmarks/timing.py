"""Times whole processes: how long they take, how much of the processors, and how much memory."""

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median
from threading import Event, Thread

from tests.projects import surroundings

#: Seconds between two looks at the memory of a process, and how many of these pass until its children are counted.
PAUSE, SELDOM = 0.05, 4
#: What Linux calls the wish to be the parent of those whose parent ends before them.
PR_SET_CHILD_SUBREAPER = 36
MEGABYTE = 1e6


@dataclass(frozen=True)
class Usage:
    """What a process and those that it started took.

    `wall` are seconds by the clock, `cpu` seconds of processors; `main` is the most memory that the process itself had,
    `tree` the most that all had together, what they share counted once, in megabytes: 0 where the system does not say.
    """

    wall: float
    cpu: float
    main: float
    tree: float


def measure(command: Sequence[str | Path], folder: Path, **environment: str) -> Usage:
    """Run a command in a folder. Raises `RuntimeError` with what it said when it fails."""
    settings = as_for_people(environment)
    _adopt_orphans()
    others, before = {*_children(os.getpid())}, _processor_seconds()
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=said, stderr=subprocess.STDOUT)
        with _Witness(process.pid) as witness:
            process.wait()
        wall = time.perf_counter() - start
        while orphans := {*_children(os.getpid())} - others:
            for orphan in orphans:
                os.waitpid(orphan, 0)
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
            raise RuntimeError(f"“{' '.join(map(str, command))}” ended with {process.returncode}: {words}")
    return Usage(wall, _processor_seconds() - before, witness.main, witness.tree)


def as_for_people(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: what is given and what this process has; Python keeps what it has compiled."""
    settings = surroundings(environment)
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    return settings


def python(module: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs a module in a new Python."""
    return [sys.executable, "-m", module, *arguments]


def in_turn(
    contestants: Mapping[str, Callable[[], Usage]], runs: int, *, warm_up: bool = True
) -> dict[str, list[Usage]]:
    """Measure each contestant so often, one after the other in each round; a first round is not counted."""
    taken: dict[str, list[Usage]] = {name: [] for name in contestants}
    for number in range(runs + warm_up):
        for name, contestant in contestants.items():
            usage = contestant()
            if number or not warm_up:
                taken[name].append(usage)
            print(f"  {name:12} {usage.wall:8.2f} s, {usage.cpu:8.2f} s of processors", flush=True)
    return taken


def medians(taken: Sequence[Usage]) -> Usage:
    """The median of each measure by itself."""
    return Usage(**{field.name: median(getattr(usage, field.name) for usage in taken) for field in fields(Usage)})


def as_plain(taken: Sequence[Usage]) -> dict[str, float]:
    """The medians and the number of runs, as a file holds them."""
    return {**{name: round(value, 3) for name, value in asdict(medians(taken)).items()}, "runs": len(taken)}


class _Witness:
    """Looks at the memory of a process while it runs."""

    def __init__(self, pid: int) -> None:
        self.main = self.tree = 0.0
        self._pid = pid
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Witness":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        number = 0
        while not self._ended.wait(PAUSE):
            self.main = max(_kilobytes(self._pid, "status", "VmHWM:") * 1024 / MEGABYTE, self.main)
            if number % SELDOM == 0:
                together = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in _family(self._pid))
                self.tree = max(together * 1024 / MEGABYTE, self.tree)
            number += 1


def _adopt_orphans() -> None:
    """Be told, where the system is Linux, what those took whose parent ended before them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _processor_seconds() -> float:
    """What all processes took that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kilobytes(pid: int, file: str, label: str) -> int:
    """A line of what Linux tells of a process; 0 when it has ended, or on another system."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(label)), 0)


def _family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        yield from map(int, children)
