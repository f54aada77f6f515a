"""Where a thing comes from and where the site uses it: a tree, from what is known to the sources beneath."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.data import Dataset, Table
from explainer.data.catalogue import EVERYTHING
from explainer.data.checks import TEXT_FIELDS
from explainer.data.formulas import Formula, agrees
from explainer.data.maps import Boundaries
from explainer.data.models import Claim, Descriptor, Entry, Event, Fact, Source, Statement, Term
from explainer.data.text import FactReference, parse_text
from explainer.drawing.registry import ChartSource
from explainer.errors import Place, UnknownId
from explainer.formula_parts import CellNamed, cells_named, filled_in
from explainer.manifest import ChartRecord
from explainer.numbers import format_partial_date, format_value, plain_text

#: The kinds of things that can be explained, in this order where an id is of several.
EXPLAINED = ("fact", "statement", "claim", "chart", "table", "map", "event", "source", "term")
#: Digits of a recomputed result that are shown beyond those of the value.
MORE_DIGITS = 3


@dataclass(frozen=True)
class Node:
    """One line of the tree: what it is, its words, where it stands, and what lies beneath.

    `id` is empty for what has none, such as a formula.
    """

    kind: str
    id: str
    text: str
    place: Place | None = None
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Known:
    """All that a tree can be made of.

    `records` are of the charts that are up to date; `uses` are the places in pages that name each thing, by its kind
    and id.
    """

    data: Dataset
    charts: Mapping[str, ChartSource]
    records: Mapping[str, ChartRecord]
    uses: Mapping[tuple[str, str], tuple[Place, ...]]
    locale: str


def provenance(known: Known, wanted: str) -> tuple[Node, ...]:
    """A tree for each thing of that id, of whatever kind. Raises `UnknownId`."""
    kinds = _ids(known)
    trees = tuple(_Tree(known).of(kind, wanted) for kind in EXPLAINED if wanted in kinds[kind])
    covering = [claim.id for claim in known.data.claims.values() if wanted in claim.covers and wanted != claim.id]
    trees += tuple(_Tree(known).of("claim", claim_id) for claim_id in covering)
    if not trees:
        everything = {each for ids in kinds.values() for each in ids}
        raise UnknownId("id", wanted, everything)
    return trees


def _ids(known: Known) -> dict[str, Iterable[str]]:
    ids: dict[str, Iterable[str]] = {catalogue.kind: catalogue for catalogue in known.data.catalogues()}
    return {**ids, "chart": known.charts}


class _Tree:
    """Makes one tree. A thing that stands in it already is not taken apart again."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.data = known.data
        self.shown: set[tuple[str, str]] = set()

    def of(self, kind: str, key: str) -> Node:
        """The thing with what it comes from, and what uses it; a table also with what its checks and texts name."""
        node = self.thing(kind, key)
        if kind == "table":
            node = replace(node, children=(*self._table(self.data.tables[key]), *node.children))
        uses = tuple(_users(self.known, kind, key))
        used = Node("uses", "", "used by", None, uses) if uses else Node("uses", "", "used by nothing")
        return replace(node, children=(*node.children, used))

    def thing(self, kind: str, key: str) -> Node:
        """The thing with what it comes from."""
        node = _named(self.known, kind, key)
        if (kind, key) in self.shown:
            return replace(node, text="see above")
        self.shown.add((kind, key))
        return replace(node, children=tuple(self._origins(kind, key)))

    def _origins(self, kind: str, key: str) -> Iterator[Node]:
        if kind == "chart":
            yield from self._chart(key)
            return
        thing = next(each for each in self.data.catalogues() if each.kind == kind)[key]
        match thing:
            case Fact():
                yield from self._fact(thing)
            case Statement():
                yield from self._things("fact", (f"{thing.id}.{name}" for name in thing.facts))
            case Claim():
                yield self._under("said in", self._things("source", [thing.source]))
                yield self._under("evidence", self._evidence(thing.evidence))
        if isinstance(thing, Claim | Event | Term):
            yield from self._things("fact", _facts_in_texts(thing))
        entry = thing.descriptor if isinstance(thing, Table | Boundaries) else thing
        yield from self._things("source", getattr(entry, "sources", ()))

    def _table(self, table: Table) -> Iterator[Node]:
        yield from (Node("check", "", f"check {each}") for each in table.descriptor.checks)
        yield from self._things("fact", _facts_in_texts(table.descriptor))

    def _fact(self, fact: Fact) -> Iterator[Node]:
        if fact.check is None:
            return
        formula = Formula(fact.check)
        beneath = (*(self._cell(each) for each in cells_named(formula)), *self._things("fact", formula.facts))
        yield Node("formula", "", _worked_out(fact.value, formula, self.data), None, beneath)

    def _cell(self, named: CellNamed) -> Node:
        table, place = self.data.tables[named.table], named.place(self.data)
        if not named.key:
            text = f"sum of {named.column}, {len(table.rows)} rows: {named.value(self.data)}"
            return Node("cell", table.id, text, place, (self.thing("table", table.id),))
        row = table.row(*named.key)
        text = f'row "{" | ".join(named.key)}", column {named.column}: {named.value(self.data)}'
        cited = dict.fromkeys(each for cell in row.values() if isinstance(cell, tuple) for each in cell)
        beneath = (*self._things("source", cited), self.thing("table", table.id))
        return Node("cell", table.id, text, place, beneath)

    def _chart(self, chart_id: str) -> Iterator[Node]:
        record = self.known.records.get(chart_id)
        if record is None:
            yield Node(
                "note",
                "",
                "not drawn, or not since something changed, so what it reads is not known – run “explainer charts”",
            )
            return
        for kind, key in record.reads:
            if key == EVERYTHING:
                yield Node("reads", "", f"reads every {kind}")
            elif kind in EXPLAINED and key in _ids(self.known)[kind]:
                yield self.thing(kind, key)
        yield self._under("names as sources", self._things("source", record.reading.sources))

    def _evidence(self, ids: Iterable[str]) -> Iterator[Node]:
        for key in ids:
            yield self.thing("statement" if key in self.data.statements else "source", key)

    def _things(self, kind: str, ids: Iterable[str]) -> tuple[Node, ...]:
        return tuple(self.thing(kind, key) for key in ids)

    def _under(self, heading: str, nodes: Iterable[Node]) -> Node:
        return Node("heading", "", heading, None, tuple(nodes))


