"""Lines over time, or steps, each with its label at its end instead of in a legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, hypot, isnan
from statistics import fmean

import numpy as np
from matplotlib.axes import Axes

from explainer.data.dates import PartialDate
from explainer.drawing.artboard import GAP, LINE, SMALL, Artboard, require, text_width, wrap
from explainer.drawing.marks import note
from explainer.errors import ExplainerError

__all__ = ["Line", "label_points", "lines", "place_in_year", "spread", "ticks_up_to", "year_ticks"]

#: Margins for a label at the height of the upper edge, and for the ticks below the lower one.
TOP, BOTTOM = 21.0, 28.0


@dataclass(frozen=True)
class Line:
    """Values over time: the `label` at the line's end, the `points` (time, value), and how the line looks.

    A value of None breaks the line. A line of the `role` `series-4` recedes: its label is muted. A `bold` one is thick.
    Without a label, the line has none. A `dashed` line can be told from others without its colour; a `marker` (as in
    matplotlib) stands at each point.
    """

    label: str
    points: Sequence[tuple[float, Decimal | None]]
    role: str = "series-4"
    bold: bool = False
    dashed: bool = False
    marker: str = ""


def lines(
    board: Artboard,
    series: Sequence[Line],
    *,
    unit: str = "number",
    ticks: Sequence[Decimal | int] = (),
    times: Mapping[float, str] | None = None,
    until: float | None = None,
    height: float = 320,
) -> Axes:
    """Lines over time, drawn in the order given, with labels that never overlap at their ends, on `height` pixels.

    The value axis, in `unit`, runs from the first of `ticks` to the last, downwards too; left out, it starts at zero
    and passes the highest value. `times` are the ticks along the other axis with their words; left out, it shows years.
    With `until` the lines are steps: a value holds until the next one, and the last until this time. Times and values
    are the axes' own coordinates, so `note` can add words.
    """
    values = [value for line in series for _, value in line.points if value is not None]
    require(values, "values")
    if empty := next((line.label for line in series if all(value is None for _, value in line.points)), None):
        raise ExplainerError(f'"{empty}" has no values – leave the line out')
    if not ticks and min(values) < 0:
        raise ExplainerError(f"a value is below zero ({min(values)}) – name the ticks of the axis")
    ticks = ticks or ticks_up_to(max(values) or Decimal(1))
    places = [*(place for line in series for place, _ in line.points), *(times or ())]
    places += [] if until is None else [until]
    places += [places[0] - 0.5, places[0] + 0.5] if len({*places}) == 1 else []
    words = [board.value(Decimal(tick), unit) for tick in ticks]
    left = max(text_width(word, SMALL) for word in words) + GAP
    labels = [wrap(line.label, min(board.width * 0.36, 150), SMALL, bold=line.bold) for line in series]
    widths = [
        text_width(each, SMALL, bold=line.bold) for line, label in zip(series, labels, strict=True) for each in label
    ]
    right = max(widths, default=0.0) + 2 * GAP + 2
    axes = board.axes(height, left=left, right=right, top=TOP, bottom=BOTTOM)
    axes.set_xlim(min(places), max(places))
    axes.set_ylim(float(ticks[0]), float(ticks[-1]))
    axes.set_yticks([float(tick) for tick in ticks], words)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=10)
    axes.grid(axis="y", color=board.colour("grid"), linewidth=1)
    times = times or {year: str(year) for year in year_ticks(min(places), max(places), board.width - left - right)}
    axes.set_xticks(list(times), list(times.values()))
    ends = [_draw(axes, board, line, until) for line in series]
    _label_ends(axes, board, series, labels, ends, height - TOP - BOTTOM)
    return axes


def label_points(axes: Axes, board: Artboard, line: Line, other: Line) -> None:
    """The value at each point of a line but the last, square to its course on the side away from the other line.

    The last value belongs into the line's label. One that would touch the value before it is left out.
    """
    known = [(place, value) for place, value in line.points if value is not None]
    others = [(place, float(value)) for place, value in other.points if value is not None]
    pixels = axes.transData.transform([(place, float(value)) for place, value in known])
    slopes = np.gradient(pixels[:, 1], pixels[:, 0])
    beside = np.interp([place for place, _ in known], [place for place, _ in others], [value for _, value in others])
    edge, before = axes.get_window_extent().x0, (-np.inf, 0.0)
    for (place, value), (x, y), slope, across in zip(known[:-1], pixels, slopes, beside, strict=False):
        words, side = board.value(value, "number"), 1 if value >= across else -1
        width = text_width(words, SMALL, bold=line.bold)
        right = max(-side * slope / hypot(slope, 1) * (width / 2 + GAP), edge + 2 + width / 2 - x)
        up = side * 1.75 * GAP / hypot(slope, 1)
        if x + right - before[0] > width + 2 or abs(y + up - before[1]) > LINE:
            before = (x + right, y + up)
            at, role = (place, float(value)), "muted" if line.role == "series-4" else line.role
            note(axes, board, words, at, (right, up), role=role, size=SMALL, bold=line.bold, align="center")


def ticks_up_to(highest: Decimal) -> tuple[Decimal, ...]:
    """Round values from zero to the first that is not below `highest`: three to six of them."""
    power = Decimal(10) ** (highest / 5).adjusted()
    step = next(step for step in (power, 2 * power, 5 * power, power.scaleb(1)) if 5 * step >= highest)
    return tuple(step * index for index in range(ceil(highest / step) + 1))


def year_ticks(first: float, last: float, width: float) -> list[int]:
    """The years to name on an axis of `width` pixels from `first` to `last`: these, and round ones as there is room."""
    start, end = int(-(-first // 1)), int(last)
    room = 40 * (last - first) / width  # years that a label covers
    step = next((step for step in (1, 2, 5, 10) if step >= room), 20)
    inner = (year for year in range(start + 1, end) if year % step == 0)
    return sorted({start, *(year for year in inner if min(year - start, end - year) >= room), end})


def place_in_year(date: PartialDate) -> float:
    """A date as a year with a fraction, for the axis of years."""
    day = date.first_day()
    return day.year + (day.timetuple().tm_yday - 1) / 366


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for things of these `heights`, in ascending order: as near to `wanted` as they can be without overlap.

    All keep between `low` and `high`, if there is room for all of them.
    """
    below = [sum(heights[:index]) + size / 2 for index, size in enumerate(heights)]
    groups: list[list[float]] = []
    for centre, offset in zip(wanted, below, strict=True):
        groups.append([centre - offset])
        while len(groups) > 1 and fmean(groups[-2]) >= fmean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    fitted = [fmean(group) for group in groups for _ in group]
    return [max(low, min(base, high - sum(heights))) + offset for base, offset in zip(fitted, below, strict=True)]


