"""Political reforms since 2019, what came before them, and how they were measured and judged."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from math import ceil

from matplotlib.axes import Axes

from charts.shared import capital, date, draw_shares_of_totals, listed, number, year
from explainer.data import Dataset, Event, PartialDate, Row
from explainer.drawing import Column, Reading, chart, unbound
from explainer.drawing.artboard import GAP, LABEL, LINE, SMALL, Artboard, text_width
from explainer.drawing.lines import Line, lines, place_in_year
from explainer.drawing.marks import Bar, bars, note
from explainer.drawing.plan import Align, Mark, Plan
from explainer.drawing.squares import Block, Counted, squares
from explainer.drawing.tracks import Moment, Track, tracks

TOPIC = "reforms"
THRESHOLDS = "reforms-party-thresholds"
TERMS = "reforms-central-asia-terms"
FREEDOM_HOUSE = "reforms-freedom-house"
JANUARY = "reforms-january-figures"
SEATS = "reforms-parliament-seats"
REFERENDUMS = "reforms-referendums"
REFERENDUM_DAY = "2022-06-05"
DEMOCRACY = "datasets-vdem-v16-electoral"
CORRUPTION = "datasets-cpi"
PRESS_FREEDOM = "datasets-rsf-rank"

#: The years whose events are drawn: those that this site is about.
YEARS = ("2022", "2023")
#: The five states of Central Asia, Kazakhstan first.
CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
#: The year of the constitutional changes.
CHANGE = 2022
#: Until when the last threshold is drawn.
THRESHOLDS_DRAWN_TO = 2026
#: First editions of the press freedom index that followed a new method.
NEW_METHODS = (2013, 2022)
#: Marks of the years before and since the changes.
BEFORE, AFTER = Mark("Before", "square", "series-4"), Mark("Since", "diamond", "accent")
TERM_COUNTS = {
    "1": "one term",
    "2": f"{unbound('two', because='it says in words what the cell holds')} terms",
    "none": "no limit",
    "not seen": "limit not seen",
}
NO_EXEMPTION = ("none", "none seen", "not applicable")


@chart("reforms-events")
def events(data: Dataset, board: Artboard) -> Reading:
    """How many events of the reform timeline fall in which month, by category."""
    known = sorted(data.of_topic(data.events, TOPIC), key=lambda event: event.date)
    shown = [event for event in known if event.date[:4] in YEARS]
    counts = Counter((_month(event), event.category) for event in known)
    by_category = Counter(event.category for event in shown)
    categories = [category for category, _ in by_category.most_common()]
    month, most = Counter(_month(event) for event in shown).most_common(1)[0]
    tracks(
        board,
        [
            Track(capital(name), [Moment(_month(event), "event") for event in shown if event.category == name])
            for name in categories
        ],
        {"event": Mark("Event", "diamond", "accent")},
        months=True,
    )

    def count(events: int) -> str:
        return board.value(events, "events")

    others = len(known) - len(shown)
    cited = Counter(source for event in known for source in event.sources)
    return Reading(
        title=(
            f"{count(most)} of the {count(len(shown))} events of {listed(YEARS)} in our timeline of the reforms fall "
            f"in {board.date(month)}"
        ),
        subtitle="Events by month and category; a mark is an event",
        alt=(
            "Marks stacked by month in a row for each category. By category: "
            + listed(f"{category} {count(by_category[category])}" for category in categories)
            + f". {board.date(month)}: "
            + listed(f"{name} {count(counts[month, name])}" for name in categories if counts[month, name])
            + "."
        ),
        columns=(Column("Month"), *(Column(capital(category), "events") for category in categories)),
        rows=tuple(
            (board.date(each), *(Decimal(counts[each, category]) for category in categories))
            for each in sorted({_month(event) for event in known})
        ),
        note=(
            "The choice of events is ours: the marks show how dense the timeline is, not all that happened. "
            f"{count(others)} events of other years, {known[0].date[:4]} to {known[-1].date[:4]}, are only in the "
            "table. Sources named here bear more than one event; the timeline names those of each event."
        ),
        sources=tuple(source for source, times in cited.most_common() if times > 1),
    )


@chart("reforms-thresholds")
def thresholds(data: Dataset, board: Artboard) -> Reading:
    """Members that a party needed to register, over time."""
    rows = data.table(THRESHOLDS).rows
    points = [(place_in_year(date(row, "in_force_from")), row.number("min_members")) for row in rows]
    first, last, highest = rows[0], rows[-1], max(rows, key=lambda row: row.number("min_members"))
    words = [board.value(row.number("min_members"), "members") for row in rows]
    now = f"{words[-1]} since {board.date(last['in_force_from'])}"
    axes = lines(
        board,
        [Line(now, points, role="accent", bold=True)],
        unit="members",
        until=THRESHOLDS_DRAWN_TO,
    )
    for text, (time, value) in zip(words[:-1], points[:-1], strict=True):
        note(axes, board, text, (time, float(value)), (2, 10), size=SMALL)
    return Reading(
        title=(
            f"A party has needed {words[-1]} members to register since {board.date(last['in_force_from'])}; from "
            f"{year(highest, 'in_force_from')} it was {board.value(highest.number('min_members'), 'members')}"
        ),
        subtitle=(
            f"Lowest number of members for the registration of a political party by law, "
            f"{year(first, 'in_force_from')} to {year(last, 'in_force_from')}"
        ),
        alt="Line in steps: "
        + listed(
            f"{text} members from {board.date(row['in_force_from'])}" for text, row in zip(words, rows, strict=True)
        )
        + ".",
        columns=(
            Column("In force from"),
            Column("Members", "members"),
            Column("In each region", "members"),
            Column("Founding group", "people"),
            Column("Law"),
        ),
        rows=tuple(
            (
                board.date(row["in_force_from"]),
                row.number("min_members"),
                number(row, "min_members_per_region"),
                number(row, "min_founding_group"),
                row.text("legal_basis"),
            )
            for row in rows
        ),
        note=(
            "Dates are as precise as the sources: for 1996 and 2009 only the year is known, for 2020 the month. "
            "Numbers of members in each region and of founders applied too; the table has those that were seen. "
            "Changes after 2022 were not looked for."
        ),
    )


@chart("reforms-terms")
def terms(data: Dataset, board: Artboard) -> Reading:
    """Length and number of presidential terms in Central Asia over time."""
    table = data.table(TERMS)
    single = sorted((row for row in table.rows if row["single_term"] == "yes"), key=lambda row: row.text("from"))
    _term_rows(board, table.rows, place_in_year(table.descriptor.as_of))
    exempt = [row for row in table.rows if row.text("exemption") not in NO_EXEMPTION]
    return Reading(
        title=(
            "A single presidential term has applied in "
            + listed(f"{row.text('country')} {_period(row)}" for row in single)
        ),
        subtitle=(
            "Length of a presidential term and number of terms allowed by the constitution, by period; "
            "single terms in bold"
        ),
        alt="Bars over time, one for each rule. "
        + ". ".join(
            f"{country}: " + listed(f"{_period(row)} {_rule(board, row)}" for row in rows)
            for country, rows in groupby(table.rows, lambda row: row.text("country"))
        )
        + ".",
        columns=(
            Column("Country"),
            Column("From"),
            Column("To"),
            Column("Length of term", "years"),
            Column("Limit"),
            Column("Exempt"),
            Column("Effect on the president of the day"),
        ),
        rows=tuple(
            (
                row.text("country"),
                board.date(row["from"]),
                board.date(row["to"]),
                row.number("term_years"),
                row.text("limit_text"),
                row.text("exemption"),
                row.text("effect_on_incumbent"),
            )
            for row in table.rows
        ),
        note=(
            "The bars show rules, not how long presidents stayed. * Exempt from the limit: "
            + "; ".join(f"{row.text('exemption')} ({row.text('country')}, {_period(row)})" for row in exempt)
            + ". Earlier rules are left out; some first dates rest on general knowledge."
        ),
    )


@chart("reforms-democracy")
def democracy(data: Dataset, board: Artboard) -> Reading:
    """Electoral democracy in Kazakhstan and the other Central Asian states."""
    column = "electoral_democracy"
    countries = _central_asia(data, DEMOCRACY)
    own = countries[0]
    lines(board, _country_lines(board, countries, column), unit="index points")
    lowest, highest = min(own, key=lambda row: row.number(column)), max(own, key=lambda row: row.number(column))

    def score(row: Row) -> str:
        return board.value(row.number(column), "index")

    return Reading(
        title=(
            f"V-Dem puts electoral democracy in Kazakhstan at {score(own[-1])} for {own[-1].text('year')}, within "
            f"the {score(lowest)} to {score(highest)} seen since {own[0].text('year')}"
        ),
        subtitle=(
            "Electoral democracy index from "
            + unbound("zero (lowest) to one (highest)", because="it is the scale of the index, and no value on it")
            + ", best estimates in V-Dem's release of "
            f"March 2026, {own[0].text('year')} to {own[-1].text('year')}"
        ),
        alt=_lines_alt(board, countries, column),
        columns=(Column("Year"), *(Column(rows[0].text("country"), "index points") for rows in countries)),
        rows=_byyear(countries, column),
        note=(
            "The scale is cut above the highest value. This release comes without bounds of uncertainty; small "
            "differences between years or countries may lie within it."
        ),
    )


@chart("reforms-corruption")
def corruption(data: Dataset, board: Artboard) -> Reading:
    """Perceived corruption in Kazakhstan and the other Central Asian states."""
    countries = _central_asia(data, CORRUPTION)
    own = countries[0]
    first, last = own[0], own[-1]
    lines(board, _country_lines(board, countries, "score"), unit="index points")
    change = last.number("score") - first.number("score")
    course = "rose" if change > 0 else "fell"
    return Reading(
        title=(
            f"Kazakhstan's score in the Corruption Perceptions Index {course} from "
            f"{board.value(first.number('score'), 'points')} in {first.text('year')} to "
            f"{board.value(last.number('score'), 'points')} in {last.text('year')}"
        ),
        subtitle=(
            "Score from "
            + unbound(
                "zero (highly corrupt) to a hundred (very clean)",
                because="it is the scale of the index, and no value on it",
            )
            + ", as published by Transparency International, "
            f"{first.text('year')} to {last.text('year')}"
        ),
        alt=_lines_alt(board, countries, "score"),
        columns=(Column("Year"), *(Column(rows[0].text("country"), "index points") for rows in countries)),
        rows=_byyear(countries, "score"),
        note=(
            "Scores as published; the scale is cut above the highest value. Changes of a few points lie within the "
            "index's margin. Scores for 2024 come from a press report; those for 2025 were not found."
        ),
    )


@chart("reforms-press-freedom")
def press_freedom(data: Dataset, board: Artboard) -> Reading:
    """Kazakhstan's rank in the press freedom index, and the number of countries ranked."""
    rows = data.table(PRESS_FREEDOM).rows
    last = rows[-1]
    new = next(row for row in rows if row.number("edition") == NEW_METHODS[-1])
    _draw_ranks(board, rows)
    return Reading(
        title=(
            f"Kazakhstan’s rank for press freedom was {_rank(board, last)} in {last.text('edition')} and "
            f"{_rank(board, new)} in {new.text('edition')}; a higher number is worse"
        ),
        subtitle=(
            "Rank in the World Press Freedom Index of Reporters Without Borders by edition, best rank at the top; "
            "the dashed line is the last place of each edition"
        ),
        alt="Line chart of ranks, the best at the top: "
        + listed(f"{row.text('edition')} {_rank(board, row)}" for row in rows)
        + ".",
        columns=(Column("Edition"), Column("Rank", "rank"), Column("Countries ranked", "countries")),
        rows=tuple((row.text("edition"), row.number("rank"), row.number("countries_ranked")) for row in rows),
        note=(
            f"The method changed in {listed(str(year) for year in NEW_METHODS)}, so ranks before and after are not "
            "comparable, and lines break there. Editions of 2009 and from 2012 to 2019 were not found."
        ),
    )


