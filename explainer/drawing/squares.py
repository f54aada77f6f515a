"""Squares that count: one for each seat, person or statement, in a table of rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from matplotlib.axes import Axes

from explainer.drawing.artboard import GAP, LABEL, LINE, Artboard, text_width, wrap
from explainer.drawing.plan import Plan

#: From one square to the next, in pixels: as far as this where all squares of a block fit on a line, else this near.
WIDEST, CLOSEST = 20.0, 11.0
#: How much of that distance is a square; the rest is a gap.
FILLED = 0.82
#: From one row to the next.
BETWEEN = 12.0


@dataclass(frozen=True)
class Block:
    """A number of squares and the text beside them."""

    count: int
    text: str


@dataclass(frozen=True)
class Counted:
    """A row: its label, a block for each column, and a colour role; `hollow` squares are outlines."""

    label: str
    blocks: Sequence[Block]
    role: str = "series-4"
    bold: bool = False
    hollow: bool = False


def squares(
    board: Artboard, rows: Sequence[Counted], *, headings: Sequence[str] = (), labels_above: bool = False
) -> Axes:
    """A row for each label and a column for each heading (without any: one), with as many squares as there are things.

    Labels stand left of the squares, or above them with `labels_above`. A block that is too wide for its column goes on
    below.
    """
    room = board.width if labels_above else board.width / 3
    labels = [wrap(row.label, room, bold=row.bold) for row in rows]
    widths = [text_width(words, bold=row.bold) for lines, row in zip(labels, rows, strict=True) for words in lines]
    left = 0 if labels_above else max(widths) + 2 * GAP
    column = (board.width - left) / len(rows[0].blocks)
    texts = max(text_width(block.text, bold=row.bold) for row in rows for block in row.blocks)
    space = column - texts - 2 * GAP
    most = max(block.count for row in rows for block in row.blocks)
    fits = most * CLOSEST <= space
    pitch, across = (min(WIDEST, space / most), most) if fits else (CLOSEST, int(space // CLOSEST))
    plan = Plan(board)
    for index, heading in enumerate(headings):
        plan.put(heading, left + index * column, LINE / 2, role="muted", size=LABEL, bold=True)
    plan.y = LINE + GAP if headings else 0
    for row, lines in zip(rows, labels, strict=True):
        top = plan.y
        plan.write(" ".join(lines), 0, room, size=LABEL, bold=row.bold)
        first = plan.y + 2 + pitch / 2 if labels_above else top + LINE / 2
        for index, block in enumerate(row.blocks):
            _draw_block(plan, row, block, (left + index * column, first), pitch, across)
        deepest = max(ceil(block.count / across) for block in row.blocks)
        plan.y = max(plan.y, first + LINE / 2, first + pitch * (max(deepest, 1) - 0.5)) + BETWEEN
    plan.y -= BETWEEN
    return plan.draw()


def _draw_block(plan: Plan, row: Counted, block: Block, corner: tuple[float, float], pitch: float, across: int) -> None:
    """A block whose first line has its middle at the corner's height: lines of dashes, each of which is a square."""
    (left, first), side = corner, pitch * FILLED
    full, rest = divmod(block.count, across)
    for index, count in enumerate([across] * full + [rest] * (rest > 0)):
        y, length = first + pitch * index, pitch * count
        plan.line([(left, y), (left + length - pitch + side, y)], row.role, side, dashes=(side, pitch - side))
        if row.hollow:
            ends = [(left + 1, y), (left + length - pitch + side - 1, y)]
            plan.line(ends, "surface", side - 2, dashes=(side - 2, pitch - side + 2))
    end = left + pitch * min(block.count, across) + (GAP / 2 if block.count else 0)
    plan.put(block.text, end, first, size=LABEL, bold=row.bold)
