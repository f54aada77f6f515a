"""Putting a new folder in the place of another: in one step where the system can, else in two that can be mended."""

import ctypes
import errno
import os
import sys
from pathlib import Path

from explainer.files import machine_faults_explained

NEW, OLD = "site", "before"

#: What systems and disks answer that cannot exchange two folders in one step.
UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def swap(aside: Path, current: Path) -> None:
    """Put the folder `aside/site` in the place of `current`; the old one is left in `aside`, to be removed with it.

    Raises `MachineError`; the current folder is then as it was.
    """
    with machine_faults_explained(current):
        current.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(current):
            (aside / NEW).rename(current)
        elif not exchange(aside / NEW, current):
            _rename_both(aside, current)


def put_back(aside: Path, current: Path) -> None:
    """Put the last folder back, if a kill fell between the two steps of a swap."""
    if (aside / NEW).exists() and (aside / OLD).exists() and not os.path.lexists(current):
        (aside / OLD).rename(current)


def exchange(one: Path, other: Path) -> bool:
    """Have two folders change places in one step; False where the system or the disk cannot. Raises `OSError`."""
    here, each_other = -100, 2
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        name, arguments = "renameat2", (here, paths[0], here, paths[1], each_other)
    elif sys.platform == "darwin":  # pragma: no cover – another system
        name, arguments = "renamex_np", (*paths, each_other)
    else:  # pragma: no cover – another system
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, name):  # pragma: no cover – an older system
        return False
    failed = getattr(libc, name)(*arguments)
    code = ctypes.get_errno()
    if failed and code not in UNABLE:
        raise OSError(code, os.strerror(code), str(other))
    return not failed


def _rename_both(aside: Path, current: Path) -> None:
    current.rename(aside / OLD)
    try:
        (aside / NEW).rename(current)
    except BaseException:
        put_back(aside, current)
        raise
