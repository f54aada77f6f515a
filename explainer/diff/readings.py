"""What a chart says differently: its words, and the table behind it."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from explainer.diff.change import Difference
from explainer.diff.values import Key, changed_rows
from explainer.drawing.reading import Cell, Reading
from explainer.visible import visible

#: What readers are told of a chart in words.
WORDS = {"title": "title", "subtitle": "subtitle", "alt": "alternative text", "note": "note"}


def changed_reading(old: Reading, new: Reading) -> Iterator[Difference]:
    """Each part of a chart's words that differs, and the table: cell by cell where these can be told apart."""
    for name, called in WORDS.items():
        a, b = (visible(getattr(each, name)) for each in (old, new))
        if a != b:
            yield Difference(called, a or None, b or None)
    yield from _cells(old, new) or _summary(old, new)


def _cells(old: Reading, new: Reading) -> list[Difference]:
    """The cells that differ; none where two columns or rows of a table are called the same, or columns are others."""
    before, after = _rows(old), _rows(new)
    units = {column.label: column.unit or "" for column in new.columns}
    named = (len(before), len(after), len(units))
    if old.columns != new.columns or named != (len(old.rows), len(new.rows), len(new.columns)):
        return []
    return [*changed_rows(before, after, units)]


def _rows(reading: Reading) -> dict[Key, dict[str, Cell]]:
    """Rows by the words that they begin with, and at least by their first cell."""
    labels = [column.label for column in reading.columns]
    leading = len([*takewhile(lambda column: column.unit is None, reading.columns)]) or 1
    return {tuple(map(str, row[:leading])): dict(zip(labels, row, strict=True)) for row in reading.rows}


def _summary(old: Reading, new: Reading) -> Iterator[Difference]:
    """Which columns there are, and how many rows are others."""
    if old.columns != new.columns:
        yield Difference("columns", _columns(old), _columns(new))
    if old.rows != new.rows:
        others = sum(row not in old.rows for row in new.rows)
        how = "in another order" if Counter(old.rows) == Counter(new.rows) else f"{others} with other cells"
        yield Difference("table", f"{len(old.rows)} rows", f"{len(new.rows)} rows", how)


def _columns(reading: Reading) -> str:
    return visible(", ".join(f"{each.label} ({each.unit})" if each.unit else each.label for each in reading.columns))
