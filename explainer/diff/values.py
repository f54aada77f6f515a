"""One value before and after, in words and by how much; and the cells of rows."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from explainer.data.dates import PartialDate
from explainer.diff.change import Difference
from explainer.numbers import MINUS
from explainer.visible import visible

#: What a row is known by.
Key = tuple[str, ...]
#: Relative changes below this, in percent, are written with the one digit that counts.
SMALL = Decimal("0.05")


def difference(name: str, old: object, new: object, unit: str) -> Iterator[Difference]:
    """One difference, or none when both values read the same."""
    before, after = as_words(old), as_words(new)
    if before != after:
        yield Difference(name, before, after, _amount(old, new, unit))


def changed_rows(
    old: Mapping[Key, Mapping[str, object]], new: Mapping[Key, Mapping[str, object]], units: Mapping[str, str]
) -> Iterator[Difference]:
    """Rows that only one side has, whole, and the cells of the others; `units` are those of the columns."""
    for key in dict.fromkeys((*new, *old)):
        name = f'row "{" | ".join(key)}"'
        if key not in old or key not in new:
            before, after = (_whole(rows[key]) if key in rows else None for rows in (old, new))
            yield Difference(visible(name), before, after)
            continue
        for column, cell in new[key].items():
            if column in old[key]:
                yield from difference(visible(f"{name}, {column}"), old[key][column], cell, units[column])


def as_words(value: object) -> str | None:
    """A value as one line; None when there is nothing to say."""
    match value:
        case None | () | {}:
            return None
        case tuple():
            return visible("; ".join(str(each) for each in value))
        case dict():
            return visible("; ".join(f"{key}: {', '.join(words)}" for key, words in value.items()))
    return visible(str(value))


def _whole(row: Mapping[str, object]) -> str:
    return ", ".join(as_words(cell) or "" for cell in row.values())


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
