"""Some cells of the table behind a chart: the numbers and the words that they hold."""

from collections.abc import Iterable
from decimal import Decimal

from explainer.verify.chart import WrittenChart
from explainer.verify.numerals import agrees


class Cells:
    """Some cells of the table: their numbers and their words."""

    def __init__(self, numbers: Iterable[Decimal], words: Iterable[str]) -> None:
        self._numbers = frozenset(numbers)
        self._words = tuple(words)

    @classmethod
    def of(cls, chart: WrittenChart, rows: Iterable[int], columns: Iterable[int]) -> "Cells":
        """The cells that lie in these rows and these columns."""
        columns = list(columns)
        units = [column.unit for column in chart.reading.columns]
        cells = [(units[column], chart.table[row][column]) for row in rows for column in columns]
        words = [cell for unit, cell in cells if unit is None]
        stated = {Decimal(cell) for unit, cell in cells if unit is not None and cell}
        labels = [chart.reading.columns[column].label for column in columns]
        return cls(stated.union(*map(chart.numerals.numbers, [*words, *labels])), [*words, *labels])

    def have(self, number: Decimal) -> bool:
        """Whether a number is one of the cells', at the precision at which it is shown; signs may be words."""
        return any(agrees(abs(number), abs(each)) for each in self._numbers)

    def mention(self, date: str) -> bool:
        """Whether a cell's words hold a date."""
        return any(date in words for words in self._words)
