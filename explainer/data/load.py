"""The one step that reads `data/`: it gives an immutable `Dataset`, or one report of every problem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from pydantic import ValidationError

from explainer.data.catalogue import EVERYTHING, Catalogue
from explainer.data.checks import Checker
from explainer.data.dataset import Dataset, Table
from explainer.data.maps import Boundaries, read_map
from explainer.data.models import (
    ID,
    Claim,
    Column,
    Correction,
    Entry,
    Event,
    Fact,
    FactEntry,
    MapDescriptor,
    Source,
    Statement,
    TableDescriptor,
    Term,
)
from explainer.data.tables import read_table
from explainer.data.yamlfile import Document, parse_yaml
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound, did_you_mean, is_near
from explainer.files import read_text

E = TypeVar("E", bound=Entry)
T = TypeVar("T")
Given = TypeVarTuple("Given")
#: An entry or none, and what is wrong with it.
_Validated = tuple[E | None, tuple[Problem, ...]]

#: The folder of each kind of list, and the model of its entries.
LISTS: dict[str, type[Entry]] = {
    "sources": Source,
    "facts": Statement,
    "terms": Term,
    "events": Event,
    "claims": Claim,
    "corrections": Correction,
}
#: The folders whose files come in pairs, a descriptor and what it describes, and the ending of the latter.
DESCRIBED = {"tables": ".csv", "maps": ".geojson"}
#: The kind of thing that each folder holds.
KINDS = {
    "sources": "source",
    "facts": "statement",
    "terms": "term",
    "events": "event",
    "claims": "claim",
    "corrections": "correction",
    "tables": "table",
    "maps": "map",
}


@dataclass(frozen=True)
class DataRead:
    """What could be read of the data folder, what keeps the rest from it, and where the parts of entries stand.

    `is_unread(kind, id)` says whether a missing thing may stand in what could not be read: then it is no second problem
    that it is missing. `*` stands for any thing of the kind.
    """

    data: Dataset
    misread: tuple[Problem, ...]
    checker: Checker
    is_unread: Callable[[str, str], bool]
    documents: Mapping[tuple[str, str], tuple[Document, tuple[str | int, ...]]]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the data: it is checked when this is asked for."""
        return (*self.misread, *self.checker.problems())

    @property
    def is_complete(self) -> bool:
        """Whether everything could be read, though some of it may be wrong."""
        return not any(self.is_unread(catalogue.kind, EVERYTHING) for catalogue in self.data.catalogues())

    def place(self, kind: str, key: str, *path: str | int) -> Place:
        """Where a part of an entry stands, or else the entry."""
        document, start = self.documents[kind, key]
        return document.place((*start, *path))


def load_dataset(folder: Path, relative_to: Path) -> Dataset:
    """Read and check every file of the data `folder`.

    Problems name files relative to `relative_to`. Raises `ProblemsFound` with all of them at once.
    """
    read = read_dataset(folder, relative_to)
    if read.problems:
        raise ProblemsFound(read.problems)
    return read.data


def read_dataset(folder: Path, relative_to: Path) -> DataRead:
    """Read every file of the data folder, as far as it can be read.

    Problems name files relative to `relative_to`. Raises `ExplainerError` when there is no such folder.
    """
    if not folder.is_dir():
        raise ExplainerError(f"{folder}: there is no such folder – run the command in the project's folder")
    reading = _Reading(folder, relative_to)
    reading.read()
    dataset = reading.dataset()
    checker = Checker(dataset, reading.documents, reading.row_lines, reading.is_unread)
    return DataRead(dataset, tuple(reading.problems), checker, reading.is_unread, reading.documents)


