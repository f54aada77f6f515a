"""The elections of 2023: the Mazhilis and the maslikhats in March, district akims in November."""

from decimal import Decimal

from charts.shared import (
    COUNTRY,
    date,
    draw_day,
    draw_two_courses,
    hour,
    listed,
    number,
    percent,
    percent_of,
    year,
)
from explainer.data import Dataset, Row
from explainer.drawing import Column, Reading, chart, unbound
from explainer.drawing.artboard import GAP, LABEL, LINE, Artboard, text_width
from explainer.drawing.dots import Dumbbell, End, Scale, dumbbells
from explainer.drawing.plan import Mark, Plan
from explainer.drawing.squares import Block, Counted, squares

MAZHILIS = "elections2023-mazhilis-2023"
PAST = "elections2023-past-mazhilis-summary"
REGIONS = "elections2023-turnout-by-region"
REGIONS_2022 = "election-turnout-regions-2022"
DAY = "elections2023-turnout-intraday"
DAY_2022 = "election-turnout-day-2022"
APPLICATIONS = "elections2023-party-applications"
AKIMS = "elections2023-akims-2023"
MASLIKHATS = "elections2023-maslikhats-2023"
PARTIES = "elections2023-parties"
AGAINST_ALL = "against-all"
TOTAL = "total"
#: What an application came to before the vote: the mark, and how the words in the table begin.
OUTCOMES = {
    ("registered",): Mark("Registered", "triangle", "accent"),
    ("refused", "not registered"): Mark("Refused or not registered", "square", "series-2"),
    ("application", "confirmation"): Mark("Still under way", "diamond", "muted", filled=False),
}


@chart("elections2023-seats")
def mazhilis_seats(data: Dataset, board: Artboard) -> Reading:
    """The Mazhilis by party, before and after the election."""
    table = data.table(MAZHILIS)
    before = data.table(PAST).row("2021-01-10")
    chosen = before.number("chamber_members") - before.number("elected_seats")
    total = table.row(TOTAL).number("total_seats")
    holders = [
        (row.text("party_en"), number(row, "seats_2021"), row.number("total_seats"))
        for row in _parties(table.rows)
        if row.number("total_seats")
    ]
    holders.append(("Chosen by the Assembly of the People", chosen, Decimal(0)))
    earlier = _year(before)
    squares(
        board,
        [
            Counted(
                label=label,
                blocks=[_block(board, old), _block(board, new)],
                role="accent" if index == 0 else "series-4",
                bold=index == 0,
            )
            for index, (label, old, new) in enumerate(holders)
        ],
        headings=[f"January {earlier}", "March 2023"],
        labels_above=board.is_phone,
    )
    first, old_seats, new_seats = holders[0]
    return Reading(
        title=(
            f"{first} won {new_seats} of {total} seats in March 2023, after {old_seats} of the "
            f"{before.number('elected_seats')} elected ones in {earlier}"
        ),
        subtitle="Seats in the Mazhilis after the elections of 10 January 2021 and 19 March 2023; a square is a seat",
        alt=(
            f"Squares for the seats of each party in {earlier} and 2023: "
            + listed(f"{label} {'–' if old is None else old} and {new}" for label, old, new in holders)
            + "."
        ),
        columns=(Column("Party or group"), Column(f"Seats in {earlier}", "seats"), Column("Seats in 2023", "seats")),
        rows=tuple(holders),
        note=(
            f"A dash: did not stand, or did not exist. {first} was called Nur Otan in {earlier}, when the chamber had "
            f"{before.number('chamber_members')} members: {before.number('elected_seats')} from party lists and "
            f"{chosen} chosen by the Assembly of the People. In 2023, "
            f"{table.row(TOTAL).number('list_seats')} came from lists and "
            f"{table.row(TOTAL).number('constituency_seats')} from single-mandate districts."
        ),
    )


