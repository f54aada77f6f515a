"""The figures in a built site show what was drawn: the same drawings, the same words, the same numbers in the table."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from explainer.tags import OPENED, TOKEN, Tag, text_of
from explainer.verify.chart import WrittenChart
from explainer.verify.numerals import Numerals

FIGURE = re.compile(r'<figure class="figure[^"]*" id="([^"]+)">')
DRAWING = re.compile(r'<svg class="board [^>]*aria-labelledby="([^"]+)-title"[^<]*+(?:<(?!/svg>)[^<]*+)*+</svg>')
#: Where a row of a table begins, and a cell of it.
ROW = re.compile(r"<tr(?=[\s>])")
CELL = re.compile(rf"<t[hd]{OPENED}(?P<content>.*?)</t[hd]>", re.DOTALL | re.VERBOSE)
#: What the parts of a figure are called; the first two have ids, by which they name and describe the drawing.
PARTS = {"title": "title", "alt": "alternative text", "subtitle": "subtitle", "note": "note"}
#: What the table shows for a cell that is empty.
NOTHING = "–"


def wrong_in(html: str, charts: Mapping[str, WrittenChart]) -> Iterator[tuple[str, str]]:
    """The id of the chart and a sentence for all that is wrong with drawings and figures in a page."""
    html = html.replace("&#96;", "`").replace("&#126;", "~")  # written so in pages, lest Markdown see fences of code
    for match in DRAWING.finditer(html):
        chart = charts.get(match[1])
        if chart and match[0] not in chart.drawn.values():
            yield chart.id, "the drawing is not the one that was drawn last – show it in the template as it is"
    for match in FIGURE.finditer(html):
        if match[1] in charts:
            for sentence in _figure_agrees(charts[match[1]], html[match.start() :]):
                yield match[1], sentence


def _figure_agrees(chart: WrittenChart, html: str) -> Iterator[str]:
    """What is wrong with a chart's figure and the table of its numbers, the first one after the figure begins."""
    end = html.find("</table>")
    figure = DRAWING.sub("", html[: max(end, html.find("</figure>"))])
    told = _words_in(chart.id, figure)
    for board, drawing in chart.drawn.items():
        if drawing not in html[: html.find("</figure>")]:
            yield f"the figure lacks the drawing for the {board} board – show both in the template"
    reading = chart.reading
    for part, words in zip(PARTS, (reading.title, reading.alt, reading.subtitle, reading.note), strict=True):
        if " ".join(told.get(part, "").split()) != " ".join(words.split()):
            yield f'the figure lacks its {PARTS[part]}, "{words}" – show it in the template, as it is'
    yield from _table_agrees(chart, _rows_in(figure))


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


def _words_in(chart_id: str, html: str) -> dict[str, str]:
    """The words of a figure by their part."""
    words = {}
    for token in TOKEN.finditer(html):
        written = token["tag"]
        if written and (chart_id in written or "figure__" in written):
            tag = Tag.of(written)
            part = _part_of(tag, chart_id)
            if part in PARTS:
                words[part] = text_of(html[token.end() : html.find(f"</{tag.name}", token.end())])
    return words


def _part_of(tag: Tag, chart_id: str) -> str:
    """What begins with a tag."""
    classes = tag.get("class").split()
    marked = [part for part in ("subtitle", "note") if f"figure__{part}" in classes]
    return marked[-1] if marked else tag.get("id").removeprefix(f"{chart_id}-")


def _rows_in(html: str) -> list[list[str]]:
    """The cells of each row of a table."""
    return [[text_of(cell["content"]) for cell in CELL.finditer(row)] for row in ROW.split(html)[1:]]
