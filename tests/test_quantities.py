"""Quantities are found in digits and in words, names and dates are not taken for them, and words are held to values."""

import re
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.quantities import NAME, NAMES, QUANTITIES, QUANTITY, find_quantities, says

#: What names and quantities are made of, and what stands beside them.
PIECES = """
the these those theſe tHe other one two three ſix ten tens twenty first second third thirds half halves a an dozen
several hundred millions twice doubled fold 7- 1 20 2022 22:00 4.0 ½ % percent May Nov. no. Nos. No. article Articles
and of CC BY doi:10 ES-11/1 a/b st k bn texts page ( ] - ‑ – / , . é İ _
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turnout was 69.44%.", {"69.44%": "69.44"}),
        ("About 8,300,046 people", {"8,300,046": "8300046"}),
        ("eighty-one per cent", {"eighty-one per cent": "81"}),
        ("one hundred and five of them", {"one hundred and five": "105"}),
        ("two and a half million", {"two and a half million": "2500000"}),
        ("ten thousand five hundred", {"ten thousand five hundred": "10500"}),
        ("2.9 million entries", {"2.9 million": "2900000"}),
        ("millions of people", {"millions": "1000000"}),
        ("hundreds of thousands", {"hundreds of thousands": "100000"}),
        ("half of them", {"half": "0.5"}),
        ("three quarters", {"three quarters": "0.75"}),
        ("a tenth of the seats", {"a tenth": "0.1"}),
        ("the price doubled", {"doubled": "2"}),
        ("six of seven parties", {"six": "6", "seven": "7"}),
        ("81-86%", {"81": "81", "86%": "86"}),
        ("a seven-year term", {"seven": "7"}),
        ("2,022 votes and 1984% more", {"2,022": "2022", "1984%": "1984"}),
        ("the three hundred", {"three hundred": "300"}),
        ("one\nmillion and a third\nof them", {"one\nmillion": "1000000", "a third": "0.3333333333333333333333333333"}),
        ("by a quarter.", {"a quarter": "0.25"}),
        ("€5m, $3bn, 10x and 5km", {"5m": "5000000", "3bn": "3000000000", "10x": "10", "5km": "5"}),
        ("½ of 2½ million", {"½": "0.5", "2½ million": "2500000"}),
        ("2022 per cent, 2022%", {"2022 per cent": "2022", "2022%": "2022"}),
        ("In May 40 deputies", {"40": "40"}),
        ("releases 500 prisoners", {"500": "500"}),
        ("quadrupled, sixfold, 7-fold", {"quadrupled": "4", "sixfold": "6", "7-fold": "7"}),
        ("several hundred", {"several hundred": "100"}),
        ("two‑thirds", {"two‑thirds": "0.6666666666666666666666666667"}),
    ],
)
def test_finds(text: str, found: dict[str, str]) -> None:
    assert {quantity.text: quantity.amount for quantity in find_quantities(text)} == {
        words: Decimal(amount) for words, amount in found.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "on 20 November 2022, from 5 June to 20 November, on 21 to 26–27 September 2022",
        "Dec. 4, 2005, 2022-11-20, March 2023",
        "in 2022 and 2023, 1991–2022, the 1990s, mid-2022",
        "at 22:00, 8:30 a.m., 8 a.m.",
        "the 21st and the twenty-first century, a third term, the second half of 2023",
        "resolutions ES-11/1 and A/RES/68/262, Law 94-VII, Articles 42 and 44, No. 7",
        "G7, COVID-19, version 0.6.0, CC BY 4.0, doi:10.7910/DVN/1",
        "The two sides, these three bodies",
        "billion US dollars, thousand tonnes, one of them",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert list(find_quantities(text)) == []


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("six", "6", "parties"),
        ("two thirds", "66.7", "percent"),
        ("more than two thirds", "69.44", "percent"),
        ("almost half", "48.3", "percent"),
        ("about 70 per cent", "69.44", "percent"),
        ("8.3 million", "8300046", "voters"),
        ("24.3 billion", "24.3", "billion US dollars"),
        ("twice as many", "1.98", "times"),
        ("hundreds of thousands", "406000", "entries"),
        ("at least half", "50", "percent"),
        ("up to 100", "100", "seats"),
    ],
)
def test_words_may_say_a_value(words: str, value: str, unit: str) -> None:
    assert says(words, Decimal(value), unit)


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("seven", "6", "parties"),
        ("two thirds", "69.44", "percent"),
        ("more than 70 per cent", "69.44", "percent"),
        ("almost 70 per cent", "70.1", "percent"),
        ("8.4 million", "8300046", "voters"),
        ("24.3 million", "24.3", "billion US dollars"),
        ("millions", "406000", "entries"),
        ("several", "6", "parties"),
        ("six of seven", "6", "parties"),
        ("nearly two thirds", "5", "percent"),
        ("more than half", "50", "percent"),
        ("more than two", "5000", "people"),
        ("fewer than a thousand", "1", "people"),
        ("81 per cent", "81", "seats"),
        ("twice", "2", "percent"),
        ("half", "0.5", "million people"),
    ],
)
def test_words_may_not_say_another_value(words: str, value: str, unit: str) -> None:
    assert not says(words, Decimal(value), unit)


def test_a_bound_may_be_said_as_such() -> None:
    assert says("more than ten", Decimal(10), "laws", "Laws, at least")


@pytest.mark.parametrize("text", ["one" + " trillion" * 20_000, "9" * 100_000, "5, 6" * 10_000, "a-" * 10_000])
def test_endless_numbers_take_no_time(text: str) -> None:
    begin = process_time()
    assert all(quantity.amount < 10**100 for quantity in find_quantities(text))
    assert process_time() - begin < 5


@given(st.integers(0, 10**15))
def test_a_number_with_separators_is_found_whole(number: int) -> None:
    [quantity] = find_quantities(f"It is {number:,} there")
    assert (quantity.text, quantity.amount, quantity.start) == (f"{number:,}", number, 6)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()) | st.sampled_from(["", " ", "  ", "\n"])).map("".join))
def test_nothing_is_passed_over_where_something_may_begin(text: str) -> None:
    names, quantities = re.compile(NAME), re.compile(QUANTITY, re.IGNORECASE)
    assert [match.span() for match in NAMES.finditer(text)] == [match.span() for match in names.finditer(text)]
    assert [match.span() for match in QUANTITIES.finditer(text)] == [
        match.span() for match in quantities.finditer(text)
    ]


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(quantity.low <= quantity.high for quantity in find_quantities(text))