def _draw(axes: Axes, board: Artboard, line: Line, until: float | None) -> tuple[float, float]:
    """Draw a line, to `until` if it is one of steps, and say where it ends. A point between gaps is a dot."""
    points = [(place, float("nan") if value is None else float(value)) for place, value in line.points]
    if until is not None:
        points.append((until, points[-1][1]))
    gaps = [True, *(isnan(value) for _, value in points), True]
    alone = [index for index in range(len(points)) if gaps[index : index + 3] == [True, False, True]]
    axes.plot(
        [place for place, _ in points],
        [value for _, value in points],
        color=board.colour(line.role),
        linewidth=2.5 if line.bold else 1.5,
        linestyle=(0, (4, 2)) if line.dashed else "-",
        drawstyle="default" if until is None else "steps-post",
        marker=line.marker or ("o" if alone else None),
        markevery=None if line.marker else alone,
        markersize=6 if line.bold else 4,
        clip_on=False,
    )
    return next(point for point in reversed(points) if not isnan(point[1]))


def _label_ends(
    axes: Axes,
    board: Artboard,
    series: Sequence[Line],
    labels: Sequence[list[str]],
    ends: Sequence[tuple[float, float]],
    height: float,
) -> None:
    """Write the labels in a column right of the lines, each with a thin tie to its line where that is not beside it."""
    (bottom, top), (first, last) = axes.get_ylim(), axes.get_xlim()
    scale = height / (top - bottom)  # pixels for a unit of the value
    column = last + GAP * (last - first) / axes.get_window_extent().width
    labelled = sorted(
        (
            (place, value, line, label)
            for (place, value), line, label in zip(ends, series, labels, strict=True)
            if label
        ),
        key=lambda end: (end[1] - bottom) * scale,
    )
    wanted = [(value - bottom) * scale for _, value, _, _ in labelled]
    centres = spread(wanted, [LINE * len(label) for *_, label in labelled], -BOTTOM / 2, height + TOP)
    for centre, (place, value, line, label) in zip(centres, labelled, strict=True):
        middle = bottom + centre / scale
        if place < last or abs(middle - value) * abs(scale) > LINE / 2:
            axes.plot([place, column], [value, middle], color=board.colour("series-4"), linewidth=0.5, clip_on=False)
        role = "muted" if line.role == "series-4" else line.role
        for row, words in enumerate(label):
            below = LINE * (row - (len(label) - 1) / 2)
            note(axes, board, words, (last, middle), (2 * GAP, -below), role=role, size=SMALL, bold=line.bold)
