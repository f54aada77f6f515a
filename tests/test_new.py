"""Stubs of new things: each works as it is, says what is still to do, and leaves alone what people wrote."""

import json
import re
import shutil
import signal
from pathlib import Path

import pytest

from explainer.init import begin
from explainer.new import stubs
from explainer.project import Project
from explainer.survey import survey
from tests.crashes import Moment, end
from tests.projects import clone, contents, explainer, replace

pytestmark = pytest.mark.slow

#: A new thing of each kind, and what its own text in the small project's site is found by.
KINDS = {
    "source": ("rivers-report", "sources/rivers", "TODO: its title, as the source gives it"),
    "fact": ("rivers-depth", "facts/rivers", "TODO: say in a sentence what is established"),
    "event": ("rivers-flood", "timeline", "TODO: say in a few words what happened"),
    "claim": ("rivers-are-deep", "claims", "TODO: what was said, word for word"),
    "term": ("rivers-ford", "glossary", "TODO: the word, as pages write it"),
    "table": ("rivers-depths", "data/rivers", "TODO: what the table is called"),
    "chart": ("lakes-compared", "charts/lakes-compared", "TODO: say in a sentence what the chart shows"),
    "page": ("floods", "floods", "TODO: write the page."),
}
#: What stands before a new entry in files of some forms: an end of the last line, an empty line, or blanks.
STARTS = {"source": b"", "fact": b"\n", "term": b"   ", "claim": b"\n"}


