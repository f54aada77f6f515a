"""Foreign policy: votes at the United Nations, Russia and other partners, trade and its routes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from math import ceil, floor

from charts.shared import capital, date, listed, number, percent, small
from explainer.data import Dataset, PartialDate, Row, Table
from explainer.drawing import Cell, Column, Reading, chart, grids, unbound
from explainer.drawing.artboard import Artboard
from explainer.drawing.dots import Dot, Scale, dots
from explainer.drawing.grids import Section, grid
from explainer.drawing.marks import Bar, Group, bars, grouped_bars
from explainer.drawing.plan import Mark
from explainer.drawing.tracks import Moment, Track, tracks

ELECTION_DAY = PartialDate("2022-11-20")
#: The columns of a table that do not go with a chart: its sources are listed beside it.
NOT_SHOWN = ("source_ids", "confidence")
#: What went through the pipeline: tonnes, and their share of all oil exports.
PIPELINE, PIPELINE_SHARE = "cpc_kazakh_origin_mt", "cpc_share_of_kazakh_exports_pct"

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

#: What officials counted, as headings: crossings, and the other indicators, each in words.
CROSSINGS = "Border crossings; coloured: more in than out"
COUNTED = {
    "Identification numbers (IIN)": {"iin_issued": "issued", "iin_applied_and_issued": "applied for and issued"},
    "Residence": {"temporary_residence_permits": "temporary permits"},
    "People said to be in the country": {
        "remaining": "remaining",
        "in_country": "all who are present",
        "settled_in_almaty": "settled in Almaty",
    },
}
INDICATORS = {"entries": "entries", "exits": "exits"} | {
    name: words for indicators in COUNTED.values() for name, words in indicators.items()
}

OWN_FIGURES = ("final", "preliminary", "revised")

PARTNERS = {
    "russia": "Russia",
    "russia-led": "bodies led by Russia",
    "china": "China",
    "west": "Western states",
    "turkic": "Turkic states",
    "region": "Central Asia",
    "multilateral": "other states and bodies",
}

DIRECTIONS = {
    "away": Mark("Speaks for distance from Russia", "triangle", "accent"),
    "close": Mark("Speaks for closeness", "square", "series-2"),
    "neutral": Mark("Speaks for neither", "diamond", "muted", filled=False),
}
TOPICS = {
    "military": "troops",
    "security": "intelligence",
    "recognition": "recognition of territories",
    "sanctions": "sanctions",
    "economy": "economy",
    "un-vote": "votes at the UN",
    "visits": "visits",
    "symbols": "symbols",
    "membership": "memberships",
}


@chart("foreign-un-votes")
def un_votes(data: Dataset, board: Artboard) -> Reading:
    """How five Central Asian states voted on resolutions on Ukraine."""
    table = data.table("foreign-un-votes")
    names = [table.column(state).label for state in STATES]
    series = {heading: [row for row in table.rows if row.text("series") in codes] for heading, codes in SERIES.items()}
    sections = [
        Section(heading, [_resolution(board, *pair) for pair in zip((None, *rows), rows, strict=False)])
        for heading, rows in series.items()
    ]
    grid(board, names, sections, CAST)
    emergency, rights, *_ = series.values()
    abstained = [row for row in emergency if row.text("kaz") == "abstain"]
    against = list(takewhile(lambda row: row.text("kaz") == "no", rights))
    counts = (f"{name}: {listed(_counted(table.rows, state))}." for name, state in zip(names, STATES, strict=True))
    shown = ("date", "resolution", "short_title", "yes", "no", "abstain", "not_voting", *STATES, "note")
    return Reading(
        title=(
            f"Kazakhstan abstained on {len(abstained)} of {len(emergency)} emergency-session resolutions on Ukraine "
            f"and voted against {len(against)} on rights in Crimea"
        ),
        subtitle=(
            f"Votes of the Central Asian states on {len(table.rows)} resolutions of the UN General Assembly, "
            f"{_year(table.rows[0])} to {_year(table.rows[-1])}, by subject; from roll-call datasets and the press"
        ),
        alt=f"Grid of {len(table.rows)} resolutions by {len(STATES)} states. {' '.join(counts)}",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown, {name: mark.label for name, mark in CAST.items()}),
        note=(
            "Abstaining and not voting are different things. “Not among votes against” says only that a state is not "
            "on the published list of votes against: it may have abstained, voted for or been absent. Where no subject "
            "is written, it is that of the row above. The UN’s own records were not opened, and the selection is not "
            "complete."
        ),
    )


@chart("foreign-arrivals")
def arrivals(data: Dataset, board: Artboard) -> Reading:
    """How many Russian citizens came, by what officials counted."""
    table = data.table("foreign-russian-arrivals")
    year, september = (
        next(row for row in table.rows if row.text("period") == period) for period in ("2022 to date", "September 2022")
    )
    days = [row for row in table.rows if row.text("period") == "day"]
    drawn = [row for row in table.rows if row is not year and row not in days]
    exits = {row.text("period"): row.number("value") for row in drawn if row.text("indicator") == "exits"}
    entries = [row for row in drawn if row.text("indicator") == "entries"]
    groups = [Group(CROSSINGS, [_crossings(board, row, exits.get(row.text("period"))) for row in entries])]
    for heading, indicators in COUNTED.items():
        counts = [_count(board, row) for row in drawn if row.text("indicator") in indicators]
        groups.append(Group(heading, counts))
    grouped_bars(board, groups, labels_above=board.is_phone)
    most = max((row for row in entries if row.text("period") in exits), key=lambda row: row.number("value"))
    periods = {row.text("period"): _period(board, row) for row in table.rows if row.text("period")[0].isdigit()}
    shown = ("as_of", "period", "indicator", "value", "unit", "who_said_it", "note")
    return Reading(
        title=(
            f"From {_period(board, most)} officials counted {_stated(board, most)} entries of Russian citizens and "
            f"{board.value(exits[most.text('period')], 'crossings')} exits"
        ),
        subtitle=(
            "Single statements by officials in 2022 and 2023: what was counted, when, and who said so. Crossings, "
            "papers and people are different things, and periods overlap: nothing here can be added up"
        ),
        alt=f"Bars in groups. {_in_words(groups)}",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown, INDICATORS | periods),
        note=(
            "Crossings are not people: whoever crosses again counts again, and travellers and transit are included. "
            f"The figure of {_stated(board, september)} is for the whole of September 2022; the decree on partial "
            "mobilisation dates from 21 September. Where a range was stated, the bar ends at its middle. Only in the "
            f"table: the {_stated(board, year)} entries of 2022, and {len(days)} figures for single days."
        ),
    )


@chart("foreign-border")
def border(data: Dataset, board: Artboard) -> Reading:
    """The same border in several lengths."""
    table = data.table("foreign-border-length")
    rows = sorted(table.rows, key=lambda row: row.number("length_km"))
    article = table.row("border-article")
    others = [row for row in rows if row is not article]
    longer = [row for row in others if row.number("length_km") > article.number("length_km")]
    lengths = {row.text("id"): board.value(row.number("length_km"), "kilometres") for row in rows}
    step = 250
    low, high = floor(rows[0].number("length_km") / step) * step, ceil(rows[-1].number("length_km") / step) * step
    dots(
        board,
        [
            Dot(
                capital(_name(row)),
                row.number("length_km"),
                lengths[row.text("id")],
                role="accent" if row is article else "series-4",
                marker="D" if row is article else "o",
                bold=row is article,
            )
            for row in rows
        ],
        Scale(low, high, step, "kilometres"),
        labels_above=board.is_phone,
    )
    shown = ("stated_by", "year", "what_is_measured", "length_km", "diff_from_7400_pct", "note")
    return Reading(
        title=(
            f"{_name(article)} gives {lengths['border-article']} kilometres of border with Russia; {len(longer)} of "
            f"{len(others)} other sources give more"
        ),
        subtitle=(
            "Stated length of the border between Kazakhstan and Russia, kilometres, by who states it; the scale does "
            f"not start at {unbound('zero', because='the scale shows its ends, and nothing is measured at its start')}"
        ),
        alt="Dots on a scale of kilometres: " + listed(f"{_name(row)} {lengths[row.text('id')]}" for row in rows) + ".",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown),
        note=(
            "Not all of these measure the same thing: one is said to include rivers and lakes, some are rounded or "
            "“more than”, one is superseded. The table says what each measures, as far as its source does."
        ),
    )


@chart("foreign-trade")
def trade(data: Dataset, board: Artboard) -> Reading:
    """Trade with each partner by year, and who counted."""
    table = data.table("foreign-trade-partners")
    own = [row for row in table.rows if row.text("status") in OWN_FIGURES]
    shown = [row for row in table.rows if row.text("status") in (*OWN_FIGURES, "partner data")]
    by_turnover = sorted(own, key=lambda row: -row.number("turnover_usd_bn"))
    groups = [
        Group(partner, [_turnover(board, row) for row in shown if row.text("partner") == partner])
        for partner in dict.fromkeys(row.text("partner") for row in by_turnover)
    ]
    grouped_bars(board, groups, labels_above=board.is_phone)
    columns = ("partner", "year", "exports_usd_bn", "imports_usd_bn", "turnover_usd_bn", "basis", "status", "note")

    year = max(map(_year, own))
    words = {
        row.text("partner"): board.value(row.number("turnover_usd_bn"), "billion") for row in own if _year(row) == year
    }
    return Reading(
        title=(
            f"By Kazakhstan’s figures, trade with China came to {words['China']} billion dollars in {year}, "
            f"that with Russia to {words['Russia']}"
        ),
        subtitle=(
            "Exports and imports of goods together, billion US dollars, whole years. Filled bars: figures of "
            "Kazakhstan; outlined bars: figures of the partner, not to be compared with them"
        ),
        alt=f"Bars by partner and year, billion dollars. {_in_words(groups)}",
        columns=_columns(table, columns),
        rows=_cells(board, table, columns),
        note=(
            "Single figures from press reports; years without a bar were not found. The European Union is a bloc, and "
            "Italy is one of its states. Only in the table: parts of a year, a figure computed by us, and partners "
            "with no figure of Kazakhstan."
        ),
    )


@chart("foreign-trade-shares")
def trade_shares(data: Dataset, board: Artboard) -> Reading:
    """Shares of exports and imports by partner."""
    table = data.table("foreign-trade-shares-factbook")
    years = sorted({_year(row) for row in table.rows})
    doubtful = [year for year in years if any(row["note"] for row in table.rows if _year(row) == year)]
    year = max(set(years) - set(doubtful))
    flows = {
        flow: [row for row in table.rows if _year(row) == year and row.text("flow") == flow]
        for flow in table.column("flow").values
    }
    groups = [Group(f"Share of {flow}", [_share(board, row) for row in rows]) for flow, rows in flows.items()]
    grouped_bars(board, groups, labels_above=board.is_phone)
    exports, imports = ({bar.label: bar.text for bar in group.bars} for group in groups)
    shown = ("year", "flow", "partner", "share_pct", "factbook_edition", "note")
    return Reading(
        title=(
            f"Russia sent {imports['Russia']} of Kazakhstan’s imports in {year} and took {exports['Russia']} of its "
            f"exports; China sent {imports['China']} and took {exports['China']}"
        ),
        subtitle=(
            f"The largest partners’ shares of Kazakhstan’s exports and of its imports, {year}, rounded, as given by "
            "the CIA World Factbook"
        ),
        alt=f"Bars of shares. {_in_words(groups)}",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown),
        note=(
            "The Factbook lists only the largest partners and rests on their data, which do not always fit "
            f"Kazakhstan’s own. Its shares for {listed(doubtful)} are only in the table, since some of them look wrong."
        ),
    )


@chart("foreign-oil")
def oil(data: Dataset, board: Artboard) -> Reading:
    """Oil exports, and how much of them went which way."""
    table = data.table("foreign-oil-exports")
    groups = [Group(_year(row), _routes(board, row)) for row in table.rows]
    grouped_bars(board, groups, labels_above=board.is_phone)
    last = table.rows[-1]
    shares = [percent(board, last, name) for name in ("cpc_share_of_kazakh_exports_pct", "bypassing_share_pct")]
    shown = tuple(column.name for column in table.descriptor.columns if column.name not in NOT_SHOWN)

    return Reading(
        title=(
            f"{shares[0]} of Kazakhstan’s oil exports of {_year(last)} crossed Russia in the CPC pipeline; "
            f"{shares[1]} avoided Russian ports"
        ),
        subtitle="Million tonnes, and share of all oil exports of the year; from press reports",
        alt=f"Bars by year, million tonnes. {_in_words(groups)}",
        columns=_columns(table, shown),
        rows=tuple(
            tuple(_pipeline_tonnes(row) if name == PIPELINE else cell for name, cell in zip(shown, cells, strict=True))
            for row, cells in zip(table.rows, _cells(board, table, shown), strict=True)
        ),
        note=(
            "There are more routes than these: oil also passes through Russia by other pipelines, and some goes to "
            f"China. The share of the pipeline in {_year(last)} is a rounded figure, from which we computed the "
            f"tonnes. For {_year(table.rows[0])} no division was entered, since reports differ."
        ),
    )


@chart("foreign-middle-corridor")
def middle_corridor(data: Dataset, board: Artboard) -> Reading:
    """Cargo on the route across the Caspian Sea."""
    table = data.table("foreign-middle-corridor")
    cargo = {_year(row): row.number("cargo_thousand_tonnes") for row in table.rows}
    words = {year: board.value(tonnes, "thousand tonnes") for year, tonnes in cargo.items()}
    lowest, highest, last = min(cargo, key=cargo.__getitem__), max(cargo, key=cargo.__getitem__), max(cargo)
    bars(
        board,
        [
            Bar(year, tonnes, words[year], role="accent" if year == highest else "series-4", bold=year == highest)
            for year, tonnes in cargo.items()
        ],
    )
    shown = ("year", "cargo_thousand_tonnes", "containers_teu", "note")
    return Reading(
        title=(
            f"Cargo on the Middle Corridor went from {words[lowest]} thousand tonnes in {lowest} to {words[highest]} "
            f"in {highest}; in {last} it was {words[last]}"
        ),
        subtitle=(
            f"Thousand tonnes carried in the year on the Trans-Caspian International Transport Route, {min(cargo)} to "
            f"{last}, as reported by Kazakhstan’s Transport Ministry"
        ),
        alt="Bars of cargo by year, thousand tonnes: " + listed(f"{year} {text}" for year, text in words.items()) + ".",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown),
        note=(
            "The series comes from one statement of March 2026; other reports confirm 2022, 2023 and 2024, but differ "
            "on the growth from year to year. The route crosses the Caspian Sea and runs around Russia."
        ),
    )


@chart("foreign-calendar")
def calendar(data: Dataset, board: Artboard) -> Reading:
    """Meetings, visits and summits by the other side."""
    table = data.table("foreign-calendar")
    dates = {group: [date(row, "date") for row in table.rows if row.text("group") == group] for group in PARTNERS}
    kinds = {"event": Mark("Event", "diamond", "accent")}
    rows = [Track(capital(PARTNERS[group]), [Moment(day, "event") for day in days]) for group, days in dates.items()]
    tracks(board, rows, kinds, reference=(ELECTION_DAY, f"Election, {board.date(ELECTION_DAY)}"))
    years = sorted({_year(row) for row in table.rows})
    seen = {group: {day[:4] for day in days} for group, days in dates.items()}
    met = [PARTNERS[group] for group in PARTNERS if len(seen[group]) == len(years) and group != "multilateral"]
    shown = ("date", "place", "counterpart", "event", "group", "summary")
    return Reading(
        title=f"{listed(met)} appear in Kazakhstan’s calendar in {listed(years)}",
        subtitle=(
            f"{len(table.rows)} meetings, visits, summits and other events by counterpart, January {years[0]} to "
            f"December {years[-1]}; a mark is an event, on its first day"
        ),
        alt="Marks over time in a row for each group: "
        + listed(f"{PARTNERS[group]} {len(days)}, the first on {board.date(days[0])}" for group, days in dates.items())
        + f". A line marks the election of {board.date(ELECTION_DAY)}.",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown, PARTNERS),
        note=(
            "Compiled for this site and not complete: how many marks a row has is no measure of closeness, and a gap "
            "does not mean that nothing happened. Groups are our assignment; Western states include the European Union."
        ),
    )


@chart("foreign-evidence")
def evidence(data: Dataset, board: Artboard) -> Reading:
    """What speaks for distance from Russia, and what for closeness."""
    table = data.table("foreign-russia-evidence")
    moments = {topic: [_moment(row) for row in table.rows if row.text("topic") == topic] for topic in TOPICS}
    tracks(
        board,
        [Track(capital(words), moments[topic]) for topic, words in TOPICS.items()],
        DIRECTIONS,
        reference=(ELECTION_DAY, f"Election, {board.date(ELECTION_DAY)}"),
    )
    sides = {topic: {moment.category for moment in each} for topic, each in moments.items()}
    both = [words for topic, words in TOPICS.items() if sides[topic] >= {"away", "close"}]
    shown = ("date", "until", "topic", "direction", "summary")
    return Reading(
        title=f"On {listed(both)}, evidence points both to distance from Russia and to closeness",
        subtitle=(
            f"{len(table.rows)} pieces of evidence by topic, {min(map(_year, table.rows))} to "
            f"{max(row.text('until') for row in table.rows)}; a line: a whole year, or several"
        ),
        alt="Marks over time in a row for each topic. "
        + " ".join(
            f"{capital(words)}: "
            + listed(
                f"{small(mark.label)} {count}"
                for direction, mark in DIRECTIONS.items()
                if (count := [moment.category for moment in moments[topic]].count(direction))
            )
            + "."
            for topic, words in TOPICS.items()
        )
        + f" A line marks the election of {board.date(ELECTION_DAY)}.",
        columns=_columns(table, shown),
        rows=_cells(board, table, shown, TOPICS | {name: mark.label for name, mark in DIRECTIONS.items()}),
        note=(
            "Which items are listed, and on which side, is a judgement made for this site. Counting marks is no "
            "measure of weight: what each item says is in the table."
        ),
    )


def _columns(table: Table, names: Sequence[str]) -> tuple[Column, ...]:
    """These columns of a table, for the table behind a chart."""
    columns = [table.column(name) for name in names]
    return tuple(Column(each.label, (each.unit or "as stated") if each.is_numeric else None) for each in columns)


def _cells(
    board: Artboard, table: Table, names: Sequence[str], words: Mapping[str, str] | None = None
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of these columns, with words for codes."""

    def cell(row: Row, name: str) -> Cell:
        value = row[name]
        if isinstance(value, Decimal) or value is None:
            return value
        if isinstance(value, PartialDate):
            return board.date(value)
        return (words or {}).get(row.text(name), row.text(name))

    return tuple(tuple(cell(row, name) for name in names) for row in table.rows)


