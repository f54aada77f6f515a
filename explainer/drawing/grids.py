"""A grid: rows by columns, each cell a mark that tells its category by shape as well as by colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from explainer.drawing.artboard import GAP, LABEL, LINE, SMALL, Artboard, require, text_width
from explainer.drawing.plan import Mark, Plan

__all__ = ["Row", "Section", "grid"]


@dataclass(frozen=True)
class Row:
    """A row: its `label`, a `detail` such as its date, and the name of each cell's category: `cells`."""

    label: str
    detail: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Section:
    """Rows under a `heading`."""

    heading: str
    rows: Sequence[Row]


def grid(board: Artboard, columns: Sequence[str], sections: Sequence[Section], categories: Mapping[str, Mark]) -> Axes:
    """Sections of rows with the mark of a category in each cell.

    The names in `columns` stand upright above them, the first one bold, with the key of the categories that occur at
    their left. Details stand left of the rows' labels, on a narrow board above them.
    """
    rows = [row for section in sections for row in section.rows]
    require(rows, "rows")
    pitch = 26 if board.is_phone else 40
    edge = board.width - pitch * len(columns)
    spots = [edge + pitch * (index + 0.5) for index in range(len(columns))]
    beside = 0 if board.is_phone else max(text_width(row.detail, SMALL) for row in rows) + 2 * GAP
    plan = Plan(board)
    used = {cell for row in rows for cell in row.cells}
    _key(plan, [mark for name, mark in categories.items() if name in used], edge)
    plan.y = max(plan.y, round(max(text_width(name, SMALL, bold=True) for name in columns)))
    for index, (name, x) in enumerate(zip(columns, spots, strict=True)):
        plan.put(name, x, plan.y, bold=index == 0, upright=True)
    for section in sections:
        plan.y += 2 * GAP
        plan.write(section.heading, 0, board.width, size=LABEL, bold=True)
        plan.y += GAP / 2
        for row in section.rows:
            middle = _label(plan, row, beside, edge - GAP)
            for cell, x in zip(row.cells, spots, strict=True):
                plan.mark(categories[cell], x, middle)
    return plan.draw()


def _key(plan: Plan, marks: Sequence[Mark], width: float) -> None:
    """What the marks mean, one below the other."""
    for mark in marks:
        plan.y += 2
        plan.mark(mark, GAP, plan.y + LINE / 2)
        plan.write(mark.label, 3 * GAP, width - 4 * GAP)


def _label(plan: Plan, row: Row, beside: float, width: float) -> float:
    """A row's detail and label – beside it, or below – under a thin line; gives the middle of the row's height."""
    top = plan.y
    plan.line([(0, top), (plan.board.width, top)], "grid")
    plan.y += GAP / 2
    plan.write(row.detail, 0, width, role="muted")
    if beside and row.label:
        plan.y = top + GAP / 2
    plan.write(row.label, beside, width - beside)
    plan.y += GAP / 2
    return round((top + plan.y) / 2)
