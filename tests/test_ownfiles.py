"""Folders that hold what is not the project's own, or that cannot be walked, end in a sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.cli import main
from tests.projects import explainer


@pytest.mark.slow
@pytest.mark.parametrize("name", ["docs", "data"])
def test_folders_in_one_another_without_end(project: Path, name: str) -> None:
    folder = project / name
    for _ in range(1_100):
        folder /= "d"
        folder.mkdir()
    result = explainer(project, "check")
    subprocess.run(["rm", "-rf", project / name], check=True)  # what Python has for it would go too deep
    where = "/".join([name, *"d" * 21])
    assert result.stderr == (
        f"{where}: the folders nest deeper than 20 levels – flatten them\n1 problem found; nothing was written.\n"
    )
    assert result.returncode == 1


def test_code_among_pages_is_named_once(project: Path) -> None:
    for name in ("docs/deep/down/run.js", "docs/.hidden/run.js", "data/run.js"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("run()")
    (project / "docs/run.js").symlink_to("deep/down/run.js")
    assert explainer(project, "check").stderr == (
        'docs/deep/down/run.js: a file "*.js" may be code, and is not published – write a page in Markdown instead\n'
        "docs/run.js: this is a link to another place – put the file itself here\n"
        "2 problems found; nothing was written.\n"
    )


@pytest.mark.parametrize(
    ("name", "command"), [("schemas", "schemas"), ("dist", "bundle"), ("macros", "check"), (".cache", "check")]
)
def test_folders_that_lead_out_of_the_project(project: Path, tmp_path: Path, name: str, command: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project / name).symlink_to(outside)
    result = explainer(project, command)
    assert result.returncode == 1
    assert result.stderr.startswith(f'mkdocs.yml: the folder "{name}')
    assert "leads out of the project – remove the link" in result.stderr
    assert [*outside.iterdir()] == []


@pytest.mark.parametrize(
    ("name", "command", "message"),
    [("data", "check", "there is no such folder"), ("schemas", "schemas", "File exists")],
)
def test_folders_that_lead_to_themselves(project: Path, name: str, command: str, message: str) -> None:
    shutil.rmtree(project / name, ignore_errors=True)
    (project / name).symlink_to(name)
    assert explainer(project, command).stderr.startswith(f"Error: {project / name}: {message}")


def test_a_site_that_may_not_be_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system refuses it; nothing is refused to those who may do everything."""
    site = project / "site"
    site.mkdir()
    listed = os.listdir

    def refuse(folder: str | Path) -> list[str]:
        if Path(folder) == site:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    result = CliRunner().invoke(main, ["check", "--project", str(project)])
    assert result.output == (
        f"Error: {site}: Permission denied – allow this user to read and write there, then run the command again\n"
    )
    assert result.exit_code == 3
