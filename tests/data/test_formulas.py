"""Arithmetic in checks is exact, and nothing but arithmetic."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainer.data import Catalogue, Dataset, load_dataset
from explainer.data.formulas import LARGEST, EmptyCell, Formula, FormulaError, agrees
from explainer.errors import UnknownId
from tests.projects import RIVERS

DATA = load_dataset(RIVERS / "data", RIVERS)
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> tuple[str, Fraction]:
    """Formula text and its exact value."""
    if depth == 0 or draw(st.booleans()):
        number = draw(NUMBERS)
        return f"{number}", Fraction(number)
    left, a = draw(expressions(depth=depth - 1))
    right, b = draw(expressions(depth=depth - 1))
    operator, value = draw(st.sampled_from([("+", a + b), ("-", a - b), ("*", a * b)]))
    return f"({left} {operator} {right})", value


@given(expressions())
def test_computes_like_exact_fractions(expression: tuple[str, Fraction]) -> None:
    text, exact = expression
    assume(abs(exact) < LARGEST)
    computed = Fraction(Formula(text).value(DATA))
    assert abs(computed - exact) <= abs(exact) / 10**12


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("length.total", "30.50"),
        ("-length.total + 1", "-29.50"),
        ("100 * 1 / 4", "25"),
        ('cell("rivers", "Little, River", "length")', "10.00"),
        ('sum("rivers", "length") / 2', "15.25"),
        ("days(survey.end, survey.start)", "59"),
        ("1 - 2 - 3", "-4"),
        ("2 * (3 + 4)", "14"),
        ("2 -length.total", "-28.50"),
    ],
)
def test_understands(text: str, value: str) -> None:
    assert Formula(text).value(DATA) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "length.total ** 2",
        "length.total // 2",
        "1 / 0",
        "1 / (1 - 1)",
        '"a" * 3',
        "True + 1",
        "[1][0]",
        "(lambda: 1)()",
        "__import__('os').getcwd()",
        "sum('rivers', 'river')",
        "sum(rivers, length)",
        "sum('rivers')",
        "cell('rivers', 'length')",
        "cell('rivers', 'Little, River', 'surveyed')",
        "days(survey.end, length.total)",
        "days(survey.end)",
        "survey.end + 1",
        "river",
        "a if 1 else b",
        "(" * 500 + "1" + ")" * 500,
        "sum('rivers', column='length')",
    ],
)
def test_refuses_with_a_sentence(text: str) -> None:
    with pytest.raises(FormulaError, match="formula"):
        Formula(text).value(DATA)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("length.totl", 'unknown fact "length.totl" – did you mean "length.total"'),
        ("sum('river', 'length')", 'unknown table "river"'),
        ("sum('rivers', 'lenght')", 'unknown column "lenght"'),
        ("cell('rivers', 'Volga', 'length')", 'unknown row of rivers "Volga"'),
    ],
)
def test_suggests_the_nearest_name(text: str, message: str) -> None:
    with pytest.raises(UnknownId, match=message):
        Formula(text).value(DATA)


@given(st.text())
def test_any_text_is_computed_or_refused(text: str) -> None:
    try:
        value = Formula(text).value(DATA)
    except (FormulaError, UnknownId):
        return
    assert isinstance(value, Decimal)


def test_row_with_an_empty_cell_has_nothing_to_compute() -> None:
    formula = Formula("length * 2")
    assert formula.columns == ["length"]
    assert formula.value(DATA, {"length": Decimal("1.5")}) == 3
    with pytest.raises(EmptyCell):
        formula.value(DATA, {"length": None})


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.integers(min_value=0, max_value=5))
def test_agrees_exactly_when_rounding_gives_the_stated_digits(exact: Decimal, places: int) -> None:
    stated = round(exact, places)
    unit = Decimal(1).scaleb(-places)
    assert agrees(stated, exact)
    assert not agrees(stated + unit * 2, exact)
    assert agrees(stated, stated + unit / 2)
    assert not agrees(stated, stated + unit / 2 + unit / 1000)


def test_catalogue_notes_what_is_read() -> None:
    reads: set[tuple[str, str]] = set()
    observed: Dataset = DATA.observed_by(reads)
    assert Formula("length.total").value(observed) == Decimal("30.50")
    assert "missing" not in observed.tables
    assert reads == {("fact", "length.total"), ("table", "missing")}
    list(observed.terms)
    assert ("term", "*") in reads
    assert isinstance(observed.terms, Catalogue)
