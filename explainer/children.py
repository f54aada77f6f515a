"""Processes that help this one."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

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


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Have a fork of this process do some work while this one does other; gives what waits for what comes of it.

    Where forks are not safe or the system has no room for one, the work is done when it is asked for, as when the fork
    is killed.
    """
    if forks() < 2:
        return work
    context = get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    try:
        context.Process(target=_answer, args=(work, writer), daemon=True).start()
    except OSError:
        return work
    writer.close()

    def answer() -> T:
        try:
            return reader.recv()  # type: ignore[no-any-return]
        except EOFError:  # perhaps for want of memory
            return work()

    return answer


def _answer(work: Callable[[], object], writer: "Connection") -> None:
    serve_parent()
    with suppress(Exception):  # raised where the work is then done again
        writer.send(work())


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
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a fork has nothing to undo
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