@chart("reforms-freedom-house")
def freedom_house(data: Dataset, board: Artboard) -> Reading:
    """Freedom House's two scores, each on its own whole scale."""
    rows = data.table(FREEDOM_HOUSE).rows
    freedom = [row for row in rows if row.text("index") == "Freedom in the World"]
    transit = [row for row in rows if row.text("index") == "Nations in Transit"]
    _draw_scales(board, (freedom, transit))

    def scores(rows: Sequence[Row]) -> str:
        return listed(f"{board.value(row.number('value'), 'points')} for {_covered(row)}" for row in rows)

    low, high = _scale(transit[0])
    return Reading(
        title=(
            f"Freedom House gave Kazakhstan {board.value(freedom[-1].number('value'), 'points')} of "
            f"{_scale(freedom[-1])[1]} points for {_covered(freedom[-1])}; on democracy, from {low} to {high}, "
            f"it gave {scores(transit[-1:])}"
        ),
        subtitle=(
            "Scores of "
            + unbound("two", because="the chart names both indices")
            + " indices by the year that they cover, each on its whole scale, higher being freer or more "
            "democratic; years since the changes of 2022 in bold"
        ),
        alt=f"Dots on scales. Freedom in the World: {scores(freedom)}. Nations in Transit: {scores(transit)}.",
        columns=(Column("Index"), Column("Measure"), Column("Edition"), Column("Covers"), Column("Score", "points")),
        rows=tuple(
            (row.text("index"), row.text("measure"), year(row, "edition"), str(_covered(row)), row.number("value"))
            for row in rows
        ),
        note=(
            "An edition covers the year before. Editions that are missing were not seen. The scales cannot be "
            "compared with each other."
        ),
    )


