"""The presidential election of 20 November 2022."""

import re
from itertools import pairwise

from charts.shared import (
    COUNTRY,
    date,
    draw_day,
    draw_shares_of_totals,
    draw_two_courses,
    listed,
    number,
    percent,
    percent_of,
    year,
)
from explainer.data import Dataset, Row
from explainer.drawing import Column, Reading, chart, unbound
from explainer.drawing.artboard import Artboard
from explainer.drawing.dots import Dot, Scale, dots
from explainer.drawing.maps import Area, Class, areas, areas_in_head, head_height
from explainer.drawing.marks import Bar, Share, bars, strip

RESULTS = "election-results-2022"
REGIONS = "election-turnout-regions-2022"
TURNOUT = "turnout_2200_pct"
DAY = "election-turnout-day-2022"
HISTORY = "election-presidential-history"
COMPARISON = "election-turnout-comparison"
OBSERVERS = "election-observers-2022"
MAP = "datasets-kz-regions"


@chart("election-votes")
def votes(data: Dataset, board: Artboard) -> Reading:
    """Votes for each candidate and against all."""
    rows = sorted(data.table(RESULTS).rows, key=lambda row: -row.number("votes"))
    counted = data.number("result-2022-denominator.votes_counted")
    first, second = rows[0], rows[1]
    share = "share_of_votes_counted_pct"
    bars(
        board,
        [
            Bar(
                label=row.text("option"),
                value=row.number("votes"),
                text=f"{board.value(row.number('votes'), 'votes')}  ·  {percent(board, row, share)}",
                role=_option_role(row),
                bold=row is first,
            )
            for row in rows
        ],
        labels_above=board.is_phone,
    )
    return Reading(
        title=(
            f"{first.text('option')} was declared the winner with {percent(board, first, share)} of the votes counted"
        ),
        subtitle=(
            f"Reported votes and share of the {board.value(counted, 'votes')} votes counted for candidates "
            "and against all, presidential election of 20 November 2022, final result"
        ),
        alt=(
            "Bar chart of reported votes. "
            + listed(f"{row.text('option')} {percent(board, row, share)}" for row in rows)
            + f". “{second.text('option')}” came second."
        ),
        columns=(Column("Option on the ballot"), Column("Votes", "votes"), Column("Share of votes counted", "percent")),
        rows=tuple((row.text("option"), row.number("votes"), row.number(share)) for row in rows),
        note="The shares leave out ballots that were issued but not counted for any option.",
    )


@chart("election-registered")
def registered(data: Dataset, board: Artboard) -> Reading:
    """Where every registered voter went: options, uncounted ballots, and those who did not vote."""
    results = data.table(RESULTS).rows
    total = data.number("turnout-2022-total.registered")
    absent = data.number("turnout-2022-total.no_ballot")
    gap = data.number("result-2022-invalid.gap_ballots")
    candidates = [row for row in results if row.text("option_type") == "candidate"]
    against = [row for row in results if row.text("option_type") != "candidate"]
    parts = [(row.text("option"), row.number("votes"), _option_role(row)) for row in [*candidates, *against]]
    parts.append(("Ballot issued, not counted", gap, "series-4"))
    parts.append(("No ballot issued", absent, "soft"))
    shares = [
        Share(label, votes, board.value(votes, "voters"), board.value(percent_of(votes, total), "percent"), role)
        for label, votes, role in parts
    ]
    strip(board, shares)
    winner, last = shares[0], shares[-1]
    return Reading(
        title=(
            f"{winner.percent} of registered voters are reported to have voted for {winner.label}; "
            f"{last.percent} got no ballot"
        ),
        subtitle=(
            f"All {board.value(total, 'voters')} registered voters, presidential election of 20 November 2022, "
            "final result"
        ),
        alt="Strip divided into parts of all registered voters: "
        + listed(f"{s.label} {s.percent}" for s in shares)
        + ".",
        columns=(
            Column("Group"),
            Column("Registered voters", "voters"),
            Column("Share of registered voters", "percent"),
        ),
        rows=tuple((label, votes, percent_of(votes, total)) for label, votes, _ in parts),
        note=(
            "“Ballot issued, not counted” is our subtraction of votes counted from ballots issued: it holds invalid "
            "ballots and any taken but not cast. No official breakdown was found. The shares are computed by us."
        ),
        sources=data.table(RESULTS).descriptor.sources,
    )


