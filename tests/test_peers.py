"""The projects of other ways to build the same pages, as `make bench-peers` writes them; it alone builds them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.explainers import write_explainer
from benchmarks.peers.__main__ import PEERS
from benchmarks.peers.content import Page, read_pages
from benchmarks.peers.edits import Edits
from benchmarks.peers.figures import WIDTHS, png, svg
from benchmarks.peers.peer import Peer
from benchmarks.peers.table import CELL, FIRST, NOTHING, Build, best, results_of, table
from benchmarks.timing import Usage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Page]:
    return read_pages(write_explainer(tmp_path_factory.mktemp("content") / "explainer", 2), 2)


@pytest.fixture(params=PEERS, ids=lambda peer: peer.name)
def peer(request: pytest.FixtureRequest) -> Peer:
    return request.param


def test_pages_are_plain_words_and_four_charts(pages: Sequence[Page]) -> None:
    for page in pages:
        words = "\n".join(part for part in page.parts if isinstance(part, str))
        assert "{" not in words
        assert "brought in" in words
        assert [chart.kind for chart in page.charts] == ["harvest", "visitors", "readers", "council"]
    assert pages[0].parts != pages[1].parts


def test_a_peer_has_every_page_table_and_chart(peer: Peer, pages: Sequence[Page], tmp_path: Path) -> None:
    peer.write(tmp_path, pages)
    for page in pages:
        source = peer.source(tmp_path, page).read_text(encoding="utf-8")
        assert "Those who come to see it" in source
        assert Edits(page).sentence in source
        for chart in page.charts:
            assert chart.id in source
            assert peer.table(tmp_path, chart).read_text(encoding="utf-8") == chart.table


def test_a_peer_can_be_edited_again_and_again(peer: Peer, pages: Sequence[Page], tmp_path: Path) -> None:
    peer.write(tmp_path, pages)
    edits = Edits(pages[0])
    seen = {(edits.value, edits.sentence)}
    for _ in range(3):
        edits.change_cell(peer.table(tmp_path, edits.chart))
        edits.change_sentence(peer.source(tmp_path, pages[0]))
        seen.add((edits.value, edits.sentence))
        assert peer.table(tmp_path, edits.chart).read_text(encoding="utf-8").endswith(f",{edits.value}\n")
        assert edits.are_written(peer.source(tmp_path, pages[0]))
    assert len(seen) == 4


@pytest.mark.parametrize("inline", [True, False], ids=["in the page", "in files"])
def test_a_stale_drawing_is_noticed_wherever_it_stands(pages: Sequence[Page], tmp_path: Path, *, inline: bool) -> None:
    edits = Edits(pages[0])
    data, built = tmp_path / "readers.csv", tmp_path / "index.html"
    data.write_text(edits.chart.table, encoding="utf-8")

    def publish(*sizes: str) -> None:
        drawings = {f"{size}.svg": svg("readers", data, size) for size in sizes}
        for name, drawing in drawings.items():
            (tmp_path / name).write_text(drawing, encoding="utf-8")
        shown = drawings.values() if inline else [f'<img src="{size}.svg">' for size in WIDTHS]
        built.write_text("\n".join(shown), encoding="utf-8")

    publish(*WIDTHS)
    assert edits.are_drawn(built)
    edits.change_cell(data)
    assert not edits.are_drawn(built), "the table has changed, the drawings have not"
    publish("wide")
    assert not edits.are_drawn(built), "one of two drawings is stale, or missing"
    publish(*WIDTHS)
    assert edits.are_drawn(built)


def test_each_kind_of_chart_is_drawn_with_its_values(pages: Sequence[Page], tmp_path: Path) -> None:
    for chart in pages[0].charts:
        data = tmp_path / f"{chart.id}.csv"
        data.write_text(chart.table, encoding="utf-8")
        drawings = [svg(chart.kind, data, size) for size in WIDTHS]
        value = int(float(chart.table.splitlines()[-1].rpartition(",")[2]))
        assert all(f"{value:,}" in drawing for drawing in drawings)
        assert drawings[0] != drawings[1]
    assert png("council", data).startswith(b"\x89PNG")


BUILDS = [
    Build("explainer", FIRST, Usage(4, 2, 50, 60), is_right=True),
    Build("explainer", NOTHING, Usage(1, 1, 50, 60), is_right=True),
    Build("explainer", CELL, Usage(2, 1, 50, 60), is_right=True),
    Build("slow", FIRST, Usage(8, 6, 50, 60), is_right=True),
    Build("slow", NOTHING, Usage(8, 6, 50, 60), is_right=True),
    Build("slow", CELL, Usage(24, 6, 50, 60), is_right=True),
    Build("hasty", FIRST, Usage(6, 2, 50, 60), is_right=True),
    Build("hasty", NOTHING, Usage(1, 1, 50, 60), is_right=True),
    *(Build("hasty", CELL, Usage(wall, 2, 50, 60), is_right=wall == 9) for wall in (1, 9, 2)),
    Build("hasty", f"{CELL}, clean", Usage(10, 5, 50, 60), is_right=True),
]


def test_the_table_gives_ratios_to_ours_and_names_what_was_ever_stale() -> None:
    _, *lines = table(results_of(BUILDS)).splitlines()
    assert [line.split()[-6:] for line in lines[-2:]] == [
        ["2.00", "1.0", "2.00", "2.0", "60", "stale"],
        ["10.00", "5.0", "5.00", "5.0", "60", "right"],
    ]


def test_what_was_ever_stale_is_not_the_best_but_for_its_cure() -> None:
    assert best(results_of(BUILDS)).splitlines() == [
        "first: slow takes 2.0 times as long",
        "nothing changed: slow takes 8.0 times as long",
        "cell changed: slow takes 12.0 times as long",
        "cell changed, clean: hasty takes 5.0 times as long",
    ]
