"""Marks that count: a square for each seat, in blocks that form a table of groups and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, nan

from matplotlib.axes import Axes

from explainer.drawing.artboard import Artboard, text_width, wrap
from explainer.drawing.marks import GAP, note

#: Side of a square, and from one square to the next.
SQUARE = 9.0
PITCH = 11.0
LEADING = 16.0


@dataclass(frozen=True)
class Block:
    """A number of seats and the text beside them."""

    seats: int
    text: str


@dataclass(frozen=True)
class Group:
    """Who holds seats: a label, a block for each column, and a colour role."""

    label: str
    blocks: Sequence[Block]
    role: str = "series-4"
    bold: bool = False


def seats(
    board: Artboard, groups: Sequence[Group], *, headings: Sequence[str] = (), labels_above: bool = False
) -> Axes:
    """A row for each group and a column for each heading (without any: one), with a square for each seat.

    Labels stand left of the squares, or above them with `labels_above`.
    """
    label_room = board.width if labels_above else board.width / 3.5
    labels = [wrap(group.label, label_room - 2 * GAP, bold=group.bold) for group in groups]
    widest = max(
        text_width(line, bold=group.bold) for lines, group in zip(labels, groups, strict=True) for line in lines
    )
    left = 0 if labels_above else widest + 2 * GAP
    column = (board.width - left) / len(groups[0].blocks)
    texts = max(text_width(block.text, bold=group.bold) for group in groups for block in group.blocks)
    across = int((column - texts - 2 * GAP) // PITCH)
    heights = [
        _height(group, lines, across, labels_above=labels_above) for lines, group in zip(labels, groups, strict=True)
    ]
    head = 26.0 if headings else 0.0
    axes = board.axes(head + sum(heights))
    axes.set_axis_off()
    axes.set_xlim(0, board.width)
    axes.set_ylim(head + sum(heights), 0)
    for index, heading in enumerate(headings):
        note(axes, board, heading, (left + index * column, 8), role="muted", bold=True)
    tops = [head + sum(heights[:index]) for index in range(len(groups))]
    for group, lines, top in zip(groups, labels, tops, strict=True):
        for index, line in enumerate(lines):
            note(axes, board, line, (0, top + LEADING * (index + 0.5)), bold=group.bold)
        squares_top = top + (LEADING * len(lines) + 4 if labels_above else (LEADING - SQUARE) / 2)
        for index, block in enumerate(group.blocks):
            _block(axes, board, block, group, (left + index * column, squares_top), across)
    return axes


def _height(group: Group, lines: Sequence[str], across: int, *, labels_above: bool) -> float:
    squares = max(1, *(ceil(block.seats / across) for block in group.blocks)) * PITCH
    words = LEADING * len(lines)
    return (words + 4 + squares if labels_above else max(words, squares)) + 12


def _block(axes: Axes, board: Artboard, block: Block, group: Group, corner: tuple[float, float], across: int) -> None:
    """The squares as lines of dashes, which keeps the drawing small: a dash is a seat."""
    x, y = corner
    full, rest = divmod(block.seats, across)
    lines = [across] * full + [rest] * (rest > 0)
    axes.plot(
        [value for count in lines for value in (x, x + PITCH * count - (PITCH - SQUARE), nan)],
        [y + PITCH * index + SQUARE / 2 for index in range(len(lines)) for _ in range(3)],
        color=board.colour(group.role),
        linewidth=SQUARE,
        linestyle=(0, (1, (PITCH - SQUARE) / SQUARE)),
        dash_capstyle="butt",
        clip_on=False,
    )
    end = x + PITCH * min(block.seats, across) + (GAP - (PITCH - SQUARE) if block.seats else 0)
    note(axes, board, block.text, (end, y + SQUARE / 2), bold=group.bold)
