"""A CSV read strictly against its descriptor."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from pydantic_core import PydanticCustomError

from explainer.data.cells import is_computed
from explainer.data.dataset import Cell, Row, Table
from explainer.data.dates import PartialDate
from explainer.data.models import Column, TableDescriptor, number
from explainer.errors import Place, Problem, did_you_mean, is_near

#: Characters in a cell.
LONGEST = 2_000
#: Rows of a table: more would be too many for a page, and for people to check.
MOST_ROWS = 20_000


def read_table(
    table_id: str, descriptor: TableDescriptor, text: str, file: str, problems: list[Problem]
) -> tuple[Table, tuple[int, ...]]:
    """The table, and the line of the file that each row starts on. What is wrong is added to `problems`.

    A cell with a problem becomes None; a row with the wrong number of cells is left out.
    """
    lines = _lines(text, file, problems)
    _, header = next(lines, (1, []))
    names = tuple(column.name for column in descriptor.columns)
    rows: list[Row] = []
    places: list[int] = []
    if _header_fits(header, names, file, problems):
        readers = [cache(partial(_cell, column)) for column in descriptor.columns]  # the same words stand in many rows
        for line, cells in lines:
            if len(rows) == MOST_ROWS:
                problems.append(Problem(Place(file, line), f"the table has more than {MOST_ROWS:,} rows – split it"))
                break
            if len(cells) != len(names):
                counts = f"this row has {len(cells)} cells, the header {len(names)}"
                message = f"{counts} – add or remove commas, or quote text that holds one"
                problems.append(Problem(Place(file, line), message))
                continue
            known, wrong = _cells(readers, cells, names, file, line)
            rows.append(Row(names, known))
            problems += wrong
            places.append(line)
    return Table(table_id, descriptor, tuple(rows), tuple(places)), tuple(places)


def _lines(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(Place(file, reader.line_num), f"this is not valid CSV: {error} – check the quotes"))
            return
        if not cells:
            problems.append(Problem(Place(file, line), "this line is empty – remove it"))
        else:
            yield line, cells
        line = reader.line_num + 1


def _header_fits(header: list[str], names: tuple[str, ...], file: str, problems: list[Problem]) -> bool:
    if tuple(header) == names:
        return True
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    for name in unknown:
        remedy = did_you_mean(name, missing) if missing else "describe it, or remove it"
        place = Place(file, 1, header.index(name) + 1)
        problems.append(Problem(place, f'the column "{name}" is not in the descriptor – {remedy}'))
    for name in missing:
        if not is_near(name, unknown):
            message = f'the column "{name}" of the descriptor is missing – add it, or remove it from the descriptor'
            problems.append(Problem(Place(file, 1), message))
    if not missing and not unknown:
        message = f"the columns stand in another order than in the descriptor – write them as {','.join(names)}"
        problems.append(Problem(Place(file, 1), message))
    return False


def _cells(
    readers: Sequence[Callable[[str], Cell]], texts: list[str], names: tuple[str, ...], file: str, line: int
) -> tuple[tuple[Cell, ...], list[Problem]]:
    """The cells of a row, and what is wrong with them."""
    try:
        return tuple([read(text) for read, text in zip(readers, texts, strict=True)]), []
    except (PydanticCustomError, ValueError):
        pass  # one at a time, then
    cells: list[Cell] = []
    problems = []
    for position, (read, text, name) in enumerate(zip(readers, texts, names, strict=True), start=1):
        try:
            cells.append(read(text))
        except (PydanticCustomError, ValueError) as error:
            message = error.message() if isinstance(error, PydanticCustomError) else str(error)
            problems.append(Problem(Place(file, line, position), f"{name}: {message}"))
            cells.append(None)
    return tuple(cells), problems


def _cell(column: Column, text: str) -> Cell:
    if text != text.strip():
        raise ValueError("the cell begins or ends with a blank – remove it")
    if text == "":
        if not column.optional:
            raise ValueError('the cell is empty – fill it, or mark the column "optional: true" in the descriptor')
        return None
    if not text.isprintable() or len(text) > LONGEST:
        raise ValueError(f"the cell holds control characters, or more than {LONGEST} characters – mend or shorten it")
    if not column.is_numeric and is_computed(text):
        raise ValueError(
            "a spreadsheet would compute the cell, or what follows a semicolon in it – begin it with another character"
        )
    match column.type:
        case "integer" | "number":
            return number(text, whole=column.type == "integer")
        case "date":
            return PartialDate(text)
        case "category" if text not in column.values:
            raise ValueError(f'"{text}" is not one of the values – {did_you_mean(text, column.values)}')
        case "sources":
            return tuple(part.strip() for part in text.split(";"))
    return text