@dataclass
class _Reading:
    """What has been read so far."""

    folder: Path
    relative_to: Path
    problems: list[Problem] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=lambda: {KINDS[name]: {} for name in LISTS})
    facts: dict[str, Fact] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    maps: dict[str, Boundaries] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    documents: dict[tuple[str, str], tuple[Document, tuple[str | int, ...]]] = field(default_factory=dict)
    row_lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unread: set[tuple[str, str]] = field(default_factory=set)

    def is_unread(self, kind: str, key: str) -> bool:
        """Whether a thing may stand in what could not be read: then its absence is no second problem."""
        if kind == "fact":
            kind, key = "statement", key.partition(".")[0]
        if key == EVERYTHING:
            return any(each == kind for each, _ in self.unread)
        return (kind, key) in self.unread or (kind, EVERYTHING) in self.unread

    def read(self) -> None:
        for name, model in LISTS.items():
            for path in sorted((self.folder / name).glob("[!.]*.yml")):
                self._attempt((KINDS[name], EVERYTHING), self._read_list, KINDS[name], model, path)
        for path in sorted((self.folder / "tables").glob("[!.]*.yml")):
            self._attempt(("table", path.stem), self._read_table, path)
        for path in sorted((self.folder / "maps").glob("[!.]*.yml")):
            self._attempt(("map", path.stem), self._read_map, path)
        self._find_strays()

    def dataset(self) -> Dataset:
        return Dataset(
            sources=Catalogue("source", self.things["source"]),
            statements=Catalogue("statement", self.things["statement"]),
            facts=Catalogue("fact", self.facts),
            tables=Catalogue("table", self.tables),
            maps=Catalogue("map", self.maps),
            terms=Catalogue("term", self.things["term"]),
            events=Catalogue("event", self.things["event"]),
            claims=Catalogue("claim", self.things["claim"]),
            corrections=Catalogue("correction", self.things["correction"]),
            places=self.places,
        )

    def _attempt(self, unread: tuple[str, str], step: Callable[..., None], *args: Any) -> None:
        try:
            step(*args)
        except ProblemsFound as found:
            self.problems += found.problems
            self.unread.add(unread)

    def _read_list(self, kind: str, model: type[Entry], path: Path) -> None:
        document, entries = _entries(model, self._text(path), self._name(path))
        for index, (item, (entry, problems)) in enumerate(zip(document.value, entries, strict=True)):
            self.problems += problems
            if entry is not None:
                self._add(kind, entry, document, (index,))
            else:
                self.unread.add((kind, str(item.get("id")) if isinstance(item, dict) else EVERYTHING))

    def _add(self, kind: str, entry: Any, document: Document, path: tuple[str | int, ...]) -> None:
        place = document.place((*path, "id"))
        first = self.places.get((kind, entry.id))
        if first is not None:
            message = f'the {kind} "{entry.id}" is already defined at {first} – rename or remove one of them'
            self.problems.append(Problem(place, message))
            self.unread.add((kind, EVERYTHING))  # another one may be meant
            return
        self.things[kind][entry.id] = entry
        self.places[kind, entry.id] = place
        self.documents[kind, entry.id] = (document, path)
        if isinstance(entry, Statement):
            for key, (fact_id, fact) in zip(entry.facts, entry.resolved_facts().items(), strict=True):
                self.facts[fact_id] = fact
                self.places["fact", fact_id] = document.place((*path, "facts", key, "@key"))
                self.documents["fact", fact_id] = (document, (*path, "facts", key))

    def _read_table(self, path: Path) -> None:
        described = self._described("table", TableDescriptor, path, path.with_suffix(".csv"))
        if described is None:
            return
        descriptor, text, file = described
        table, lines, found = _table(path.stem, descriptor, text, file)
        if found:
            raise ProblemsFound(found)
        self.tables[table.id] = table
        self.row_lines[table.id] = lines

    def _read_map(self, path: Path) -> None:
        described = self._described("map", MapDescriptor, path, path.with_suffix(".geojson"))
        if described is None:
            return
        descriptor, text, file = described
        boundaries, found = _map(path.stem, descriptor, text, file)
        self.problems += found
        if boundaries is not None:
            self.maps[boundaries.id] = boundaries

    def _described(self, kind: str, model: type[E], path: Path, data_path: Path) -> tuple[E, str, str] | None:
        """A descriptor with the text and name of the file that it describes; None when the descriptor is wrong."""
        document, (descriptor, problems) = _descriptor(model, self._text(path), self._name(path))
        if ID.fullmatch(path.stem) is None:
            message = "the name of the file is its id – use lower-case letters, digits and single hyphens"
            raise ProblemsFound([Problem(Place(self._name(path)), message)])
        self.problems += problems
        if not data_path.is_file():
            message = (
                f"the {kind} {data_path.name} that this file describes is missing – add it, or remove the descriptor"
            )
            raise ProblemsFound([Problem(Place(self._name(path)), message)])
        text = self._text(data_path)
        if descriptor is None:
            self.unread.add((kind, path.stem))
            return None
        file = self._name(data_path)
        self.places[kind, path.stem] = Place(file)
        self.documents[kind, path.stem] = (document, ())
        return descriptor, text, file

    def _text(self, path: Path) -> str:
        return read_text(path, self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.relative_to).as_posix()

    def _find_strays(self) -> None:
        for name, ending in DESCRIBED.items():
            for path in sorted((self.folder / name).glob(f"[!.]*{ending}")):
                if not path.with_suffix(".yml").is_file():
                    message = f"this file has no descriptor – add {path.stem}.yml beside it"
                    self.problems.append(Problem(Place(self._name(path)), message))
                    self.unread.add((KINDS[name], path.stem))
        known = {*LISTS, *DESCRIBED}
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() and path.name not in known:
                message = f"this folder is not read – {did_you_mean(path.name, known)}"
                self.problems.append(Problem(Place(self._name(path)), message))
                self.unread |= {(KINDS[name], EVERYTHING) for name in known if is_near(path.name, [name])}
            elif path.is_dir():
                endings = [ending for ending in (".yml", DESCRIBED.get(path.name)) if ending]
                for file in sorted(path.iterdir()):
                    if file.suffix not in endings:
                        message = f"this file is not read – name it {' or '.join(endings)}"
                        self.problems.append(Problem(Place(self._name(file)), message))
                        self.unread.add((KINDS[path.name], EVERYTHING))


