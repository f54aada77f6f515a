"""Making an edition: what keeps people from it, what it changes, and that it changes all of it or nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from explainer.errors import ExplainerError
from explainer.project import Project
from explainer.release import release
from tests.projects import contents, explainer, replace, rivers, with_changes
from tests.test_corrections import FINDING, LIST
from tests.test_diff import commit, git

pytestmark = pytest.mark.slow

CHANGES = """# Changes

{{ corrections() }}

## Unreleased {: #unreleased }

- The **length** of [both](index.md), {{ fact("length.total") }} kilometres.
- {{ term("gauge", "Posts") }} and {{ unbound("two more", because="a test") }}. <!-- A remark. -->

## What comes after {: #after }

Nothing else.
"""
IGNORED = "/.cache/\n/docs/files/\n/docs/charts/\n/site/\n__pycache__/\n"
FIRST, NEXT = "2024-05-06", "2024-05-07"


@pytest.fixture(scope="module")
def original(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a page of changes, committed and drawn; not to be changed."""
    project = with_changes(rivers(tmp_path_factory.mktemp("release") / "rivers"), CHANGES)
    (project / ".gitignore").write_text(IGNORED, encoding="utf-8")
    git(project, "init", "-q")
    git(project, "config", "user.name", "A")
    git(project, "config", "user.email", "a@example.org")
    commit(project)
    for drawn in (".cache", "docs/files", "docs/charts"):
        shutil.copytree(built_rivers / drawn, project / drawn)
    return project


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", original, tmp_path], check=True)
    return tmp_path / original.name


def state(project: Path) -> tuple[dict[str, bytes], str, str, str]:
    """Files, branches and tags, the branch that is checked out, and the index."""
    files = {name: content for name, content in contents(project).items() if not name.startswith((".git/", ".cache/"))}
    return (
        files,
        git(project, "show-ref"),
        git(project, "branch", "--show-current"),
        git(project, "ls-files", "--stage"),
    )


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    """A change that is committed."""

    def change(project: Path) -> None:
        replace(project / name, old, new)
        commit(project)

    return change


def without_changes(project: Path) -> None:
    (project / "docs/changes.md").unlink()
    replace(project / "mkdocs.yml", "  - changes.md\n", "")
    commit(project)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no repository": (
        lambda project: shutil.rmtree(project / ".git"),
        "the project is in no git repository – run “git init” and commit it first",
    ),
    "another branch": (
        lambda project: git(project, "switch", "-qc", "idea"),
        'this is the branch "idea", and editions are made on "main" – switch to it, or name another (--branch)',
    ),
    "no branch": (lambda project: git(project, "switch", "-q", "--detach"), "this is no branch, and editions are made"),
    "a changed file": (
        lambda project: replace(project / "docs/changes.md", "Nothing", "Something"),
        "there are uncommitted changes (docs/changes.md) – commit them, or put them aside with git stash",
    ),
    "new files": (
        lambda project: [(project / name).write_text("") for name in ("a", "b")],
        "there are uncommitted changes (a and 1 more) – commit them",
    ),
    "a tag that exists": (
        lambda project: git(project, "tag", "edition-2024-05-07"),
        'the tag "edition-2024-05-07" exists – give a later date (--date)',
    ),
    "an earlier date than that of a tag": (
        lambda project: git(project, "tag", "edition-2025-01-01"),
        "2024-05-07 is before the edition of 2025-01-01 – give a later date (--date)",
    ),
    "an earlier date than the edition's": (
        replaced("mkdocs.yml", '"2024-05-06"', '"2024-06-01"'),
        "2024-05-07 is before the edition of 2024-06-01 – give a later date (--date)",
    ),
    "no page": (
        without_changes,
        'docs/changes.md is missing – write one, with a section "## Unreleased {: #unreleased }"',
    ),
    "no section": (
        replaced("docs/changes.md", "## Unreleased {: #unreleased }\n", ""),
        'docs/changes.md has no section "## Unreleased {: #unreleased }" – say in one what is new for readers',
    ),
    "an empty section": (
        replaced("docs/changes.md", CHANGES[CHANGES.index("- The") : CHANGES.index("## What")], "<!-- None -->\n\n"),
        "docs/changes.md: nothing stands below “Unreleased” – say there what is new for readers",
    ),
    "problems": (
        replaced("docs/index.md", "The survey took", "All 12 dams. The survey took"),
        'docs/index.md:8:71: the number "12"',
    ),
    "something to do": (
        replaced("data/events/rivers.yml", "title: The survey begins", "title: TODO – say what begins"),
        "data/events/rivers.yml:3:10: TODO – say what begins – fill it in, or remove it",
    ),
    "problems of the edition itself": (
        replaced("data/facts/rivers.yml", "as_of: 2023-04-05", "as_of: 2024-05-06"),
        "the project is not fit for the edition of 2024-05-07 – mend what is reported above",
    ),
    "another command of git": (
        lambda project: (project / ".git/refs/heads/main.lock").touch(),
        "git does not let “main” and the tag follow – see that no other git command is running",
    ),
}


