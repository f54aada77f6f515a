"""What each source supports, found by going from the things that cite it back to it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from explainer.calls import Use
from explainer.data import Table
from explainer.data.models import Claim, Event, Statement, Term
from explainer.prepare import Prepared


@dataclass
class Supported:
    """What rests on one source."""

    statements: list[Statement] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    pages: tuple[Use, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.statements or self.tables or self.events or self.claims or self.terms or self.pages)


class Supports:
    """For each source, by id, what rests on it."""

    def __init__(self, prepared: Prepared, uses: Mapping[tuple[str, str], tuple[Use, ...]]) -> None:
        self._found: defaultdict[str, Supported] = defaultdict(Supported)
        data = prepared.data
        for statement in data.statements.values():
            own = [source for fact in statement.facts.values() for source in fact.sources]
            for source in dict.fromkeys([*statement.sources, *own]):
                self._found[source].statements.append(statement)
        for table in data.tables.values():
            for source in _sources_of(table):
                self._found[source].tables.append(table)
        for event in data.events.values():
            for source in event.sources:
                self._found[source].events.append(event)
        for claim in data.claims.values():
            for source in dict.fromkeys([claim.source, *(each for each in claim.evidence if each in data.sources)]):
                self._found[source].claims.append(claim)
        for term in data.terms.values():
            for source in term.sources:
                self._found[source].terms.append(term)
        for (kind, source), pages in uses.items():
            if kind == "source":
                self._found[source].pages = pages

    def of(self, source_id: str) -> Supported:
        """What rests on a source."""
        return self._found[source_id]


def _sources_of(table: Table) -> list[str]:
    """The sources of a table and of its rows, each once."""
    names = [column.name for column in table.descriptor.columns if column.type == "sources"]
    cells = [row[name] for row in table.rows for name in names]
    in_rows = (source for cell in cells if isinstance(cell, tuple) for source in cell)
    return list(dict.fromkeys([*table.descriptor.sources, *in_rows]))
