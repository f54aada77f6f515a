"""Runs the command line in a fork of this process, which has imported everything, under limits."""

import faulthandler
import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer import pages, prose
from explainer.cli import main
from explainer.data import load, unbound

#: Seconds of work, and as many times as long by the clock, as other tests run beside this one.
SECONDS = 10
#: Bytes that a command may take beyond what is imported already.
MEMORY = 700_000_000


@dataclass(frozen=True)
class Ending:
    """How a command ended: its status (negative: the signal that killed it), and what it wrote to standard error."""

    status: int
    report: str


def remember() -> None:
    """Have the slow readers remember what the same text gave: copies of a project differ in one file.

    Forks know what was read in this process before.
    """
    readers = (
        (load, "parse_yaml"),
        (pages, "unlinked_terms"),
        (prose, "find_quantities"),
        (unbound, "find_quantities"),
    )
    for module, name in readers:
        setattr(module, name, _remembering(getattr(module, name)))


def _remembering(function: Callable[..., Any]) -> Callable[..., Any]:
    memory: dict[object, Any] = {}

    def remembered(text: Any, *others: Any) -> Any:
        key = (text, *(each for each in others if isinstance(each, str)))
        if key not in memory:
            given = function(text, *others)
            memory[key] = list(given) if isinstance(given, Iterator) else given
        return memory[key]

    return remembered


def run(arguments: list[str], home: Path) -> Ending:
    """Run a command with a home of its own beside the project."""
    errors = home / "stderr"
    home.mkdir(parents=True, exist_ok=True)
    gc.freeze()
    child = os.fork()
    if child == 0:
        os._exit(_command(arguments, home, errors))
    _, status = os.waitpid(child, 0)
    report = errors.read_text(encoding="utf-8", errors="backslashreplace")
    errors.unlink()
    return Ending(os.waitstatus_to_exitcode(status), report)


def _command(arguments: list[str], home: Path, errors: Path) -> int:
    faulthandler.disable()
    gc.disable()
    os.environ |= {"HOME": str(home), "TMPDIR": str(home)}
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS * 6)
    file = os.open(errors, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    try:
        main(arguments, standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 – whatever it is, the test reports it
        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