@chart("elections2023-votes-seats")
def votes_and_seats(data: Dataset, board: Artboard) -> Reading:
    """Shares of list votes beside shares of seats."""
    table = data.table(MAZHILIS)
    list_seats = table.row(TOTAL).number("list_seats")
    rows = [row for row in table.rows if row.text("party_id") != TOTAL]
    votes, seats_share = "share_pct", "total_seat_share_pct"
    dumbbells(
        board,
        [
            Dumbbell(
                label=row.text("party_en"),
                values=(number(row, votes), number(row, seats_share)),
                texts=(_plain(board, row, votes), _plain(board, row, seats_share)),
                bold=row is rows[0],
            )
            for row in rows
        ],
        (End("List votes", "series-2", "s"), End("All seats", "accent")),
        Scale(0, 65, 20, "percent"),
        labels_above=board.is_phone,
    )
    first = rows[0]
    first_list = percent_of(first.number("list_seats"), list_seats)
    return Reading(
        title=(
            f"{first.text('party_en')} is reported to have won {percent(board, first, votes)} of the list votes and "
            f"holds {percent(board, first, seats_share)} of the seats"
        ),
        subtitle=(
            f"Share of the {board.value(table.row(TOTAL).number('votes'), 'votes')} votes counted for party lists and "
            f"against all, and of the {table.row(TOTAL).number('total_seats')} seats in the Mazhilis; final result of "
            "19 March 2023"
        ),
        alt=(
            "A pair of dots for each party, share of list votes and share of seats: "
            + listed(
                f"{row.text('party_en')} {percent(board, row, votes) or 'no list'} and "
                f"{percent(board, row, seats_share) or 'no seats'}"
                for row in rows
            )
            + "."
        ),
        columns=(
            Column("Party or group"),
            Column("Share of list votes", "percent"),
            Column("Share of list seats", "percent"),
            Column("Share of all seats", "percent"),
        ),
        rows=tuple(
            (
                row.text("party_en"),
                number(row, votes),
                percent_of(row.number("list_seats"), list_seats)
                if row["list_seats"] is not None and row[votes]
                else None,
                number(row, seats_share),
            )
            for row in rows
        ),
        note=(
            f"{list_seats} seats came from lists, of which {first.text('party_en')} took "
            f"{board.value(first_list, 'percent')}, and {table.row(TOTAL).number('constituency_seats')} from "
            "single-mandate districts, whose votes were not found. Shares of seats are computed by us."
        ),
    )


@chart("elections2023-ruling-party")
def ruling_party(data: Dataset, board: Artboard) -> Reading:
    """The ruling party's shares of votes and seats since 2007."""
    rows = data.table(PAST).rows
    votes, seats_share = "ruling_party_share_pct", "ruling_party_seat_share_pct"
    draw_two_courses(
        board,
        [date(row, "election_date") for row in rows],
        ("Elected seats", [row.number(seats_share) for row in rows]),
        ("List votes", [row.number(votes) for row in rows]),
    )
    first, last = rows[0], rows[-1]
    lowest = all(last.number(column) == min(row.number(column) for row in rows) for column in (votes, seats_share))
    without = data.table(MAZHILIS).row("amanat").number("share_excl_against_all_pct")
    return Reading(
        title=(
            f"In {_year(last)} the ruling party had "
            + (f"its lowest reported shares since {_year(first)}: " if lowest else "reported shares of ")
            + f"{percent(board, last, votes)} of list votes, {percent(board, last, seats_share)} of elected seats"
        ),
        subtitle=(
            "Nur Otan, called Amanat since 2022, in elections to the Mazhilis: share of list votes and of elected "
            f"seats, official results; the scale does not start at {unbound('zero', because='it is the origin')}"
        ),
        alt=(
            "Share of votes and share of elected seats: "
            + listed(
                f"{_year(row)} {percent(board, row, votes)} and {percent(board, row, seats_share)}" for row in rows
            )
            + (". Both were lowest in the last election." if lowest else ".")
        ),
        columns=(
            Column("Election"),
            Column("Share of list votes", "percent"),
            Column("Seats won", "seats"),
            Column("Elected seats", "seats"),
            Column("Share of elected seats", "percent"),
        ),
        rows=tuple(
            (
                board.date(row["election_date"]),
                row.number(votes),
                row.number("ruling_party_elected_seats"),
                row.number("elected_seats"),
                row.number(seats_share),
            )
            for row in rows
        ),
        note=(
            f"The vote share of {_year(last)} is of votes for parties and against all; without those against all it is "
            f"{board.value(without, 'percent')}. In {_year(last)} some seats were won in single-mandate districts, "
            "before that all elected seats came from lists."
        ),
    )


