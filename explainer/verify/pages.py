"""The figures in a built site show what was drawn: the same drawings, the same words, the same numbers in the table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from explainer.verify.chart import WrittenChart
from explainer.verify.numerals import Numerals

FIGURE = re.compile(r'<figure class="figure[^"]*" id="([^"]+)">')
DRAWING = re.compile(r'<svg class="board [^>]*aria-labelledby="([^"]+)-title".*?</svg>', re.DOTALL)
#: What the parts of a figure are called; the first two have ids, by which they name and describe the drawing.
PARTS = {"title": "title", "alt": "alternative text", "subtitle": "subtitle", "note": "note"}
#: What the table shows for a cell that is empty.
NOTHING = "–"


def wrong_in(html: str, charts: Mapping[str, WrittenChart]) -> Iterator[tuple[str, str]]:
    """The id of the chart and a sentence for all that is wrong with drawings and figures in a page."""
    html = html.replace("&#96;", "`").replace("&#126;", "~")  # written so in pages, lest Markdown see fences of code
    for match in DRAWING.finditer(html):
        chart = charts.get(match[1])
        if chart and all(match[0] != picture.text for picture in chart.boards.values()):
            yield chart.id, "the drawing is not the one that was drawn last – show it in the template as it is"
    for match in FIGURE.finditer(html):
        if match[1] in charts:
            for sentence in _figure_agrees(charts[match[1]], html[match.start() :]):
                yield match[1], sentence


def _figure_agrees(chart: WrittenChart, html: str) -> Iterator[str]:
    """What is wrong with a chart's figure and the table of its numbers, the first one after the figure begins."""
    end = html.find("</table>")
    figure = _Figure(chart.id)
    figure.feed(DRAWING.sub("", html[: max(end, html.find("</figure>"))]))
    for board, picture in chart.boards.items():
        if picture.text not in html[: html.find("</figure>")]:
            yield f"the figure lacks the drawing for the {board} board – show both in the template"
    reading = chart.reading
    for part, words in zip(PARTS, (reading.title, reading.alt, reading.subtitle, reading.note), strict=True):
        if " ".join(figure.words.get(part, "").split()) != " ".join(words.split()):
            yield f'the figure lacks its {PARTS[part]}, "{words}" – show it in the template, as it is'
    yield from _table_agrees(chart, figure.rows)


def _table_agrees(chart: WrittenChart, rows: list[list[str]]) -> Iterator[str]:
    """The table of the page is the CSV, cell by cell."""
    expected = [[column.label for column in chart.reading.columns], *chart.table]
    if [len(row) for row in rows] != [len(row) for row in expected]:
        yield f"the table of numbers has other rows or cells than {chart.name('csv')} – show all in the template"
        return
    units = [column.unit for column in chart.reading.columns]
    for line, (given, wanted) in enumerate(zip(rows, expected, strict=True)):
        for shown, cell, unit in zip(given, wanted, units, strict=True):
            if not _is_same(shown, cell, unit if line else None, chart.numerals):
                yield f'the table of numbers says "{shown}" where {chart.name("csv")} has "{cell}" – show it as it is'


def _is_same(shown: str, cell: str, unit: str | None, numerals: Numerals) -> bool:
    """Whether a cell of the page is one of the CSV: words as they are, numbers with the same value and digits."""
    if not cell:
        return shown in ("", NOTHING)
    if unit is None:
        return " ".join(shown.split()) == " ".join(cell.split())
    try:
        value = numerals.value(shown.rstrip("%").strip())
    except (InvalidOperation, IndexError):
        return False
    return value.as_tuple() == Decimal(cell).as_tuple()


@dataclass
class _Figure(HTMLParser):
    """The words of a figure by their part, and the rows of its table."""

    chart_id: str
    words: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    _part: tuple[str, str] = ("", "")
    _cell: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part, a row or a cell."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("id", "").removeprefix(f"{self.chart_id}-")
        for part in ("subtitle", "note"):
            if f"figure__{part}" in given.get("class", "").split():
                name = part
        if name in PARTS:
            self._part = tag, name
            self.words[name] = ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td") and self.rows:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        """End a part or a cell."""
        if tag == self._part[0]:
            self._part = ("", "")
        elif tag in ("th", "td"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        """Words of the part or the cell that is open."""
        if self._part[1]:
            self.words[self._part[1]] += data
        elif self._cell:
            self.rows[-1][-1] += data
