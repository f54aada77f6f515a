"""Numbers agree: what a chart's drawing and words say is what its table says.

What is proved, for each number and date that stands in a *drawing*: it is

- a number of the table (the CSV), at the precision shown, or a number or date in the words of a cell; if the label, the
  line above it or another label on its line names rows or columns of the table, then one of these rows or columns;
- or a tick: muted, in line with others, and linear – equal steps in value are equal steps in pixels;
- or a bound of classes: one label of the key ends with it and another begins with it;
- or a count of parts: muted, after a colon, and all such counts add up to the number of rows;
- or a date or an ordinal that stands in the chart's own words.

For each number in the *words* – title, subtitle, alternative text, note –: it is any of these, or a number that the
chart reads from a fact or a table, or follows from the table: the sum of a column, of the rows that share a word, or of
neighbouring rows; a count that is no higher than the number of rows, columns or things read; a share of the last
value or of the sum of a column, or of the rows that share a word, in whole per cent; or the sum of the numbers that
follow it.

What is not proved: that a bar is as long as its number says; that a label whose row stands elsewhere is not another
row's; that a count or another number of the words is the right one of several; dates and years in the words. Words are
computed by code, in which `explainer check` refuses numbers that are typed by hand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate

from explainer.verify.cells import Cells
from explainer.verify.chart import WrittenChart
from explainer.verify.picture import Picture, Words
from explainer.verify.scales import bounds_in, counts_in, scale_of, ticks_in

#: Texts whose baselines are this near, in pixels, stand on one line.
SAME_LINE = 1.0
#: The name of a row that has two lines stands this near to the middle of the row.
NEAR_LINE = 9.0
#: A line of text that follows another of its label stands no more than this below it.
NEXT_LINE = 17.5


def labels_agree(chart: WrittenChart) -> Iterator[str]:
    """Every number and date in a drawing is one of the table's, a tick, a bound, or a count of parts."""
    everything = Cells.of(chart, range(len(chart.table)), range(len(chart.reading.columns)))
    said = set(chart.numerals.dates("\n".join(_words(chart).values())))
    for picture in chart.boards.values():
        bounds = bounds_in(chart, picture)
        known = ticks_in(chart, picture) | counts_in(chart, picture)
        for text in (text for text in picture.words if text not in known):
            numbers, dates = _read(chart, text, picture)
            if not numbers and not dates:
                continue
            cells, where = _named(chart, text, picture) or (everything, "the table")
            wrong = [str(each) for each in numbers if not cells.have(each) and each not in bounds]
            wrong += [each for each in dates if not everything.mention(each) and each not in said]
            for each in wrong:
                yield (
                    f'{picture.file}: the label "{text.words}" holds {each}, which {where} does not hold – '
                    "draw and list the same values"
                )


def words_agree(chart: WrittenChart) -> Iterator[str]:
    """Every number in title, subtitle, alternative text and note follows from what the chart shows or reads."""
    cells = Cells.of(chart, range(len(chart.table)), range(len(chart.reading.columns)))
    known = chart.numbers_read.union(_sums(chart), *(scale_of(chart, picture) for picture in chart.boards.values()))
    shares = set(_shares(chart))
    highest = max(len(chart.table), len(chart.reading.columns), len(chart.record.reads))
    for name, words in _words(chart).items():
        numbers = chart.numerals.numbers(words)
        for index, number in enumerate(numbers):
            is_count = number == int(number) and 0 <= number <= highest
            is_total = number in accumulate(numbers[index + 1 :])
            if not (cells.have(number) or number in known or number in shares or is_count or is_total):
                yield (
                    f"{chart.name('csv')}: the {name} says {number}, which neither the table nor what the chart reads "
                    "gives – compute it from the values that the chart lists"
                )


def files_agree(chart: WrittenChart) -> Iterator[str]:
    """The CSV is the table of the reading, and the SVG to download is the drawing with the chart's words around it."""
    if chart.csv != chart.reading.to_csv():
        yield f"{chart.name('csv')}: it is not the table that the chart was drawn from – draw the chart again"
    wide, sheet = chart.boards["wide"], chart.sheet
    drawing = wide.text[wide.text.index(">") + 1 : wide.text.rindex("</svg>")]
    if f">{drawing}</g></svg>" not in sheet.text:
        yield f"{sheet.file}: it holds another drawing than {wide.file} – draw the chart again"
    frame = " ".join(text.words for text in sheet.words[: len(sheet.words) - len(wide.words)])
    reading = chart.reading
    expected = " ".join(filter(None, (reading.title, reading.subtitle, reading.note)))
    if not frame.startswith(" ".join(expected.split())):
        yield f"{sheet.file}: title, subtitle or note are not the chart’s – draw the chart again"
    for tag, words in (("title", reading.title), ("desc", reading.alt)):
        if sheet.root.findtext(tag) != words:
            yield f"{sheet.file}: its <{tag}> is not what the chart says – draw the chart again"