def new(project: Path, *arguments: str) -> str:
    """Write a stub; gives what is said of it. Fails the test with the report when that is refused."""
    result = explainer(project, "new", *arguments)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def own_files(project: Path) -> dict[str, bytes]:
    """What people have written, and not what Python or a command has left there."""
    return {name: each for name, each in contents(project).items() if "__pycache__" not in name and name[0] != "."}


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory, built_rivers: Path) -> Path:
    """The small project, which commands that are refused share."""
    folder = tmp_path_factory.mktemp("new") / "rivers"
    shutil.copytree(built_rivers, folder, ignore=shutil.ignore_patterns("site", ".cache", "files", "lock"))
    return folder


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("fact",), 2, "Missing argument 'ID'"),
        (("fakt", "rivers-depth"), 2, "No such command 'fakt'"),
        (
            ("fact", "Rivers_Depth"),
            1,
            '"Rivers_Depth" is not an id – use lower-case letters, digits and single hyphens',
        ),
        (("page", "../floods"), 1, '"../floods" is not an id – use lower-case letters, digits and single hyphens'),
        (("term", "gauge"), 1, 'the term "gauge" stands at data/terms/rivers.yml:1:7 already – choose another id'),
        (("fact", "length"), 1, 'the statement "length" stands at data/facts/rivers.yml:1:7 already – choose'),
        (("table", "lakes"), 1, 'the table "lakes" stands at data/tables/lakes.csv already – choose another id'),
        (("chart", "lake-areas"), 1, 'the chart "lake-areas" stands at charts/lakes.py:5 already – choose another id'),
        (("chart", "lakes"), 1, "charts/lakes.py exists already – choose another id"),
        (("page", "timeline"), 1, 'the page "timeline" stands at docs/timeline.md already – choose another id'),
        (("claim", "first-long"), 1, 'the claim "claim-long" covers "first-long" already – choose another id'),
        (
            ("event", "river-flood"),
            1,
            'the id "river-flood" does not begin with a topic, and --topic names none – did you',
        ),
        (("event", "flood"), 1, "and --topic names none – use one of: lakes, rivers, or name it as"),
        (("event", "flood", "--topic", "river"), 1, 'unknown topic "river" – did you mean "rivers"?'),
        (("event", "rivers-flood", "--source", "almanach"), 1, 'unknown source "almanach" – did you mean "almanac"?'),
        (
            ("event", "lakes-flood"),
            1,
            'the topic "lakes" has no source that somebody has read – run “explainer new sour',
        ),
        (("chart", "lakes-two", "--table", "lake"), 1, 'unknown table "lake" – did you mean "lakes"?'),
        (("source", "rivers-report", "--url", "ftp://host"), 1, '--url: the address begins with "ftp" – let it begin'),
        (
            ("table", "rivers-facts"),
            1,
            'the name "rivers-facts" is taken by another table – rename the file\n1 problem',
        ),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_refused_in_a_sentence_and_nothing_changes(
    unchanged: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    before = own_files(unchanged)
    result = explainer(unchanged, "new", *arguments)
    assert (result.returncode, result.stdout) == (status, "")
    assert message in result.stderr
    assert own_files(unchanged) == before


def test_nothing_is_added_to_what_cannot_be_read(project: Path) -> None:
    replace(project / "data/sources/rivers.yml", "- id: almanac", "- id: [almanac")
    before = own_files(project)
    result = explainer(project, "new", "source", "rivers-report")
    assert result.returncode == 1
    assert result.stderr.startswith("data/sources/rivers.yml:10:8: this is not valid YAML")
    assert own_files(project) == before


def test_a_stub_that_does_not_pass_is_taken_back(project: Path) -> None:
    (project / "charts/__init__.py").write_text('raise ValueError("no charts today")\n', "utf-8")
    (project / "data/terms/rivers.yml").unlink()
    (project / "data/terms").rmdir()
    replace(
        project / "docs/index.md", '{{ term("gauge") }} or {{ term("gauge", "another post") }} shows', "gauge shows"
    )
    (project / "published.txt").write_text("floods/\n", "utf-8")
    (project / "redirects.yml").write_text("floods/: timeline/\n", "utf-8")
    before = own_files(project)
    for arguments, message in (
        (("chart", "lakes-two"), "charts/__init__.py:1: the chart"),
        (("page", "floods"), "redirects.yml:1:1: "),
    ):
        result = explainer(project, "new", *arguments)
        assert result.returncode == 1, result.stdout
        assert result.stderr.startswith(message)
        assert result.stderr.endswith("1 problem found; the stub was taken back.\n")
    assert own_files(project) == before


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_stub_is_taken_back_when_the_command_is_asked_to_end(unchanged: Path, ending: signal.Signals) -> None:
    before = own_files(unchanged)
    as_it_is_checked = Moment("open", "terms/lakes.yml', 'r", count=2, signal=ending)
    status = end(["new", "term", "lakes-ford", "--project", str(unchanged)], as_it_is_checked)
    assert status == (1 if ending == signal.SIGINT else 128 + ending)
    assert own_files(unchanged) == before


def test_what_somebody_saves_while_a_stub_is_checked_stays(project: Path) -> None:
    """Here a chart's own code does so, as the stub is drawn."""
    saves = 'from pathlib import Path\nPath("charts/lakes_two.py").write_text("# mine\\n")\nraise ValueError\n'
    (project / "charts/__init__.py").write_text(saves, "utf-8")
    result = explainer(project, "new", "chart", "lakes-two")
    assert result.returncode == 1, result.stdout
    assert result.stderr.startswith("charts/lakes_two.py was saved by somebody else meanwhile and stays – ")
    assert (project / "charts/lakes_two.py").read_text("utf-8") == "# mine\n"


def test_other_problems_stand_in_nobodys_way(project: Path) -> None:
    replace(project / "docs/index.md", "Edition of", "There are 30.50 lakes. Edition of")
    new(project, "page", "floods")
    result = explainer(project, "check")
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()[:-1]] == ["docs/index.md:21:11"]


