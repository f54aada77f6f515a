"""The command line as a newcomer meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.cli import main
from tests.projects import explainer


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    body = result.output.split("Options:")[0].splitlines()[2:]
    assert len(" ".join(body).split()) >= 8, result.output


def test_help_says_where_to_start() -> None:
    output = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    assert "Start with “explainer build”" in output
    editing = {"check", "charts", "build", "serve", "explain", "diff"}
    assert set(main.commands) == editing | {"init", "new", "schemas", "bundle", "release", "published"}


@pytest.mark.parametrize("arguments", [["chekc"], ["build", "--fast"], ["check", "--project", "/no/such/folder"]])
def test_wrong_calls_exit_with_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Error:" in result.output


def test_check_counts_and_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    result = explainer(project, "check", PYTHONDONTWRITEBYTECODE="1")
    assert result.returncode == 0
    assert result.stderr == (
        "No problems: 5 facts (2 recomputed, 1 bound to a table), 2 tables, 2 sources, 3 charts.\n"
        "Not verified, as not drawn yet: 3 of the charts – run “explainer build”.\n"
    )
    assert sorted(project.rglob("*")) == before


@pytest.mark.slow
def test_piped_output_is_plain_lines(project: Path) -> None:
    result = explainer(project, "build")
    assert result.stdout == ""
    assert sorted(result.stderr.splitlines()[:3]) == ["Drew lake-areas", "Drew longest-share", "Drew river-lengths"]
    assert "\x1b" not in result.stderr
    assert {line.split()[0] for line in result.stderr.splitlines()} == {"Drew", "Built"}
