"""All problems in one go: in every kind of file, without what only follows, in a form for people and for programs."""

import json
import resource
from pathlib import Path

import pytest

from explainer.errors import MachineError, Place, Problem, ProblemsFound
from explainer.reports import as_annotations, as_json
from tests.projects import explainer, replace


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def spoil_everything(project: Path) -> None:
    """A mistake in each kind of file."""
    replace(project / "mkdocs.yml", '"2024-05-06"', '"2024-05-36"')
    replace(project / "mkdocs.yml", "timeline.md", "timelime.md")
    replace(project / "data/facts/rivers.yml", "/ length.total", "/ length.totl")
    replace(project / "data/tables/lakes.csv", "25.0", "26.0")
    replace(project / "charts/rivers.py", '@chart("river-lengths")', '@chart("river-lengths"')
    replace(project / "docs/index.md", 'fact("survey.days")', 'fact("survey.dais")')
    replace(project / "docs/stylesheets/roles.css", "  --chart-ink: #eef1f5;\n", "")


@pytest.mark.slow
def test_every_kind_of_file_is_reported_at_once_and_in_order(project: Path) -> None:
    spoil_everything(project)
    reports = [explainer(project, "check", PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert reports[0].stderr == reports[1].stderr
    assert reports[0].stdout == ""
    assert [line.partition(": ")[0] for line in reports[0].stderr.splitlines()] == [
        "charts/rivers.py:6:7",
        "data/facts/rivers.yml:17:14",
        "data/tables/lakes.csv:3:3",
        "docs/index.md:8:92",
        "docs/stylesheets/roles.css",
        "mkdocs.yml:9:14",
        "mkdocs.yml:24:15",
        "7 problems found; nothing was written.",
    ]
    assert 'names "timelime.md", which is no page – did you mean "timeline.md"?' in reports[0].stderr


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/facts/rivers.yml", "- id: length", "- id: [length"),
        ("data/facts/rivers.yml", "      value: 30.50", "      value: thirty"),
        ("data/sources/rivers.yml", "publisher: River Office", "publisher: [River Office"),
        ("data/tables/rivers.csv", "20.50,large", "20.50;large"),
        ("charts/lakes.py", "rows = data", "rows == = data"),
        ("mkdocs.yml", "      rivers: Rivers\n", "      rivers:\n"),
    ],
)
def test_what_only_follows_is_left_out(project: Path, file: str, old: str, new: str) -> None:
    """Pages, claims, charts, checks and events name all of these."""
    replace(project / file, old, new)
    report = json.loads(explainer(project, "check", "--format", "json").stdout)
    assert [problem["file"] for problem in report["problems"]] == [file]


def test_entries_in_a_misnamed_folder_are_not_missing(project: Path) -> None:
    (project / "data/facts").rename(project / "data/fact")
    report = json.loads(explainer(project, "check", "--format", "json").stdout)
    assert [(problem["file"], problem["remedy"]) for problem in report["problems"]] == [
        ("data/fact", 'did you mean "facts"?')
    ]


def test_json_when_all_is_well_and_when_not(project: Path) -> None:
    well = explainer(project, "check", "--format", "json")
    assert (well.returncode, well.stderr) == (0, "")
    report = json.loads(well.stdout)
    assert (report["version"], report["outcome"], report["problems"]) == (1, "well", [])
    assert report["counts"]["problems"] == 0
    assert (report["counts"]["facts"], report["counts"]["charts"]) == (5, 3)
    replace(project / "data/facts/rivers.yml", "/ length.total", "/ length.totl")
    wrong = explainer(project, "check", "--format=json")
    assert (wrong.returncode, wrong.stderr) == (1, "")
    report = json.loads(wrong.stdout)
    assert (report["outcome"], report["counts"]["problems"]) == ("problems", 1)
    assert report["problems"] == [
        {
            "file": "data/facts/rivers.yml",
            "line": 17,
            "column": 14,
            "message": 'unknown fact "length.totl"',
            "remedy": 'did you mean "length.total"?',
        }
    ]


def test_json_without_a_project(tmp_path: Path) -> None:
    result = explainer(tmp_path, "check", "--format", "json")
    report = json.loads(result.stdout)
    assert (result.returncode, report["outcome"], report["counts"]) == (1, "problems", {"problems": 1})
    assert report["problems"][0]["file"] is None


def test_a_machine_in_the_way_is_told_apart() -> None:
    error = MachineError("site cannot be written (No space left on device) – make room for it")
    report = json.loads(as_json(error, {}))
    assert (error.exit_code, report["outcome"], report["problems"][0]["remedy"]) == (3, "stopped", "make room for it")


def test_annotations_name_files_from_the_folder_of_the_command(project: Path) -> None:
    replace(project / "data/facts/rivers.yml", "value: 67.2", "value: 67.3")
    result = explainer(project.parent, "check", "-p", "rivers", "--format", "github", GITHUB_ACTIONS="true")
    assert result.returncode == 1
    assert result.stdout.startswith("::error file=rivers/data/facts/rivers.yml,line=14,col=14::the fact")
    plain = explainer(project.parent, "check", "-p", "rivers", GITHUB_ACTIONS="true")
    assert "::error" not in plain.stdout + plain.stderr


def test_annotations_cannot_be_broken_out_of() -> None:
    problem = Problem(Place("a,b:c%.yml", 2), "100%\n::error::x")
    assert list(as_annotations(ProblemsFound([problem]), Path())) == [
        "::error file=a%2Cb%3Ac%25.yml,line=2::100%25 ::error::x"
    ]
    assert list(as_annotations(MachineError("a\nb"), Path())) == ["::error::a%0Ab"]


@pytest.mark.slow
def test_thousands_of_misspelt_ids_take_seconds(project: Path) -> None:
    """Comparing each with each letter by letter would take minutes."""
    facts = "".join(f"    value_{n}: {{label: L, value: 1, unit: days}}\n" for n in range(1500))
    add(
        project / "data/facts/rivers.yml",
        f"- id: many\n  statement: S\n  sources: [almanac]\n  confidence: confirmed\n  facts:\n{facts}",
    )
    add(project / "docs/index.md", "\n" + "\n".join(f'{{{{ fact("many.vaule_{n}") }}}}' for n in range(1500)) + "\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    result = explainer(project, "check")
    assert 'unknown fact "many.vaule_1432" – did you mean "many.value_1432"?' in result.stderr
    assert result.stderr.endswith("1500 problems found; nothing was written.\n")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
