"""Foreign policy: votes at the United Nations, Russia and other neighbours, trade and routes, 2014 to 2026."""

from collections.abc import Iterable
from itertools import takewhile

from charts.words import listed
from explainer.data import Dataset, Row
from explainer.drawing import Column, Reading, chart, grids
from explainer.drawing.artboard import Artboard
from explainer.drawing.grids import Section, grid
from explainer.drawing.plan import Mark

VOTES = "foreign-un-votes"

STATES = ("kaz", "kgz", "tjk", "tkm", "uzb")
CAST = {
    "yes": Mark("Voted for", "triangle", "accent"),
    "no": Mark("Voted against", "square", "series-2"),
    "abstain": Mark("Abstained", "diamond", "muted", filled=False),
    "not_voting": Mark("Did not vote", "dash", "muted"),
    "not_no": Mark("Not among votes against", "square", "muted", filled=False),
    "unknown": Mark("Vote not found", "?", "muted"),
}
SERIES = {
    "Emergency special session on Ukraine": ("ES-11",),
    "Human rights in Crimea, later in all occupied territories": ("crimea-human-rights",),
    "Militarization of Crimea": ("crimea-militarization",),
    "Other resolutions": ("territorial-integrity", "other-ukraine", "council-of-europe"),
}


@chart("foreign-un-votes")
def un_votes(data: Dataset, board: Artboard) -> Reading:
    """How five Central Asian states voted on resolutions on Ukraine."""
    table = data.table(VOTES)
    names = [table.column(state).label for state in STATES]
    series = {heading: [row for row in table.rows if row.text("series") in codes] for heading, codes in SERIES.items()}
    grid(
        board,
        names,
        [
            Section(heading, [_grid_row(board, *pair) for pair in zip((None, *rows), rows, strict=False)])
            for heading, rows in series.items()
        ],
        CAST,
    )
    emergency, rights, *_ = series.values()
    abstained = [row for row in emergency if row.text("kaz") == "abstain"]
    against = list(takewhile(lambda row: row.text("kaz") == "no", rights))
    return Reading(
        title=(
            f"Kazakhstan abstained on {len(abstained)} of {len(emergency)} UN resolutions of the emergency session on "
            f"Ukraine and voted against all {len(against)} on human rights in Crimea from {_year(against[0])} to "
            f"{_year(against[-1])}"
        ),
        subtitle=(
            f"Votes of five Central Asian states on {len(table.rows)} resolutions of the UN General Assembly, "
            f"{_year(table.rows[0])} to {_year(table.rows[-1])}, by subject; from roll-call datasets and the press"
        ),
        alt=(
            f"Grid of {len(table.rows)} resolutions by five states. "
            + " ".join(
                f"{name}: " + listed(_counted(table.rows, state)) + "."
                for name, state in zip(names, STATES, strict=True)
            )
        ),
        columns=(
            Column("Date"),
            Column("Resolution"),
            Column("Subject"),
            *(Column(table.column(name).label, "states") for name in ("yes", "no", "abstain", "not_voting")),
            *(Column(name) for name in names),
            Column("Remarks"),
        ),
        rows=tuple(
            (
                board.date(row["date"]),
                row.text("resolution"),
                row.text("short_title"),
                *(row.number(name) for name in ("yes", "no", "abstain", "not_voting")),
                *(CAST[cast].label for cast in _cast(row)),
                row.text("note"),
            )
            for row in table.rows
        ),
        note=(
            "Abstaining and not voting are different things. “Not among votes against” says only that a state is not "
            "on the published list of votes against: it may have abstained, voted for or been absent. The UN’s own "
            "records were not opened, and the selection is not complete."
        ),
    )


def _grid_row(board: Artboard, before: Row | None, row: Row) -> grids.Row:
    """A resolution; its subject is left out where the one above has the same."""
    label = _subject(row) if before is None or _subject(before) != _subject(row) else ""
    return grids.Row(label, board.date(row["date"]), _cast(row))


def _cast(row: Row) -> list[str]:
    return [row.text(state) for state in STATES]


def _counted(rows: Iterable[Row], state: str) -> list[str]:
    """How often a state voted in which way."""
    votes = [row.text(state) for row in rows]
    return [f"{category.label.lower()} {votes.count(name)}" for name, category in CAST.items() if name in votes]


def _subject(row: Row) -> str:
    """The short title without the year, which stands beside it."""
    return row.text("short_title").replace(f", {_year(row)}", "")


def _year(row: Row) -> str:
    return row.text("date")[:4]