@chart("elections2023-turnout")
def turnout(data: Dataset, board: Artboard) -> Reading:
    """Turnout by region in the two elections, four months apart."""
    earlier, later = data.table(REGIONS_2022), data.table(REGIONS)
    old, new = "turnout_2200_pct", "turnout_2023_pct"
    country = later.row(COUNTRY)
    regions = sorted((row for row in later.rows if row is not country), key=lambda row: -row.number(new))
    pairs = [(row, earlier.row(row.text("region_id")).number(old), row.number(new)) for row in [*regions, country]]
    dumbbells(
        board,
        [
            Dumbbell(
                label=row.text("region"),
                values=(before, after),
                texts=(board.value(before, "number"), board.value(after, "number")),
                bold=row is country,
            )
            for row, before, after in pairs
        ],
        (End("November 2022", "series-2", "s"), End("March 2023", "accent")),
        Scale(20, 82, 20, "percent"),
    )
    lower = [row for row, before, after in pairs if after < before and row is not country]
    every = "all" if len(lower) == len(regions) else str(len(lower)) + " of the"
    _, country_before, country_after = pairs[-1]
    widest = max(pairs, key=lambda pair: abs(pair[1] - pair[2]))
    return Reading(
        title=(f"Reported turnout was lower in March 2023 than in November 2022 in {every} {len(regions)} regions"),
        subtitle=(
            "Ballots issued as a percentage of registered voters by 22:00 at the presidential election of 20 November "
            "2022 and by 22:10 at the Mazhilis election of 19 March 2023; the scale does not start at "
            + unbound("zero", because="it is the origin")
        ),
        alt=(
            f"A pair of dots for each of {len(regions)} regions and cities. The country: "
            f"{board.value(country_before, 'percent')} in 2022 and {board.value(country_after, 'percent')} in 2023. "
            f"The widest gap is in {widest[0].text('region')}: {board.value(widest[1], 'percent')} and "
            f"{board.value(widest[2], 'percent')}."
        ),
        columns=(
            Column("Region"),
            Column("Turnout, November 2022", "percent"),
            Column("Turnout, March 2023", "percent"),
            Column("Difference", "points"),
        ),
        rows=tuple((row.text("region"), before, after, after - before) for row, before, after in pairs),
        note="Final figures by region were not found for either election. The differences are computed by us.",
    )


@chart("elections2023-turnout-day")
def turnout_day(data: Dataset, board: Artboard) -> Reading:
    """Turnout through the day, beside that of the presidential election."""
    rows = [row for row in data.table(DAY).rows if row.text("region_id") == COUNTRY]
    earlier = [
        row
        for row in data.table(DAY_2022).rows
        if row.text("vote") == "presidential election" and ":" in row.text("time_astana")
    ]
    draw_day(board, "March 2023", rows, "November 2022", earlier)
    first, middle, last = rows[0], next(row for row in rows if hour(row) > 16), rows[-1]
    reached = percent_of(middle.number("turnout_pct"), last.number("turnout_pct"))

    def at(row: Row) -> str:
        return f"{percent(board, row, 'turnout_pct')} at {row.text('time_astana')}"

    return Reading(
        title=f"Reported turnout in March 2023 rose from {at(first)} to {at(middle)}, and then to {at(last)}",
        subtitle=(
            "Ballots issued as a percentage of registered voters, by Astana time, at the Mazhilis election of "
            "19 March 2023 and the presidential election of 20 November 2022"
        ),
        alt=(
            f"Line chart. In 2023 turnout rises from {at(first)} to {at(middle)} and {at(last)}; in 2022 from "
            f"{at(earlier[0])} to {at(earlier[-1])}."
        ),
        columns=(Column("Election"), Column("Astana time"), Column("Turnout", "percent")),
        rows=tuple(
            (name, row.text("time_astana"), row.number("turnout_pct"))
            for name, readings in (("Mazhilis, 19 March 2023", rows), ("President, 20 November 2022", earlier))
            for row in readings
        ),
        note=(
            f"Running figures of the election commission. By {middle.text('time_astana')}, "
            f"{board.value(reached, 'percent', 0)} of all ballots reported by {last.text('time_astana')} in 2023 had "
            "been issued."
        ),
    )