# What was read last from each file by each function below, and what it was read from.
_known: dict[tuple[str, str], tuple[object, Any]] = {}


def forget_files() -> None:
    """Free what files hold besides the data: where each part stands is asked for only while they are checked."""
    _known.clear()


def _remembered(read: Callable[[*Given, str], T]) -> Callable[[*Given, str], T]:
    """Remember what was read last from each file, whose name comes last; a preview reads most files as they were.

    What is read must come from nothing but what is given, and be changed by nobody.
    """

    @wraps(read)
    def read_once(*given: *tuple[*Given, str]) -> T:
        key = (read.__name__, given[-1])
        if key not in _known or _known[key][0] != given:
            _known[key] = given, read(*given)
        return _known[key][1]  # type: ignore[no-any-return]

    return read_once


@_remembered
def _entries(model: type[Entry], text: str, file: str) -> tuple[Document, list[_Validated[Entry]]]:
    """A list of entries. Raises `ProblemsFound` when it is none."""
    document = parse_yaml(text, file)
    if not isinstance(document.value, list):
        raise ProblemsFound([Problem(document.place(()), "the file must be a list – start each entry with “- id: …”")])
    return document, [_validated(model, item, document, (index,)) for index, item in enumerate(document.value)]


@_remembered
def _descriptor(model: type[E], text: str, file: str) -> tuple[Document, _Validated[E]]:
    """What describes a table or a map. Raises `ProblemsFound` when it is no YAML."""
    document = parse_yaml(text, file)
    return document, _validated(model, document.value, document, ())


@_remembered
def _table(
    table_id: str, descriptor: TableDescriptor, text: str, file: str
) -> tuple[Table, tuple[int, ...], tuple[Problem, ...]]:
    """A table, the line of each row, and what is wrong with it."""
    problems: list[Problem] = []
    table, lines = read_table(table_id, descriptor, text, file, problems)
    return table, lines, tuple(problems)


@_remembered
def _map(map_id: str, descriptor: MapDescriptor, text: str, file: str) -> tuple[Boundaries | None, tuple[Problem, ...]]:
    """A map, if it can be read, and what is wrong with it."""
    problems: list[Problem] = []
    return read_map(map_id, descriptor, text, file, problems), tuple(problems)


def _validated(model: type[E], item: Any, document: Document, path: tuple[str | int, ...]) -> _Validated[E]:
    try:
        return model.model_validate(item), ()
    except ValidationError as error:
        return None, tuple(_explained(error, model, item, document, path))


def _explained(
    error: ValidationError, model: type[Entry], item: Any, document: Document, path: tuple[str | int, ...]
) -> Iterable[Problem]:
    """Pydantic's findings as sentences with a place and a remedy."""
    details = error.errors(include_url=False, include_context=True)
    unknown = [str(detail["loc"][-1]) for detail in details if detail["type"] == "extra_forbidden"]
    for detail in details:
        where = tuple(part for part in detail["loc"] if not str(part).startswith("function-"))
        full = (*path, *where)
        key = str(where[-1]) if where else ""
        match detail["type"]:
            case "missing" if is_near(key, unknown):
                continue  # misspelt, which is reported as the unknown key
            case "missing":
                yield Problem(document.place(full[:-1]), f'"{key}" is missing – add the line "{key}: …"')
            case "extra_forbidden":
                known = _keys_at(model, where)
                yield Problem(
                    document.place((*full, "@key")), f'the key "{key}" is not known here – {did_you_mean(key, known)}'
                )
            case "literal_error":
                allowed = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
                given = detail["input"]
                yield Problem(
                    document.place(full), f'{key}: "{given}" is not allowed – {did_you_mean(str(given), allowed)}'
                )
            case "model_type" | "dict_type" | "model_attributes_type":
                yield Problem(
                    document.place(full), "lines of the form “key: value” are expected here – check the indentation"
                )
            case "tuple_type" | "list_type":
                yield Problem(
                    document.place(full), f"{key}: a list is expected – write [one, two] or a line “- …” for each"
                )
            case "string_type" | "string_too_short" | "too_short":
                yield Problem(
                    document.place(full), f"{key}: it is empty or not plain text – fill it, or remove the line"
                )
            case "number" | "scalar" | "denominator" | "category" | "unit":
                yield Problem(document.place((*full, "value") if "value" in _at(item, where) else full), detail["msg"])
            case _:
                message = detail["msg"]
                remedy = "" if "–" in message else " – correct it"
                yield Problem(document.place(full), f"{key}: {message}{remedy}" if key else f"{message}{remedy}")


def _at(item: Any, where: tuple[str | int, ...]) -> Any:
    for part in where:
        try:
            item = item[part]
        except (KeyError, IndexError, TypeError):
            return ()
    return item if isinstance(item, dict) else ()


def _keys_at(model: type[Entry], where: tuple[str | int, ...]) -> Iterable[str]:
    if "facts" in where:
        return FactEntry.model_fields
    if "columns" in where:
        return Column.model_fields
    return model.model_fields
