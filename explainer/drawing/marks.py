"""Marks that many charts share, each with its labels beside it instead of in a legend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from explainer.drawing.artboard import GAP, LABEL, LINE, Artboard, require, text_width
from explainer.drawing.plan import Align, Plan
from explainer.errors import ExplainerError

__all__ = ["Bar", "Group", "Share", "bars", "grouped_bars", "note", "strip"]

#: Thickness of a bar, the distance from one row to the next, also where labels stand above, and from these to the bar.
THICKNESS = 16.0
BETWEEN, APART = 10.0, 14.0
BELOW = 3.0


@dataclass(frozen=True)
class Bar:
    """A horizontal bar from zero: its `label`, its `value`, the `text` beside it, and its colour `role`.

    A `bold` one has bold words. `detail` is a line below the label. `part` is how much of the bar's end, in the value's
    unit, stands out in the accent colour. A `hollow` bar is an outline, for a value that is not of the same kind as the
    others.
    """

    label: str
    value: Decimal
    text: str
    role: str = "series-4"
    bold: bool = False
    detail: str = ""
    part: Decimal = Decimal(0)
    hollow: bool = False


@dataclass(frozen=True)
class Group:
    """Bars under a `heading`."""

    heading: str
    bars: Sequence[Bar]


def bars(board: Artboard, rows: Sequence[Bar], *, labels_above: bool = False) -> Axes:
    """Horizontal bars from zero, one below the other.

    Labels stand left of the bars and values at their ends; with `labels_above`, for long names on a narrow board, both
    stand above the bars.
    """
    return grouped_bars(board, [Group("", rows)], labels_above=labels_above)


def grouped_bars(board: Artboard, groups: Sequence[Group], *, labels_above: bool = False) -> Axes:
    """Bars on one scale under the headings of their groups; labels stand as `labels_above` says in `bars`."""
    rows = [bar for group in groups for bar in group.bars]
    require(rows, "bars")
    _refuse_negative((bar.label, bar.value) for bar in rows)
    between = APART if labels_above else BETWEEN
    left = 0 if labels_above else _label_width(board, rows) + 2 * GAP
    ends = [0 if labels_above else text_width(bar.text, bold=bar.bold) + GAP for bar in rows]
    rooms = ((board.width - left - end) / float(bar.value) for bar, end in zip(rows, ends, strict=True) if bar.value)
    per_unit = min(rooms, default=0.0)
    plan = Plan(board)
    for index, group in enumerate(groups):
        if group.heading:
            plan.y += GAP if index else 0
            plan.write(group.heading, 0, board.width, size=LABEL, bold=True)
            plan.y += GAP
        for bar in group.bars:
            if labels_above:
                _bar_below(plan, bar, per_unit)
            else:
                _bar_beside(plan, bar, left, per_unit)
            plan.y += between
    plan.y -= between
    return plan.draw()


def _refuse_negative(values: Iterable[tuple[str, Decimal]]) -> None:
    """Bars and strips begin at zero. Raises `ExplainerError` for a value below it."""
    for label, value in values:
        if value < 0:
            raise ExplainerError(f'"{label}" is below zero ({value}) – draw such values as dots or as lines')


def _label_width(board: Artboard, rows: Sequence[Bar]) -> float:
    """Room for labels that leaves at least half of the board to the bars."""
    words = [(text, bar.bold) for bar in rows for text in (bar.label, bar.detail)]
    return min(max(text_width(text, bold=bold) for text, bold in words) + 1, board.width / 2)


def _bar_beside(plan: Plan, bar: Bar, left: float, per_unit: float) -> None:
    top, room = plan.y, left - 2 * GAP
    plan.write(bar.label, 0, room, size=LABEL, bold=bar.bold)
    plan.write(bar.detail, 0, room, role="muted")
    middle = (top + plan.y) / 2
    _draw_bar(plan, bar, left, middle - THICKNESS / 2, per_unit)
    plan.put(bar.text, left + float(bar.value) * per_unit + GAP, middle, size=LABEL, bold=bar.bold)


def _bar_below(plan: Plan, bar: Bar, per_unit: float) -> None:
    room = plan.board.width - text_width(bar.text, bold=bar.bold) - 2 * GAP
    plan.put(bar.text, plan.board.width, plan.y + LINE / 2, size=LABEL, bold=bar.bold, align="right")
    plan.write(bar.label, 0, room, size=LABEL, bold=bar.bold)
    plan.write(bar.detail, 0, plan.board.width, role="muted")
    plan.y += BELOW
    _draw_bar(plan, bar, 0, plan.y, per_unit)
    plan.y += THICKNESS


def _draw_bar(plan: Plan, bar: Bar, left: float, top: float, per_unit: float) -> None:
    width, part = float(bar.value) * per_unit, float(bar.part) * per_unit
    fill, outline = ("surface", bar.role) if bar.hollow else (bar.role, "none")
    plan.rectangle(left, top, width - part, THICKNESS, fill, outline=outline)
    if part:
        plan.rectangle(left + width - part, top, part, THICKNESS, "accent")


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
    align: Align = "left",
) -> None:
    """The `words` beside a point of the data, `at`, `offset` pixels away (right, up) and centred on that height.

    `role`, `size` and `bold` are how they look; `align` says which part of them is there.
    """
    axes.annotate(
        words,
        at,
        offset,
        textcoords="offset points",
        ha=align,
        va="center_baseline",
        weight="bold" if bold else "normal",
        size=size,
        color=board.colour(role),
        annotation_clip=False,
    )


@dataclass(frozen=True)
class Share:
    """A part of a whole: its `label`, its `value`, its texts (`number` and `percent`) and its colour `role`."""

    label: str
    value: Decimal
    number: str
    percent: str
    role: str


def strip(board: Artboard, parts: Sequence[Share]) -> Axes:
    """A whole as one strip, and below it a line for each part in the same order: colour, label, number, percentage.

    Parts of the role `soft` get an outline, since their fill alone would not stand out from the page.
    """
    thickness, swatch, row_height = 46.0, 14.0, LINE + BETWEEN
    _refuse_negative((part.label, part.value) for part in parts)
    total = sum(part.value for part in parts)
    require([part for part in parts if part.value], "parts")
    labels, numbers, percents = (
        max(map(text_width, texts)) for texts in zip(*((p.label, p.number, p.percent) for p in parts), strict=True)
    )
    number_end = min(3 * GAP + labels + 4 * GAP + numbers, board.width - 2 * GAP - percents)
    plan, left = Plan(board), 0.0
    plan.y = thickness + 2 * GAP
    for part in parts:
        width, is_soft = float(part.value / total) * board.width, part.role == "soft"
        outline = "series-4" if is_soft else "surface"  # in the page's colour, it parts neighbours that look alike
        plan.rectangle(left, 0, width, thickness, part.role, outline=outline)
        if width > text_width(part.percent, bold=True) + 2 * GAP:
            ink = "ink" if is_soft else "surface"
            plan.put(part.percent, left + GAP, thickness / 2, role=ink, size=LABEL, bold=True)
        left += width
        middle = plan.y + row_height / 2
        plan.rectangle(0, middle - swatch / 2, swatch, swatch, part.role, outline=outline)
        plan.put(part.label, 3 * GAP, middle, size=LABEL)
        plan.put(part.number, number_end, middle, size=LABEL, align="right")
        plan.put(part.percent, number_end + 2 * GAP + percents, middle, size=LABEL, align="right")
        plan.y += row_height
    return plan.draw()
