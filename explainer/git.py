"""Asking git."""

import os
import subprocess
from pathlib import Path

from explainer.errors import ExplainerError


def git(root: Path, otherwise: str, *arguments: str, given: bytes = b"", **environment: str) -> bytes:
    """What git answers in the folder `root`; `given` is what it reads.

    Raises `ExplainerError`, with the sentence `otherwise` when git refuses.
    """
    try:
        result = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=root,
            input=given,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise ExplainerError("git was not found – install it") from None
    if result.returncode:
        raise ExplainerError(otherwise)
    return result.stdout


def text_of(root: Path, otherwise: str, *arguments: str, given: bytes = b"", **environment: str) -> str:
    """The same as text, without white space around it."""
    return os.fsdecode(git(root, otherwise, *arguments, given=given, **environment)).strip()
