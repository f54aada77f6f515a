"""The project as it was at a revision and as it is now, each in a folder of its own: the working tree is only read."""

import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from explainer.errors import ExplainerError
from explainer.files import machine_faults_explained
from explainer.git import git
from explainer.project import Project
from explainer.writing import ASIDE, LOCK

#: What builders leave beside what later builds can use again.
UNFINISHED = shutil.ignore_patterns(f"{ASIDE}*", "*.part", LOCK, "serve")


@dataclass(frozen=True)
class Snapshots:
    """Two folders to build in, and the commit that the old one holds."""

    old: Path
    new: Path
    commit: str


@contextmanager
def snapshots(project: Project, revision: str) -> Iterator[Snapshots]:
    """The project at a revision, and as it is in the working tree, without anything that was built.

    Both are gone afterwards. Raises `ExplainerError` when git or the revision cannot be found.
    """
    root = project.root
    git(root, "the project is in no git repository – run “git init” and commit it first", "rev-parse", "--git-dir")
    unknown = f'unknown revision "{revision}" – name a commit, branch or tag; “git log --oneline” lists commits'
    found = git(root, unknown, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    commit = found.decode().strip()
    with tempfile.TemporaryDirectory(prefix="explainer-diff-") as folder:
        taken = Snapshots(Path(folder) / "old", Path(folder) / "new", commit)
        with machine_faults_explained(Path(folder)):
            take_out(root, revision, commit, taken.old)
            _copy_tree(root, taken.new)
        yield taken


def take_out(root: Path, revision: str, commit: str, target: Path) -> None:
    """Write the project as it is at a commit into a folder; messages call it `revision`. Raises `ExplainerError`."""
    without = f'the revision "{revision}" does not hold this project – name one that does'
    archive = git(root, without, "archive", "--format=tar", commit)
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(target, filter="data")
    except tarfile.TarError as error:
        raise ExplainerError(f'the revision "{revision}" cannot be taken out ({error}) – name another') from None


def _copy_tree(root: Path, target: Path) -> None:
    """The files that git knows or would add, as they are now."""
    listed = git(
        root, "git cannot list the project's files", "ls-files", "--cached", "--others", "--exclude-standard", "-z"
    )
    for name in sorted(set(filter(None, os.fsdecode(listed).split("\0")))):
        if (root / name).is_symlink() or (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target / name, follow_symlinks=False)


def copy_drawn(project: Project, target: Path) -> None:
    """Give another folder what a project has drawn, which is found there by what it comes from."""
    for folder in (project.cache, project.files, project.chart_pages):
        if folder.is_dir():
            copy = target / folder.relative_to(project.root)
            with machine_faults_explained(copy):
                shutil.copytree(folder, copy, ignore=UNFINISHED, dirs_exist_ok=True)
