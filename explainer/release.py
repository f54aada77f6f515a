"""Making an edition: its date, its changelog, a commit and a tag; all of them, or nothing.

Everything is made and checked aside first, as objects that git knows and nothing names. What people see changes in one
short step in the end, which waits for no one and is taken back when it fails. Nothing is sent anywhere.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from explainer.addresses import PUBLISHED
from explainer.calls import find_macros
from explainer.changelog import Changelog, in_words
from explainer.diff.change import Report
from explainer.diff.compare import compare
from explainer.diff.revision import copy_drawn, take_out
from explainer.edition import with_edition
from explainer.errors import ExplainerError, MachineError
from explainer.git import git, text_of
from explainer.progress import say
from explainer.project import CONFIG, Project
from explainer.survey import survey_all
from explainer.todo import require_done

TAG = "edition-{}"
TAGS = re.compile(r"edition-([0-9]{4}-[0-9]{2}-[0-9]{2})")


def release(project: Project, day: date, branch: str) -> str:
    """Make the edition of a day, on a branch, and give the command that publishes it.

    Raises `ExplainerError`; files, index and history are then as they were.
    """
    head = _require_ready(project, branch)
    edition, before = day.isoformat(), _require_later(project, day)
    changelog = Changelog.read(project)
    found = survey_all(project)
    found.require_well()
    require_done(project)
    report = _compared(project, before) if before else None
    names = [project.in_words(each) if each else "" for each in (edition, before)]
    section = changelog.section(project, edition, names[0], (before, names[1]), report)
    message = in_words(section, find_macros(project), found.data, project.locale)
    files = _files(project, changelog.released(section), edition)
    subject = message.partition("\n")[0]
    files |= _proved(project, _commit(project, head, files, subject), edition)
    commit = _commit(project, head, files, subject)
    tag = _tag(project, commit, edition, message)
    _show(project, branch, (head, commit), (TAG.format(edition), tag))
    say(f"Made the edition of {names[0]}: look at it with “git show {TAG.format(edition)}”, and publish it with")
    return f"git push --atomic origin {branch} {TAG.format(edition)}"


def _files(project: Project, changes: str, edition: str) -> dict[str, bytes]:
    """What a release writes besides the list of published addresses, by its name in the project."""
    config = (project.root / CONFIG).read_bytes().decode()
    return {
        CONFIG: with_edition(config, edition).encode(),
        project.name_of(project.changes): changes.encode(),
    }


def _require_ready(project: Project, branch: str) -> str:
    """The commit that the release follows. Raises `ExplainerError` unless it is what stands in the folder."""
    root = project.root
    outside = "the project is in no git repository – run “git init” and commit it first"
    if text_of(root, outside, "rev-parse", "--is-inside-work-tree") != "true":
        raise ExplainerError(outside)
    head = text_of(root, "nothing is committed yet – commit the project first", "rev-parse", "HEAD^{commit}")
    current = text_of(root, "git names no branch", "branch", "--show-current")
    if current != branch:
        where = f'this is the branch "{current}"' if current else "this is no branch"
        raise ExplainerError(f'{where}, and editions are made on "{branch}" – switch to it, or name another (--branch)')
    status = git(root, "git cannot tell what has changed", "status", "--porcelain", "-z")
    if changed := [each[3:] for each in os.fsdecode(status).split("\0") if each]:
        names = changed[0] + (f" and {len(changed) - 1} more" if len(changed) > 1 else "")
        raise ExplainerError(f"there are uncommitted changes ({names}) – commit them, or put them aside with git stash")
    return head


def _require_later(project: Project, day: date) -> str:
    """The last edition, empty before the first. Raises `ExplainerError` when this one does not come after it."""
    edition = day.isoformat()
    tags = text_of(project.root, "git cannot list tags", "tag", "--list", TAG.format("*")).split()
    released = sorted(match[1] for match in map(TAGS.fullmatch, tags) if match)
    if edition in released:
        raise ExplainerError(f'the tag "{TAG.format(edition)}" exists – give a later date (--date)')
    last = released[-1] if released else ""
    latest = max(last, project.edition)
    if edition < latest:
        raise ExplainerError(f"{edition} is before the edition of {latest} – give a later date (--date)")
    return last


def _compared(project: Project, edition: str) -> Report | None:
    """What changed since an edition; None when today's code cannot read it, which keeps nobody from a release."""
    try:
        return compare(project, TAG.format(edition), with_pages=False)
    except MachineError:
        raise
    except ExplainerError as error:
        say(f"The changelog says nothing of the data, as they cannot be compared: {error.format_message()}")
        return None


