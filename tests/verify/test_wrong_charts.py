"""Charts that are wrong on purpose: a build says what is wrong with each, and leaves the site as it was."""

import shutil
from pathlib import Path

import pytest

from tests.projects import contents, explainer, replace

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent

WRONG = {
    "wrong-label": 'the label "75.1" holds 75.1, which the row of Balkhash does not hold',
    "wrong-rounding": 'the label "76" holds 76, which the table does not hold',
    "wrong-row": 'the label "25.0" holds 25.0, which the row of Balkhash does not hold',
    "wrong-name": 'the label "Zaysan: 75.0" holds 75.0, which the row of Zaysan does not hold',
    "wrong-tick": 'the label "30" holds 30, which the table does not hold',
    "wrong-bound": 'the label "30 to 40" holds 30, which the table does not hold',
    "wrong-count": 'the label "Small: 4" holds 4, which the table does not hold',
    "wrong-date": 'the label "measured 3 May 2021" holds 3 May 2021, which the table does not hold',
    "wrong-title": "the title says 100.5, which neither the table nor what the chart reads gives",
    "wrong-alt": "the alternative text says 57.0, which neither the table nor what the chart reads gives",
    "wrong-note": "the note says 31.25, which neither the table nor what the chart reads gives",
    "pale-text": 'the text "Zaysan" in series-4 on surface has a contrast of 3.6 in the light scheme',
    "dark-on-dark": 'the text "Zaysan" in ink on accent has a contrast of 2.4 in the light scheme',
    "pale-mark": "a mark in sequence-1 has a contrast of 1.2 with the page in the light scheme",
    "no-class": 'docs/stylesheets/roles.css does not colour the class "f-series-3" – add “.f-series-3”',
    "translucent": "a mark is translucent – use a paler role",
    "off-board": 'the text "Zaysan" reaches 23.9 pixels beyond the board',
    "below-board": 'the text "Zaysan" reaches',
    "mark-off-board": "a mark reaches 1.0 pixels beyond the board",
    "overlap": 'the texts "Balkhash" and "Zaysan" overlap',
    "overlap-upright": 'the texts "Balkhash" and "Zaysan" overlap',
    "overlap-bold-only": 'the texts "Balkhash Balkhash" and "Zaysan" overlap',
    "covered": 'the text "Zaysan" lies under an area',
    "no-such-letter": '"Zaysan 水" holds "水" (U+6C34), which no font has that text is measured with',
    "too-large": "KB, more than 9 – draw like things together",
}


@pytest.fixture(scope="module")
def report(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build says when the wrong charts join the project, which was built before."""
    project = Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("wrong") / "rivers"))
    before = contents(project / "site")
    shutil.copyfile(HERE / "wrong_charts.py", project / "charts/wrong.py")
    replace(project / "docs/stylesheets/roles.css", ".f-series-3 { fill: var(--chart-series-3); }\n", "")
    result = explainer(project, "build")
    assert result.returncode == 1
    assert contents(project / "site") == before
    return result.stderr


@pytest.mark.parametrize("chart", WRONG)
def test_is_reported_with_the_place_of_the_code(report: str, chart: str) -> None:
    lines = [line for line in report.splitlines() if f'the chart "{chart}" in ' in line]
    assert any(WRONG[chart] in line for line in lines), lines or report[-2000:]
    code = (HERE / "wrong_charts.py").read_text(encoding="utf-8").splitlines()
    place = code.index(f'@chart("{chart}")') + 1
    assert all(line.startswith(f"charts/wrong.py:{place}: ") and " – " in line for line in lines)


@pytest.mark.parametrize("board", ["wide", "phone"])
def test_both_boards_are_looked_at(report: str, board: str) -> None:
    assert f'the chart "overlap" in .cache/explainer/charts/overlap.{board}.svg: the texts' in report


def test_the_file_to_download_is_looked_at(report: str) -> None:
    assert 'the chart "overlap" in docs/files/charts/overlap.svg: the texts' in report
    assert 'the chart "too-large" in docs/files/charts/too-large.png: it has' in report


def test_nothing_else_is_reported(report: str) -> None:
    named = {line.split('"')[1] for line in report.splitlines() if line.startswith("charts/")}
    assert named == WRONG.keys()
    assert report.splitlines()[-1].endswith("the site was left as it was.")


def test_colours_that_are_too_alike_are_found_in_each_scheme(project_with_pale_words: str) -> None:
    assert "in muted on surface has a contrast of" in project_with_pale_words
    assert "in the dark scheme" in project_with_pale_words
    assert "in the light scheme" not in project_with_pale_words


@pytest.fixture
def project_with_pale_words(project: Path) -> str:
    """What a build says when the stylesheet makes muted words too dark on dark."""
    replace(project / "docs/stylesheets/roles.css", "--chart-muted: #a9b3c0;", "--chart-muted: #59636f;")
    result = explainer(project, "build")
    assert result.returncode == 1
    return result.stderr
