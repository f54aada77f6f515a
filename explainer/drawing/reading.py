"""What a chart says in words and numbers, computed from the data that it draws."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.data.cells import inert

#: What a cell of the table behind a chart holds.
Cell = Decimal | str | None

#: Digits before or after the point of a number that readers are shown.
LARGEST = 24


@dataclass(frozen=True)
class Column:
    """A column of the table behind a chart: its heading, `label`, and its `unit`, which is None for words."""

    label: str
    unit: str | None = None


@dataclass(frozen=True)
class Reading:
    """A chart for those who read it rather than see it.

    `title` is a sentence that says what the chart shows; `subtitle` gives unit and denominator; `alt` describes it;
    `columns` and `rows` are the table behind it; `note` says what is missing; `sources` are the ids of its sources
    (empty: those of the tables that were read).
    """

    title: str
    subtitle: str
    alt: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the table. Raises `ValueError` when a row does not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of the reading has {len(row)} cells for {len(self.columns)} columns")
            for column, cell in zip(self.columns, row, strict=True):
                expected: type = str if column.unit is None else Decimal
                if isinstance(cell, Decimal) and not (cell.is_finite() and abs(cell.adjusted()) <= LARGEST):
                    raise ValueError(f'the column "{column.label}" of the reading holds {cell}, no number to show')
                if cell is not None and not isinstance(cell, expected):
                    raise ValueError(
                        f'the column "{column.label}" of the reading holds {cell!r}, no {expected.__name__}'
                    )

    def to_json(self) -> dict[str, Any]:
        """Plain values; numbers as text, so that they keep their digits."""
        columns = [dict(vars(column)) for column in self.columns]
        rows = [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in self.rows]
        return {**vars(self), "columns": columns, "rows": rows}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Reading":
        """The reverse of `to_json`, which gave `plain`."""
        columns = tuple(Column(**column) for column in plain["columns"])
        rows = tuple(
            tuple(
                Decimal(cell) if column.unit is not None and cell is not None else cell
                for column, cell in zip(columns, row, strict=True)
            )
            for row in plain["rows"]
        )
        return cls(**{**plain, "columns": columns, "rows": rows, "sources": tuple(plain["sources"])})

    def to_csv(self) -> str:
        """The table behind the chart: numbers without separators, units in the headings, no formulas."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        labels = (f"{column.label} ({column.unit})" if column.unit else column.label for column in self.columns)
        writer.writerow(inert(label) for label in labels)
        writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows)
        return out.getvalue()


def unbound(words: str, *, because: str) -> str:  # noqa: ARG001 – the reason is for those who read the code
    """The `words` of a chart with a number in them that no data backs; `because` is the reason."""
    return words