@chart("reforms-january-deaths")
def january_deaths(data: Dataset, board: Artboard) -> Reading:
    """The death toll of January 2022 as it was stated over time."""
    table = data.table(JANUARY)
    rows = [row for row in table.rows if row["measure"] == "deaths"]
    standing = [row for row in rows if row["confidence"] == "confirmed"]
    last = standing[-1]
    bars(
        board,
        [
            Bar(
                label=board.date(row["date"]),
                value=row.number("value"),
                text=f"{board.value(row.number('value'), 'people')}{_standing(row)}",
                role="accent" if row is last else "series-4",
                bold=row is last,
                detail=row.text("body"),
                hollow=bool(_standing(row)),
            )
            for row in rows
        ],
        labels_above=board.is_phone,
    )

    def counted(measure: str) -> str:
        return board.value(table.row(measure, last.text("date")).number("value"), "people")

    tolls = [board.value(row.number("value"), "people") for row in standing]
    withdrawn = [board.value(row.number("value"), "people") for row in rows if _is_withdrawn(row)]
    return Reading(
        title=(
            f"The official death toll of January 2022 went from {tolls[0]} to {tolls[-1]}; a first figure of "
            f"{listed(withdrawn)} was withdrawn"
        ),
        subtitle="Deaths in the unrest of January 2022 as stated, by day of publication and body",
        alt="Bars for each figure that was stated: "
        + listed(
            f"{board.value(row.number('value'), 'people')}{_standing(row)} on {board.date(row['date'])}" for row in rows
        )
        + ".",
        columns=(Column("Date"), Column("Deaths", "people"), Column("Given by"), Column("Remarks")),
        rows=tuple((board.date(row["date"]), row.number("value"), row.text("body"), row.text("note")) for row in rows),
        note=(
            f"The last figure includes {counted('deaths_security_forces')} members of the security forces and "
            f"{counted('deaths_in_custody')} people who died of torture in custody. Outlined bars: a figure that "
            "was withdrawn, and one quoted by NGOs that no official publication confirms."
        ),
    )


