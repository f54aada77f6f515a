"""Fingerprints of what a result depends on besides the project's files: the generator's own code and the libraries."""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def environment_digest() -> str:
    """The fingerprint of this Python, of every library that it can import, by version, and of all our code."""
    digest = sha256(f"{sys.implementation.cache_tag} {sys.version} {sys.platform}\n".encode())
    for name in sorted(_distributions()):
        digest.update(f"{name}\n".encode())
    folder = Path(__file__).parent
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".pyc"):
        digest.update(f"{path.relative_to(folder).as_posix()} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _distributions() -> Iterator[str]:
    """The names of the folders that installers leave beside each library; they say its version."""
    for folder in map(Path, filter(None, sys.path)):
        if folder.is_dir():
            yield from (each.name for each in folder.iterdir() if each.suffix in {".dist-info", ".egg-info"})
