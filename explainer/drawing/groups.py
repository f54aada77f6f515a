"""Bars under headings: values of several kinds on one scale, each with a line of detail that says what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from explainer.drawing.artboard import SMALL, Artboard, text_width
from explainer.drawing.marks import GAP
from explainer.drawing.plan import LINE, Plan, Point

#: Thickness of a bar.
THICKNESS = 13.0


@dataclass(frozen=True)
class GroupedBar:
    """A bar from zero: its label, its value, the text at its end, and a line of detail below the label.

    `part` is how much of the bar's end stands out in the accent colour. A `hollow` bar is an outline, for a value that
    is not of the same kind as the others.
    """

    label: str
    value: Decimal
    text: str
    detail: str = ""
    role: str = "series-4"
    part: Decimal = Decimal(0)
    hollow: bool = False


@dataclass(frozen=True)
class Group:
    """Bars under a heading."""

    heading: str
    bars: Sequence[GroupedBar]


def grouped_bars(board: Artboard, groups: Sequence[Group]) -> Axes:
    """Groups of horizontal bars from zero; labels stand left of the bars, on a narrow board above them."""
    rows = [bar for group in groups for bar in group.bars]
    widest = max(text_width(words, SMALL) for bar in rows for words in (bar.label, bar.detail))
    room = board.width if board.is_phone else min(widest + 1, board.width / 2)
    left = 1 if board.is_phone else room + 2 * GAP
    end = max(text_width(bar.text, SMALL, bold=True) for bar in rows) + GAP
    per_unit = (board.width - left - end - 1) / float(max(bar.value for bar in rows))
    plan = Plan(board)
    for index, group in enumerate(groups):
        plan.y += 2 * GAP if index else 0
        plan.write(group.heading, 0, board.width, bold=True)
        for bar in group.bars:
            plan.y += GAP
            top = plan.y
            plan.write(bar.label, 0, room)
            plan.write(bar.detail, 0, room, role="muted")
            if board.is_phone:
                plan.y += LINE + 2
            middle = plan.y - LINE / 2 if board.is_phone else (top + plan.y) / 2
            _bar(plan, bar, (left, round(middle)), per_unit)
    plan.y += 2
    return plan.draw()


def _bar(plan: Plan, bar: GroupedBar, start: Point, per_unit: float) -> None:
    """A bar that starts at the middle of its left end, and its text."""
    x, y = start
    end = x + float(bar.value) * per_unit
    parted = end - float(bar.part) * per_unit
    plan.area(_rectangle(x, parted, y), bar.role, filled=not bar.hollow)
    if bar.part:
        plan.area(_rectangle(parted, end, y), "accent")
    plan.put(bar.text, end + GAP, y, bold=True)


def _rectangle(left: float, right: float, y: float) -> list[Point]:
    top, bottom = y - THICKNESS / 2, y + THICKNESS / 2
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
