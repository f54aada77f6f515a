"""The charts of made-up places: copied into each explainer that is written to be measured, as its charts/shared.py."""

from decimal import Decimal

from explainer.data import Dataset, Row
from explainer.drawing import Column, Reading
from explainer.drawing.artboard import Artboard
from explainer.drawing.dots import Dot, Scale, dots
from explainer.drawing.lines import Line, lines
from explainer.drawing.marks import Bar, bars
from explainer.drawing.squares import Block, Counted, squares


def harvest(data: Dataset, board: Artboard, place: str) -> Reading:
    """Bars: the harvest by crop."""
    rows = data.table(f"{place}-harvest").rows
    texts = {row.text("crop"): board.value(row.number("tonnes"), "tonnes") for row in rows}
    bars(
        board,
        [
            Bar(
                label=row.text("crop"),
                value=row.number("tonnes"),
                text=texts[row.text("crop")],
                role="accent" if row is rows[0] else "series-4",
                bold=row is rows[0],
            )
            for row in rows
        ],
        labels_above=board.is_phone,
    )
    first = rows[0].text("crop")
    return Reading(
        title=f"{first} led the harvest with {texts[first]} tonnes",
        subtitle="Tonnes by crop; all values are made up",
        alt=f"Bars: {_listed(texts)}.",
        columns=(Column("Crop"), Column("Harvest", "tonnes"), Column("Share of the harvest", "percent")),
        rows=tuple((row.text("crop"), row.number("tonnes"), row.number("share_pct")) for row in rows),
    )


def visitors(data: Dataset, board: Artboard, place: str) -> Reading:
    """Lines: visitors from near and far by year."""
    rows = data.table(f"{place}-visitors").rows
    last = rows[-1]
    near, far = (board.value(last.number(column), "people") for column in ("near", "far"))
    lines(
        board,
        [
            Line(f"From near by {near}", _course(rows, "near"), dashed=True, marker="s"),
            Line(f"From far away {far}", _course(rows, "far"), "accent", bold=True, marker="o"),
        ],
        unit="people",
    )
    year = last.text("year")
    return Reading(
        title=f"In {year}, {far} visitors came from far away and {near} from near by",
        subtitle="Visitors in each year; all values are made up",
        alt=f"A line from {rows[0].text('year')} to {year} for each kind of visitor, which ends at {far} and {near}.",
        columns=(Column("Year"), Column("From near by", "people"), Column("From far away", "people")),
        rows=tuple((row.text("year"), row.number("near"), row.number("far")) for row in rows),
    )


def readers(data: Dataset, board: Artboard, place: str) -> Reading:
    """Dots: the share of those who use the library by quarter."""
    rows = data.table(f"{place}-readers").rows
    texts = {row.text("quarter"): board.value(row.number("readers_pct"), "percent") for row in rows}
    dots(
        board,
        [
            Dot(
                label=row.text("quarter"),
                value=row.number("readers_pct"),
                text=texts[row.text("quarter")],
                role="accent" if row is rows[0] else "series-4",
                marker="D" if row is rows[0] else "o",
                bold=row is rows[0],
            )
            for row in rows
        ],
        Scale(0, 100, 25, "percent"),
        labels_above=board.is_phone,
    )
    first = rows[0].text("quarter")
    return Reading(
        title=f"In {first}, {texts[first]} of grown-ups use the library",
        subtitle="Per cent of grown-ups in each quarter; all values are made up",
        alt=f"A dot for each quarter: {_listed(texts)}.",
        columns=(Column("Quarter"), Column("Users of the library", "percent")),
        rows=tuple((row.text("quarter"), row.number("readers_pct")) for row in rows),
    )


def council(data: Dataset, board: Artboard, place: str) -> Reading:
    """Squares: seats on the council by list, before and after."""
    rows = data.table(f"{place}-council").rows
    squares(
        board,
        [
            Counted(
                label=row.text("party"),
                blocks=[_block(board, row, "before"), _block(board, row, "after")],
                role="accent" if row is rows[0] else "series-4",
                bold=row is rows[0],
            )
            for row in rows
        ],
        headings=["Before", "After"],
        labels_above=board.is_phone,
    )
    first = rows[0]
    return Reading(
        title=f"{first.text('party')} has {first.number('after')} seats, after {first.number('before')}",
        subtitle="Seats on the council before and after the vote, a square for each; all values are made up",
        alt=(
            "Squares for the seats of each list: "
            + _listed({row.text("party"): f"{row.number('before')}, then {row.number('after')}" for row in rows})
            + "."
        ),
        columns=(Column("List"), Column("Seats before", "seats"), Column("Seats after", "seats")),
        rows=tuple((row.text("party"), row.number("before"), row.number("after")) for row in rows),
    )


def _listed(texts: dict[str, str]) -> str:
    return "; ".join(f"{name} {text}" for name, text in texts.items())


def _course(rows: tuple[Row, ...], column: str) -> list[tuple[float, Decimal | None]]:
    return [(float(row.text("year")), row.number(column)) for row in rows]


def _block(board: Artboard, row: Row, column: str) -> Block:
    seats = row.number(column)
    return Block(int(seats), board.value(seats, "seats"))