@chart("election-denominators")
def denominators(data: Dataset, board: Artboard) -> Reading:
    """The winner's votes as shares of three totals."""
    winner = data.table(RESULTS).rows[0]
    name, count = winner.text("option"), board.value(winner.number("votes"), "votes")
    totals = [
        ("votes counted", data.number("result-2022-denominator.votes_counted"), "share_of_votes_counted_pct"),
        ("ballots issued", data.number("turnout-2022-total.ballots_issued"), "share_of_ballots_issued_pct"),
        ("registered voters", data.number("turnout-2022-total.registered"), "share_of_registered_pct"),
    ]
    shares = [(label, total, winner.number(column)) for label, total, column in totals]
    draw_shares_of_totals(board, shares)
    percents = [board.value(share, "percent") for *_, share in shares]
    return Reading(
        title=(
            f"The same {count} votes are {percents[0]} of the votes counted and {percents[-1]} of the registered voters"
        ),
        subtitle=(
            f"Votes reported for {name} on 20 November 2022 as a percentage of "
            f"{unbound('three', because='the chart names each of the totals')} totals"
        ),
        alt="Bars: " + listed(f"{words} of {label}" for words, (label, *_) in zip(percents, shares, strict=True)) + ".",
        columns=(Column("Total"), Column("Number", "people"), Column(f"Share of {name}", "percent")),
        rows=tuple((label.capitalize(), total, share) for label, total, share in shares),
        note="The first share is the official one; the other two are computed from official numbers.",
        sources=data.table(RESULTS).descriptor.sources,
    )


@chart("election-turnout-map")
def turnout_map(data: Dataset, board: Artboard) -> Reading:
    """Turnout when polls closed, on a map."""
    table = data.table(REGIONS)
    boundaries = data.maps[MAP]
    country = table.row(COUNTRY)
    regions = sorted((row for row in table.rows if row is not country), key=lambda row: -row.number(TURNOUT))
    classes = _turnout_classes(board)
    shown = [_area(board, row, classes) for row in regions]
    if board.is_phone:
        _draw_turnout_rows(board, regions, country, head=head_height(board, boundaries))
        areas_in_head(board, boundaries, shown, [each for _, each in classes])
    else:
        areas(board, boundaries, shown, [each for _, each in classes], key_at=(0, -28), around=AROUND)
    top = [row for row in regions if row.number(TURNOUT) >= TURNOUT_STEPS[-1]]
    low = [row for row in regions if row.number(TURNOUT) < TURNOUT_STEPS[0]]
    where = "the cities of " if all(row.text("region_type") == "city" for row in low) else ""
    return Reading(
        title=(
            f"Reported turnout was below {board.value(TURNOUT_STEPS[0], 'percent')} in {where}"
            + listed(row.text("region").removesuffix(" (city)") for row in low)
            + f", and {board.value(TURNOUT_STEPS[-1], 'percent')} or more in {len(top)} regions"
        ),
        subtitle=(
            "Ballots issued as a percentage of registered voters at 22:00 on 20 November 2022, by region, as reported "
            "by the election commission"
        ),
        alt=(
            f"Turnout in {len(regions)} regions and cities. Highest: "
            + listed(f"{row.text('region')} {percent(board, row, TURNOUT)}" for row in top)
            + ". Lowest: "
            + listed(f"{row.text('region')} {percent(board, row, TURNOUT)}" for row in reversed(low))
            + f". The country as a whole: {percent(board, country, TURNOUT)}."
        ),
        columns=(Column("Region"), Column("Turnout at 22:00", "percent")),
        rows=tuple((row.text("region"), row.number(TURNOUT)) for row in [*regions, country]),
        note=(
            "Running figures at closing time; no final figures by region could be read. Area is not population: most "
            "voters of a region may live in a small part of it. Boundaries are simplified."
        ),
        sources=tuple(dict.fromkeys([*table.descriptor.sources, *boundaries.descriptor.sources])),
    )