def _in_words(groups: Iterable[Group]) -> str:
    """What bars in groups say."""

    def in_words(bar: Bar) -> str:
        return f"{bar.label}{bar.detail and f' ({bar.detail})'} – {bar.text}"

    return " ".join(f"{group.heading}: {'; '.join(map(in_words, group.bars))}." for group in groups)


def _resolution(board: Artboard, before: Row | None, row: Row) -> grids.Row:
    """A resolution; its subject is left out where the one above has the same."""
    label = _subject(row) if before is None or _subject(before) != _subject(row) else ""
    return grids.Row(label, board.date(row["date"]), [row.text(state) for state in STATES])


def _subject(row: Row) -> str:
    """The short title without the year, which stands beside it."""
    return row.text("short_title").replace(f", {_year(row)}", "")


def _counted(rows: Iterable[Row], state: str) -> list[str]:
    """How often a state voted in which way."""
    votes = [row.text(state) for row in rows]
    return [f"{small(mark.label)} {votes.count(name)}" for name, mark in CAST.items() if name in votes]


def _crossings(board: Artboard, row: Row, exits: Decimal | None) -> Bar:
    """Entries in a period, and how many more they were than exits, if those are known."""
    entries = row.number("value")
    words = f"{_stated(board, row)} in"
    if exits is None:
        return Bar(capital(_period(board, row)), entries, words, detail=row.text("who_said_it"))
    words += f", {board.value(exits, 'crossings')} out"
    return Bar(capital(_period(board, row)), entries, words, detail=row.text("who_said_it"), part=entries - exits)


