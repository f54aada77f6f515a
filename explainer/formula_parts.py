"""A formula for people: what it draws on, and how it reads with the values put in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.data import Dataset
from explainer.data.formulas import FUNCTIONS, PLACEHOLDER, Formula
from explainer.errors import Place


@dataclass(frozen=True)
class CellNamed:
    """A cell that a formula names; without a key, the sum of a column."""

    table: str
    key: tuple[str, ...]
    column: str

    def place(self, data: Dataset) -> Place:
        """Where the cell stands, or else its table. Raises `UnknownId`."""
        table = data.tables[self.table]
        file = data.places["table", table.id].file
        if not self.key:
            return Place(file)
        column = [each.name for each in table.descriptor.columns].index(self.column)
        return Place(file, table.lines[table.rows.index(table.row(*self.key))], column + 1)

    def value(self, data: Dataset) -> str:
        """What the cell holds, or the sum. Raises `UnknownId`."""
        table = data.tables[self.table]
        return table.row(*self.key).text(self.column) if self.key else str(table.sum(self.column))


def cells_named(formula: Formula) -> Iterator[CellNamed]:
    """The cells and sums that a formula names, in its order."""
    for node in ast.walk(formula.tree):
        named = _cell(node)
        if named is not None:
            yield named


def filled_in(formula: Formula, data: Dataset) -> str:
    """The formula with values in the place of facts, cells and sums. Raises `UnknownId`."""
    return ast.unparse(_Values(formula, data).visit(ast.parse(ast.unparse(formula.tree), mode="eval").body))


def _cell(node: ast.AST) -> CellNamed | None:
    match node:
        case ast.Call(func=ast.Name(id=("cell" | "sum")), args=[ast.Constant(table), *keys, ast.Constant(column)]):
            return CellNamed(
                str(table), tuple(str(key.value) for key in keys if isinstance(key, ast.Constant)), str(column)
            )
    return None


class _Values(ast.NodeTransformer):
    """Puts values in; they are written as names, which are printed as they stand."""

    def __init__(self, formula: Formula, data: Dataset) -> None:
        self.formula = formula
        self.data = data

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id in FUNCTIONS or not node.id.startswith(PLACEHOLDER):
            return node
        fact_id = self.formula.fact_named(node.id)
        return ast.Name(str(self.data.facts[fact_id].value))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        named = _cell(node)
        return self.generic_visit(node) if named is None else ast.Name(named.value(self.data))