@chart("election-observers")
def observers(data: Dataset, board: Artboard) -> Reading:
    """Sizes of the observer missions, each with what its number counts."""
    rows = data.table(OBSERVERS).rows
    missions = [row for row in rows if row.text("kind") != "total"]
    counted = sorted((row for row in missions if row["observers"]), key=lambda row: -row.number("observers"))
    unknown = [_mission(row) for row in missions if row["observers"] is None]
    total = data.number("observers-accredited.observers_total")
    bars(
        board,
        [
            Bar(
                label=_mission(row),
                value=row.number("observers"),
                text=f"{board.value(row.number('observers'), 'people')}, {_kind_of_number(row)}",
                role="accent" if _kind_of_number(row) == "accredited" else "series-4",
                bold=_kind_of_number(row) == "accredited",
            )
            for row in counted
        ],
        labels_above=board.is_phone,
    )
    largest = counted[0]
    return Reading(
        title=(
            f"{board.value(total, 'people')} international observers were accredited; how many of them each mission "
            "had is known only in part"
        ),
        subtitle=(
            "Observers of the presidential election of 20 November 2022 by mission, and what the number counts; "
            "accredited numbers in bold"
        ),
        alt=(
            "Bars of the number of observers, with what each number counts: "
            + listed(
                f"{_mission(row)} {board.value(row.number('observers'), 'people')} ({_kind_of_number(row)})"
                for row in counted
            )
            + f". {_mission(largest)} has the largest number, {_kind_of_number(largest)} rather than accredited."
        ),
        columns=(
            Column("Mission"),
            Column("Observers", "people"),
            Column("What the number counts"),
            Column("Polling stations visited", "polling stations"),
            Column("Assessment in brief, in our words"),
        ),
        rows=tuple(
            (
                row.text("mission"),
                number(row, "observers"),
                row.text("observers_number_is"),
                number(row, "polling_stations_visited"),
                row.text("assessment_in_brief"),
            )
            for row in rows
        ),
        note=(
            "The numbers are of different kinds and overlap, so they cannot be added up: batches of parliamentary "
            "observers are part of the CIS total. No number was found for " + listed(unknown) + "."
        ),
    )


@chart("election-turnout-day")
def turnout_day(data: Dataset, board: Artboard) -> Reading:
    """Turnout through the day, beside that of the June referendum."""
    rows = [row for row in data.table(DAY).rows if ":" in row.text("time_astana")]
    election = [row for row in rows if row.text("vote") == "presidential election"]
    referendum = [row for row in rows if row.text("vote") == "constitutional referendum"]
    corrected = data.number("referendum-2022-turnout-correction.final_pct")
    draw_day(board, "Election", election, "Referendum", referendum)
    first, last = election[0], election[-1]
    evening = next(row for row in election if row.text("time_astana") == "18:05")

    def at(row: Row) -> str:
        return f"{percent(board, row, 'turnout_pct')} at {row.text('time_astana')}"

    return Reading(
        title=f"Reported turnout rose from {at(first)} to {at(evening)}, and then to {at(last)}",
        subtitle=(
            "Ballots issued as a percentage of registered voters, by Astana time, as reported on 20 November 2022 and "
            "at the referendum of 5 June 2022"
        ),
        alt=(
            f"Line chart. Election turnout rises from {at(first)} to {at(evening)} and {at(last)}. "
            f"That of the referendum of 5 June 2022 goes from {at(referendum[0])} to {at(referendum[-1])}."
        ),
        columns=(Column("Vote"), Column("Astana time"), Column("Turnout", "percent")),
        rows=tuple((row.text("vote").capitalize(), row.text("time_astana"), row.number("turnout_pct")) for row in rows),
        note=(
            "Running figures of the election commission; the one for 20:00 comes from a press report of its briefing. "
            f"The referendum's last figure was corrected to {board.value(corrected, 'percent')} in the result; "
            "those for 14:00 to 18:00 rest on a shorter list of voters."
        ),
    )