@chart("reforms-mazhilis-routes")
def mazhilis_routes(data: Dataset, board: Artboard) -> Reading:
    """How seats in the Mazhilis were filled before and after the change."""
    table = data.table(SEATS)
    periods = [
        list(rows)
        for _, rows in groupby(
            (row for row in table.rows if row["chamber"] == "Mazhilis"), lambda row: row.text("from")
        )
    ]
    routes = list(dict.fromkeys(row.text("route") for rows in periods for row in rows))
    filled = [{row.text("route"): row.number("seats") for row in rows} for rows in periods]
    elected_by_voters = {row.text("route"): row.text("directly_elected") for rows in periods for row in rows}
    squares(
        board,
        [
            Counted(
                label=capital(route),
                blocks=[
                    Block(int(seats.get(route, 0)), board.value(seats.get(route, Decimal(0)), "seats"))
                    for seats in filled
                ],
                role="accent" if route not in filled[0] else "series-4",
                bold=route not in filled[0],
            )
            for route in routes
        ],
        headings=[_seat_years(rows) for rows in periods],
        labels_above=board.is_phone,
    )

    def seats(row: Row) -> str:
        return f"{board.value(row.number('seats'), 'seats')} seats: {row.text('route')}"

    def elected(rows: Sequence[Row]) -> str:
        direct = sum(row.number("seats") for row in rows if row["directly_elected"] == "yes")
        whole = sum(row.number("seats") for row in rows)
        return f"{board.value(Decimal(direct), 'seats')} of {board.value(Decimal(whole), 'seats')}"

    before, after = periods
    districts = next(row for row in after if row.text("route") not in {row.text("route") for row in before})
    return Reading(
        title=(
            f"Voters elected {elected(before)} Mazhilis members until {before[0].text('to')} and {elected(after)} "
            f"from {after[0].text('from')}, "
            f"{board.value(districts.number('seats'), 'seats')} in {districts.text('route')}"
        ),
        subtitle="Seats in the lower house of parliament by the way in which they were filled; a square is a seat",
        alt="Squares for seats by route and period. "
        + ". ".join(f"{_seat_years(rows)}: " + listed(seats(row) for row in rows) for rows in periods)
        + ".",
        columns=(Column("Period"), Column("How filled"), Column("Seats", "seats"), Column("Elected by voters")),
        rows=tuple(
            (_seat_years(rows), route, seats.get(route, Decimal(0)), elected_by_voters[route])
            for rows, seats in zip(periods, filled, strict=True)
            for route in routes
        ),
        note=(
            "The Mazhilis ended on 1 July 2026. The Kurultai, which is to follow it, has "
            f"{listed(seats(row) for row in table.rows if row['chamber'] == 'Kurultai')}; "
            "no result of its election was found."
        ),
    )


