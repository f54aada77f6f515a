"""Asking git."""

import os
import re
import subprocess
from pathlib import Path

from explainer.errors import ExplainerError
from explainer.project import CONFIG, DIST

#: Names the commit where there is no git to ask, as in an archive of the sources.
COMMIT = "COMMIT"
HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
#: What follows the commit when the files are not as it has them.
CHANGED = "-changed"


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


def commit_of(root: Path) -> str:
    """The commit that stands in the folder `root`: a full hash, with `-changed` when files differ from it.

    Empty when nobody knows. Raises `ExplainerError` when a commit is named that is none.
    """
    named = os.environ.get(COMMIT, "")
    if named:
        if HASH.fullmatch(named) is None:
            raise ExplainerError(f'{COMMIT}: "{named}" is no commit – give its full hash, or nothing')
        return named
    try:
        text_of(root, "", "ls-files", "--error-unmatch", CONFIG)  # the folder may lie in another project's repository
        commit = text_of(root, "", "rev-parse", "HEAD")
        changes = text_of(root, "", "--no-optional-locks", "status", "--porcelain", "--", ".", f":(exclude){DIST}")
    except ExplainerError:  # no git, no repository, no commit yet: nobody knows
        return ""
    return commit + (CHANGED if changes else "")