@chart("election-history")
def history(data: Dataset, board: Artboard) -> Reading:
    """Winner's share and turnout in every presidential election."""
    rows = data.table(HISTORY).rows
    draw_two_courses(
        board,
        [date(row, "election_date") for row in rows],
        ("Winner's share", [row.number("winner_share_pct") for row in rows]),
        ("Turnout", [row.number("turnout_pct") for row in rows]),
    )
    last = rows[-1]
    lowest_turnout = min(rows, key=lambda row: row.number("turnout_pct"))
    what = "the lowest reported turnout" if lowest_turnout is last else "a reported turnout"
    return Reading(
        title=(
            f"{_year(last)} brought {what} of the {len(rows)} presidential elections since "
            f"{_year(rows[0])}: {percent(board, last, 'turnout_pct')}"
        ),
        subtitle=(
            "Winner's official share of the vote and official turnout; the scale does not start at "
            + unbound("zero", because="it is where an axis would start, not a value of the chart")
            + ". Won by "
            + listed(f"{name} ({years})" for name, years in _reigns(rows))
        ),
        alt="Winner's share and turnout by election: "
        + listed(
            f"{_year(row)} {row.text('winner')} {percent(board, row, 'winner_share_pct')} "
            f"with turnout of {percent(board, row, 'turnout_pct')}"
            for row in rows
        )
        + ".",
        columns=(
            Column("Election"),
            Column("Winner"),
            Column("Winner's share", "percent"),
            Column("Share of what"),
            Column("Turnout", "percent"),
        ),
        rows=tuple(
            (
                _year(row),
                row.text("winner"),
                row.number("winner_share_pct"),
                row.text("share_basis"),
                row.number("turnout_pct"),
            )
            for row in rows
        ),
        note=(
            "Shares are of different totals, as stated in the table, and not exactly comparable. For 1999 a lower "
            "turnout is also given; it stands with the facts."
        ),
    )


@chart("election-comparison")
def comparison(data: Dataset, board: Artboard) -> Reading:
    """Turnout beside votes in France and Italy in 2022."""
    rows = sorted(data.table(COMPARISON).rows, key=lambda row: -row.number("turnout_pct"))
    bars(
        board,
        [
            Bar(
                label=f"{row.text('country')}, {row.text('vote')}",
                value=row.number("turnout_pct"),
                text=board.value(row.number("turnout_pct"), "percent"),
                role="accent" if row.text("country") == "Kazakhstan" else "series-4",
                bold=row.text("country") == "Kazakhstan",
            )
            for row in rows
        ],
        labels_above=board.is_phone,
    )
    own = data.number("turnout-2022-total.turnout_pct")
    others = [row for row in rows if row.text("country") != "Kazakhstan"]
    higher = [row for row in others if row.number("turnout_pct") > own]
    countries = listed(sorted({row.text("country") for row in others}))
    return Reading(
        title=(
            f"{len(higher)} of {len(others)} rounds of voting in {countries} had a higher turnout than the "
            f"{board.value(own, 'percent')} that Kazakhstan reported"
        ),
        subtitle="Turnout as a percentage of registered voters, votes held in 2022",
        alt="Bar chart of turnout: "
        + listed(f"{_vote(row)} {percent(board, row, 'turnout_pct')}" for row in rows)
        + ".",
        columns=(Column("Country"), Column("Vote"), Column("Date"), Column("Turnout", "percent")),
        rows=tuple(
            (row.text("country"), row.text("vote"), board.date(row["date"]), row.number("turnout_pct")) for row in rows
        ),
        note="Kazakhstan counts voters who received a ballot; how the other countries count was not examined.",
    )


