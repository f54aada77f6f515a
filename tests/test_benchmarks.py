"""What timings rest on: explainers that are right though made up, floors that make the same, and honest measuring."""

import re
import sys
from pathlib import Path

import pytest

from benchmarks.explainers import write_explainer
from benchmarks.figures import write_material
from benchmarks.subjects import Subject, prepare
from benchmarks.table import show, targets
from benchmarks.timing import Usage, as_plain, in_turn, measure, medians, python
from tests.projects import ROOT, build, contents

pytestmark = pytest.mark.slow

#: A program that takes so many megabytes, for so many seconds of the processor.
SPEND = "full = b'x' * {}_000_000\nimport time\nwhile time.process_time() < {}: pass"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """An explainer of two pages that was built."""
    subject = prepare("2", tmp_path_factory.mktemp("made-up") / "project")
    build(subject.folder)
    return subject


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 3: it is full"):
        measure([sys.executable, "-c", "print('it is full'); raise SystemExit(3)"], tmp_path)


def test_processes_are_measured_with_those_that_they_start(tmp_path: Path) -> None:
    child = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {SPEND.format(200, 0.6)!r}])"
    usage = measure([sys.executable, "-c", f"{SPEND.format(50, 0.2)}\n{child}"], tmp_path)
    assert 0.8 <= usage.cpu <= usage.wall + 0.1
    assert 50 < usage.main < 150
    assert usage.tree > 250


def test_processes_that_outlive_their_parent_are_measured(tmp_path: Path) -> None:
    usage = measure(
        [
            sys.executable,
            "-c",
            f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {SPEND.format(1, 0.6)!r}])",
        ],
        tmp_path,
    )
    assert usage.cpu >= 0.6


def test_contestants_run_in_turn_and_the_first_round_does_not_count() -> None:
    order = []
    seconds = {"slow": [90.0, 3, 7, 5], "fast": [10.0, 1, 1, 1]}

    def contestant(name: str) -> Usage:
        order.append(name)
        return Usage(seconds[name].pop(0), 0, 0, 0)

    taken = in_turn({"slow": lambda: contestant("slow"), "fast": lambda: contestant("fast")}, 3)
    assert order == ["slow", "fast"] * 4
    assert medians(taken["slow"]).wall == 5
    assert as_plain(taken["fast"]) == {"wall": 1, "cpu": 0, "main": 0, "tree": 0, "runs": 3}


def test_what_missed_its_target_stands_out() -> None:
    taken = {"wall": 2.0, "cpu": 3.0, "main": 100.0, "tree": 200.0}
    names = ("plain", "draw", "draw cell", "first", "nothing", "cell", "sentence", "check", "help")
    of_100 = {"pages": 100, "built": 500, "taken": {**dict.fromkeys(names, taken), "cell": {**taken, "wall": 2.9}}}
    of_1000 = {"pages": 1000, "built": 1400, "taken": {name: {**taken, "wall": 27.0, "main": 163.0} for name in names}}
    sizes = {"100": of_100, "1000": of_1000}
    lines = {line.what: line for line in targets(sizes)}
    assert lines["Nothing changed ÷ plain MkDocs"].as_plain()["missed"] == []
    assert lines["First build: cost of a page at 1,000 pages ÷ at 100"].as_plain()["missed"] == ["1000"]
    assert lines["First build: memory of the main process for each further page that is built, KB"].measured == {
        "1000": 70.0
    }
    shown = show({"sizes": sizes, "targets": [line.as_plain() for line in lines.values()]})
    assert "| One cell changed − plain MkDocs, s | 0.8 | **0.90** | 0.00 |" in shown


def test_the_same_size_gives_the_same_files(tmp_path: Path) -> None:
    one, other = (contents(write_explainer(tmp_path / name, 11)) for name in ("one", "other"))
    assert one == other
    assert sum(name.startswith("docs/bara") for name in one) == 11


def test_floors_make_the_same_pages_and_figures(made_up: Subject, tmp_path: Path) -> None:
    measure(python("benchmarks.plain", made_up.folder, tmp_path / "plain"), ROOT)
    for page in (made_up.folder / "docs").rglob("*.md"):
        expanded = tmp_path / "plain/docs" / page.relative_to(made_up.folder / "docs")
        assert not re.search(r"\{\{ \w+\(", expanded.read_text(encoding="utf-8"))
    charts = write_material(made_up.folder, tmp_path / "figures")
    measure(python("benchmarks.figures", tmp_path / "figures", tmp_path / "saved", *charts[:2]), ROOT)
    kinds = (".wide.svg", ".phone.svg", ".svg", ".png")
    assert set(contents(tmp_path / "saved")) == {f"{chart}{kind}" for chart in charts[:2] for kind in kinds}


def test_changes_reach_the_page(made_up: Subject) -> None:
    page = made_up.folder / "site" / made_up.page.removesuffix(".md") / "index.html"
    (chart,) = made_up.charts_of_cell()
    before = page.read_text(encoding="utf-8")
    made_up.change_cell()
    made_up.change_sentence()
    build(made_up.folder)
    after = page.read_text(encoding="utf-8")
    assert "Nobody knows why." in after
    assert _drawing(before, chart) != _drawing(after, chart)


def _drawing(html: str, chart: str) -> str:
    return re.findall(rf'<figure class="figure" id="{chart}">.*?</svg>', html, re.DOTALL)[0]
