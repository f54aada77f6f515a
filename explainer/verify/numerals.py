"""Numbers and dates as a locale writes them, found in text."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

#: A minus sign, and the hyphen that data files have in its place.
MINUS = "−-"


@dataclass(frozen=True)
class Numerals:
    """Patterns for the numbers and the dates of a locale."""

    number: re.Pattern[str]
    date: re.Pattern[str]
    point: str

    def numbers(self, text: str) -> list[Decimal]:
        """The numbers in a text that belong to no date, year or time of day."""
        return [self.value(match[0]) for match in self.places(text)[0]]

    def dates(self, text: str) -> list[str]:
        """The dates, years, times of day and ordinals in a text, as they are written."""
        return [match[0] for match in self.date.finditer(text)]

    def places(self, text: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
        """Where the numbers and the dates of a text stand in it."""
        dates = list(self.date.finditer(text))
        without = self.date.sub(lambda match: " " * len(match[0]), text)
        return list(self.number.finditer(without)), dates

    def value(self, written: str) -> Decimal:
        """A number of this locale."""
        whole, _, decimals = written.rpartition(self.point) if self.point in written else (written, "", "")
        digits = re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else "")
        return Decimal(digits) * (-1 if written[0] in MINUS else 1)


@cache
def numerals_of(locale: str) -> Numerals:
    """The patterns of a locale, such as `en_GB`."""
    group, point = re.escape(get_group_symbol(locale)), get_decimal_symbol(locale)
    months = "|".join(re.escape(name) for name in get_month_names("wide", "format", locale).values())
    sign = rf"(?:(?<![\w{MINUS}])[{MINUS}]?|(?<=\d[{MINUS}]))"  # a hyphen between two numbers is no sign
    number = rf"{sign}(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{re.escape(point)}\d+)?"
    date = (
        rf"\b\d{{1,2}}(?:\.? )(?:{months})\b(?: \d{{4}}\b)?"
        r"|\b(?:19|20)\d{2}(?:[–-](?:(?:19|20)?\d{2}))?\b(?![,.]?\d|%)"
        r"|\b\d{1,2}:\d{2}\b"
        r"|\b\d+(?:st|nd|rd|th)\b"
    )
    return Numerals(re.compile(number), re.compile(date), point)


def agrees(shown: Decimal, exact: Decimal) -> bool:
    """Whether a number is another one, rounded to the digits that are shown (halves away from zero)."""
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)
    return exact.quantize(Decimal(1).scaleb(exponent), rounding=ROUND_HALF_UP) == shown