@chart("elections2023-applications")
def applications(data: Dataset, board: Artboard) -> Reading:
    """Groups that applied to be registered as a party, and what became of them before the vote."""
    rows = data.table(APPLICATIONS).rows
    groups = {
        mark: [row for row in rows if row.text("outcome_before_march_2023_vote").startswith(words)]
        for words, mark in OUTCOMES.items()
    }
    _draw_applications(board, groups)
    registered, refused, pending = groups.values()
    counted = max((row for row in rows if row["refusals_counted"]), key=lambda row: row.number("refusals_counted"))
    return Reading(
        title=(
            f"Of {len(rows)} groups known to have applied, {len(registered)} were registered as parties before the "
            "vote of March 2023"
        ),
        subtitle=(
            "State of each application before 19 March 2023, from press reports; refusals where a source counts them"
        ),
        alt=(
            f"Registered: {listed(row.text('applicant') for row in registered)}. Refused or not registered: "
            f"{listed(row.text('applicant') for row in refused)}. Still under way: "
            f"{listed(row.text('applicant') for row in pending)}. Most refusals counted: {counted.text('applicant')}, "
            f"{counted.number('refusals_counted')}."
        ),
        columns=(
            Column("Group"),
            Column("Leader"),
            Column("Before the vote of March 2023"),
            Column("Later"),
            Column("Refusals counted", "refusals"),
            Column("Counted by"),
        ),
        rows=tuple(
            (
                row.text("applicant"),
                row.text("leader"),
                row.text("outcome_before_march_2023_vote"),
                row.text("later_outcome"),
                number(row, "refusals_counted"),
                board.date(row["refusals_as_of"]),
            )
            for row in rows
        ),
        note=(
            "Not a complete list; no source gives a number of refusals for the other groups, and some of the refusals "
            "came after the vote."
        ),
    )


@chart("elections2023-akims")
def akims(data: Dataset, board: Artboard) -> Reading:
    """What the elected akims did before."""
    rows = data.table(AKIMS).rows
    total = data.table(AKIMS).sum("count")
    share = "share_of_45_pct"
    business = data.number("district-akims-winners-2023.business_people_rferl")
    squares(
        board,
        [
            Counted(
                label=row.text("winner_previous_post"),
                blocks=[Block(int(row.number("count")), f"{row.number('count')}  ·  {percent(board, row, share)}")],
                role="accent" if row is rows[0] else "series-4",
                bold=row is rows[0],
            )
            for row in rows
        ],
        labels_above=board.is_phone,
    )
    return Reading(
        title=(
            f"Of {total} akims elected on 5 November 2023, {rows[0].number('count')} already held the post and "
            f"{rows[1].number('count')} were deputy akims"
        ),
        subtitle=(
            "Post that each winner held before the vote in districts and cities, by an analysis of the news site "
            "Vlast; a square is an akim"
        ),
        alt="Squares for akims: "
        + listed(f"{row.text('winner_previous_post').lower()} {row.number('count')}" for row in rows)
        + ".",
        columns=(Column("Post before"), Column("Elected akims", "akims"), Column("Share", "percent")),
        rows=tuple((row.text("winner_previous_post"), row.number("count"), row.number(share)) for row in rows),
        note=(
            f"The rows on entrepreneurs and maslikhat chairs follow CABAR; RFE/RL speaks of {business} business people "
            "from outside local government. The shares are computed by us and rounded."
        ),
    )