@chart("reforms-referendum")
def referendum(data: Dataset, board: Artboard) -> Reading:
    """The yes votes of June 2022 as shares of three totals."""
    row = data.table(REFERENDUMS).row(REFERENDUM_DAY)
    yes = board.value(row.number("yes_votes"), "votes")
    shares = [
        ("ballots cast (official)", row.number("ballots_cast"), row.number("yes_pct_of_ballots")),
        ("yes and no votes", row.number("yes_votes") + row.number("no_votes"), row.number("yes_pct_of_yes_and_no")),
        ("registered voters", row.number("registered_voters"), row.number("yes_pct_of_registered")),
    ]
    draw_shares_of_totals(board, shares)
    percents = [board.value(share, "percent") for *_, share in shares]
    others = row.number("invalid_votes") + row.number("other_ballots")
    return Reading(
        title=(
            f"The {yes} yes votes of June 2022 are {percents[0]} of the ballots cast and {percents[-1]} of the "
            "registered voters"
        ),
        subtitle=(
            "Reported yes votes in the constitutional referendum of 5 June 2022 as a percentage of "
            + unbound("three", because="the chart names each of the totals")
            + " totals"
        ),
        alt="Bars: "
        + listed(f"{percent} of {label}" for percent, (label, *_) in zip(percents, shares, strict=True))
        + ".",
        columns=(Column("Total"), Column("Number", "people"), Column("Share of yes votes", "percent")),
        rows=tuple((capital(label), total, share) for label, total, share in shares),
        note=(
            "The first share is the official one; the other two are computed by us. "
            f"{board.value(others, 'ballots')} ballots count for neither side: "
            f"{board.value(row.number('invalid_votes'), 'ballots')} were invalid, "
            f"{board.value(row.number('other_ballots'), 'ballots')} had both answers marked."
        ),
    )


