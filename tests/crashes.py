"""Commands that come to a sudden end: run in a process group of their own, to which a signal goes as a whole."""

import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import explainer.site
import explainer.swap
from explainer.cli import main
from tests.forks import context, draw_in_forks

PATIENCE = 60


@dataclass(frozen=True)
class Moment:
    """Just before the nth event of the interpreter (see `sys.addaudithook`) whose arguments match a pattern.

    It is when a signal comes, a kill by default.
    """

    event: str
    pattern: str
    count: int = 1
    signal: int = signal.SIGKILL


def start(project: Path, moment: Moment | None = None, *, can_exchange: bool = True) -> ForkServerProcess:
    """Start `explainer build`; gives its process once it is about to begin. It kills itself at the moment, if given."""
    return _start(("build", "--project", str(project)), moment, can_exchange=can_exchange)


def end(arguments: Sequence[str], moment: Moment) -> int | None:
    """Run a command that gets a signal at a moment; gives its exit status, which is below zero if it died of that."""
    process = _start(arguments, moment, can_exchange=True)
    process.join(PATIENCE)
    return process.exitcode


def _start(arguments: Sequence[str], moment: Moment | None, *, can_exchange: bool) -> ForkServerProcess:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(arguments, theirs, moment, can_exchange))
    process.start()
    theirs.close()
    ours.recv()
    return process


def kill(process: ForkServerProcess) -> bool:
    """Kill a build and all processes that it started; gives whether it had not ended by itself before."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    return was_killed(process)


def was_killed(process: ForkServerProcess) -> bool:
    """Wait until a build has ended; gives whether by a kill. It must not fail."""
    process.join(PATIENCE)
    assert process.exitcode in {0, -signal.SIGKILL}, f"the build ended with {process.exitcode}"
    return process.exitcode != 0


def _run(arguments: Sequence[str], ready: Connection, moment: Moment | None, can_exchange: bool) -> None:  # noqa: FBT001
    os.setsid()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    draw_in_forks()
    if not can_exchange:
        explainer.swap.exchange = lambda *_: False  # type: ignore[assignment]
    if moment is not None:
        _end_at(moment)
    ready.send("ready")
    main([*arguments])


def _end_at(moment: Moment) -> None:
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event == moment.event and re.search(moment.pattern, repr(arguments)):
            seen += 1
            if seen == moment.count:
                os.killpg(0, moment.signal)

    sys.addaudithook(watch)
