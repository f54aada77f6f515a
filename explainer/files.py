"""Reading and writing files: a sentence when that cannot be done, and never half a file."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeGuard

from explainer.errors import MachineError, Place, Problem, ProblemsFound

#: What a machine can have against writing, and what people can do about it.
REMEDIES = {
    errno.ENOSPC: "free some space on this disk",
    errno.EDQUOT: "free some space, or ask for more",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
    errno.EROFS: "make this disk writable, or work in a copy of the project elsewhere",
    errno.EACCES: "allow this user to read and write there",
    errno.EPERM: "allow this user to read and write there",
    errno.ENOTDIR: "a file stands where a folder must be: move it away",
    errno.EEXIST: "a file stands where a folder must be: move it away",
    errno.EISDIR: "a folder stands where a file must be: move it away",
    errno.EXDEV: "let it be a plain folder on the same disk as the project",
    errno.EBUSY: "let it be a plain folder on the same disk as the project",
    errno.EIO: "have this disk looked at",
}

#: The name of a file that is still being written: only a killed command leaves one.
UNFINISHED = re.compile(r"\..+\.\d+\.part")


def is_machine_fault(error: BaseException | None) -> TypeGuard[OSError]:
    """Whether an error lies with the machine, whatever the project holds."""
    return isinstance(error, OSError) and error.errno in REMEDIES


def machine_error(error: OSError, path: Path) -> MachineError:
    """A sentence with the file that an error names (or else `path`), the reason and the remedy."""
    name = error.filename2 or error.filename or path
    remedy = REMEDIES.get(error.errno or 0, "see to it")
    return MachineError(f"{name}: {error.strerror or error} – {remedy}, then run the command again")


@contextmanager
def machine_faults_explained(path: Path) -> Iterator[None]:
    """Raise `MachineError` where the system refuses a file: the one that it names, or else `path`."""
    try:
        yield
    except OSError as error:
        raise machine_error(error, path) from None


def read_text(path: Path, name: str) -> str:
    """A text file, which messages call `name`. Raises `ProblemsFound` when it is no file, unreadable or not UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "it is no file")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8 – save it again with the encoding UTF-8"
        raise ProblemsFound([Problem(Place(name, line), message)]) from None
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}) – check that it exists and may be read"
        raise ProblemsFound([Problem(Place(name), message)]) from None


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write a file whole or not at all; a file that already has this content is left alone. Raises `MachineError`."""
    data = content.encode() if isinstance(content, str) else content
    with machine_faults_explained(path):
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def remove_unfinished(folder: Path) -> None:
    """Delete the files of a folder, at any depth, whose writing was cut short."""
    for path in folder.rglob(".*.part"):
        if UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def remove_others(folder: Path, keep: set[Path]) -> None:
    """Delete the files of a folder, at any depth, that are not to be kept."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in keep:
            path.unlink()
