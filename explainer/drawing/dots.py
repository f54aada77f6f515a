"""Rows on a common scale: a dot for a value, two dots joined for a change.

Unlike bars, dots may stand on a scale that does not start at zero; its ticks, written above the rows,
name the unit, which the values need not repeat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from explainer.drawing.artboard import GAP, SMALL, Artboard, require, shorten, text_width
from explainer.drawing.marks import note
from explainer.drawing.plan import Align
from explainer.errors import ExplainerError

__all__ = ["Dot", "Dumbbell", "End", "Scale", "dots", "dumbbells"]

#: Height of a line of ticks or names above the rows, of a row, and of one with its label above; diameter of a dot.
HEADER = 21.0
ROW, TALL_ROW = 25.0, 44.0
SIZE = 9.0


@dataclass(frozen=True)
class Scale:
    """The values between which rows run (`low`, `high`), the `step` between ticks, and the `unit` that they are in."""

    low: int
    high: int
    step: int
    unit: str


@dataclass(frozen=True)
class Dot:
    """A `value`: its `label`, the `text` beside its dot, colour `role` and `marker` (as in matplotlib).

    A `bold` one has bold words.
    """

    label: str
    value: Decimal
    text: str
    role: str = "series-4"
    marker: str = "o"
    bold: bool = False


@dataclass(frozen=True)
class End:
    """What the dots at one end of all dumbbells stand for: a `name`, a colour `role` and a `marker`."""

    name: str
    role: str
    marker: str = "o"


@dataclass(frozen=True)
class Dumbbell:
    """Two `values`, each with its text (`texts`), in the order of the ends; a missing value is None.

    `label` is that of the row, which can be `bold`.
    """

    label: str
    values: tuple[Decimal | None, Decimal | None]
    texts: tuple[str, str]
    bold: bool = False

    def points(self) -> list[tuple[Decimal, int]]:
        """The known values in rising order, each with the index of its end."""
        return sorted((value, index) for index, value in enumerate(self.values) if value is not None)


def dots(
    board: Artboard,
    rows: Sequence[Dot],
    scale: Scale,
    *,
    labels_above: bool = False,
    reference: tuple[Decimal, str] | None = None,
    head: float = 0,
) -> Axes:
    """A dot for each row, with its label at the left (or above: `labels_above`) and its value beside it.

    `reference` is a value marked by a line through all rows, and its label; the values then stand in a column, clear
    of the line. `head` is how many pixels are left free above, for `Artboard.head`.
    """
    require(rows, "rows")
    frame = _frame(
        board,
        [_Extent(row, row.value, Decimal(scale.high) if reference else row.value, after=row.text) for row in rows],
        scale,
        header=HEADER if reference else 0,
        head=head,
        labels_above=labels_above,
    )
    if reference:
        _reference(frame, reference)
    for y, row in enumerate(rows):
        frame.dots([row.value], [y], row.role, row.marker)
    for y, row in enumerate(rows):
        frame.text(row.text, scale.high if reference else row.value, y, bold=row.bold)
    return frame.axes


def dumbbells(
    board: Artboard,
    rows: Sequence[Dumbbell],
    ends: tuple[End, End],
    scale: Scale,
    *,
    labels_above: bool = False,
) -> Axes:
    """Two joined dots for each row, their values outside of them, and the names of the ends above the first pair.

    Labels stand at the left, or above with `labels_above`.
    """
    require([row for row in rows if None not in row.values], "pairs of values")
    points = [row.points() for row in rows]
    if empty := next((row.label for row, each in zip(rows, points, strict=True) if not each), None):
        raise ExplainerError(f'"{empty}" has neither value – leave the row out')
    frame = _frame(
        board,
        [
            _Extent(row, each[0][0], each[-1][0], row.texts[each[0][1]] * (len(each) - 1), row.texts[each[-1][1]])
            for row, each in zip(rows, points, strict=True)
        ],
        scale,
        header=HEADER,
        labels_above=labels_above,
    )
    frame.lines([(each[0][0], each[-1][0]) for each in points], "series-4", 2)
    for index, end in enumerate(ends):
        placed = [(value, y) for y, each in enumerate(points) for value, which in each if which == index]
        frame.dots([value for value, _ in placed], [y for _, y in placed], end.role, end.marker)
    for y, (row, each) in enumerate(zip(rows, points, strict=True)):
        for value, index in each:
            frame.text(row.texts[index], value, y, bold=row.bold, leftwards=len(each) > 1 and index == each[0][1])
    _names(frame, rows, ends)
    return frame.axes


@dataclass(frozen=True)
class _Extent:
    """How far a row reaches: its lowest and highest value, and the texts before and after these."""

    row: Dot | Dumbbell
    low: Decimal
    high: Decimal
    before: str = ""
    after: str = ""

    @property
    def room(self) -> tuple[float, float]:
        """The pixels that the texts need before the lowest and after the highest value."""
        before, after = (text_width(text, bold=self.row.bold) for text in (self.before, self.after))
        return before + SIZE + 1, after + SIZE + 1


@dataclass(frozen=True)
class _Frame:
    """Rows to draw in: their axes and scale, which begins `left` pixels from the board's edge.

    Marks stand `shift` of a row below the row's middle.
    """

    board: Artboard
    axes: Axes
    scale: Scale
    left: float
    right: float
    shift: float
    count: int

    @property
    def width(self) -> float:
        """Length of the scale in pixels."""
        return self.board.width - self.left - self.right

    def pixels(self, value: Decimal) -> float:
        """How far a value stands from the board's left edge."""
        return self.left + float(value - self.scale.low) / (self.scale.high - self.scale.low) * self.width

    def value(self, pixels: float) -> Decimal:
        """The reverse of `pixels`."""
        share = (pixels - self.left) / self.width
        return self.scale.low + Decimal(share) * (self.scale.high - self.scale.low)

    def lines(self, pairs: Sequence[tuple[Decimal, Decimal]], role: str, width: float) -> None:
        """A line in each row, all of them one path."""
        xs = [x for low, high in pairs for x in (float(low), float(high), float("nan"))]
        ys = [y + self.shift for y in range(len(pairs)) for _ in range(3)]
        self.axes.plot(xs, ys, color=self.board.colour(role), linewidth=width, clip_on=False)

    def dots(self, values: Sequence[Decimal], rows: Sequence[int], role: str, marker: str) -> None:
        """Dots with an edge in the colour of the page, which parts those that touch."""
        self.axes.plot(
            [float(value) for value in values],
            [y + self.shift for y in rows],
            linestyle="none",
            marker=marker,
            markersize=SIZE + 1,
            color=self.board.colour(role),
            markeredgecolor=self.board.colour("surface"),
            clip_on=False,
        )

    def text(self, words: str, value: Decimal | int, row: int, *, bold: bool, leftwards: bool = False) -> None:
        """Words beside a dot."""
        offset = -(SIZE + 1) if leftwards else SIZE + 1
        at = (float(value), row + self.shift)
        note(self.axes, self.board, words, at, (offset, 0), bold=bold, align="right" if leftwards else "left")


