"""Charts look as they did when someone last looked at them, and squares count what the table says."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from explainer.data import Dataset, load_dataset
from explainer.prepare import Prepared, open_prepared
from tests import golden
from tests.projects import ROOT, clone, explainer

pytestmark = pytest.mark.slow

SQUARE = re.compile(r"M(\S+) (\S+)H(\S+)V(\S+)H\1z")
BEFORE = {"lakes.wide.svg": "<svg/>", "lakes.phone.svg": "<svg/>", "rivers.wide.svg": "<svg/>"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """This project's charts, drawn in another folder."""
    project = clone(tmp_path_factory.mktemp("drawn"))
    result = explainer(project, "charts")
    assert result.returncode == 0, result.stderr
    return open_prepared(project)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load_dataset(ROOT / "data", ROOT)


def test_charts_look_as_they_did(prepared: Prepared) -> None:
    differing = golden.differences(golden.kept(), golden.drawn(prepared))
    assert not differing, "\n".join(differing.values())


def test_titles_are_no_walls_of_words(prepared: Prepared) -> None:
    titles = [record.reading.title for record in prepared.charts.values()]
    assert [title for title in titles if len(title) > 115] == []


def test_no_text_is_smaller_than_twelve_pixels(prepared: Prepared) -> None:
    boards = [svg for chart_id in prepared.charts for svg in prepared.boards(chart_id).values()]
    sizes = {float(size) for svg in boards for size in re.findall(r'font-size="([^"]+)"', svg)}
    assert min(sizes) >= 12


def test_golden_pictures_stay_small() -> None:
    assert sum(len(svg.encode()) for svg in golden.kept().values()) <= 400_000


@pytest.mark.parametrize("board", ["wide", "phone"])
def test_a_square_for_each_seat(prepared: Prepared, data: Dataset, board: str) -> None:
    """Seats of each party in 2021 and 2023: as many squares as the tables have, by the party's name."""
    rows = [row for row in data.table("elections2023-mazhilis-2023").rows if row.text("party_id") != "total"]
    past = data.table("elections2023-past-mazhilis-summary").row("2021-01-10")
    seats = {row.text("party_en"): (row["seats_2021"] or 0, row["total_seats"] or 0) for row in rows}
    appointed = past.number("chamber_members") - past.number("elected_seats")
    seats["Chosen by the Assembly of the People"] = (appointed, 0)
    expected = {(name, column): count for name, pair in seats.items() for column, count in enumerate(pair) if count}
    assert counted_squares(prepared.boards("elections2023-seats")[board], list(seats)) == expected


def counted_squares(svg: str, names: list[str]) -> dict[tuple[str, int], int]:
    """How many squares stand beside or below each name, in the first and in the second column of a drawing."""
    root = ET.fromstring(svg)
    texts = sorted((float(text.attrib["y"]), float(text.attrib["x"]), text.text or "") for text in root.iter("text"))
    second = max(x for y, x, _ in texts if y == texts[0][0])
    starts = [(y, name) for y, x, words in texts for name in names if x == 0 and f"{name} ".startswith(f"{words} ")]
    counts: Counter[tuple[str, int]] = Counter()
    for path in root.iter("path"):
        for square in SQUARE.findall(path.attrib["d"]):
            left, top, right, bottom = map(float, square)
            assert right - left == abs(bottom - top)
            name = max(start for start in starts if start[0] - 8 < max(top, bottom))[1]
            counts[name, int(left >= second)] += 1
    return dict(counts)


def test_charts_that_differ_are_named_with_what_to_do() -> None:
    after = {**BEFORE, "lakes.phone.svg": "<svg></svg>"}
    assert golden.differences(BEFORE, after) == {
        "lakes": 'the chart "lakes" is drawn otherwise (phone) – look at it with “make golden”, then keep it with '
        "“make golden-accept”, or mend it"
    }


def test_new_and_lost_charts_are_named() -> None:
    after = {"lakes.wide.svg": "<svg/>", "lakes.phone.svg": "<svg/>", "seas.wide.svg": "<svg/>"}
    sentences = golden.differences(BEFORE, after)
    assert sorted(sentences) == ["rivers", "seas"]
    assert 'there is no chart "rivers" any more' in sentences["rivers"]
    assert "has no golden picture yet" in sentences["seas"]


def test_page_shows_what_differs_and_nothing_else() -> None:
    after = {**BEFORE, "lakes.phone.svg": "<svg></svg>"}
    page = golden.page(BEFORE, after)
    assert page.count("<section>") == 1
    assert page.count("<h3>") == 2  # both boards of the chart
    assert page.count("<img") == 8
    assert "None: every chart looks as it did." in golden.page(BEFORE, BEFORE)


def test_accepting_keeps_the_new_pictures_alone(tmp_path: Path) -> None:
    golden.accept(BEFORE, tmp_path / "golden")
    after = {"lakes.wide.svg": "<svg></svg>"}
    golden.accept(after, tmp_path / "golden")
    assert golden.kept(tmp_path / "golden") == after