@pytest.fixture(scope="module")
def filled(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The small project with something new of each kind, and what was said of each."""
    project = Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("filled") / "rivers"))
    return project, {kind: new(project, kind, KINDS[kind][0]) for kind in KINDS}


def test_every_kind_passes_in_this_project(tmp_path: Path) -> None:
    """All at once: no two of them write to one file."""
    project = clone(tmp_path / "own")
    found = survey(Project.load(project))
    made = [
        stubs.source(found, "election-stub", None, None),
        stubs.fact(found, "election-stub", None, None),
        stubs.event(found, "election-stub", None, None),
        stubs.claim(found, "election-stub", None, None),
        stubs.term(found, "election-stub", None),
        stubs.table(found, "election-stub", None),
        stubs.chart(found, "election-stub", None, None),
        stubs.page(found, "stub"),
    ]
    for path, content in ((path, content) for stub in made for path, content in stub.files.items()):
        path.write_bytes(content)
    result = explainer(project, "check")
    assert result.returncode == 0, result.stderr
    assert {stub.place.file for stub in made} < {line.partition(":")[0] for line in result.stderr.splitlines()}


@pytest.mark.parametrize("new_id", ["bars", "chart", "tuple", "class", "2022"])
def test_a_chart_takes_no_name_that_its_code_needs(unchanged: Path, new_id: str) -> None:
    stub = stubs.chart(survey(Project.load(unchanged)), new_id, None, "lakes")
    ((path, code),) = stub.files.items()
    assert path.name == f"chart_{new_id}.py"
    assert f"\ndef chart_{new_id}(" in code.decode()


class TestEveryKind:
    def test_the_next_step_is_told_with_a_place(self, filled: tuple[Path, dict[str, str]]) -> None:
        project, steps = filled
        for kind, (new_id, *_) in KINDS.items():
            file, line = steps[kind].split()[0].split(":")
            first, second = (project / file).read_text("utf-8").splitlines()[int(line) - 1 :][:2]
            assert f"- id: {new_id}" in first or "TODO" in first
            assert kind in ("chart", "page", "table") or "TODO" in second + steps[kind]
            assert steps[kind].endswith("Then run “explainer check”; “explainer serve” shows it while you write.\n")
            assert "golden" not in steps[kind]
        line = 1 + (project / "mkdocs.yml").read_text("utf-8").splitlines().index("  - floods.md")
        assert f", and mkdocs.yml:{line} names it in the navigation" in steps["page"]

    def test_it_passes_the_checks_which_list_what_is_still_to_do(self, filled: tuple[Path, dict[str, str]]) -> None:
        project, steps = filled
        result = explainer(project, "check")
        assert result.returncode == 0, result.stderr
        _, _, listed = result.stderr.partition("Still to do, before an edition can be made:\n")
        places = [line.split(": ")[0] for line in listed.splitlines()]
        assert {place.split(":")[0] for place in places} >= {step.split(":")[0] for step in steps.values()}
        for place in places:
            file, line, column = place.split(":")
            assert (project / file).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :].startswith("TODO")
        report = json.loads(explainer(project, "check", "--format", "json").stdout)
        assert (report["outcome"], report["counts"]["todo"]) == ("well", len(places))
        warnings = explainer(project, "check", "--format", "github").stdout.splitlines()
        file, line, column = places[0].split(":")
        assert warnings[0].startswith(f"::warning file={file},line={line},col={column}::TODO")
        assert len(warnings) == len(places)

    def test_the_site_shows_it(self, filled: tuple[Path, dict[str, str]]) -> None:
        project, _ = filled
        result = explainer(project, "build")
        assert "It says TODO in some places" in result.stderr, result.stderr
        for _, page, words in KINDS.values():
            assert words in (project / "site" / page / "index.html").read_text("utf-8")


def test_a_word_in_code_or_a_remark_of_a_page_is_nothing_to_do(project: Path) -> None:
    replace(project / "docs/index.md", "Edition of", "Write `TODO`. <!-- TODO --> TODOS. Edition of")
    assert "Still to do" not in explainer(project, "check").stderr


def test_what_was_written_stays_byte_for_byte(project: Path) -> None:
    data = project / "data"
    before = {
        "sources": b"\xef\xbb\xbf" + (data / "sources/rivers.yml").read_bytes().replace(b"\n", b"\r\n"),
        "facts": (data / "facts/rivers.yml").read_bytes().rstrip() + b"  # no end of this line",
        "terms": b"# Words\n\n   " + (data / "terms/rivers.yml").read_bytes().replace(b"\n ", b"\n    "),
        "claims": (data / "claims/rivers.yml")
        .read_bytes()
        .replace(b"- id: claim-deep", b"\n# Deep\n\n- id: claim-deep"),
    }
    for name, content in before.items():
        (data / name / "rivers.yml").write_bytes(content)
    (data / "events/lakes.yml").write_bytes(b"# None yet.\n[]  # not one\n# Really.")
    nav = (project / "mkdocs.yml").read_bytes().replace(b"\n", b"\r\n") + b"  # Data come last.\r\n\r\nwatch: [macros]"
    (project / "mkdocs.yml").write_bytes(nav)
    for kind, folder in (("source", "sources"), ("fact", "facts"), ("term", "terms"), ("claim", "claims")):
        new(project, kind, f"rivers-{kind}")
        after = (data / folder / "rivers.yml").read_bytes()
        assert after.startswith(before[folder])
        added = after.removeprefix(before[folder])
        assert added.startswith(STARTS[kind] + f"- id: rivers-{kind}".encode())
        assert added.count(b"\n") == added.count(b"\r\n" if kind == "source" else b"\n")
        assert added.endswith(b"\n")
    new(project, "event", "lakes-flood", "--source", "almanac")
    assert (
        (data / "events/lakes.yml").read_bytes().startswith(b"# None yet.\n# not one\n# Really.\n- id: lakes-flood\n")
    )
    new(project, "page", "floods")
    lines = (project / "mkdocs.yml").read_bytes().splitlines(keepends=True)
    lines.remove(b"  - floods.md\r\n")
    assert b"".join(lines) == nav
    assert explainer(project, "check").returncode == 0


@pytest.mark.parametrize(
    ("file", "text", "arguments", "message"),
    [
        (
            "data/terms/lakes.yml",
            "[{id: bay, term: Bay, definition: Water.}]\n",
            ("term", "lakes-ford"),
            "the list stands",
        ),
        (
            "mkdocs.yml",
            None,
            ("page", "floods"),
            ": the navigation has no lines of its own – write each page as a line",
        ),
    ],
    ids=["entries", "navigation"],
)
def test_brackets_are_left_to_people(
    project: Path, file: str, text: str | None, arguments: tuple[str, ...], message: str
) -> None:
    config = (project / "mkdocs.yml").read_text("utf-8")
    pages = ", ".join(re.findall(r"\S+\.md", config))
    (project / file).write_text(
        text or f"{config[: config.index('nav:')]}nav: [{pages}]\nnot_in_nav: charts/*\n", "utf-8"
    )
    result = explainer(project, "new", *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr


def test_what_is_named_is_taken(project: Path) -> None:
    new(project, "source", "lakes-atlas", "--url", "https://example.org/atlas#lakes")
    missing = explainer(project, "check").stderr
    assert "look for this in docs/sources/lakes.md – add that page, with" in missing
    assert '{{ sources("lakes") }}, and name it in the navigation\n' in missing
    (project / "docs/sources/lakes.md").write_text('# Sources\n\n{{ sources("lakes") }}\n', encoding="utf-8")
    refused = explainer(project, "new", "event", "flood", "--topic", "lakes", "--source", "lakes-atlas")
    assert 'the source "lakes-atlas" was not read and is no evidence – name one that was' in refused.stderr
    new(project, "event", "flood", "--topic", "lakes", "--source", "gauge-book")
    new(project, "chart", "bars", "--table", "lakes")
    assert (project / "charts/chart_bars.py").is_file()
    assert "  url: https://example.org/atlas#lakes\n" in (project / "data/sources/lakes.yml").read_text("utf-8")
    event = (project / "data/events/lakes.yml").read_text("utf-8")
    assert "  sources: [gauge-book]\n" in event
    assert "  date: 2023-04  # TODO" in event  # the source's own
    assert "  category: result  # TODO: a word to filter by, such as survey\n" in event
    assert explainer(project, "check").returncode == 0


def test_the_only_topic_is_told_to_whoever_named_none(tmp_path: Path) -> None:
    begin(tmp_path / "new", "Calendar")
    found = survey(Project.load(tmp_path / "new"))
    told = "It belongs to the topic “calendar”, the only one; if it does not, name its own in mkdocs.yml first.\n"
    assert stubs.source(found, "lakes-x", None, None).steps.endswith(told)
    for stub in (stubs.source(found, "calendar-x", None, None), stubs.source(found, "lakes-x", "calendar", None)):
        assert "It belongs" not in stub.steps


def test_the_first_of_its_kind_rests_on_nothing_else_of_it(project: Path) -> None:
    for folder in ("claims", "events"):
        shutil.rmtree(project / "data" / folder)
    replace(project / "mkdocs.yml", "      lakes: Lakes\n", "")
    replace(project / "mkdocs.yml", "      - data/lakes.md\n", "")
    (project / "docs/data/lakes.md").unlink()
    for path in (project / "data/tables").glob("lakes.*"):
        path.unlink()
    new(project, "claim", "deep")
    new(project, "event", "flood")
    assert "  source: gauge-book  # TODO" in (project / "data/claims/rivers.yml").read_text("utf-8")
    assert "  category: event  # TODO: a word to filter by\n" in (project / "data/events/rivers.yml").read_text("utf-8")
    assert explainer(project, "check").returncode == 0
