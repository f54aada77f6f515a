"""Numbers of a drawing that are no values: ticks of axes, bounds of classes, counts of parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from explainer.verify.chart import WrittenChart
from explainer.verify.picture import Picture, Words

#: How far, in pixels, a tick may stand from where its value belongs.
NEAR = 1.0


def ticks_in(chart: WrittenChart, picture: Picture) -> frozenset[Words]:
    """Muted texts that hold one number, year or time each and stand on a line at places that are linear in it."""
    ticks = [(text, value) for text in picture.words if text.role == "muted" for value in _tick(chart, text)]
    found: set[Words] = set()
    for along, across in ((_x, _y), (_y, _x)):
        lines: dict[tuple[int, str], list[tuple[float, Decimal, Words]]] = defaultdict(list)
        for text, value in ticks:
            lines[round(across(text)), text.anchor].append((along(text), value, text))
        for line in lines.values():
            if len(line) > 1 and _is_linear([(place, float(value)) for place, value, _ in line]):
                found |= {text for *_, text in line}
    return frozenset(found)


def scale_of(chart: WrittenChart, picture: Picture) -> set[Decimal]:
    """The numbers of ticks and the bounds of classes."""
    ticks = {number for text in ticks_in(chart, picture) for number in chart.numerals.numbers(text.words)}
    return ticks | bounds_in(chart, picture)


def _tick(chart: WrittenChart, text: Words) -> Iterator[Decimal]:
    numbers, dates = chart.numerals.numbers(text.words), chart.numerals.dates(text.words)
    if len(numbers) == 1 and not dates and not any(letter.isalpha() for letter in text.words):
        yield numbers[0]
    elif dates == [text.words]:
        hours, _, minutes = text.words.partition(":")
        if hours.isdecimal():
            yield Decimal(hours) + (Decimal(minutes) / 60 if minutes else 0)


def _x(text: Words) -> float:
    return text.x


def _y(text: Words) -> float:
    return text.y


def _is_linear(points: Sequence[tuple[float, float]]) -> bool:
    """Whether values rise or fall evenly with their places, to a pixel."""
    points = sorted(points)
    (first, low), (last, high) = points[0], points[-1]
    if low == high or last - first < NEAR:
        return False
    return all(abs(first + (value - low) / (high - low) * (last - first) - place) <= NEAR for place, value in points)


def bounds_in(chart: WrittenChart, picture: Picture) -> frozenset[Decimal]:
    """The bounds of classes: what one label of a key ends with and another begins with."""
    numbers = [chart.numerals.numbers(text.words) for text in picture.words if text.role == "ink"]
    ranges = [each for each in numbers if each]
    ends = {each[-1] for each in ranges if len(each) > 1}
    starts = {each[0] for each in ranges if len(each) > 1}
    single = {each[0] for each in ranges if len(each) == 1}
    return frozenset(ends & starts | (ends | starts) & single) if ends & starts else frozenset()


def counts_in(chart: WrittenChart, picture: Picture) -> frozenset[Words]:
    """Muted labels such as “Refused: 3”, if their counts add up to the number of rows."""
    parts = {
        text: numbers[0]
        for text in picture.words
        if text.role == "muted" and len(numbers := chart.numerals.numbers(text.words)) == 1
        if text.words.partition(": ")[2].isdecimal()
    }
    return frozenset(parts) if sum(parts.values()) == len(chart.table) else frozenset()