def _count(board: Artboard, row: Row) -> Bar:
    label = f"{capital(INDICATORS[row.text('indicator')])}, {_period(board, row)}"
    return Bar(label, row.number("value"), _stated(board, row), detail=row.text("who_said_it"))


def _stated(board: Artboard, row: Row) -> str:
    """The number as it was stated: the range, where the table has its middle."""
    middle = re.search(r"midpoint of (.+)\)", row.text("unit"))
    return middle[1].replace("-", "–") if middle else board.value(row.number("value"), "number")


def _period(board: Artboard, row: Row) -> str:
    """The time that a figure covers, its dates in words."""
    period = row.text("period")
    if period in ("day", "point in time"):
        return board.date(row["as_of"])
    days = re.sub(r"\d\d/(\d\d)$", r"\1", period).split(" to ")  # of two days that may be the last, the later one
    start, *end = (board.date(PartialDate(day)) if re.fullmatch(r"[\d-]{10}", day) else day for day in days)
    return " to ".join([start.removesuffix(end[0][-5:]), *end]) if end else start


def _turnover(board: Artboard, row: Row) -> Bar:
    turnover, status = row.number("turnover_usd_bn"), row.text("status")
    theirs = status == "partner data"
    when = _year(row) if theirs or status == "final" else f"{_year(row)}, {status}"
    words, basis = board.value(turnover, "billion"), row.text("basis")
    return Bar(when, turnover, words, role=_partner_role(row), detail=basis, hollow=theirs)


