"""What a formula gives: an amount of something, a share, a year; and whether a value with its unit can be that.

Words for what is counted are the project's own, so a catch may come from a boat. But a share is no amount, a year is
neither, thousands are no millions, and what is added up must be of one kind.
"""

import ast
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from explainer.data.dataset import Dataset, Table
from explainer.data.formulas import PLACEHOLDER, Formula, FormulaError

#: Words before a unit, and the power of ten that each stands for.
SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
#: Units of differences between shares or scores, which can come from either.
POINTS = {"points", "percentage points"}


class Kind(Enum):
    """What a value measures. A share in percent is a hundredfold ratio."""

    LITERAL = "a number"
    AMOUNT = "an amount"
    RATIO = "a ratio"
    YEAR = "a year"
    ANY = "anything"


@dataclass(frozen=True)
class Measure:
    """A value's kind, for an amount of what, and the power of ten that it is multiplied by (2 for percent).

    `is_scaled` is whether a written number multiplies it, which may convert it; `is_sum` whether parts of one unit were
    added up.
    """

    kind: Kind
    unit: str = ""
    tens: int = 0
    is_scaled: bool = False
    is_sum: bool = False

    def __str__(self) -> str:
        if self.kind is Kind.RATIO:
            return "percent" if self.tens == 2 else "a ratio, which is a percentage only 100 times"
        return self.unit if self.kind is Kind.AMOUNT and self.unit else self.kind.value


ANYTHING = Measure(Kind.ANY)


def measure_of(unit: str | None) -> Measure:
    """What a unit measures; anything when there is none."""
    if unit is None or unit in POINTS:
        return ANYTHING
    if unit == "percent":
        return Measure(Kind.RATIO, tens=2)
    if unit in ("year", "date"):
        return Measure(Kind.YEAR)
    scale, _, thing = unit.partition(" ")
    return Measure(Kind.AMOUNT, thing, -SCALES[scale]) if scale in SCALES else Measure(Kind.AMOUNT, unit)


def computed(formula: Formula, data: Dataset, table: Table | None = None) -> Measure:
    """What a formula gives, over the columns of a table if there is one.

    Raises `FormulaError` when it adds up what does not belong together, or `UnknownId`.
    """
    return _Units(formula, data, table).of(formula.tree)


def fits(unit: str | None, given: Measure) -> bool:
    """Whether a value with this unit can be what a formula gives."""
    stated = measure_of(unit)
    if Kind.ANY in (stated.kind, given.kind) or given.kind is Kind.LITERAL:
        return True
    if given.kind is Kind.RATIO:
        is_quotient = given.tens != 2 and stated.kind is Kind.AMOUNT  # such as people for each boat
        return is_quotient or (stated.kind is Kind.RATIO and given.tens == stated.tens)
    if stated.kind is not given.kind:
        return False
    if given.is_sum and given.unit != stated.unit:
        return False
    return given.is_scaled or given.tens == stated.tens


class _Units:
    def __init__(self, formula: Formula, data: Dataset, table: Table | None) -> None:
        self.formula = formula
        self.data = data
        self.table = table

    def of(self, node: ast.expr) -> Measure:  # noqa: PLR0911 – a case each
        match node:
            case ast.Constant(value=int() | float()):
                return Measure(Kind.LITERAL)
            case ast.Name(id=name) if name.startswith(PLACEHOLDER):
                return measure_of(self.data.facts[self.formula.fact_named(name)].unit)
            case ast.Name(id=name) if self.table is not None:
                return measure_of(self.table.column(name).unit)
            case ast.UnaryOp(operand=operand):
                return self.of(operand)
            case ast.Call(func=ast.Name(id="days")):
                return Measure(Kind.AMOUNT, "days")
            case ast.Call(args=[ast.Constant(value=table), *_, ast.Constant(value=column)]):
                return measure_of(self.data.tables[str(table)].column(str(column)).unit)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                return self._sum(self.of(left), self.of(right), is_difference=isinstance(op, ast.Sub))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self._product(left, right, 1)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._product(left, right, -1)
        return ANYTHING

    def _sum(self, left: Measure, right: Measure, *, is_difference: bool) -> Measure:  # noqa: PLR0911 – a case each
        kinds = {left.kind, right.kind}
        if Kind.ANY in kinds:
            return ANYTHING
        if Kind.LITERAL in kinds and "years" in (left.unit, right.unit):
            return ANYTHING  # the number may be a year
        if Kind.LITERAL in kinds:
            return replace(left if right.kind is Kind.LITERAL else right, is_scaled=True)
        if kinds == {Kind.YEAR}:
            return ANYTHING if is_difference else self._refuse(left, right)
        if kinds == {Kind.YEAR, Kind.AMOUNT} and "years" in (left.unit, right.unit):
            return Measure(Kind.YEAR)
        is_converted = left.is_scaled or right.is_scaled
        if len(kinds) > 1 or (left.tens != right.tens and not is_converted):
            return self._refuse(left, right)
        unit = left.unit if left.unit == right.unit else ""
        return Measure(left.kind, unit, left.tens, is_converted, is_sum=bool(unit))

    def _refuse(self, left: Measure, right: Measure) -> Measure:
        one, other = (str(each) for each in (left, right))
        both = f"{one} and {other}" if one != other else f"{one} twice, in thousands, millions … or as years"
        raise FormulaError(f'the formula "{self.formula.text}" adds or subtracts {both} – correct it')

    def _product(self, first: ast.expr, second: ast.expr, sign: int) -> Measure:  # noqa: PLR0911 – a case each
        """What a product (`sign` 1) or a quotient (-1) gives."""
        left, right = self.of(first), self.of(second)
        tens = left.tens + sign * right.tens
        match left.kind, right.kind:
            case Kind.LITERAL, Kind.LITERAL:
                return left
            case _, Kind.LITERAL if left.kind is not Kind.YEAR:
                return replace(left, tens=tens + sign * _power(second), is_scaled=True, is_sum=False)
            case Kind.LITERAL, _ if sign == 1 and right.kind is not Kind.YEAR:
                return replace(right, tens=tens + _power(first), is_scaled=True, is_sum=False)
            case Kind.RATIO, Kind.RATIO:
                return Measure(Kind.RATIO, "", tens)
            case Kind.AMOUNT, Kind.AMOUNT if sign == -1:
                return Measure(Kind.RATIO, "", tens)
            case Kind.AMOUNT, Kind.RATIO:
                return replace(left, tens=tens, is_sum=False)
            case Kind.RATIO, Kind.AMOUNT if sign == 1:
                return replace(right, tens=tens, is_sum=False)
        return ANYTHING


def _power(node: ast.expr) -> int:
    """The power of ten in a written number: 2 for 100 and for 300; 0 for arithmetic with such numbers."""
    if not isinstance(node, ast.Constant) or not node.value:
        return 0
    exponent = Decimal(repr(node.value)).normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
