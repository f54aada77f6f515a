"""Whether a build would only make again what stands there: decided by the content of all that it reads and has made.

Dates of files count for nothing. What lies outside the project's folder is not looked at, except the generator itself
and the versions of libraries.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from explainer.environment import environment_digest
from explainer.files import names_in, write_atomically
from explainer.git import commit_of
from explainer.project import CONFIG, Project
from explainer.writing import LOCK

RECORD = "built.json"
#: Folders that hold no source of a site, wherever they stand.
SKIPPED = {"__pycache__", "node_modules"}
#: What marks a folder as an environment of Python.
ENVIRONMENT = "pyvenv.cfg"
#: The name of a variable in a line of `mkdocs.yml` that reads it from the environment.
VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
#: What the drawing of charts and cards leaves behind besides files to publish.
RECORDS = ("manifest.json", "cards.json")
#: The variables that are read without being named there.
ALWAYS_READ = {"SOURCE_DATE_EPOCH", "SITE_URL", "REPO_URL", "EDIT_URI"}


class _Unknowable(Exception):
    """A file cannot be read, or stands for something outside the project."""


@dataclass(frozen=True)
class Sources:
    """The fingerprints of all that a build starts from: settings from outside, and the files of the project.

    That of the files is empty when it cannot be told.
    """

    settings: str
    files: str

    @classmethod
    def of(cls, project: Project, builder: str) -> "Sources":
        """Those of a build by a builder of this name, as things are now.

        Raises `ExplainerError` when the environment names a commit that is none.
        """
        config = (project.root / CONFIG).read_text(encoding="utf-8", errors="replace")
        read = (VARIABLE.findall(line) for line in config.splitlines() if "!ENV" in line)
        variables = sorted((name, os.environ.get(name)) for name in ALWAYS_READ.union(*read))
        settings = sha256(repr([builder, environment_digest(), variables]).encode()).hexdigest()
        return cls(settings, _files(project))

    def record(self, project: Project) -> None:
        """Note that the site was built from these, unless files have changed meanwhile."""
        if self.files and self.files == _files(project):
            plain = {**vars(self), "made": _digest(project, _made(project))}
            write_atomically(project.cache / RECORD, json.dumps(plain, indent=1) + "\n")


def is_up_to_date(project: Project, builder: str) -> bool:
    """Whether the site, and all that was prepared for it, are what this builder would make of the files as they are.

    It is not when another command writes there, or was killed doing so. Raises `ExplainerError` when the environment
    names a commit that is none.
    """
    if (project.cache / LOCK).exists():
        return False
    try:
        known = json.loads((project.cache / RECORD).read_text(encoding="utf-8"))
        if known.pop("made") != _digest(project, _made(project)):
            return False
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, _Unknowable):
        return False
    return bool(known.get("files")) and known == vars(Sources.of(project, builder))


def _files(project: Project) -> str:
    """The fingerprint of the project's files and of the commit that they are said to be; empty when it cannot be told.

    Raises `ExplainerError` when the environment names a commit that is none.
    """
    try:
        return _digest(project, _sources(project)) + commit_of(project.root)
    except _Unknowable:
        return ""


def _sources(project: Project) -> Iterator[str]:
    """Every file in the project but what is made, what tools keep there, and what is hidden beside `mkdocs.yml`."""
    made = {project.site, project.dist, project.files, project.chart_pages}
    for folder, folders, files in os.walk(project.root, onerror=_give_up):
        here = Path(folder)
        hidden = "." if here == project.root else "\0"
        within = [here / name for name in folders if name not in SKIPPED and not name.startswith(hidden)]
        within = [path for path in within if path not in made and not (path / ENVIRONMENT).exists()]
        if any(path.is_symlink() for path in within):
            raise _Unknowable
        folders[:] = [path.name for path in within]
        yield from (project.name_of(here / name) for name in files if not name.startswith(hidden))


def _made(project: Project) -> Iterator[str]:
    """The files of the site, and what is prepared for it."""
    for folder in (project.site, project.files, project.chart_pages, project.cache / "charts"):
        yield from (f"{project.name_of(folder)}/{name}" for name in names_in(folder))
    yield from (project.name_of(path) for path in (project.cache / name for name in RECORDS) if path.exists())


def _digest(project: Project, names: Iterable[str]) -> str:
    """The fingerprint of files of a project, by name and content. Raises `_Unknowable`."""
    digest = sha256()
    for name in sorted(names):
        path = os.path.join(project.root, name)  # noqa: PTH118 – thousands of paths take long to make
        if not os.path.isfile(path):  # noqa: PTH113 – a pipe would keep us waiting
            raise _Unknowable
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                content = sha256(file.read()).digest()
        except OSError:
            raise _Unknowable from None
        digest.update(os.fsencode(name) + b"\0" + content)
    return digest.hexdigest()


def _give_up(_: OSError) -> None:
    raise _Unknowable