def _term_rows(board: Artboard, rows: Sequence[Row], until: float) -> None:
    """A bar over time for each rule, its words beside it, the rules of a country below its name."""
    row_height, heading, bottom = 22, 30, 28
    countries = [list(rules) for _, rules in groupby(rows, lambda row: row.text("country"))]
    height = row_height * len(rows) + heading * len(countries)
    axes = board.axes(height + bottom, left=1, right=1, bottom=bottom)
    first = int(min(place_in_year(date(row, "from")) for row in rows)) - 1
    axes.set_xlim(first, until)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    decades = range(ceil(first / 10) * 10, int(until) + 1, 10)
    axes.set_xticks(decades, [str(year) for year in decades])
    axes.grid(axis="x", color=board.colour("grid"), linewidth=1)
    y = 0.0
    for rules in countries:
        y += heading
        note(axes, board, rules[0].text("country"), (first, y), (0, 9), bold=True)
        for row in rules:
            start = place_in_year(date(row, "from"))
            end = until if row["to"] is None else place_in_year(date(row, "to"))
            _term_bar(axes, board, row, (start, end), y + row_height / 2)
            y += row_height


def _term_bar(axes: Axes, board: Artboard, row: Row, span: tuple[float, float], y: float) -> None:
    """A rule's bar, with its words to the right if there is room for them, else to the left."""
    is_single = row["single_term"] == "yes"
    filled = "accent" if row["country"] == "Kazakhstan" else "series-4"
    start, end = span
    axes.barh(
        y,
        end - start,
        left=start,
        height=13,
        color=board.colour(filled if is_single else "soft"),
        edgecolor=board.colour(filled if is_single else "series-4"),
        linewidth=1,
        clip_on=False,
    )
    words = _rule(board, row)
    first, last = axes.get_xlim()
    per_pixel = (last - first) / board.width
    width = (text_width(words, SMALL, bold=is_single) + GAP) * per_pixel
    is_right = last - end > width
    axes.barh(y, width, left=end if is_right else start - width, height=13, color=board.colour("surface"), zorder=0.9)
    at, offset = ((end, y), GAP) if is_right else ((start, y), -GAP)
    note(axes, board, words, at, (offset, 0), size=SMALL, bold=is_single, align="left" if is_right else "right")