def _worked_out(stated: object, formula: Formula, data: Dataset) -> str:
    """The formula, the same with the values put in, the result, and whether it is the stated value."""
    if not isinstance(stated, Decimal):  # a date or words, found as they are, or else the checks had refused them
        return f"{' = '.join(dict.fromkeys((formula.text, filled_in(formula, data))))}, which is the value"
    computed = formula.value(data)
    exponent = stated.as_tuple().exponent
    assert isinstance(exponent, int)
    result = computed.quantize(Decimal(1).scaleb(exponent))
    if result != computed:
        result = computed.quantize(Decimal(1).scaleb(min(exponent, 0) - MORE_DIGITS))
    steps = dict.fromkeys((formula.text, filled_in(formula, data), str(result)))
    verdict = "which is the value" if agrees(stated, computed) else "which is not the value"
    return f"{' = '.join(steps)}, {verdict}"


def _named(known: Known, kind: str, key: str) -> Node:
    """A thing in one line, by itself."""
    if kind == "chart":
        record = known.records.get(key)
        return Node(kind, key, record.reading.title if record else "", known.charts[key].place)
    thing = next(each for each in known.data.catalogues() if each.kind == kind)[key]
    return Node(kind, key, _line(thing, known), known.data.places[kind, key])


def _line(thing: object, known: Known) -> str:  # noqa: PLR0911 – a case each
    """What a person wants to know of a thing at first sight."""

    def words(text: str) -> str:
        return plain_text(text, known.data, known.locale)

    match thing:
        case Fact():
            unit = (
                f" {thing.unit}" if isinstance(thing.value, Decimal) and thing.unit not in ("percent", "year") else ""
            )
            of = f", of {thing.of}" if thing.of else ""
            as_of = f", as of {format_partial_date(thing.as_of, known.locale)}" if thing.as_of else ""
            value = format_value(thing.value, thing.unit, known.locale)
            return f"{value}{unit} – {thing.label}{of}{as_of}, {thing.confidence}"
        case Statement():
            return words(thing.statement)
        case Claim():
            return f"{thing.finding} – {words(thing.claim)}"
        case Event():
            return f"{format_partial_date(thing.date, known.locale)} – {thing.title}, {thing.confidence}"
        case Source():
            published = format_partial_date(thing.published, known.locale) if thing.published else "no date"
            archived = f", archived at {thing.archived}" if thing.archived else ""
            return f"{thing.publisher}: {thing.title}, {published}, {thing.url}{archived}"
        case Term():
            return f"{thing.term} – {words(thing.definition)}"
        case Table(descriptor=descriptor, rows=rows):
            return f"{_described(descriptor, known)}, {len(rows)} rows"
        case Boundaries(descriptor=descriptor):
            return _described(descriptor, known)
    return ""