def _share(board: Artboard, row: Row) -> Bar:
    share, partner = row.number("share_pct"), row.text("partner")
    return Bar(partner, share, board.value(share, "percent"), role=_partner_role(row))


def _partner_role(row: Row) -> str:
    return "accent" if row.text("partner") == "Russia" else "series-4"


def _routes(board: Artboard, row: Row) -> list[Bar]:
    """All oil exports of a year, and those of each route that is known."""
    exports = row.number("oil_exports_mt")
    routes = [Bar("All oil exports", exports, board.value(exports, "tonnes"))]
    for label, role, tonnes_name, share_name in (
        ("Through the CPC pipeline", "accent", PIPELINE, PIPELINE_SHARE),
        ("Avoiding Russian ports", "series-2", "bypassing_russian_ports_mt", "bypassing_share_pct"),
    ):
        tonnes = _pipeline_tonnes(row) if tonnes_name == PIPELINE else number(row, tonnes_name)
        if tonnes is not None and row[share_name] is not None:
            about = "about " if row[tonnes_name] is None else ""
            words = f"{about}{board.value(tonnes, 'tonnes')} ({percent(board, row, share_name)})"
            routes.append(Bar(label, tonnes, words, role=role))
    return routes


def _pipeline_tonnes(row: Row) -> Decimal | None:
    """Oil from Kazakhstan through the pipeline: as stated, or else computed from its rounded share."""
    share = number(row, PIPELINE_SHARE)
    if row[PIPELINE] is not None or share is None:
        return number(row, PIPELINE)
    return (row.number("oil_exports_mt") * share / 100).quantize(Decimal(1))


def _moment(row: Row) -> Moment:
    return Moment(date(row, "date"), row.text("direction"), None if row["until"] is None else date(row, "until"))


def _year(row: Row) -> str:
    return row.text("date" if "date" in row else "year")[:4]


def _name(row: Row) -> str:
    """Who states a length, without what is added after the name."""
    return re.split(r", | \(", row.text("stated_by"))[0]
