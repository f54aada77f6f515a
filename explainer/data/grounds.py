"""What each fact rests on besides its sources, and what literal ones could be checked against."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import combinations, permutations, product

from explainer.data.dataset import Dataset
from explainer.data.dates import PartialDate
from explainer.data.formulas import Formula, FormulaError, agrees, formula_of
from explainer.data.models import Fact
from explainer.data.units import computed, fits

#: Fewer significant digits than these agree by chance too often: any of many sums, or a quotient or a cell.
SUM_DIGITS, DIGITS = 4, 3
#: More facts than this give sums beyond number.
MOST_PARTS = 24


class Ground(Enum):
    """Recomputed by arithmetic, bound to one cell or to one sum over a column, or literal: stated and no more."""

    RECOMPUTED = "recomputed"
    BOUND = "bound"
    LITERAL = "literal"


@dataclass(frozen=True)
class Offer:
    """A literal fact, and the only formula found for its value; whether it means the same, a person must say."""

    fact: Fact
    formula: str


def ground_of(fact: Fact) -> Ground:
    """What a fact rests on. Raises `FormulaError` when its check cannot be read."""
    if fact.check is None:
        return Ground.LITERAL
    return Ground.BOUND if formula_of(fact.check).is_lookup else Ground.RECOMPUTED


def grounds(data: Dataset) -> dict[str, Ground]:
    """What each fact rests on, by id. Facts whose check cannot be read are left out."""
    found = {}
    for fact in data.facts.values():
        try:
            found[fact.id] = ground_of(fact)
        except FormulaError:
            continue
    return found


def by_topic(data: Dataset) -> dict[str, Counter[Ground]]:
    """How many facts of each topic rest on what, topics in the order of the files."""
    found: dict[str, Counter[Ground]] = {}
    for fact_id, ground in grounds(data).items():
        found.setdefault(data.topic("fact", fact_id), Counter())[ground] += 1
    return found


def offers(data: Dataset) -> Iterator[Offer]:
    """Checks that the data offers for literal facts, in the order of the files.

    They are sums, differences, shares and ratios of facts of the same statement, and cells of tables of the same topic:
    each where it is the only one of its kind that gives the value, and the value has digits enough for that to be no
    coincidence. Data must have been checked.
    """
    cells = _cells(data)
    for fact in data.facts.values():
        if fact.check is None and _is_telling(fact):
            found = list(_sums_and_shares(fact, data))
            if len(found) != 1:
                found = cells.get((data.topic("fact", fact.id), str(fact.value)), [])
                found = [formula for formula in found if fits(fact.unit, computed(Formula(formula), data))]
            if len(found) == 1:
                yield Offer(fact, found[0])


def _is_telling(fact: Fact) -> bool:
    """Whether agreement with the fact's value is hardly a coincidence: a whole date, or a number with many digits."""
    if isinstance(fact.value, PartialDate):
        return fact.value.precision == "day"
    if not isinstance(fact.value, Decimal) or fact.unit == "year":
        return False
    return _digits(fact.value) >= DIGITS


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _cells(data: Dataset) -> Mapping[tuple[str, str], list[str]]:
    """Formulas for the dates, and the numbers with a unit, in tables, by topic and value."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in data.tables.values():
        columns = [column.name for column in table.descriptor.columns if column.unit or column.type == "date"]
        for row, column in product(table.rows, columns):
            quoted = [f'"{word}"' for word in (table.id, *table.key_of(row), column)]
            if row[column] is not None:
                place = data.topic("table", table.id), row.text(column)
                found.setdefault(place, []).append(f"cell({', '.join(quoted)})")
    return found


def _sums_and_shares(fact: Fact, data: Dataset) -> Iterator[str]:
    """Formulas over other facts of the statement, none of which is itself computed from this one."""
    if not isinstance(fact.value, Decimal):
        return
    ids = [f"{fact.statement}.{key}" for key in data.statements[fact.statement].facts]
    numbers = [each for each in ids if each != fact.id and isinstance(data.facts[each].value, Decimal)]
    if len(numbers) > MOST_PARTS:
        return
    parts = [each for each in numbers if fact.id not in _beneath(each, data)]
    pairs = list(permutations(parts, 2))
    formulas = [formula for a, b in pairs for formula in (f"100 * {a} / {b}", f"{a} / {b}")]
    if _digits(fact.value) >= SUM_DIGITS:
        formulas += [" + ".join(each) for count in (2, 3, 4) for each in combinations(parts, count)]
        formulas += [f"{a} - {b}" for a, b in pairs]
    for text in formulas:
        formula = Formula(text)
        try:
            if agrees(fact.value, formula.value(data)) and fits(fact.unit, computed(formula, data)):
                yield text
        except FormulaError:  # divides by zero, or adds what does not belong together
            continue


def circles(data: Dataset) -> Iterator[tuple[str, ...]]:
    """Facts whose checks lead back to themselves, which proves nothing: the ids of each circle, sorted."""
    named = {fact.id: _named(fact, data) for fact in data.facts.values()}
    done: set[str] = set()
    for start, first in named.items():
        path = {start: iter(first)} if start not in done else {}
        while path:
            current = next(reversed(path))
            for each in path[current]:
                if each in path:
                    ids = list(path)
                    yield tuple(sorted(ids[ids.index(each) :]))
                elif each not in done:
                    path[each] = iter(named[each])
                    break
            else:
                done.add(current)
                del path[current]


def _beneath(fact_id: str, data: Dataset) -> set[str]:
    """The facts that a fact is computed from, directly or not."""
    found: set[str] = set()
    todo = [fact_id]
    while todo:
        new = [each for each in _named(data.facts[todo.pop()], data) if each not in found]
        found.update(new)
        todo += new
    return found


def _named(fact: Fact, data: Dataset) -> list[str]:
    """The facts that a check names; none that do not exist, and none of a check that cannot be read."""
    try:
        return [each for each in formula_of(fact.check).facts if each in data.facts] if fact.check else []
    except FormulaError:
        return []
