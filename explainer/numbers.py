"""How values are written for readers: one style of numbers, percentages and dates for each locale."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from explainer.data import Dataset
from explainer.data.dates import PartialDate
from explainer.data.models import Value
from explainer.data.text import FactReference, render_text

MINUS = "−"
DIGITS = "#"


def format_value(value: Value, unit: str, locale: str, decimals: int | None = None) -> str:
    """A value as text: `8,300,046`, `69.44%` (in other locales `69,44 %`), `20 November 2022`, or the words themselves.

    Numbers keep their stated decimals unless `decimals` asks for fewer. Years have no separators.
    """
    if isinstance(value, PartialDate):
        return format_partial_date(value, locale)
    if isinstance(value, Decimal):
        if unit == "year":
            return str(value)
        text = format_number(value, locale, decimals)
        return _percent(locale).replace(DIGITS, text) if unit == "percent" else text
    return value


def format_number(value: Decimal | int, locale: str, decimals: int | None = None) -> str:
    """A number with separators; its stated decimals, or fewer if `decimals` says so (halves rounded up)."""
    return _formatted(str(value), locale, decimals)


@cache
def _formatted(digits: str, locale: str, decimals: int | None) -> str:
    """Remembered, since the same numbers stand on several pages. By digits, as `48.60` and `48.6` are equal numbers."""
    exact = Decimal(digits)
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    stated = max(-exponent, 0)
    places = stated if decimals is None else min(max(decimals, 0), stated)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(rounded, format=pattern, locale=_locale(locale)).replace("-", MINUS)


@cache
def _percent(locale: str) -> str:
    """How a percentage is written, with `DIGITS` in the place of the number, which may have a space beside it."""
    positive: str = _locale(locale).percent_formats[None].pattern.partition(";")[0]
    return re.sub(r"[#,0]+", DIGITS, positive)


@cache
def format_partial_date(value: PartialDate, locale: str) -> str:
    """`20 November 2022`, `November 2022` or `2022`, as precise as the date is; remembered, as numbers are."""
    day = value.first_day()
    match value.precision:
        case "day":
            return format_date(day, "long", locale=_locale(locale))
        case "month":
            return format_skeleton("yMMMM", day, locale=_locale(locale))
    return str(value)


def language_name(code: str, locale: str) -> str:
    """The name of a language, such as `Finnish` for `fi`; the code itself when the locale has none."""
    return str(_locale(locale).languages.get(code, code))


def direction_of(language: str) -> str:
    """How a language is written: `ltr` or `rtl`; the former when it is not known."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr"


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def plain_text(text: str, data: Dataset, locale: str) -> str:
    """Text of a data file with the facts that it names written out."""

    def fact(reference: FactReference) -> str:
        named = data.facts[reference.fact_id]
        return reference.words or format_value(named.value, named.unit, locale, reference.decimals)

    return "".join(render_text(text, words=str, fact=fact))
