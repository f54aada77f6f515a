"""What is measured: this explainer and made-up ones, each with a cell and a sentence that can be changed."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.explainers import write_explainer
from benchmarks.made_up.data import FREE_YEAR
from benchmarks.made_up.places import Place
from explainer.manifest import read_manifest
from explainer.project import Project
from tests.projects import clone

#: What a build makes and keeps, below the project's folder.
MADE = (".cache", "docs/files", "docs/charts", "site")
REAL = "real"
#: What a page is lengthened by.
SENTENCE = "Nobody knows why."


@dataclass(frozen=True)
class Subject:
    """An explainer in a folder of its own.

    `pages` are those that were written by hand. The cell stands in a column of a table, in the row that begins with the
    words of `row`; a chart reads it, and no check depends on it. A `step` of it can be seen in the chart. The sentence
    is added to a page.
    """

    name: str
    folder: Path
    pages: int
    table: str
    row: tuple[str, ...]
    column: str
    step: int
    page: str

    def forget(self) -> None:
        """Remove whatever builds have made."""
        for name in MADE:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def change_cell(self) -> None:
        """Raise the cell by a step."""
        path = self.folder / f"data/tables/{self.table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        for row in rows:
            if tuple(row[: len(self.row)]) == self.row:
                row[head.index(self.column)] = str(int(row[head.index(self.column)]) + self.step)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])

    def change_sentence(self) -> None:
        """Lengthen the last paragraph of the page by a sentence."""
        path = self.folder / "docs" / self.page
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()} {SENTENCE}\n", encoding="utf-8")

    def charts_of_cell(self) -> list[str]:
        """The ids of the charts that read the table, once the project was built."""
        records = read_manifest(Project.load(self.folder))
        return [chart_id for chart_id, record in records.items() if ("table", self.table) in record.reads]


def prepare(name: str, folder: Path) -> Subject:
    """Write the explainer of a name into a folder that does not exist: this one as `real`, or a number of pages."""
    if name == REAL:
        clone(folder)
        pages = len([*(folder / "docs").rglob("*.md")])
        return Subject(name, folder, pages, "datasets-cpi", ("KAZ", "Kazakhstan", "2015"), "score", 1, "reforms.md")
    place = Place(0)
    write_explainer(folder, int(name))
    return Subject(name, folder, int(name), f"{place.id}-visitors", (FREE_YEAR,), "far", 20, place.page)