def _frame(
    board: Artboard,
    extents: Sequence[_Extent],
    scale: Scale,
    *,
    header: float = 0,
    head: float = 0,
    labels_above: bool,
) -> _Frame:
    """Axes with the rows' labels, thin lines from these to the marks, and above them ticks and a line of `header`."""
    rows = [extent.row for extent in extents]
    labels = [shorten(row.label, board.width * (1 if labels_above else 0.5), bold=row.bold) for row in rows]
    widths = [
        0 if labels_above else text_width(label, bold=row.bold) + GAP for label, row in zip(labels, rows, strict=True)
    ]
    left, right = _margins(board, extents, widths, scale)
    row_height, top = (TALL_ROW if labels_above else ROW), HEADER + header
    axes = board.axes(row_height * len(rows) + top + head, left=left, right=right, top=top + head)
    axes.set_axis_off()
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    frame = _Frame(board, axes, scale, left, right, 0.2 if labels_above else 0.0, len(rows))
    for y, (label, row) in enumerate(zip(labels, rows, strict=True)):
        note(axes, board, label, (scale.low, y), (-left, 10 if labels_above else 0), bold=row.bold)
    for tick in range(scale.low, scale.high + 1, scale.step):
        words = board.value(tick, scale.unit)
        note(axes, board, words, (tick, -0.5), (0, header + 10), role="muted", size=SMALL, align="center")
    guides = [
        (frame.value(width), frame.value(frame.pixels(extent.low) - extent.room[0]))
        for width, extent in zip(widths, extents, strict=True)
    ]
    frame.lines([(low, max(low, high)) for low, high in guides], "grid", 1)
    return frame


def _margins(board: Artboard, extents: Sequence[_Extent], widths: Sequence[float], scale: Scale) -> tuple[float, float]:
    """How narrow the margins left and right of the scale can be with all labels and texts on the board."""
    span = scale.high - scale.low
    widest = max(width + extent.room[0] for width, extent in zip(widths, extents, strict=True))
    first, last = (text_width(board.value(tick, scale.unit), SMALL) / 2 for tick in (scale.low, scale.high))
    left, right = max(2 * GAP, first), max(2 * GAP, last)
    for extent in extents:
        share = float(extent.high - scale.low) / span
        if share > 0:
            right = max(right, (extent.room[1] - (1 - share) * (board.width - widest)) / share)
    for width, extent in zip(widths, extents, strict=True):
        share = float(extent.low - scale.low) / span
        if share < 1:
            left = max(left, (width + extent.room[0] - share * (board.width - right)) / (1 - share))
    return left, right


def _reference(frame: _Frame, reference: tuple[Decimal, str]) -> None:
    value, label = reference
    xs, ys = [float(value)] * 2, [-0.5, frame.count - 0.5]
    frame.axes.plot(xs, ys, color=frame.board.colour("ink"), linewidth=1, linestyle=(0, (3, 3)), clip_on=False)
    _header(frame, label, frame.pixels(value), "ink", "right")


def _names(frame: _Frame, rows: Sequence[Dumbbell], ends: tuple[End, End]) -> None:
    """The names of the ends above the first row that has both, to the left and to the right of the pair."""
    (low, left), (high, right) = next(row.points() for row in rows if None not in row.values)
    width = text_width(ends[right].name, SMALL, bold=True)
    start = min(frame.pixels(high) - SIZE / 2, frame.board.width - width)
    end = min(frame.pixels(low) + SIZE / 2, start - 2 * GAP)
    _header(frame, ends[left].name, end, ends[left].role, "right", bold=True)
    _header(frame, ends[right].name, start, ends[right].role, "left", bold=True)


def _header(frame: _Frame, words: str, pixels: float, role: str, align: Align, *, bold: bool = False) -> None:
    """Words above the first row, this far from the board's left edge."""
    at = (float(frame.value(pixels)), -0.5)
    note(frame.axes, frame.board, words, at, (0, 10), role=role, size=SMALL, bold=bold, align=align)
