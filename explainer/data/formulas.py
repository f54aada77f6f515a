"""The arithmetic of `check` formulas: exact, and with nothing but arithmetic in it.

A formula names facts (`lakes-total.area`), columns of the current row (`depth`), numbers, the
operators `+ - * /`, parentheses, and the functions `cell("table", "key", "column")`, `sum("table", "column")` and
`days(later-date-fact, earlier-date-fact)`.
"""

import ast
import re
from collections.abc import Mapping
from decimal import Decimal, DivisionByZero
from functools import cache

from explainer.data.dataset import Cell, Dataset
from explainer.data.dates import PartialDate
from explainer.errors import ExplainerError

#: A fact's id, or a text in quotes, which is left as it is.
FACT_ID = re.compile(r"""(?P<quoted>"[^"]*"|'[^']*')|(?<![\w.])(?<!\w-)[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z][a-z0-9_]*""")
#: What stands for a fact while Python's parser reads the formula.
PLACEHOLDER = "_fact_"
#: Formulas longer than this, and results larger than this, are mistakes.
LONGEST = 2_000
LARGEST = Decimal(10) ** 24
OPERATIONS = {
    ast.Add: Decimal.__add__,
    ast.Sub: Decimal.__sub__,
    ast.Mult: Decimal.__mul__,
    ast.Div: Decimal.__truediv__,
}


class FormulaError(ExplainerError):
    """A formula that cannot be read or computed."""


class EmptyCell(Exception):
    """A formula uses a cell that is empty: there is nothing to compute."""


class Formula:
    """A parsed formula.

    `text` is as written; `facts` are the ids it names; `columns` the columns of the row; `tree` is what it computes.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.facts: list[str] = []
        try:
            if PLACEHOLDER in text or len(text) > LONGEST:
                raise ValueError
            self.tree = ast.parse(FACT_ID.sub(self._placeholder, text), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            remedy = "write arithmetic over facts and columns, with spaces around + - * /"
            raise FormulaError(f'the formula "{text}" cannot be read – {remedy}') from None
        nodes = [*ast.walk(self.tree)]
        functions = {node.func for node in nodes if isinstance(node, ast.Call)}
        names = [node for node in nodes if isinstance(node, ast.Name) and node not in functions]
        self.columns = sorted({node.id for node in names if not node.id.startswith(PLACEHOLDER)})

    def _placeholder(self, match: re.Match[str]) -> str:
        if match["quoted"]:
            return match[0]
        self.facts.append(match[0])
        return f"{PLACEHOLDER}{len(self.facts) - 1}"

    @property
    def is_lookup(self) -> bool:
        """Whether it is nothing but one cell, or one sum over a column."""
        return isinstance(self.tree, ast.Call) and getattr(self.tree.func, "id", "") in ("cell", "sum")

    def fact_named(self, name: str) -> str:
        """The id of the fact that a name in the tree stands for."""
        return self.facts[int(name.removeprefix(PLACEHOLDER))]

    def value(self, data: Dataset, row: Mapping[str, Cell] | None = None) -> Decimal:
        """The result. Raises `FormulaError`, `UnknownId`, or `EmptyCell` where a cell that is used is empty."""
        try:
            value = _decimal(self._evaluate(self.tree, data, row or {}), self.text)
        except DivisionByZero:
            raise FormulaError(f'the formula "{self.text}" divides by zero – correct it or its facts') from None
        except (ArithmeticError, RecursionError):
            raise FormulaError(f'the formula "{self.text}" cannot be computed – simplify it') from None
        if not abs(value) < LARGEST:
            raise FormulaError(f'the formula "{self.text}" gives a number beyond all measure – correct it')
        return value

    def found(self, data: Dataset) -> object:
        """What a formula that is only a fact or a cell finds there, be it a number, a date or words; else None.

        Raises `FormulaError` or `UnknownId`.
        """
        is_fact = isinstance(self.tree, ast.Name) and bool(self.facts)
        return self._evaluate(self.tree, data, {}) if is_fact or self.is_lookup else None

    def _evaluate(self, node: ast.expr, data: Dataset, row: Mapping[str, Cell]) -> object:  # noqa: PLR0911 – a case each
        match node:
            case ast.Constant(value=int() | float() as literal) if not isinstance(literal, bool):
                return Decimal(repr(literal))
            case ast.Constant(value=str() as text):
                return text
            case ast.Name(id=name) if name.startswith(PLACEHOLDER):
                return data.facts[self.fact_named(name)].value
            case ast.Name(id=name):
                return self._cell(row, name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -_decimal(self._evaluate(operand, data, row), self.text)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
                a, b = (_decimal(self._evaluate(side, data, row), self.text) for side in (left, right))
                return OPERATIONS[type(op)](a, b)
            case ast.Call(func=ast.Name(id=function), args=args, keywords=[]) if function in FUNCTIONS:
                return FUNCTIONS[function](data, self.text, *(self._evaluate(arg, data, row) for arg in args))
        raise FormulaError(
            f'the formula "{self.text}" uses something other than facts, columns, numbers, + - * / and '
            f"{', '.join(FUNCTIONS)} – rewrite it"
        )

    def _cell(self, row: Mapping[str, Cell], name: str) -> Cell:
        if name not in row:
            raise FormulaError(f'the formula "{self.text}" names "{name}", which is no column and no fact – correct it')
        if row[name] is None:
            raise EmptyCell(name)
        return row[name]


@cache
def formula_of(check: str) -> Formula:
    """The formula of a check, read once, as several things are asked of it. Raises `FormulaError`."""
    return Formula(check)


def agrees(stated: Decimal, computed: Decimal) -> bool:
    """Whether a computed value rounds to the stated one at its last stated digit."""
    exponent = stated.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(stated - computed) <= Decimal(5).scaleb(exponent - 1)


def _decimal(value: object, text: str) -> Decimal:
    if not isinstance(value, Decimal):
        raise FormulaError(
            f'the formula "{text}" computes with "{value}", which is not a number – name a fact or a column that is one'
        )
    return value


def _table_cell(data: Dataset, text: str, *words: object) -> object:
    """`cell("table", "key", "column")`: the cell of a table; a key of several columns is several words."""
    if len(words) < 3 or not all(isinstance(word, str) for word in words):
        raise FormulaError(f'the formula "{text}" is incomplete – give cell() a table, a key and a column in quotes')
    table, *key, column = (str(word) for word in words)
    value = data.tables[table].row(*key)[column]
    if value is None:
        raise FormulaError(f'the formula "{text}" names an empty cell – name one that has a value')
    return value


def _column_sum(data: Dataset, text: str, *words: object) -> Decimal:
    """`sum("table", "column")`: all numbers of a column together, empty cells left out."""
    if len(words) != 2 or not all(isinstance(word, str) for word in words):
        raise FormulaError(f'the formula "{text}" is incomplete – give sum() a table and a column in quotes')
    table, column = (str(word) for word in words)
    if not data.tables[table].column(column).is_numeric:
        raise FormulaError(f'the formula "{text}" adds up the column "{column}", which holds no numbers – name another')
    return data.tables[table].sum(column)


def _days_between(_: Dataset, text: str, *dates: object) -> Decimal:
    """`days(later, earlier)`: how many days lie between the dates of facts."""
    match dates:
        case (PartialDate() as later, PartialDate() as earlier) if later.precision == earlier.precision == "day":
            return Decimal((later.first_day() - earlier.first_day()).days)
    raise FormulaError(f'the formula "{text}" is incomplete – give days() two facts that are dates with a day')


FUNCTIONS = {"cell": _table_cell, "sum": _column_sum, "days": _days_between}
