"""What the charts of several topics have in common: words, cells, and drawings that occur more than once."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from explainer.data import PartialDate, Row
from explainer.drawing.artboard import Artboard
from explainer.drawing.dots import Dumbbell, End, Scale, dumbbells
from explainer.drawing.lines import Line, label_points, lines, place_in_year
from explainer.drawing.marks import Bar, bars

#: The id of the whole country in tables by region.
COUNTRY = "KZ"


def listed(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    words = list(parts)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capital(words: str) -> str:
    """The words, the first letter large."""
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """The words, the first letter small."""
    return words[:1].lower() + words[1:]


def number(row: Row, column: str) -> Decimal | None:
    """A number that may be missing."""
    return None if row[column] is None else row.number(column)


def date(row: Row, column: str) -> PartialDate:
    """A date that is not missing."""
    cell = row[column]
    assert isinstance(cell, PartialDate)
    return cell


def year(row: Row, column: str) -> str:
    """The year of a date."""
    return str(date(row, column).first_day().year)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent, with two decimals."""
    return (100 * part / whole).quantize(Decimal("0.01"))


def percent(board: Artboard, row: Row, column: str) -> str:
    """A share as readers see it; a missing one is the empty string."""
    cell = number(row, column)
    return "" if cell is None else board.value(cell, "percent")


def draw_shares_of_totals(board: Artboard, shares: Sequence[tuple[str, Decimal, Decimal]]) -> None:
    """The same votes as shares of several totals – name, number, share in per cent – the official one first."""
    bars(
        board,
        [
            Bar(
                label=f"of {board.value(total, 'people')} {name}",
                value=share,
                text=board.value(share, "percent"),
                role="series-4" if index else "accent",
                bold=not index,
            )
            for index, (name, total, share) in enumerate(shares)
        ],
        labels_above=board.is_phone,
    )


def draw_day(board: Artboard, name: str, rows: Sequence[Row], other_name: str, others: Sequence[Row]) -> None:
    """Turnout through a day, with its values, beside that of another day."""
    course = Line(_with_last(board, name, rows), _course(rows), "accent", bold=True, marker="o")
    other = Line(_with_last(board, other_name, others), _course(others), dashed=True)
    step = 4 if board.is_phone else 2
    axes = lines(
        board,
        [other, course],
        unit="percent",
        ticks=range(0, 81, 20),
        times={hour: f"{hour}:00" for hour in range(10, 23, step)},
    )
    label_points(axes, board, course, other)


def hour(row: Row) -> float:
    """A time of day as a number of hours."""
    hours, minutes = row.text("time_astana").split(":")
    return int(hours) + int(minutes) / 60


def _with_last(board: Artboard, name: str, rows: Sequence[Row]) -> str:
    return f"{name}: {board.value(rows[-1].number('turnout_pct'), 'number')}"


def _course(rows: Sequence[Row]) -> list[tuple[float, Decimal | None]]:
    return [(hour(row), row.number("turnout_pct")) for row in rows]


def draw_two_courses(
    board: Artboard,
    dates: Sequence[PartialDate],
    main: tuple[str, Sequence[Decimal]],
    other: tuple[str, Sequence[Decimal]],
) -> None:
    """Two shares of each election, on a scale from half to the whole: lines over time, on a phone a row for each."""
    if board.is_phone:
        rows = [
            Dumbbell(str(day.first_day().year), pair, (board.value(pair[0], "number"), board.value(pair[1], "number")))
            for day, pair in zip(dates, zip(other[1], main[1], strict=True), strict=True)
        ]
        dumbbells(board, rows, (End(other[0], "series-2", "s"), End(main[0], "accent")), Scale(50, 100, 25, "percent"))
        return
    times = [place_in_year(day) for day in dates]
    course = Line(
        f"{main[0]} {board.value(main[1][-1], 'number')}",
        list(zip(times, main[1], strict=True)),
        "accent",
        bold=True,
        marker="o",
    )
    second = Line(
        f"{other[0]} {board.value(other[1][-1], 'number')}",
        list(zip(times, other[1], strict=True)),
        "series-2",
        bold=True,
        dashed=True,
        marker="s",
    )
    axes = lines(
        board,
        [second, course],
        unit="percent",
        ticks=range(50, 101, 10),
        times={time: str(day.first_day().year) for time, day in zip(times, dates, strict=True)},
        height=270,
    )
    label_points(axes, board, course, second)
    label_points(axes, board, second, course)