@pytest.mark.parametrize(("hinder", "says"), REFUSED.values(), ids=REFUSED)
def test_refused_in_a_sentence_and_nothing_changes(
    repository: Path, hinder: Callable[[Path], object], says: str
) -> None:
    hinder(repository)
    has_git = (repository / ".git").is_dir()
    before = state(repository) if has_git else None
    with pytest.raises(ExplainerError) as refused:
        release(Project.load(repository), date.fromisoformat(NEXT), "main")
    assert refused.value.format_message().startswith(says)
    assert before == (state(repository) if has_git else None)


def test_the_first_edition_may_have_the_date_that_is_set(repository: Path) -> None:
    (repository / "published.txt").write_text("./\n", encoding="utf-8")
    parent = commit(repository)
    config = (repository / "mkdocs.yml").read_bytes()
    result = explainer(repository, "release", "--date", FIRST)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "git push --atomic origin main edition-2024-05-06\n"
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "log", "-1", "--format=%s %P") == f"Edition of 6 May 2024 {parent}"
    assert git(repository, "cat-file", "-t", "edition-2024-05-06") == "tag"
    assert git(repository, "rev-parse", "edition-2024-05-06^{commit}") == git(repository, "rev-parse", "main")
    assert git(repository, "tag", "--list", "--format=%(contents)") == (
        "Edition of 6 May 2024\n\n- The **length** of both, 30.50 kilometres.\n- Posts and two more."
    )
    text = (repository / "docs/changes.md").read_text(encoding="utf-8")
    assert text == CHANGES.replace("Unreleased {: #unreleased }", "Edition of 6 May 2024 {: #edition-2024-05-06 }")
    assert (repository / "mkdocs.yml").read_bytes() == config
    published = (repository / "published.txt").read_text(encoding="utf-8").splitlines()
    assert {"./", "changes/", f"changes/#edition-{FIRST}", "claims/#claim-deep"} <= {*published}


def test_the_next_one_says_what_changed_in_the_data(repository: Path) -> None:
    git(repository, "tag", "edition-2024-05-06")
    config = (repository / "mkdocs.yml").read_text(encoding="utf-8").replace('"2024-05-06"', "'2024-05-06' # So far")
    (repository / "mkdocs.yml").write_text(config, encoding="utf-8", newline="\r\n")
    replace(repository / "data/claims/rivers.yml", "finding: unverifiable", "finding: disputed")
    (repository / LIST).parent.mkdir()
    (repository / LIST).write_text(FINDING.replace("new: unverifiable", "new: disputed"), encoding="utf-8")
    commit(repository)
    result = explainer(repository, "release", "--date", NEXT)
    assert result.returncode == 0, result.stderr
    lines = git(repository, "tag", "--list", NEXT.join(("edition-", "")), "--format=%(contents)").splitlines()
    assert lines[2] == "What has changed in the data since the edition of 6 May 2024:"
    assert lines[4:6] == ["- Claims: 1 changed", "- Corrections: 1 added"]
    assert lines[7] == "- The **length** of both, 30.50 kilometres."
    text = (repository / "docs/changes.md").read_text(encoding="utf-8")
    assert '- [Claims](claims.md): {{ unbound("1 changed", because=' in text
    assert "](#edition-2024-05-06)" not in text, "that one has no section to link to"
    now = (repository / "mkdocs.yml").read_bytes().decode()
    assert now == config.replace("\n", "\r\n").replace("'2024-05-06'", "'2024-05-07'")
    assert git(repository, "status", "--porcelain") == ""
    assert explainer(repository, "check").returncode == 0


@pytest.mark.parametrize(
    ("step", "sent", "is_made"),
    [
        ("mktag", "KILL", False),
        ("commit-tree", "INT", False),
        ("read-tree -m", "TERM", True),
    ],
)
def test_stopped_at_any_moment_it_is_made_or_not(
    repository: Path,
    tmp_path: Path,
    step: str,
    sent: str,
    is_made: bool,  # noqa: FBT001
) -> None:
    before = state(repository)
    tool = tmp_path / "bin/git"
    tool.parent.mkdir()
    stop = f'case "$*" in "{step}"*) kill -{sent} $PPID;; esac'
    tool.write_text(f'#!/bin/sh\n{stop}\nexec "{shutil.which("git")}" "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "explainer", "release", "--date", NEXT]
    stopped = subprocess.run(
        command, cwd=repository, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    assert stopped.returncode != 0
    assert (state(repository) == before) == (not is_made)
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "tag") == ("edition-2024-05-07" if is_made else "")
    assert git(repository, "log", "-1", "--format=%s") == ("Edition of 7 May 2024" if is_made else "A state")
