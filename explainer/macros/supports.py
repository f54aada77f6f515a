"""What each source supports, found by going from the things that cite it back to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
        self._add("statements", ((each, _of_statement(each)) for each in data.statements.values()))
        self._add("tables", ((each, _of_table(each)) for each in data.tables.values()))
        self._add("events", ((each, each.sources) for each in data.events.values()))
        self._add("claims", ((each, (each.source, *each.evidence)) for each in data.claims.values()))
        self._add("terms", ((each, each.sources) for each in data.terms.values()))
        for (kind, source), pages in uses.items():
            if kind == "source":
                self._found[source].pages = pages

    def _add(self, kind: str, cited: Iterable[tuple[object, Iterable[str]]]) -> None:
        for thing, source_ids in cited:
            for source in dict.fromkeys(source_ids):
                getattr(self._found[source], kind).append(thing)

    def of(self, source_id: str) -> Supported:
        """What rests on a source."""
        return self._found[source_id]


def _of_statement(statement: Statement) -> list[str]:
    return [*statement.sources, *(source for fact in statement.facts.values() for source in fact.sources)]


def _of_table(table: Table) -> list[str]:
    """The sources of a table and of its rows."""
    names = [column.name for column in table.descriptor.columns if column.type == "sources"]
    cells = [row[name] for row in table.rows for name in names]
    return [*table.descriptor.sources, *(source for cell in cells if isinstance(cell, tuple) for source in cell)]