@chart("elections2023-maslikhats")
def maslikhats(data: Dataset, board: Artboard) -> Reading:
    """List seats by party in the councils whose numbers were found."""
    rows = data.table(MASLIKHATS).rows
    names = {row.text("party_id"): row.text("party_en") for row in data.table(PARTIES).rows}
    counted = [row for row in rows if row["list_seats"] is not None]
    places = list(dict.fromkeys(row.text("place") for row in counted))
    won = {(row.text("party_id"), row.text("place")): row.number("list_seats") for row in counted}
    totals = {place: sum(number for (_, where), number in won.items() if where == place) for place in places}
    parties = sorted(
        dict.fromkeys(party for party, _ in won),
        key=lambda party: -sum(number for (who, _), number in won.items() if who == party),
    )
    squares(
        board,
        [
            Counted(
                label=names[party],
                blocks=[_block(board, won.get((party, place))) for place in places],
                role="accent" if party == parties[0] else "series-4",
                bold=party == parties[0],
            )
            for party in parties
        ],
        headings=places,
        labels_above=board.is_phone,
    )
    councils = data.number("maslikhats-scale-2023.regional")
    others = [row for row in rows if row.text("place") not in places and row.text("party_id") == parties[0]]
    return Reading(
        title=(
            f"{names[parties[0]]} won "
            + listed(f"{won[parties[0], place]} of {totals[place]} list seats in {place}" for place in places)
        ),
        subtitle=(
            f"Seats from party lists in {len(places)} of {councils} regional-level maslikhats, election of "
            "19 March 2023; a square is a seat"
        ),
        alt="Squares for list seats. "
        + " ".join(
            f"{place}: "
            + listed(f"{names[party]} {won[party, place]}" for party in parties if (party, place) in won)
            + "."
            for place in places
        ),
        columns=(
            Column("Council"),
            Column("Party"),
            Column("List votes", "votes"),
            Column("Share of list votes", "percent"),
            Column("List seats", "seats"),
        ),
        rows=tuple(
            (
                row.text("place"),
                names.get(row.text("party_id"), "Against all"),
                row.number("votes"),
                number(row, "share_pct"),
                number(row, "list_seats"),
            )
            for row in rows
        ),
        note=(
            "The only councils whose list seats were found; they are not representative, and no national table exists. "
            "A dash: the result that was seen does not name the party. The seats from single-mandate districts, about "
            "as many, are not shown. "
            + " ".join(
                f"For {row.text('place')} only votes were found: "
                f"{names[parties[0]]} {percent(board, row, 'share_pct')}."
                for row in others
            )
        ),
    )


def _draw_applications(board: Artboard, groups: dict[Mark, list[Row]]) -> None:
    """The groups under each outcome, with the words of the table beside or below their names."""
    names = [row.text("applicant") for rows in groups.values() for row in rows]
    left = 3 * GAP if board.is_phone else 5 * GAP + max(text_width(name, bold=True) for name in names)
    plan = Plan(board)
    for mark, rows in groups.items():
        plan.write(f"{mark.label}: {len(rows)}", 0, board.width, role="muted", size=LABEL, bold=True)
        plan.y += GAP
        for row in rows:
            plan.mark(mark, GAP, plan.y + LINE / 2)
            plan.put(row.text("applicant"), 3 * GAP, plan.y + LINE / 2, size=LABEL, bold=True)
            plan.y += LINE if board.is_phone else 0
            plan.write(_state(board, row), left, board.width - left)
            plan.y += GAP
        plan.y += GAP
    plan.y -= 2 * GAP
    plan.draw()


def _state(board: Artboard, row: Row) -> str:
    """What became of an application, and the number of refusals where it is known."""
    words = row.text("outcome_before_march_2023_vote")
    if row["refusals_counted"] is None:
        return words
    by = board.date(row["refusals_as_of"])
    return f"{words}; {row.number('refusals_counted')} refusals counted" + (f" by {by}" if by else "")


def _parties(rows: tuple[Row, ...]) -> list[Row]:
    """All that can hold seats."""
    return [row for row in rows if row.text("party_id") not in (AGAINST_ALL, TOTAL)]


def _block(board: Artboard, cell: object) -> Block:
    """A block of seats; an empty cell is a dash."""
    return Block(int(cell), board.value(cell, "seats")) if isinstance(cell, Decimal) else Block(0, "–")


def _plain(board: Artboard, row: Row, column: str) -> str:
    """A share without the sign, for a scale that has it; a missing one is the empty string."""
    return percent(board, row, column).removesuffix("%")


def _year(row: Row) -> str:
    return year(row, "election_date")
