"""Processes that help this one."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: How many of the things to be done make a fork worth its start.
WORTH = 8


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def forks() -> int:
    """How many forks of this process can work at once; none where forks are not safe."""
    return cores() if sys.platform == "linux" else 0


def spread(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """What `work` gives for each thing, in their order, computed by forks of this process where that pays."""
    count = min(forks(), len(things) // WORTH)
    if count > 1:
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        _Work.known = work, things
        try:
            with ProcessPoolExecutor(count, get_context("fork"), serve_parent) as pool:
                return [*pool.map(_Work.do, range(len(things)), chunksize=WORTH // 2)]
        except BrokenProcessPool:  # one was killed, perhaps for want of memory
            pass
    return [work(each) for each in things]


class _Work:
    """What forks find as it was when they began."""

    known: tuple[Callable[[Any], Any], Sequence[Any]]

    @classmethod
    def do(cls, number: int) -> Any:
        work, things = cls.known
        return work(things[number])


def serve_parent() -> None:
    """Have this process end when the one that started it does, even by a kill; what interrupts both is for that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