def _commit(project: Project, head: str, files: Mapping[str, bytes], message: str) -> str:
    """A commit after `head` in which these files are different; no branch knows it yet."""
    root, refused = project.root, "git does not take the files of the edition – see “git fsck”"
    folder = text_of(root, refused, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory() as aside:
        index = str(Path(aside) / "index")
        git(root, refused, "read-tree", head, GIT_INDEX_FILE=index)
        for name, content in files.items():
            blob = text_of(root, refused, "hash-object", "-w", "--stdin", f"--path={name}", given=content)
            mode = text_of(root, refused, "ls-files", "-s", "--", name)[:6] or "100644"
            entry = f"{mode},{blob},{folder}{name}"
            git(root, refused, "update-index", "--add", "--cacheinfo", entry, GIT_INDEX_FILE=index)
        tree = text_of(root, refused, "write-tree", GIT_INDEX_FILE=index)
    unknown = "git does not know who makes the edition – set user.name and user.email with git config"
    git(root, unknown, "var", "GIT_COMMITTER_IDENT")
    return text_of(root, unknown, "commit-tree", tree, "-p", head, given=f"{message}\n".encode())


def _tag(project: Project, commit: str, edition: str, message: str) -> str:
    """An annotated tag of a commit; nothing names it yet."""
    refused = "git does not take the tag of the edition – see “git fsck”"
    tagger = text_of(project.root, refused, "var", "GIT_COMMITTER_IDENT")
    text = f"object {commit}\ntype commit\ntag {TAG.format(edition)}\ntagger {tagger}\n\n{message}"
    return text_of(project.root, refused, "mktag", given=text.encode())


def _proved(project: Project, commit: str, edition: str) -> dict[str, bytes]:
    """What publishing adds to the list of published addresses, if the project keeps one, as it is in a commit.

    Raises `ExplainerError` when it does not pass the checks, or cannot be built, as it is there.
    """
    with tempfile.TemporaryDirectory(prefix="explainer-release-") as folder:
        taken = Path(folder) / "project"
        take_out(project.root, commit, commit, taken)
        published = taken / PUBLISHED
        steps = ["check"]
        if published.is_file():
            copy_drawn(project, taken)
            steps += ["build", "published"]
        for step in steps:
            command = [sys.executable, "-m", "explainer", step, "--project", str(taken)]
            if subprocess.run(command, cwd=taken, stdout=subprocess.DEVNULL, check=False).returncode:  # noqa: S603
                raise ExplainerError(
                    f"the project is not fit for the edition of {edition} – mend what is reported above"
                )
        return {PUBLISHED: published.read_bytes()} if published.is_file() else {}


def _show(project: Project, branch: str, commits: tuple[str, str], tag: tuple[str, str]) -> None:
    """Let files, index, branch and tag follow. Raises `ExplainerError`; all of them are then as they were."""
    root, (old, new), (name, tag_object) = project.root, commits, tag
    refs = f"start\nupdate refs/heads/{branch} {new} {old}\ncreate refs/tags/{name} {tag_object}\nprepare\ncommit\n"
    with _undisturbed():
        try:
            git(root, "the files cannot be changed – see that git may write them", "read-tree", "-m", "-u", old, new)
            refused = f"git does not let “{branch}” and the tag follow – see that no other git command is running"
            git(root, refused, "update-ref", "-m", f"release: {name}", "--stdin", given=refs.encode())
        except BaseException:
            git(root, "the files cannot be restored – run “git reset --hard”", "read-tree", "--reset", "-u", old)
            raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let who wants to stop this process wait for the end of the block, on systems that can."""
    if os.name != "posix":  # pragma: no cover – another system
        yield
        return
    wanted = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
