"""Numbers and dates as readers see them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.data.dates import PartialDate
from explainer.numbers import direction_of, format_number, format_value, language_name


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (Decimal(8300046), "ballots", None, "8,300,046"),
        (Decimal("69.44"), "percent", None, "69.44%"),
        (Decimal("48.60"), "percent", None, "48.60%"),
        (Decimal("69.44"), "percent", 0, "69%"),
        (Decimal("2.5"), "percent", 0, "3%"),
        (Decimal("0.5"), "percent", 0, "1%"),
        (Decimal(2022), "year", None, "2022"),
        (Decimal("-13.87"), "points", None, "−13.87"),
        (Decimal(0), "votes", None, "0"),
        (PartialDate("2022-11-20"), "date", None, "20 November 2022"),
        (PartialDate("2022-11"), "date", None, "November 2022"),
        (PartialDate("2022"), "date", None, "2022"),
        ("more than half", "text", None, "more than half"),
    ],
)
def test_english(value: Decimal, unit: str, decimals: int | None, text: str) -> None:
    assert format_value(value, unit, "en_GB", decimals) == text


def test_other_locales() -> None:
    assert format_value(PartialDate("2022-11-20"), "date", "kk") == "2022\u202fж. 20 қараша"
    assert format_value(Decimal("1234.50"), "votes", "de_DE") == "1.234,50"
    shares = {locale: format_value(Decimal("-69.4"), "percent", locale) for locale in ("de_DE", "tr_TR", "ar_EG")}
    assert shares == {"de_DE": "−69,4\xa0%", "tr_TR": "%−69,4", "ar_EG": "−69.4%"}
    assert language_name("kk", "en_GB") == "Kazakh"
    assert language_name("xx", "en_GB") == "xx"


@pytest.mark.parametrize(
    ("language", "direction"),
    [("xx-no", "ltr"), ("", "ltr"), ("zh-TW", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa", "rtl")],
)
def test_languages_run_as_they_are_written(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_no_digit_is_lost(value: Decimal) -> None:
    text = format_number(value, "en_GB")
    assert Decimal(text.replace(",", "").replace("−", "-")) == value


@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "22-01-01", "2022-1-1", "", "2022-11-20T00:00", "２０２２"])
def test_wrong_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="–"):
        PartialDate(text)
