"""Reading and writing files: a sentence when that cannot be done, and never half a file."""

import os
from pathlib import Path

from explainer.errors import ExplainerError, Place, Problem, ProblemsFound


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
    """Write a file whole or not at all; a file that already has this content is left alone. Raises `ExplainerError`."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise ExplainerError(f"{path} cannot be written ({error.strerror}) – make room for it") from None


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_others(folder: Path, keep: set[Path]) -> None:
    """Delete the files of a folder, at any depth, that are not to be kept."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in keep:
            path.unlink()
