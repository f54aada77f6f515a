"""Reading and writing files: a sentence when that cannot be done, and never half a file."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
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


#: Bytes of a text file: more takes long to read, and nobody could review it.
LARGEST = 1_000_000
#: Characters that cannot be seen but change what is read or how: controls, also of direction, and those without width.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


def read_text(path: Path, name: str) -> str:
    """A text file, which messages call `name`.

    Raises `ProblemsFound` when it is no file, unreadable, too large, not UTF-8, or holds what cannot be seen.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise OSError(0, "it is no file")
        if status.st_size > LARGEST:
            message = f"the file is larger than {LARGEST:,} bytes – split it, or shorten it"
            raise ProblemsFound([Problem(Place(name), message)])
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8 – save it again with the encoding UTF-8"
        raise ProblemsFound([Problem(Place(name, line), message)]) from None
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}) – check that it exists and may be read"
        raise ProblemsFound([Problem(Place(name), message)]) from None
    problems = [*_unseen(text, name)]
    if problems:
        raise ProblemsFound(problems)
    return text


def _unseen(text: str, name: str) -> Iterator[Problem]:
    """The first character on each line that nobody can see."""
    if UNSEEN.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            found = UNSEEN.search(line)
            if found:
                message = f"the character U+{ord(found[0]):04X} cannot be seen and may mislead – remove it"
                yield Problem(Place(name, number, found.start() + 1), message)


def names_in(folder: Path) -> Iterator[str]:
    """The files in a folder, at any depth, by their names below it."""
    for place, _, names in os.walk(folder):
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def file_state(path: Path) -> tuple[int, ...]:
    """What is different once somebody has written to a file, or put another in its place. Raises `OSError`."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


# Digests by the name of each file, with its state; None where none is remembered, as a build needs each only once.
_digests: dict[str, tuple[tuple[int, ...], str]] | None = None


@contextmanager
def digests_remembered() -> Iterator[None]:
    """Until the block ends, read files for their digests only when somebody has written to them since the last time."""
    global _digests  # noqa: PLW0603
    _digests = {}
    try:
        yield
    finally:
        _digests = None


def file_digest(path: Path) -> str:
    """The fingerprint of a file; empty when there is none."""
    digests, name = _digests, str(path)
    try:
        if digests is None:
            return sha256(path.read_bytes()).hexdigest()
        state = file_state(path)
        if name not in digests or digests[name][0] != state:
            digests[name] = state, sha256(path.read_bytes()).hexdigest()
        return digests[name][1]
    except OSError:
        return ""


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write a file whole or not at all; a file that already has this content is left alone. Raises `MachineError`."""
    data = content.encode() if isinstance(content, str) else content
    with machine_faults_explained(path):
        if file_digest(path) == sha256(data).hexdigest():
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


def remove_others(folder: Path, keep: set[str]) -> None:
    """Delete the files of a folder, at any depth, that are not to be kept; these are named as `Path.as_posix` does."""
    top = folder.as_posix()
    for name in names_in(folder):
        if f"{top}/{name}" not in keep and (folder / name).is_file():
            (folder / name).unlink()
