"""A chart as it was written to disk, with what its record says of it: what the rules judge."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from explainer.data import Dataset
from explainer.data.catalogue import EVERYTHING
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource
from explainer.drawing.roles import Roles
from explainer.manifest import ChartRecord
from explainer.project import Project
from explainer.verify.numerals import Numerals, numerals_of
from explainer.verify.picture import Picture

#: A rule gives a sentence for each thing that is wrong: the file, what is wrong, and the remedy.
Rule = Callable[["WrittenChart"], Iterator[str]]


@dataclass(frozen=True)
class WrittenChart:
    """The files of a chart, read once, and the reading, the data and the colours that they must agree with."""

    project: Project
    data: Dataset
    roles: Roles
    source: ChartSource
    record: ChartRecord

    @property
    def id(self) -> str:
        """The chart's id."""
        return self.source.id

    @property
    def reading(self) -> Reading:
        """What the chart says."""
        return self.record.reading

    @property
    def numerals(self) -> Numerals:
        """How numbers and dates are written here."""
        return numerals_of(self.project.locale)

    @cached_property
    def boards(self) -> Mapping[str, Picture]:
        """The drawings for pages, by board."""
        return {board: self._picture(self._board(board), text) for board, text in self.drawn.items()}

    @cached_property
    def drawn(self) -> Mapping[str, str]:
        """The text of each of these: reading it as a drawing takes longer than finding it in a page."""
        return {board: self._board(board).read_text(encoding="utf-8") for board in ("wide", "phone")}

    @cached_property
    def sheet(self) -> Picture:
        """The SVG to download."""
        path = self.path("svg")
        return self._picture(path, path.read_text(encoding="utf-8"))

    @property
    def pictures(self) -> list[Picture]:
        """All of its SVGs."""
        return [*self.boards.values(), self.sheet]

    @property
    def has_png(self) -> bool:
        """Whether its PNG was drawn: a preview goes without."""
        return self.name("png") in self.record.files

    @cached_property
    def csv(self) -> str:
        """The table to download."""
        return self.path("csv").read_text(encoding="utf-8")

    @cached_property
    def table(self) -> list[list[str]]:
        """The rows of the CSV without its headings."""
        return list(csv.reader(io.StringIO(self.csv)))[1:]

    @cached_property
    def numbers_read(self) -> frozenset[Decimal]:
        """The numbers of the facts and of the tables that the chart reads."""
        found: set[Decimal] = set()
        for kind, key in self.record.reads:
            if kind == "fact" and key != EVERYTHING:
                found |= {value for value in (self.data.facts[key].value,) if isinstance(value, Decimal)}
            elif kind == "table" and key != EVERYTHING:
                cells = (cell for row in self.data.tables[key].rows for cell in row.cells)
                found |= {cell for cell in cells if isinstance(cell, Decimal)}
        return frozenset(found)

    def path(self, ending: str) -> Path:
        """A file to download."""
        return self.project.files / "charts" / f"{self.id}.{ending}"

    def name(self, ending: str) -> str:
        """A file to download, as shown in messages."""
        return self.project.name_of(self.path(ending))

    def _board(self, board: str) -> Path:
        return self.project.cache / "charts" / f"{self.id}.{board}.svg"

    def _picture(self, path: Path, text: str) -> Picture:
        name = self.project.name_of(path)
        try:
            return Picture(name, text, self.project.fonts)
        except ValueError as error:
            raise ValueError(f"{name}: it {error} – draw it by the engine’s own means") from None
