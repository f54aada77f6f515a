"""Tracks: what happened when, in a row for each kind, over whole years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from explainer.data.dates import PartialDate
from explainer.drawing.artboard import GAP, LINE, SMALL, Artboard, require, text_width
from explainer.drawing.lines import place_in_year
from explainer.drawing.plan import Mark, Plan

__all__ = ["Moment", "Track", "tracks"]

#: Height of a level of marks in a track, and the width that a mark takes up: two years of months fit a narrow board.
LEVEL = 17.0
WIDTH = 14.0


@dataclass(frozen=True)
class Moment:
    """Something of a `category` that happened on a date, which may be a month or a year, or until another date."""

    date: PartialDate
    category: str
    until: PartialDate | None = None

    def ends(self) -> tuple[float, float]:
        """Beginning and end, in years."""
        last = self.until or self.date
        length = {"day": 1 / 366, "month": 1 / 12, "year": 1.0}[last.precision]
        return _start(self.date), _start(last) + length


@dataclass(frozen=True)
class Track:
    """What happened of one kind, and its `label`."""

    label: str
    moments: Sequence[Moment]


def tracks(
    board: Artboard,
    rows: Sequence[Track],
    categories: Mapping[str, Mark],
    *,
    reference: tuple[PartialDate, str] | None = None,
    months: bool = False,
) -> Axes:
    """A mark for each moment, stacked where they would overlap; a moment without a day is a line over its time.

    The key of the categories stands above, if there are several, and years run over the width. `reference` is a date
    marked by a line through all rows, and its label. With `months` their initials stand below the years.
    """
    ends = [end for row in rows for moment in row.moments for end in moment.ends()]
    require(ends, "moments")
    first, last = int(min(ends)), -int(-max(ends) // 1)
    plan = Plan(board)
    label_width = 0 if board.is_phone else max(text_width(row.label, SMALL) for row in rows) + 2 * GAP
    scale = _Scale(first, label_width + GAP, (board.width - label_width - 2 * GAP) / (last - first))
    if len(categories) > 1:
        _key(plan, list(categories.values()))
    verticals = [(scale.x(year), "grid") for year in range(first, last + 1)]
    if reference:
        x, half = scale.x(place_in_year(reference[0])), text_width(reference[1], SMALL) / 2
        plan.put(reference[1], min(max(x, half), board.width - half), plan.y + LINE / 2, align="center")
        plan.y += LINE + 2
        verticals.append((x, "ink"))
    top = plan.y
    _ticks(plan, scale, [(year + 0.5, str(year)) for year in range(first, last)])
    if months:
        initials = board.months() * (last - first)
        _ticks(plan, scale, [(first + (index + 0.5) / 12, initial) for index, initial in enumerate(initials)])
    plan.y += GAP / 2
    _verticals(plan, verticals, top)
    for row in rows:
        _verticals(plan, verticals, _track(plan, row, scale, categories))
    return plan.draw()


@dataclass(frozen=True)
class _Scale:
    """From years to pixels."""

    first: int
    left: float
    per_year: float

    def x(self, year: float) -> float:
        """Where a moment stands."""
        return self.left + (year - self.first) * self.per_year


def _start(date: PartialDate) -> float:
    """The beginning of a date in years; months are equally long, so that their marks stand at equal distances."""
    day = date.first_day()
    return day.year + (day.month - 1) / 12 if date.precision == "month" else place_in_year(date)


def _ticks(plan: Plan, scale: _Scale, words: Sequence[tuple[float, str]]) -> None:
    """Words above points in time."""
    for time, word in words:
        plan.put(word, scale.x(time), plan.y + LINE / 2, role="muted", align="center")
    plan.y += LINE


def _key(plan: Plan, marks: Sequence[Mark]) -> None:
    """What the marks mean, beside each other, or on lines of their own where there is no room."""
    x = 0.0
    for mark in marks:
        width = 3 * GAP + text_width(mark.label, SMALL) + 2 * GAP
        if x and x + width - 2 * GAP > plan.board.width:
            x, plan.y = 0.0, plan.y + LINE + 4
        plan.mark(mark, x + GAP, plan.y + LINE / 2)
        plan.put(mark.label, x + 3 * GAP, plan.y + LINE / 2)
        x += width
    plan.y += LINE + 2 * GAP


def _verticals(plan: Plan, verticals: Sequence[tuple[float, str]], top: float) -> None:
    """Lines for dates from `top` down to where the plan has come; they leave out labels above marks."""
    for x, role in verticals:
        plan.line([(x, top), (x, plan.y)], role)


def _track(plan: Plan, row: Track, scale: _Scale, categories: Mapping[str, Mark]) -> float:
    """A row under a thin line, as high as its stacks of marks; gives the top of these, or of the whole row."""
    plan.line([(0, plan.y), (plan.board.width, plan.y)], "grid")
    top = plan.y
    plan.y += GAP
    plan.write(row.label, 0, plan.board.width)
    marks_top = plan.y + 2 if plan.board.is_phone else top + GAP
    levels: list[float] = []  # how far to the right each level is taken
    for moment in sorted(row.moments, key=lambda moment: moment.ends()):
        left, right = (scale.x(end) for end in moment.ends())
        middle = round((left + right) / 2)
        left, right = min(left, middle - WIDTH / 2), max(right, middle + WIDTH / 2)
        level = next((index for index, taken in enumerate(levels) if taken <= left + 0.5), len(levels))
        levels[level : level + 1] = [right]
        y = round(marks_top + LEVEL * (level + 0.5))
        if right - left > 2 * WIDTH:
            plan.line([(left + 1, y), (right - 1, y)], categories[moment.category].role, 2)
        plan.mark(categories[moment.category], middle, y)
    plan.y = max(plan.y, marks_top + LEVEL * len(levels)) + GAP
    return marks_top if plan.board.is_phone else top
