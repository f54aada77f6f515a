"""The charts of the calendar.

A chart is a function that draws on a board and says in words and numbers what it shows. It is called for a wide board
and for a narrow one, and takes all that it says from the data, so that it says something else when they change. It is
drawn again when a table or fact that it reads, or this file, has changed.
"""

from decimal import Decimal

from explainer.data import Dataset, Row
from explainer.drawing import Column, Reading, chart
from explainer.drawing.artboard import Artboard
from explainer.drawing.lines import Line, lines
from explainer.drawing.marks import Bar, bars
from explainer.drawing.squares import Block, Counted, squares


@chart("calendar-days")
def days(data: Dataset, board: Artboard) -> Reading:
    """A square for each day of each month."""
    rows = data.table("calendar-months").rows
    usual = max(row.number("days") for row in rows)
    shortest = min(rows, key=lambda row: row.number("days"))
    longest = [row for row in rows if row.number("days") == usual]
    squares(
        board,
        [
            Counted(
                label=row.text("month"),
                blocks=[Block(int(row.number("days")), row.text("days"))],
                role="accent" if row is shortest else "series-4",
                bold=row is shortest,
            )
            for row in rows
        ],
    )
    # What readers see above the chart, what they hear in its place, and the table behind it.
    return Reading(
        title=(
            f"{len(longest)} of {len(rows)} months have {board.value(usual, 'days')} days; "
            f"{shortest.text('month')} has the fewest, {shortest.text('days')}"
        ),
        subtitle="Days of each month in a common year",
        alt="A row of squares for each month: "
        + ", ".join(f"{row.text('month')} {row.text('days')}" for row in rows)
        + ".",
        columns=(Column("Month"), Column("Days", "days"), Column("In a leap year", "days")),
        rows=tuple((row.text("month"), row.number("days"), row.number("leap_days")) for row in rows),
        note=f"In a leap year {shortest.text('month')} has {shortest.text('leap_days')} days.",
    )


@chart("calendar-skipped")
def skipped(data: Dataset, board: Artboard) -> Reading:
    """How many dates each country skipped when it changed."""
    rows = data.table("calendar-changes").rows
    first, last = rows[0], rows[-1]
    bars(
        board,
        [
            Bar(
                label=row.text("country"),
                value=row.number("skipped"),
                text=f"{row.text('skipped')} in {_year(row)}",
                role="accent" if row is last else "series-4",
                bold=row is last,
            )
            for row in rows
        ],
    )
    return Reading(
        title=(
            f"Who changed later skipped more dates: {first.text('country')} {first.text('skipped')} in "
            f"{_year(first)}, {last.text('country')} {last.text('skipped')} in "
            f"{_year(last)}"
        ),
        subtitle="Dates skipped when a country went over to the Gregorian calendar, and the year of the change",
        alt="Bars: " + ", ".join(f"{row.text('country')} {row.text('skipped')} ({_year(row)})" for row in rows) + ".",
        columns=(
            Column("Country"),
            Column("Year", "year"),
            Column("Last day of the old calendar"),
            Column("First day of the new one"),
            Column("Dates skipped", "days"),
        ),
        rows=tuple(
            (
                row.text("country"),
                Decimal(_year(row)),
                board.date(row["last_day"]),
                board.date(row["first_day"]),
                row.number("skipped"),
            )
            for row in rows
        ),
    )


@chart("calendar-drift")
def drift(data: Dataset, board: Artboard) -> Reading:
    """How far each calendar falls behind the seasons in a thousand years."""
    julian, gregorian = data.number("drift.julian_years"), data.number("drift.gregorian_years")
    span = range(0, 1001, 200)
    old, new = ([(years / each).quantize(Decimal("0.01")) for years in span] for each in (julian, gregorian))
    lines(
        board,
        [
            Line("Julian calendar", [*zip(map(float, span), old, strict=True)], role="accent", bold=True),
            Line("Gregorian calendar", [*zip(map(float, span), new, strict=True)], role="series-2", dashed=True),
        ],
        times={float(years): board.value(years, "years") for years in span},
        height=280,
    )
    time, by_old, by_new = (
        board.value(value, unit, decimals)
        for value, unit, decimals in ((span[-1], "years", None), (old[-1], "days", 1), (new[-1], "days", 1))
    )
    return Reading(
        title=f"In {time} years the Julian calendar drifts by {by_old} days, the Gregorian by {by_new}",
        subtitle="Days by which a calendar falls behind the seasons, after so many years",
        alt=(
            f"Lines from the same point: after {time} years the Julian calendar is {by_old} days behind the seasons, "
            f"the Gregorian {by_new}."
        ),
        columns=(
            Column("After", "years"),
            Column("Julian calendar", "days"),
            Column("Gregorian calendar", "days"),
        ),
        rows=tuple((Decimal(years), *each) for years, *each in zip(span, old, new, strict=True)),
        note=(
            f"Worked out from a day in about {board.value(julian, 'years')} and in about "
            f"{board.value(gregorian, 'years')} years."
        ),
        sources=data.facts["drift.julian_years"].sources,
    )


def _year(row: Row) -> str:
    return row.text("first_day")[:4]
