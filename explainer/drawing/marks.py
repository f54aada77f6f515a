"""Marks that many charts share, each with its labels beside it instead of in a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from matplotlib.axes import Axes

from explainer.drawing.artboard import LABEL, SMALL, Artboard, shorten, text_width

GAP = 8.0


@dataclass(frozen=True)
class Bar:
    """A horizontal bar: its label, its value, the text at its end, and its colour role."""

    label: str
    value: Decimal
    text: str
    role: str = "series-4"
    bold: bool = False


def bars(
    board: Artboard, rows: Sequence[Bar], *, labels_above: bool = False, reference: tuple[Decimal, str] | None = None
) -> Axes:
    """Horizontal bars from zero, one below the other, with label and value.

    Labels stand left of the bars, or above them with `labels_above`, where names are long and the board is narrow.
    A label that leaves too little room for its bar is shortened; the table behind the chart has it in full.
    `reference` is a value marked by a line through all bars, and its label; the values then stand in a column, clear
    of the line.
    """
    row_height = 42 if labels_above else 27
    top = 24 if reference else 0
    end_width = max(text_width(row.text, bold=row.bold) for row in rows) + GAP
    label_room = board.width - end_width - (0 if labels_above else board.width / 3)
    labels = [shorten(row.label, label_room, bold=row.bold) for row in rows]
    label_width = max(text_width(label, bold=row.bold) for label, row in zip(labels, rows, strict=True)) + 2 * GAP
    margins = {"left": 0.0, "right": 1.0} if labels_above else {"left": label_width, "right": end_width + 1}
    axes = board.axes(row_height * len(rows) + top, top=top, **margins)
    axes.set_axis_off()
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, float(max(row.value for row in rows)))
    thickness = 14 / row_height if labels_above else 17 / row_height
    shift = 0.2 if labels_above else 0.0
    for y, (row, label) in enumerate(zip(rows, labels, strict=True)):
        axes.barh(y + shift, float(row.value), height=thickness, color=board.colour(row.role), clip_on=False)
        if labels_above:
            note(axes, board, label, (0, y), (0, 9), bold=row.bold)
            note(axes, board, row.text, (1, y), (0, 9), bold=row.bold, align="right", from_right_edge=True)
        else:
            end = axes.get_xlim()[1] if reference else float(row.value)
            note(axes, board, label, (0, y), (-label_width, 0), bold=row.bold)
            note(axes, board, row.text, (end, y), (GAP, 0), bold=row.bold)
    if reference:
        _reference(axes, board, reference, len(rows))
    return axes


def note(
    axes: Axes,
    board: Artboard,
    words: str,
    at: tuple[float, float],
    offset: tuple[float, float] = (0, 0),
    *,
    role: str = "ink",
    size: float = LABEL,
    bold: bool = False,
    align: Literal["left", "center", "right"] = "left",
    from_right_edge: bool = False,
) -> None:
    """Words beside a point of the data, `offset` pixels away (right, up) and centred on that height.

    With `from_right_edge` the first coordinate is a fraction of the axes' width instead.
    """
    axes.annotate(
        words,
        at,
        offset,
        xycoords=axes.get_yaxis_transform() if from_right_edge else "data",
        textcoords="offset points",
        ha=align,
        va="center_baseline",
        weight="bold" if bold else "normal",
        size=size,
        color=board.colour(role),
        annotation_clip=False,
    )


def _reference(axes: Axes, board: Artboard, reference: tuple[Decimal, str], count: int) -> None:
    value, label = reference
    ends = [-0.75, count - 0.5]
    axes.plot([float(value)] * 2, ends, color=board.colour("ink"), linewidth=1, linestyle=(0, (3, 3)), clip_on=False)
    note(axes, board, label, (float(value), -0.75), (0, 8), size=SMALL, align="right")


@dataclass(frozen=True)
class Share:
    """A part of a whole: its label, its value, its texts (number and percentage) and its colour role."""

    label: str
    value: Decimal
    number: str
    percent: str
    role: str


def strip(board: Artboard, parts: Sequence[Share], *, outlined: str = "soft") -> Axes:
    """A whole as one strip, and below it a line for each part in the same order: colour, label, number, percentage.

    Parts of the role `outlined` get an outline, since their fill alone would not stand out from the page.
    """
    thickness, row_height, top = 46.0, 26.0, 16.0
    height = thickness + top + row_height * len(parts)
    axes = board.axes(height)
    axes.set_axis_off()
    axes.set_xlim(0, board.width)
    axes.set_ylim(height, 0)
    total = sum(part.value for part in parts)
    left = 0.0
    percent_width = max(text_width(part.percent) for part in parts)
    for index, part in enumerate(parts):
        width = float(part.value / total) * board.width
        edge = board.colour("series-4") if part.role == outlined else board.colour("surface")
        style: dict[str, Any] = {"color": board.colour(part.role), "edgecolor": edge, "linewidth": 1, "clip_on": False}
        axes.barh(thickness / 2, width, left=left, height=thickness, **style)
        if width > text_width(part.percent, bold=True) + 2 * GAP:
            ink = "ink" if part.role == outlined else "surface"
            axes.text(
                left + GAP, thickness / 2, part.percent, weight="bold", va="center_baseline", color=board.colour(ink)
            )
        left += width
        y = thickness + top + row_height * (index + 0.5)
        axes.barh(y, 14, left=0.5, height=14, **style)
        line: dict[str, Any] = {"va": "center_baseline", "color": board.colour("ink")}
        axes.text(24, y, part.label, **line)
        axes.text(board.width - percent_width - 2 * GAP, y, part.number, ha="right", **line)
        axes.text(board.width, y, part.percent, ha="right", **line)
    return axes