def _read(chart: WrittenChart, text: Words, picture: Picture) -> tuple[list[Decimal], list[str]]:
    """The numbers and the dates that begin in a line of text; a date may go on in the next line."""
    before, after = _line_above(text, picture), _line_below(text, picture)
    start = len(before.words) + 1 if before else 0
    paragraph = " ".join(each.words for each in (before, text, after) if each)
    numbers, dates = chart.numerals.places(paragraph)
    inside = range(start, start + len(text.words))
    return (
        [chart.numerals.value(match[0]) for match in numbers if match.start() in inside],
        [match[0] for match in dates if match.start() in inside],
    )


def _line_above(text: Words, picture: Picture) -> Words | None:
    """The line of the same label above this one."""
    above = (each for each in picture.words if each.x == text.x and 0 < text.y - each.y <= NEXT_LINE)
    return next((each for each in above if each.anchor == text.anchor and each.angle == text.angle), None)


def _line_below(text: Words, picture: Picture) -> Words | None:
    below = (each for each in picture.words if each.x == text.x and 0 < each.y - text.y <= NEXT_LINE)
    return next((each for each in below if each.anchor == text.anchor and each.angle == text.angle), None)


def _named(chart: WrittenChart, text: Words, picture: Picture) -> tuple[Cells, str] | None:
    """The cells of the rows or columns that a label names, or that the line above it does, or others on its line."""
    above = _line_above(text, picture)
    beside = [each for each in picture.words if abs(each.y - text.y) < SAME_LINE and each.angle == text.angle]
    near = [each for each in picture.words if abs(each.y - text.y) < NEAR_LINE and each.x == 0 != text.x]
    for texts in ([text], [above] if above else [], beside, near):
        words = [each.words for each in texts]
        rows = [index for index, row in enumerate(chart.table) if _is_row(row[0], words)] or [
            index
            for index, row in enumerate(chart.table)
            if any(not row[column].isdecimal() and _is_named(row[column], words) for column in _word_columns(chart))
        ]
        columns = [index for index, each in enumerate(chart.reading.columns) if _is_named(each.label, words)]
        if rows and not columns:
            firsts = list(dict.fromkeys(chart.table[index][0] for index in rows))
            return Cells.of(chart, rows, range(len(chart.reading.columns))), f"the row of {' or '.join(firsts[:3])}"
        if columns and not rows:
            names = dict.fromkeys(chart.reading.columns[index].label for index in columns)
            return Cells.of(chart, range(len(chart.table)), _like(chart, names)), f"the column {', '.join(names)}"
    return None


def _is_named(name: str, words: Sequence[str]) -> bool:
    """Whether a label is a name of the table, or begins with one."""
    return bool(name) and any(each == name or each.startswith((f"{name} ", f"{name}:")) for each in words)


def _is_row(name: str, words: Sequence[str]) -> bool:
    """Whether a label is, begins with, or holds the name of a row; dates and short words must begin it."""
    return _is_named(name, words) or (
        len(name) > 3 and name.replace(" ", "").isalpha() and any(map(_phrase(name).search, words))
    )


@cache
def _phrase(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _like(chart: WrittenChart, names: Iterable[str]) -> list[int]:
    """The columns whose headings hold one of these names, such as “Share of area” for “Area”."""
    return [
        index
        for index, column in enumerate(chart.reading.columns)
        if any(name.casefold() in column.label.casefold() for name in names)
    ]


def _sums(chart: WrittenChart) -> Iterator[Decimal]:
    """Sums of columns: of all rows, of those that share a word, and of neighbouring rows; and sums of rows."""
    for column in _number_columns(chart):
        values = [Decimal(row[column] or 0) for row in chart.table]
        for start in range(len(values)):
            yield from accumulate(values[start:])
        yield from map(sum, _groups(chart, column))
    for row in chart.table:
        yield sum((Decimal(row[column] or 0) for column in _number_columns(chart)), Decimal(0))


def _shares(chart: WrittenChart) -> Iterator[Decimal]:
    """Whole per cents that values are of the last value and of the sum of their column, or of the rows of a word."""
    for column in _number_columns(chart):
        for values in _groups(chart, column):
            for whole in {values[-1], sum(values)} - {Decimal(0)}:
                yield from (round(100 * value / whole) + Decimal(0) for value in values)


def _groups(chart: WrittenChart, column: int) -> Iterable[list[Decimal]]:
    """The values in a column: all of them, and those of the rows that share a word."""
    groups: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for row in chart.table:
        for word in (-1, *_word_columns(chart)) if row[column] else ():
            groups[word, "" if word < 0 else row[word]].append(Decimal(row[column]))
    return groups.values()


def _number_columns(chart: WrittenChart) -> list[int]:
    return [index for index, column in enumerate(chart.reading.columns) if column.unit is not None]


def _word_columns(chart: WrittenChart) -> list[int]:
    return [index for index, column in enumerate(chart.reading.columns) if column.unit is None]


def _words(chart: WrittenChart) -> dict[str, str]:
    reading = chart.reading
    return {"title": reading.title, "subtitle": reading.subtitle, "alternative text": reading.alt, "note": reading.note}
