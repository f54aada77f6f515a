"""Processes that help this one."""

import os
import signal
from multiprocessing import parent_process
from threading import Thread


def serve_parent() -> None:
    """Have this process end when the one that started it does, even by a kill; what interrupts both is for that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