#: Limits between classes of turnout, in per cent.
TURNOUT_STEPS = (65, 70, 75, 80)
#: How many of the classes, from the lowest, have a pale colour.
PALE = 3
#: Where labels stand: pixels to the right of their region's middle, and up. Those that do not fit inside have a leader.
INSIDE = {"KZ23": (12, 5), "KZ27": (-5, -6), "KZ33": (-9, 0), "KZ35": (13, 0), "KZ39": (-8, 15)}
OUTSIDE = {
    "KZ19": (101, -56),
    "KZ59": (0, 49),
    "KZ61": (-88, -18),
    "KZ63": (0, 67),
    "KZ71": (70, 96),
    "KZ75": (15, -53),
    "KZ79": (74, -10),
}
#: Where the labels of cities stand on a phone.
ON_PHONE = {"KZ71": (36, 58), "KZ75": (8, -24), "KZ79": (-74, -2)}
#: Where the names of neighbours stand, in degrees.
AROUND = {"Russia": (59.0, 53.6), "Caspian Sea": (51.3, 40.7), "Uzbekistan": (60.5, 42.9), "China": (84.2, 45.0)}


def _draw_turnout_rows(board: Artboard, regions: list[Row], country: Row, *, head: float) -> None:
    """A row for each region, the highest first, the cities highlighted, and a line for the country, below a map."""
    rows = [
        Dot(
            label=row.text("region"),
            value=row.number(TURNOUT),
            text=board.value(row.number(TURNOUT), "number"),
            role="accent" if row.text("region_type") == "city" else "series-4",
            bold=row.text("region_type") == "city",
        )
        for row in regions
    ]
    reference = country.number(TURNOUT), f"{country.text('region')} {percent(board, country, TURNOUT)}"
    dots(board, rows, Scale(0, 85, 20, "percent"), reference=reference, head=head)


def _turnout_classes(board: Artboard) -> list[tuple[int, Class]]:
    """The classes of turnout with the lower limit of each, the highest first."""
    limits = [board.value(step, "percent") for step in TURNOUT_STEPS]
    names = [
        f"under {limits[0]}",
        *(f"{low} to {high}" for low, high in pairwise(limits)),
        f"{limits[-1]} or more",
    ]
    classes = [
        Class(name, limit, f"sequence-{index + 1}", pale=index < PALE)
        for index, (name, limit) in enumerate(zip(names, ("", *limits), strict=True))
    ]
    return list(zip((0, *TURNOUT_STEPS), classes, strict=True))[::-1]


def _area(board: Artboard, row: Row, classes: list[tuple[int, Class]]) -> Area:
    value, region, is_city = row.number(TURNOUT), row.text("region_id"), row.text("region_type") == "city"
    lines = [row.text("region"), board.value(value, "percent")]
    offset, leader = (INSIDE | OUTSIDE).get(region, (0, 0)), region in OUTSIDE
    if board.is_phone:  # the rows below the map name every region
        lines, offset, leader = (lines if is_city else []), ON_PHONE.get(region, (0, 0)), is_city
    shown = next(each for limit, each in classes if value >= limit)
    return Area(region, shown, lines, offset, leader=leader, inset=is_city)


def _mission(row: Row) -> str:
    """A mission's name without what stands in brackets."""
    return row.text("mission").partition(" (")[0]


def _kind_of_number(row: Row) -> str:
    """What a mission's number counts, without the details."""
    return re.split(r"[:(]", row.text("observers_number_is"))[0].strip()


def _reigns(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
    """Each winner with the years of their elections."""
    names = dict.fromkeys(row.text("winner") for row in rows)
    return [(name, ", ".join(_year(row) for row in rows if row.text("winner") == name)) for name in names]


def _option_role(row: Row) -> str:
    if row.number("rank") == 1:
        return "accent"
    return "series-2" if row.text("option_type") == "candidate" else "series-3"


def _vote(row: Row) -> str:
    return f"{row.text('country')}'s {row.text('vote')}"


def _year(row: Row) -> str:
    return year(row, "election_date")
