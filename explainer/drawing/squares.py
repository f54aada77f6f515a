"""Squares that count: one for each thing, person or statement, in a table of rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from matplotlib.axes import Axes

from explainer.drawing.artboard import GAP, LABEL, LINE, Artboard, require, text_width, wrap
from explainer.drawing.plan import Plan

__all__ = ["Block", "Counted", "squares"]

#: From one square to the next, in pixels: as far as this where all squares of a block fit on a line, else this near.
WIDEST, CLOSEST = 20.0, 10.0
#: The gap between two squares.
PARTED = 2.0
#: From one row to the next, and from a label above to its squares.
BETWEEN, BELOW = 14.0, 5.0


@dataclass(frozen=True)
class Block:
    """A number of squares, `count`, and the `text` beside them."""

    count: int
    text: str


@dataclass(frozen=True)
class Counted:
    """A row: its `label`, a block for each column, and a colour `role`.

    Words are `bold`, and squares outlines (`hollow`), where it says so.
    """

    label: str
    blocks: Sequence[Block]
    role: str = "series-4"
    bold: bool = False
    hollow: bool = False


def squares(
    board: Artboard, rows: Sequence[Counted], *, headings: Sequence[str] = (), labels_above: bool = False
) -> Axes:
    """A row for each label and a column for each of `headings` (without any: one), with a square for each thing.

    Labels stand left of the squares, or above them with `labels_above`. A block that is too wide for its column goes on
    below, in lines of ten or five squares or a multiple of that, so that they can be counted.
    """
    require(rows, "rows")
    room = board.width if labels_above else board.width / 3
    labels = [wrap(row.label, room, bold=row.bold) for row in rows]
    widths = [text_width(words, bold=row.bold) for lines, row in zip(labels, rows, strict=True) for words in lines]
    left = 0 if labels_above else max(widths) + 2 * GAP
    column = (board.width - left) / len(rows[0].blocks)
    texts = max(text_width(block.text, bold=row.bold) for row in rows for block in row.blocks)
    most = max(1, *(block.count for row in rows for block in row.blocks))
    across, pitch = _raster(most, column - texts - 2 * GAP)
    plan = Plan(board)
    for index, heading in enumerate(headings):
        plan.put(heading, left + index * column, LINE / 2, role="muted", size=LABEL, bold=True)
    plan.y = LINE + GAP if headings else max(0.0, (pitch - PARTED - LINE) / 2)  # squares may be higher than words
    for row, lines in zip(rows, labels, strict=True):
        top = plan.y
        plan.write(" ".join(lines), 0, room, size=LABEL, bold=row.bold)
        first = plan.y + BELOW + pitch / 2 if labels_above else top + LINE / 2
        for index, block in enumerate(row.blocks):
            _draw_block(plan, row, block, (left + index * column, first), pitch, across)
        deepest = max(ceil(block.count / across) for block in row.blocks)
        plan.y = max(plan.y, first + LINE / 2, first + pitch * (max(deepest, 1) - 0.5)) + BETWEEN
    plan.y -= BETWEEN
    return plan.draw()


def _raster(most: int, space: float) -> tuple[int, float]:
    """How many squares stand on a line at the most, and how far apart, where there is this much space."""
    fitting = int(space // CLOSEST)
    step = 10 if fitting >= 10 else 5
    across = most if most <= fitting else fitting // step * step or fitting
    return across, float(int(min(WIDEST, space / across)))


def _draw_block(plan: Plan, row: Counted, block: Block, corner: tuple[float, float], pitch: float, across: int) -> None:
    """A block whose first line has its middle at the corner's height."""
    (left, first), side = corner, pitch - PARTED
    fill, outline = ("surface", row.role) if row.hollow else (row.role, "none")
    for index in range(block.count):
        down, right = divmod(index, across)
        top = first + pitch * down - side / 2
        plan.rectangle(round(left) + pitch * right, round(top), side, side, fill, outline=outline)
    end = left + pitch * min(block.count, across) + (GAP / 2 if block.count else 0)
    plan.put(block.text, end, first, size=LABEL, bold=row.bold)
