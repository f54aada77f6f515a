"""The immutable value that holds everything known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, TypeVar

from explainer.data.catalogue import EVERYTHING, Catalogue
from explainer.data.dates import PartialDate
from explainer.data.maps import Boundaries
from explainer.data.models import Claim, Column, Correction, Event, Fact, Source, Statement, TableDescriptor, Term
from explainer.errors import Place, UnknownId

T = TypeVar("T")

Cell = Decimal | PartialDate | str | tuple[str, ...] | None


@dataclass(frozen=True)
class Row(Mapping[str, Cell]):
    """A row of a table: `cells` by the `names` of columns; an empty one is None. Numbers keep their digits."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]

    def __getitem__(self, name: str) -> Cell:
        try:
            return self.cells[self.names.index(name)]
        except ValueError:
            raise UnknownId("column", name, self.names) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def number(self, name: str) -> Decimal:
        """The numeric cell in the column `name`. Raises `TypeError` when it is empty or not a number."""
        cell = self[name]
        if not isinstance(cell, Decimal):
            raise TypeError(f'the cell in column "{name}" holds no number')
        return cell

    def text(self, name: str) -> str:
        """The cell in the column `name` as text; an empty one is the empty string."""
        cell = self[name]
        return "; ".join(cell) if isinstance(cell, tuple) else "" if cell is None else str(cell)


@dataclass(frozen=True)
class Table:
    """A CSV with its `id` and its `descriptor`; `lines` are the lines of the file that the rows start on."""

    id: str
    descriptor: TableDescriptor
    rows: tuple[Row, ...]
    lines: tuple[int, ...] = field(default=(), repr=False, compare=False)  # where rows stand is not what they say

    def column(self, name: str) -> Column:
        """The description of the column `name`. Raises `UnknownId`."""
        for column in self.descriptor.columns:
            if column.name == name:
                return column
        raise UnknownId("column", name, (column.name for column in self.descriptor.columns))

    def row(self, *key: str) -> Row:
        """The row with this `key`, one text for each key column. Raises `UnknownId`."""
        if key in self._by_key:
            return self._by_key[key]
        raise UnknownId(f"row of {self.id}", " | ".join(key), (" | ".join(each) for each in self._by_key))

    @cached_property
    def _by_key(self) -> dict[tuple[str, ...], Row]:
        return dict(zip(reversed(self.keys), reversed(self.rows), strict=True))  # the first of those with one key

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What identifies each row."""
        return tuple(self.key_of(row) for row in self.rows)

    def key_of(self, row: Row) -> tuple[str, ...]:
        """What identifies a row."""
        return tuple([row.text(name) for name in self.descriptor.key])

    @cached_property
    def digest(self) -> str:
        """A fingerprint of what the table says."""
        return sha256(repr(self).encode()).hexdigest()

    def sum(self, name: str) -> Decimal:
        """The total of the numeric column `name`, empty cells left out."""
        self.column(name)
        return sum((row.number(name) for row in self.rows if row[name] is not None), Decimal(0))


@dataclass(frozen=True)
class Dataset:
    """Everything known, by kind and id. Nothing in it can change.

    `places` says where each thing stands in the data files: `places["fact", "lakes.share_pct"]`.
    """

    sources: Catalogue[Source]
    statements: Catalogue[Statement]
    facts: Catalogue[Fact]
    tables: Catalogue[Table]
    maps: Catalogue[Boundaries]
    terms: Catalogue[Term]
    events: Catalogue[Event]
    claims: Catalogue[Claim]
    corrections: Catalogue[Correction]
    places: Mapping[tuple[str, str], Place]

    def catalogues(self) -> tuple[Catalogue[Any], ...]:
        """All collections, in a fixed order."""
        return (
            self.sources,
            self.statements,
            self.facts,
            self.tables,
            self.maps,
            self.terms,
            self.events,
            self.claims,
            self.corrections,
        )

    def topic(self, kind: str, key: str) -> str:
        """The topic of the thing of this `kind` with this `key`: its data file's name up to the first hyphen.

        Raises `KeyError`.
        """
        return topic_of(self.places[kind, key].file)

    def of_topic(self, catalogue: Catalogue[T], topic: str) -> list[T]:
        """The things of a catalogue that belong to the `topic`, in the order of the files."""
        if catalogue.kind not in self._by_topic:
            keys = self._by_topic[catalogue.kind] = defaultdict(list)
            for key in catalogue:
                keys[self.topic(catalogue.kind, key)].append(key)
        return catalogue.of(self._by_topic[catalogue.kind].get(topic, ()))

    @cached_property
    def _by_topic(self) -> dict[str, dict[str, list[str]]]:
        """The ids of each topic, for the kinds that were asked for: each topic asks for its own in turn."""
        return {}

    def fact(self, fact_id: str) -> Fact:
        """The fact with the id `fact_id`. Raises `UnknownId`."""
        return self.facts[fact_id]

    def number(self, fact_id: str) -> Decimal:
        """The number that the fact `fact_id` states. Raises `UnknownId`, or `TypeError` when it states none."""
        value = self.facts[fact_id].value
        if not isinstance(value, Decimal):
            raise TypeError(f'the fact "{fact_id}" is no number')
        return value

    def table(self, table_id: str) -> Table:
        """The table with the id `table_id`. Raises `UnknownId`."""
        return self.tables[table_id]

    def observed_by(self, reads: set[tuple[str, str]]) -> "Dataset":
        """The same dataset, adding what is read from it to `reads` as `(kind, id)`."""
        return self._with(lambda catalogue: catalogue.observed_by(reads))

    def part(self, things: Iterable[tuple[str, str]]) -> "Dataset":
        """The dataset as far as it consists of these `things`, `(kind, id)`, with the topics of all."""
        keys: dict[str, set[str]] = defaultdict(set)
        for kind, key in things:
            keys[kind].add(key)
        return self._with(lambda catalogue: catalogue.part(keys[catalogue.kind]))

    def _with(self, change: Callable[[Catalogue[Any]], Catalogue[Any]]) -> "Dataset":
        """The same dataset with a change to each catalogue."""
        changed = {name: change(each) for name, each in vars(self).items() if isinstance(each, Catalogue)}
        return Dataset(**changed, places=self._topics)

    @cached_property
    def _topics(self) -> Mapping[tuple[str, str], Place]:
        """The places without what a chart must not depend on: only the topic of each is left."""
        return {thing: Place(topic_of(place.file)) for thing, place in self.places.items()}

    def digest(self, kind: str, key: str) -> str:
        """A fingerprint of what the thing of a `kind` with this `key` says; empty when there is none.

        The key `*` stands for all things of the kind.
        """
        if (kind, key) not in self._digests:
            self._digests[kind, key] = self._digest(kind, key)
        return self._digests[kind, key]

    @cached_property
    def _digests(self) -> dict[tuple[str, str], str]:
        """Those that were asked for, as several charts read the same things."""
        return {}

    def _digest(self, kind: str, key: str) -> str:
        catalogue = next((each for each in self.catalogues() if each.kind == kind), None)
        if catalogue is None:
            return ""
        if key == EVERYTHING:
            topics = [topic_of(place.file) for (each, _), place in self.places.items() if each == kind]
            content = repr((list(catalogue.items()), topics))
        elif key in catalogue:
            thing = catalogue[key]
            return thing.digest if isinstance(thing, Table) else sha256(repr(thing).encode()).hexdigest()
        else:
            return ""
        return sha256(content.encode()).hexdigest()


@cache
def topic_of(file: str) -> str:
    """The topic of a data file: its name up to the first hyphen."""
    return PurePosixPath(file).stem.partition("-")[0]
