"""What a change does, told by `explainer diff`: the small project in a repository of its own, changed and compared."""

import json
import re
import subprocess
from dataclasses import replace as replaced
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from explainer.diff.change import Change, Difference, Report
from explainer.diff.compare import compare
from explainer.diff.lines import as_markdown, as_text
from explainer.diff.plain import as_json, from_json
from explainer.diff.show import as_html, write_report
from explainer.project import Project
from explainer.visible import visible
from tests.projects import contents, copy_drawn, explainer, replace

pytestmark = pytest.mark.slow

HOSTILE = "</style><script>alert(1)</script> @someone [x](javascript:1) `a` \u202ereversed"


def git(project: Path, *arguments: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    result = subprocess.run(["git", *names, *arguments], cwd=project, capture_output=True, check=True, text=True)
    return result.stdout.strip()


def commit(project: Path) -> str:
    git(project, "add", "-A")
    git(project, "commit", "-qm", "A state")
    return git(project, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def repository(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project as first committed, with its charts drawn; not to be changed."""
    project = copy_drawn(built_rivers, tmp_path_factory.mktemp("diff") / "rivers")
    (project / ".gitignore").write_text(
        "/.cache/\n/docs/files/\n/docs/charts/\n/site/\n__pycache__/\n", encoding="utf-8"
    )
    git(project, "init", "-q")
    commit(project)
    return project


def changed(project: Path) -> None:
    """A longer second river, and what follows from it; and one change of every other kind."""
    facts, claims = project / "data/facts/rivers.yml", project / "data/claims/rivers.yml"
    replace(project / "data/tables/rivers.csv", ",10.00,", ",11.00,")
    replace(facts, "value: 30.50", "value: 31.50")
    replace(facts, "value: 67.2", "value: 65.1")
    replace(facts, "as_of: 2023-04-05", "as_of: 2023-04-07")
    replace(project / "data/tables/lakes.csv", "Zaysan,1,25.0\n", "Alakol,1,25.0\n")
    replace(claims, "finding: unverifiable", "finding: disputed")
    replace(project / "data/events/rivers.yml", "date: 2024-03-01", "date: 2024-03-02")
    replace(project / "data/terms/rivers.yml", "A post that", "A post <b>that</b>")
    sources = project / "data/sources/rivers.yml"
    sources.write_text(
        sources.read_text("utf-8")
        + f"- id: new\n  title: {json.dumps(HOSTILE.replace(chr(0x202E), ''))}\n  publisher: New\n"
        "  url: https://example.org/\n  kind: press\n  language: en\n  seen: stored-page\n",
        encoding="utf-8",
    )
    page = project / "docs/index.md"
    replace(page, "The survey took", "No dam was built. The survey took")


@pytest.fixture(scope="module")
def sides(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of it with its drawings, changed, and with another page that git does not know yet."""
    project = tmp_path_factory.mktemp("changed") / "rivers"
    subprocess.run(["cp", "-a", repository, project], check=True)
    changed(project)
    (project / "docs/new.md").write_text("# New\n\nA page.\n", encoding="utf-8")
    replace(project / "mkdocs.yml", "  - Glossary: glossary.md\n", "  - Glossary: glossary.md\n  - new.md\n")
    return project


@pytest.fixture(scope="module")
def compared(sides: Path) -> Report:
    before = contents(sides)
    report = compare(Project.load(sides), "HEAD")
    assert contents(sides) == before, "it only reads"
    return report


@pytest.fixture(scope="module")
def report(compared: Report) -> dict[str, Any]:
    return json.loads(as_json(compared))


def differences(report: dict[str, Any], kind: str, key: str) -> dict[str, tuple[str | None, str | None, str]]:
    (change,) = (each for each in report["changes"] if (each["kind"], each["id"]) == (kind, key))
    return {each["field"]: (each["old"], each["new"], each["by"]) for each in change["differences"]}


class TestData:
    def test_facts_by_how_much(self, report: dict[str, Any]) -> None:
        assert differences(report, "fact", "length.total") == {
            "value": ("30.50", "31.50", "+1.00, +3.3%"),
            "as_of": ("2023-04-05", "2023-04-07", "+2 days"),
        }
        assert differences(report, "fact", "length.longest_pct")["value"] == ("67.2", "65.1", "−2.1 percentage points")

    def test_tables_by_row_and_column(self, report: dict[str, Any]) -> None:
        assert differences(report, "table", "rivers") == {
            'row "Little, River", length': ("10.00", "11.00", "+1.00, +10.0%")
        }
        assert differences(report, "table", "lakes") == {
            'row "Alakol"': (None, "Alakol, 1, 25.0", ""),
            'row "Zaysan"': ("Zaysan, 1, 25.0", None, ""),
        }

    def test_everything_else(self, report: dict[str, Any]) -> None:
        assert differences(report, "claim", "claim-deep") == {"finding": ("unverifiable", "disputed", "")}
        assert differences(report, "event", "survey-ends") == {"date": ("2024-03-01", "2024-03-02", "+1 day")}
        assert "A post <b>that</b>" in str(differences(report, "term", "gauge")["definition"][1])
        assert {(each["kind"], each["id"]) for each in report["changes"] if each["what"] == "added"} == {
            ("source", "new"),
            ("page", "new/index.html"),
        }

    def test_summary(self, report: dict[str, Any]) -> None:
        counts = "facts: 2, statements: 1, claims: 1, events: 1, tables: 2, sources: 1, terms: 1, charts: 3, pages: "
        assert counts in report["summary"]


class TestChartsAndPages:
    def test_charts_are_redrawn_for_what_they_show(self, report: dict[str, Any]) -> None:
        assert {each["id"]: each["what"] for each in report["changes"] if each["kind"] == "chart"} == {
            "lake-areas": "redrawn",
            "longest-share": "redrawn",
            "river-lengths": "redrawn",
        }
        assert differences(report, "chart", "longest-share")["title"] == (
            "The longest river makes up 67.2%",
            "The longest river makes up 65.1%",
            "",
        )
        assert differences(report, "chart", "river-lengths")['row "Little, River", Length'] == (
            "10.00",
            "11.00",
            "+1.00, +10.0%",
        )

    def test_sentences_as_readers_see_them(self, report: dict[str, Any]) -> None:
        (page,) = (each for each in report["changes"] if each["id"] == "index.html")
        pairs = {(each["old"], each["new"]) for each in page["differences"]}
        sources = "River Office, April 2023; Almanac, 2024 [archived copy]"
        cited = f"kilometres long ({sources}), as a Gauge or another post shows."
        assert (f"The rivers are 30.50 {cited}", f"The rivers are 31.50 {cited}") in pairs
        assert (None, "No dam was built.") in pairs
        survey = "The survey took 59 (uncertain) days; the longer river has"
        assert (f"{survey} 67%.", f"{survey} 65%.") in pairs
        assert not any("Edition of" in f"{old}{new}" for old, new in pairs), "it stays as it was"


class Elements(HTMLParser):
    """What a page holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


HOSTILE_CHANGE = Change(
    "table", "lakes", "changed", visible(HOSTILE), (Difference("value", "30.50", "31.50", "+1.00, +3.3%"),) * 41
)
HOSTILE_REPORT = Report("main", "0123456789abcdef", (HOSTILE_CHANGE,), {})


class TestForms:
    def test_text(self) -> None:
        lines = as_text(HOSTILE_REPORT).splitlines()
        assert lines[:3] == ["Changes compared with main (0123456789) – tables: 1.", "", "Tables"]
        assert lines[3].startswith("  lakes changed: </style>")
        assert lines[3].endswith("\\u202ereversed")
        assert lines[4] == "      value: 30.50 → 31.50 (+1.00, +3.3%)"
        assert lines[-1] == "      … and 1 more, which the format json lists"

    def test_markdown_holds_no_markup_from_data(self) -> None:
        text = as_markdown(HOSTILE_REPORT)
        assert "### Tables\n" in text
        assert "- `value`: `30.50` → `31.50` (`+1.00, +3.3%`)\n" in text
        hostile = [line for line in text.splitlines() if "script" in line]
        assert hostile == [f"- `lakes` changed: ``{visible(HOSTILE).replace('@', '@' + chr(0x200B))}``"]

    def test_all_of_them_as_files(self, compared: Report, tmp_path: Path) -> None:
        write_report(compared, tmp_path / "deep/report")
        written = contents(tmp_path / "deep/report")
        assert {*written} == {"changes.txt", "changes.md", "changes.json", "changes.html"}
        assert from_json(written["changes.json"].decode()) == replaced(compared, pictures={})
        assert written["changes.md"].decode() == f"{as_markdown(compared)}\n"

    def test_html_needs_nothing_and_runs_nothing(self, compared: Report) -> None:
        page = as_html(compared)
        elements = Elements(page).found
        assert {tag for tag, _ in elements} & {
            "script",
            "iframe",
            "object",
            "embed",
            "a",
            "link",
            "svg",
            "form",
        } == set()
        assert not any(name.startswith("on") for _, attributes in elements for name in attributes)
        images = [attributes["src"] or "" for tag, attributes in elements if tag == "img"]
        assert len(images) == 2 * 3
        assert all(image.startswith("data:image/svg+xml;base64,") for image in images)
        (policy,) = (each["content"] or "" for tag, each in elements if each.get("http-equiv"))
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
        assert "&lt;script&gt;" in page

    def test_corrections_lack_only_the_reason(self, sides: Path, tmp_path: Path) -> None:
        result = explainer(sides, "diff", "HEAD", "--format", "corrections")
        assert result.stdout.startswith(
            "- id: length-total-2024-05-06\n  date: 2024-05-06\n  what: length.total\n"
            '  old: "30.50"\n  new: "31.50"\n  reason:\n'
        )
        assert re.findall(r"what: (\S+)", result.stdout) == [
            "length.total",
            "length.longest_pct",
            "claim-deep",
            "survey-ends",
        ]
        project = tmp_path / "rivers"
        subprocess.run(["cp", "-a", sides, project], check=True)
        (project / "data/corrections").mkdir()
        entries = project / "data/corrections/rivers.yml"
        entries.write_text(result.stdout, encoding="utf-8")
        refused = explainer(project, "check")
        assert refused.stderr.count("reason: nobody has given one yet") == 4
        entries.write_text(result.stdout.replace("reason:", "reason: It was wrong."), encoding="utf-8")
        assert explainer(project, "check").returncode == 0
        again = explainer(project, "diff", "HEAD", "--format", "corrections")
        assert (again.stdout, again.stderr) == ("", "No published value has changed that is not listed.\n")


def test_nothing_changed_is_one_sentence(repository: Path, tmp_path: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")
    result = explainer(repository, "diff", "HEAD", "--into", str(tmp_path / "report"))
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    sentence = f"Nothing changes compared with HEAD ({head[:10]}).\n"
    assert (tmp_path / "report/changes.txt").read_text("utf-8") == sentence
    assert explainer(repository, "diff", "HEAD", "--into", "x", "--format", "json").returncode == 2
    hindered = explainer(repository, "diff", "HEAD", "--into", str(tmp_path / "report/changes.txt/deep"))
    assert (hindered.returncode, hindered.stderr.count("\n")) == (3, 1), hindered.stderr


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("no-such", 'unknown revision "no-such" – name a commit, branch or tag'),
        ("HEAD:docs", 'unknown revision "HEAD:docs"'),
        ("--upload-pack=x", "No such option"),
    ],
)
def test_unknown_revisions(repository: Path, revision: str, sentence: str) -> None:
    result = explainer(repository, "diff", revision)
    assert result.returncode in (1, 2)
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_no_repository_and_no_git(project: Path, tmp_path: Path) -> None:
    outside = explainer(project, "diff", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert outside.returncode == 1
    assert outside.stderr == "Error: the project is in no git repository – run “git init” and commit it first\n"
    without = explainer(project, "diff", "HEAD", PATH="/no/such/folder")
    assert without.returncode == 1
    assert without.stderr == "Error: git was not found – install it\n"


def test_sides_that_are_wrong(repository: Path, tmp_path: Path) -> None:
    project = tmp_path / "rivers"
    subprocess.run(["cp", "-a", repository, project], check=True)
    replace(project / "data/facts/rivers.yml", "value: 30.50", "value: 30.51")
    replace(project / "data/facts/rivers.yml", "value: 59", "value: 58")
    commit(project)
    now = explainer(project, "diff", "HEAD")
    assert now.returncode == 1
    assert "data/facts/rivers.yml:9:14: " in now.stderr

    replace(project / "data/facts/rivers.yml", "value: 30.51", "value: 30.50")
    replace(project / "data/facts/rivers.yml", "value: 58", "value: 59")
    then = explainer(project, "diff", "HEAD")
    assert then.returncode == 1
    refused = 'Error: the revision "HEAD" does not pass the checks of today – compare with a later one'
    assert then.stderr.startswith(f"{refused} (data/facts/rivers.yml:9:14: ")
    assert ", and " in then.stderr
    assert then.stderr.count("\n") == 1
    commit(project)
    replace(project / "docs/index.md", "{{ edition() }}", "{{ editoin() }}")
    page = explainer(project, "diff", "HEAD")
    assert page.returncode == 1
    assert "Error: the working tree cannot be built by today's code (" in page.stderr
    assert "Traceback" not in page.stderr
