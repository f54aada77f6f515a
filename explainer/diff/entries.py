"""What changes between two datasets: facts, claims, events, sources, terms, tables cell by cell."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from explainer.data import Dataset, Table
from explainer.data.maps import Boundaries, Feature
from explainer.data.models import Correction, Entry, Event, Fact, Source, Statement, Term
from explainer.diff.change import Change, Difference, What
from explainer.diff.values import as_words, changed_rows, difference
from explainer.visible import visible

#: What matters most of a thing that is added or removed.
LEADS = {"fact": "value", "claim": "finding", "event": "date", "source": "url"}


def changed_entries(old: Dataset, new: Dataset) -> Iterator[Change]:
    """Every entry that is added, removed or changed, in the order of the data files."""
    for before, after in zip(old.catalogues(), new.catalogues(), strict=True):
        for key in dict.fromkeys((*after, *before)):
            change = _change(after.kind, key, before.get(key), after.get(key))
            if change is not None:
                yield change


def _change(kind: str, key: str, old: object, new: object) -> Change | None:
    if old is None or new is None:
        what: What = "added" if old is None else "removed"
        lead = LEADS.get(kind)
        differences = [each for each in _differences(old, new) if each.field == lead]
    else:
        what, differences = "changed", list(_differences(old, new))
        if not differences:
            return None
    return Change(kind, key, what, visible(_title(new if new is not None else old)), tuple(differences))


def _differences(old: object, new: object) -> Iterator[Difference]:
    before, after = _fields(old), _fields(new)
    for name in dict.fromkeys((*after, *before)):
        yield from difference(name, before.get(name), after.get(name), str(after.get("unit") or before.get("unit")))
    if isinstance(old, Table) and isinstance(new, Table):
        yield from _rows(old, new)


def _fields(thing: object) -> Mapping[str, object]:
    """What a thing says, by name. A table's rows are compared one by one, so they are not among it."""
    match thing:
        case Table(descriptor=descriptor):
            columns = {f'column "{column.name}"': _described(column) for column in descriptor.columns}
            return {**dict(descriptor), "columns": tuple(each.name for each in descriptor.columns), **columns}
        case Boundaries(descriptor=descriptor, features=features):
            return {**dict(descriptor), **{f'area "{each.key}"': _shape(each) for each in features}}
        case Statement():
            return {name: value for name, value in thing if name not in ("id", "facts")}
        case Entry():
            return {name: value for name, value in thing if name not in ("id", "statement")}
    return {}


def _described(entry: Entry) -> str:
    return ", ".join(f"{name}: {as_words(value)}" for name, value in entry if value not in (None, (), False))


def _shape(area: Feature) -> str:
    """Something to know an area's outline and properties by, which are too long to show."""
    return f"outline {sha256(repr(area).encode()).hexdigest()[:10]}"


def _rows(old: Table, new: Table) -> Iterator[Difference]:
    """Rows by their key, and the cells of those that both tables hold."""
    before, after = ({table.key_of(row): row for row in table.rows} for table in (old, new))
    return changed_rows(before, after, {column.name: column.unit or "" for column in new.descriptor.columns})


def _title(thing: object) -> str:
    match thing:
        case Fact(label=title) | Event(title=title) | Term(term=title) | Correction(what=title):
            return title
        case Statement(statement=title):
            return title
        case Source():
            return f"{thing.publisher}: {thing.title}"
        case Table() | Boundaries():
            return thing.descriptor.title
    return str(getattr(thing, "claim", ""))