def _draw_ranks(board: Artboard, rows: Sequence[Row]) -> None:
    """Ranks downwards, with a line for each run of editions that can be compared."""
    runs = _unbroken(rows)
    series = [
        Line(
            f"{name} {board.value(run[-1].number(column), 'rank')}" if run is runs[-1] else "",
            [(float(row.number("edition")), row.number(column)) for row in run],
            role=role,
            bold=role == "accent",
            marker="o" if role == "accent" else "",
            dashed=role != "accent",
        )
        for column, name, role in (("countries_ranked", "last place", "series-4"), ("rank", "Kazakhstan", "accent"))
        for run in runs
    ]
    bottom = max(row.number("countries_ranked") for row in rows)
    ticks = [bottom, *(Decimal(rank) for rank in range(int(bottom) // 50 * 50, 0, -50)), Decimal(1)]
    axes = lines(board, series, ticks=ticks, height=280)
    clear = float(min(row.number("rank") for row in rows)) - 25  # above all that is written at the ranks
    for edition in NEW_METHODS:
        dots, colour = (0, (1, 3)), board.colour("series-4")
        axes.plot([edition - 0.5] * 2, [1, clear], color=colour, linewidth=1, linestyle=dots)
        for height, word in ((-10, "new"), (-24, "method")):
            note(axes, board, word, (edition - 0.5, 1), (-4, height), role="muted", size=SMALL, align="right")
    for run in runs:
        _name_rank(axes, board, run[0], 13, "left" if run is runs[0] else "right")
        if run is not runs[-1]:
            _name_rank(axes, board, run[-1], -13, "left")


def _name_rank(axes: Axes, board: Artboard, row: Row, above: float, align: Align) -> None:
    at = float(row.number("edition")), float(row.number("rank"))
    note(axes, board, board.value(row.number("rank"), "rank"), at, (0, above), size=SMALL, bold=True, align=align)


def _draw_scales(board: Artboard, indices: Sequence[Sequence[Row]]) -> None:
    """For each index a heading and its whole scale, and for each year a mark on it and its score at the right."""
    plan = Plan(board)
    scores = [board.value(row.number("value"), "points") for rows in indices for row in rows]
    left = max(text_width(str(_covered(row)), bold=True) for rows in indices for row in rows) + 2 * GAP
    right = board.width - max(text_width(score, bold=True) for score in scores) - 2 * GAP
    for rows in indices:
        low, high = _scale(rows[0])
        plan.write(rows[0].text("index"), 0, board.width, size=LABEL, bold=True)
        for end, x in ((low, left), (high, right)):
            plan.put(board.value(end, "points"), x, plan.y + LINE / 2, role="muted", align="center")
        plan.y += LINE
        for row in rows:
            plan.y += 1.5 * GAP
            is_after = _covered(row) >= CHANGE
            share = float((row.number("value") - low) / (high - low))
            plan.line([(left, plan.y), (right, plan.y)], "grid", 2)
            plan.mark(AFTER if is_after else BEFORE, left + share * (right - left), plan.y)
            plan.put(str(_covered(row)), 0, plan.y, size=LABEL, bold=is_after)
            score = board.value(row.number("value"), "points")
            plan.put(score, board.width, plan.y, size=LABEL, bold=is_after, align="right")
            plan.y += 1.5 * GAP
        plan.y += GAP
    plan.draw()


def _central_asia(data: Dataset, table: str) -> list[list[Row]]:
    """The rows of each of the five states, Kazakhstan's first."""
    rows = data.table(table).rows
    return [[row for row in rows if row["iso3"] == code] for code in CENTRAL_ASIA]


def _country_lines(board: Artboard, countries: Sequence[Sequence[Row]], column: str) -> list[Line]:
    """A line for each country, Kazakhstan's on top."""
    return [
        Line(
            f"{rows[-1].text('country')} {board.value(rows[-1].number(column), 'index points')}",
            [(float(row.number("year")), row.number(column)) for row in rows],
            role="accent" if rows is countries[0] else "series-4",
            bold=rows is countries[0],
        )
        for rows in reversed(countries)
    ]


def _lines_alt(board: Artboard, countries: Sequence[Sequence[Row]], column: str) -> str:
    first, last = countries[0][0].text("year"), countries[0][-1].text("year")
    return (
        f"Lines for {board.value(len(countries), 'countries')} countries, first and last value in {first} and {last}: "
        + listed(
            f"{rows[0].text('country')} {board.value(rows[0].number(column), 'index points')} and "
            f"{board.value(rows[-1].number(column), 'index points')}"
            for rows in countries
        )
        + "."
    )


def _byyear(countries: Sequence[Sequence[Row]], column: str) -> tuple[tuple[str | Decimal, ...], ...]:
    """A row for each year, with the countries side by side."""
    return tuple((rows[0].text("year"), *(row.number(column) for row in rows)) for rows in zip(*countries, strict=True))


def _unbroken(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows in runs of editions that follow one another and share a method."""
    runs: list[list[Row]] = []
    for row in rows:
        edition = row.number("edition")
        if runs and runs[-1][-1].number("edition") + 1 == edition and edition not in NEW_METHODS:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _rank(board: Artboard, row: Row) -> str:
    return f"{board.value(row.number('rank'), 'rank')} of {board.value(row.number('countries_ranked'), 'countries')}"


def _rule(board: Artboard, row: Row) -> str:
    """A term's length and the number of terms, with an asterisk if someone is exempt."""
    mark = "" if row.text("exemption") in NO_EXEMPTION else "*"
    return f"{board.value(row.number('term_years'), 'years')} years, {TERM_COUNTS[row.text('max_terms')]}{mark}"


def _period(row: Row) -> str:
    return f"{year(row, 'from')}–{year(row, 'to')}" if row["to"] else f"since {year(row, 'from')}"


def _seat_years(rows: Sequence[Row]) -> str:
    return f"{rows[0].text('from')}–{rows[0].text('to')}"


def _covered(row: Row) -> int:
    """The year that an edition covers: the one before."""
    return int(year(row, "edition")) - 1


def _scale(row: Row) -> tuple[int, int]:
    """The ends of an index's scale, which its measure names."""
    low, high = re.findall(r"\d+", row.text("measure"))
    return int(low), int(high)


def _is_withdrawn(row: Row) -> bool:
    return "withdrawn" in row.text("note").lower()


def _standing(row: Row) -> str:
    if _is_withdrawn(row):
        return ", withdrawn"
    return "" if row["confidence"] == "confirmed" else ", not confirmed"


def _month(event: Event) -> PartialDate:
    """The month of an event, or its year where no more is known."""
    return PartialDate(event.date[:7])
