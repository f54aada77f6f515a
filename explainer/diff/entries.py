"""What changes between two datasets: facts, claims, events, sources, terms, tables cell by cell."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256

from explainer.data import Dataset, Table
from explainer.data.dataset import Row
from explainer.data.dates import PartialDate
from explainer.data.maps import Boundaries, Feature
from explainer.data.models import Correction, Entry, Event, Fact, Source, Statement, Term
from explainer.diff.change import Change, Difference, What
from explainer.numbers import MINUS
from explainer.visible import visible

#: What matters most of a thing that is added or removed.
LEADS = {"fact": "value", "claim": "finding", "event": "date", "source": "url"}
#: Relative changes below this, in percent, are written with the one digit that counts.
SMALL = Decimal("0.05")


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
        yield from _difference(name, before.get(name), after.get(name), str(after.get("unit") or before.get("unit")))
    if isinstance(old, Table) and isinstance(new, Table):
        yield from _rows(old, new)


def _difference(name: str, old: object, new: object, unit: str) -> Iterator[Difference]:
    a, b = _text(old), _text(new)
    if a != b:
        yield Difference(name, a, b, _amount(old, new, unit))


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
    return ", ".join(f"{name}: {_text(value)}" for name, value in entry if value not in (None, (), False))


def _shape(area: Feature) -> str:
    """Something to know an area's outline and properties by, which are too long to show."""
    return f"outline {sha256(repr(area).encode()).hexdigest()[:10]}"


def _rows(old: Table, new: Table) -> Iterator[Difference]:
    """Rows by their key, and the cells of those that both tables hold."""
    before, after = ({table.key_of(row): row for row in table.rows} for table in (old, new))
    for key in dict.fromkeys((*after, *before)):
        name = f'row "{" | ".join(key)}"'
        if key not in before or key not in after:
            a, b = (_whole(rows[key]) if key in rows else None for rows in (before, after))
            yield Difference(visible(name), a, b)
            continue
        for column in new.descriptor.columns:
            if column.name in before[key]:
                cells = before[key][column.name], after[key][column.name]
                yield from _difference(visible(f"{name}, {column.name}"), *cells, column.unit or "")


def _whole(row: Row) -> str:
    return visible(", ".join(row.text(name) for name in row))


def _text(value: object) -> str | None:
    match value:
        case None | () | {}:
            return None
        case tuple():
            return visible("; ".join(str(each) for each in value))
        case dict():
            return visible("; ".join(f"{key}: {', '.join(words)}" for key, words in value.items()))
    return visible(str(value))


def _amount(old: object, new: object, unit: str) -> str:
    """By how much: in percentage points, in days, or as it is and in per cent; empty where that cannot be said."""
    match old, new:
        case Decimal(), Decimal():
            change = new - old
            if not change:
                return "the same number with other digits"
            absolute = f"{change:+f}"
            if unit == "percent":
                return _minus(f"{absolute} percentage points")
            if unit == "year" or not old:
                return _minus(absolute)
            relative = 100 * change / abs(old)
            return _minus(f"{absolute}, {relative:{'+.1f' if abs(relative) >= SMALL else '+.1g'}}%")
        case PartialDate(), PartialDate() if old.precision == new.precision == "day":
            days = (new.first_day() - old.first_day()).days
            return _minus(f"{days:+d} {'day' if abs(days) == 1 else 'days'}")
    return ""


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


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