def _described(descriptor: Descriptor, known: Known) -> str:
    return f"{descriptor.title}, as of {format_partial_date(descriptor.as_of, known.locale)}, {descriptor.licence}"


def _users(known: Known, kind: str, key: str) -> Iterator[Node]:
    """What draws on a thing, one line each: entries, charts, pages."""
    for catalogue in known.data.catalogues():
        for user, thing in catalogue.items():
            how = _how(thing, kind, key)
            if how:
                node = _named(known, catalogue.kind, user)
                yield replace(node, text=f"{how}: {node.text}")
    for chart_id, record in known.records.items():
        if {(kind, key), (kind, EVERYTHING)} & set(record.reads):
            node = _named(known, "chart", chart_id)
            yield replace(node, text=f"reads it: {node.text}")
    for place in known.uses.get((kind, key), ()):
        yield Node("page", "", "a page names it", place)


def _how(thing: object, kind: str, key: str) -> str:
    """In which way an entry draws on a thing; empty when it does not."""
    entry = thing.descriptor if isinstance(thing, Table | Boundaries) else thing
    if not isinstance(entry, Entry):
        return ""
    ways: dict[str, Callable[[], bool]] = {
        "its formula": lambda: isinstance(thing, Fact) and _in_formula(thing.check or "", kind, key),
        "a check": lambda: (
            isinstance(thing, Table)
            and any(_in_formula(side, kind, key) for each in thing.descriptor.checks for side in each.split(" = "))
        ),
        "its text": lambda: kind == "fact" and not isinstance(thing, Fact) and key in _facts_in_texts(entry),
        "its evidence": lambda: isinstance(thing, Claim) and kind in ("statement", "source") and key in thing.evidence,
        "what it checks": lambda: isinstance(thing, Claim) and kind == "source" and key == thing.source,
        "its source": lambda: kind == "source" and key in getattr(entry, "sources", ()),
        "a row's source": lambda: kind == "source" and isinstance(thing, Table) and _cites(thing, key),
        "a correction": lambda: getattr(thing, "what", None) == key and kind in ("fact", "claim", "event"),
    }
    return next((way for way, holds in ways.items() if holds()), "")


def _in_formula(text: str, kind: str, key: str) -> bool:
    if not text or kind not in ("fact", "table"):
        return False
    formula = Formula(text.strip())
    return key in formula.facts if kind == "fact" else any(each.table == key for each in cells_named(formula))


def _cites(table: Table, source_id: str) -> bool:
    return any(source_id in cell for row in table.rows for cell in row.values() if isinstance(cell, tuple))


def _facts_in_texts(entry: Entry) -> list[str]:
    """The facts that an entry's texts name, each once."""
    texts = [text for name in TEXT_FIELDS if isinstance(text := getattr(entry, name, None), str)]
    parts = [part for text in texts for part in parse_text(text)]
    return list(dict.fromkeys(part.fact_id for part in parts if isinstance(part, FactReference)))
