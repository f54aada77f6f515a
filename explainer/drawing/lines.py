"""Lines over years, or steps, each with its label at its end instead of in a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, isnan
from statistics import fmean

from matplotlib.axes import Axes

from explainer.data.dates import PartialDate
from explainer.drawing.artboard import SMALL, Artboard, text_width, wrap
from explainer.drawing.marks import GAP, note

LINE_HEIGHT = 16.0
TOP, BOTTOM = 18.0, 28.0


@dataclass(frozen=True)
class Line:
    """Values over years: the label at the line's end, the points (year, value), and how the line looks.

    A value of None breaks the line. A line of the role `series-4` recedes: its label is muted. Without a label, the
    line has none. A dashed line can be told from others without its colour, a `dotted` one shows each of its points.
    """

    label: str
    points: Sequence[tuple[float, Decimal | None]]
    role: str = "series-4"
    bold: bool = False
    dashed: bool = False
    dotted: bool = False


def lines(
    board: Artboard,
    series: Sequence[Line],
    *,
    unit: str = "number",
    ticks: Sequence[Decimal] = (),
    span: tuple[float, float] | None = None,
    steps: bool = False,
    height: float = 320,
) -> Axes:
    """Lines over years, drawn in the order given, with labels that never overlap at their ends.

    The value axis runs from the first of `ticks` to the last, downwards too; left out, it starts at zero and passes the
    highest value. The years run over `span`; left out, over all points. With `steps` a value holds until the next one,
    and the last until the end of the span. Years and values are the axes' own coordinates, so `note` can add words.
    """
    values = [value for line in series for _, value in line.points if value is not None]
    ticks = ticks or ticks_up_to(max(values))
    years = [year for line in series for year, _ in line.points]
    first, last = span or (min(years), max(years))
    words = [board.value(tick, unit) for tick in ticks]
    left = max(text_width(word, SMALL) for word in words) + GAP
    labels = [wrap(line.label, min(board.width / 3, 150), SMALL, bold=line.bold) for line in series]
    widths = [
        text_width(each, SMALL, bold=line.bold) for line, label in zip(series, labels, strict=True) for each in label
    ]
    right = max(widths, default=0.0) + 2 * GAP + 2
    axes = board.axes(height, left=left, right=right, top=TOP, bottom=BOTTOM)
    axes.set_xlim(first, last)
    axes.set_ylim(float(ticks[0]), float(ticks[-1]))
    axes.set_yticks([float(tick) for tick in ticks], words)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=10)
    axes.grid(axis="y", color=board.colour("grid"), linewidth=1)
    marked = year_ticks(first, last, board.width - left - right)
    axes.set_xticks(marked, [str(year) for year in marked])
    ends = [_draw(axes, board, line, last if steps else None) for line in series]
    _label_ends(axes, board, series, labels, ends, height - TOP - BOTTOM)
    return axes


def ticks_up_to(highest: Decimal) -> tuple[Decimal, ...]:
    """Round values from zero to the first that is not below `highest`: three to six of them."""
    power = Decimal(10) ** (highest / 5).adjusted()
    step = next(step for step in (power, 2 * power, 5 * power, power.scaleb(1)) if 5 * step >= highest)
    return tuple(step * index for index in range(ceil(highest / step) + 1))


def year_ticks(first: float, last: float, width: float) -> list[int]:
    """The years to name on an axis: the outer ones, and round ones between them as far as there is room."""
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
    """Centres for things of these heights, in ascending order: as near to `wanted` as they can be without overlap.

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
    """Draw a line, to `until` if it is one of steps, and say where it ends."""
    points = [(year, float("nan") if value is None else float(value)) for year, value in line.points]
    if until is not None:
        points.append((until, points[-1][1]))
    axes.plot(
        [year for year, _ in points],
        [value for _, value in points],
        color=board.colour(line.role),
        linewidth=2.5 if line.bold else 1.5,
        linestyle=(0, (4, 2)) if line.dashed else "-",
        drawstyle="default" if until is None else "steps-post",
        marker="o" if line.dotted else None,
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
        ((year, value, line, label) for (year, value), line, label in zip(ends, series, labels, strict=True) if label),
        key=lambda end: (end[1] - bottom) * scale,
    )
    wanted = [(value - bottom) * scale for _, value, _, _ in labelled]
    centres = spread(wanted, [LINE_HEIGHT * len(label) for *_, label in labelled], -BOTTOM / 2, height + TOP)
    for centre, (year, value, line, label) in zip(centres, labelled, strict=True):
        middle = bottom + centre / scale
        if year < last or abs(middle - value) * abs(scale) > LINE_HEIGHT / 2:
            axes.plot([year, column], [value, middle], color=board.colour("series-4"), linewidth=0.5, clip_on=False)
        role = "muted" if line.role == "series-4" else line.role
        for row, words in enumerate(label):
            below = LINE_HEIGHT * (row - (len(label) - 1) / 2)
            note(axes, board, words, (last, middle), (2 * GAP, -below), role=role, size=SMALL, bold=line.bold)
