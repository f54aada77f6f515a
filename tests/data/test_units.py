"""Units of formulas: what is no share, no year and no amount of the right thing is refused; honest formulas pass."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.data import Catalogue, Dataset, load_dataset
from explainer.data.formulas import Formula, FormulaError
from explainer.data.models import Fact
from explainer.data.units import SCALES, computed, fits, measure_of
from tests.projects import RIVERS, ROOT

UNITS = {
    "votes": "votes",
    "cast": "votes",
    "ballots": "ballots",
    "share": "percent",
    "other_share": "percent",
    "people": "people",
    "million_people": "million people",
    "born": "year",
    "died": "year",
    "age": "years",
    "points": "points",
}


def dataset(units: dict[str, str]) -> Dataset:
    facts = {
        f"x.{key}": Fact.model_construct(id=f"x.{key}", statement="x", label=key, value=Decimal(1), unit=unit)
        for key, unit in units.items()
    }
    rest = {
        catalogue.kind: Catalogue(catalogue.kind, {})
        for catalogue in load_dataset(RIVERS / "data", RIVERS).catalogues()
    }
    return Dataset(
        facts=Catalogue("fact", facts), places={}, **{f"{kind}s": each for kind, each in rest.items() if kind != "fact"}
    )


DATA = dataset(UNITS)


@pytest.mark.parametrize(
    "formula",
    ["x.votes + x.share", "x.share - x.votes", "x.born + x.votes", "x.born + x.died", "x.people + x.million_people"],
)
def test_what_does_not_belong_together_is_not_added(formula: str) -> None:
    with pytest.raises(FormulaError, match="adds or subtracts"):
        computed(Formula(formula), DATA)


@pytest.mark.parametrize(
    ("unit", "formula"),
    [
        ("percent", "x.votes / x.ballots"),
        ("percent", "x.votes"),
        ("percent", "10 * x.votes / x.ballots"),
        ("percent", "x.share / x.other_share"),
        ("votes", "x.share"),
        ("votes", "100 * x.votes / x.ballots"),
        ("votes", "x.share * x.ballots"),
        ("ballots", "x.votes + x.cast"),
        ("votes", "x.born"),
        ("year", "x.votes"),
        ("people", "x.million_people"),
        ("million people", "x.people"),
    ],
)
def test_a_unit_that_the_formula_does_not_give(unit: str, formula: str) -> None:
    assert not fits(unit, computed(Formula(formula), DATA))


@pytest.mark.parametrize(
    ("unit", "formula"),
    [
        ("percent", "100 * x.votes / x.ballots"),
        ("percent", "100 * (x.votes - x.cast) / x.cast"),
        ("percent", "100 - x.share - x.other_share"),
        ("percent", "100 * x.share / x.other_share"),
        ("percent", "100 * (x.votes / x.ballots)"),
        ("percent", "100 * x.votes / (2 * x.ballots)"),
        ("points", "x.share - x.other_share"),
        ("percent", "x.share + x.points"),
        ("votes", "x.votes + x.cast"),
        ("votes", "x.ballots - x.votes"),
        ("votes", "x.share * x.ballots / 100"),
        ("votes", "x.votes / (x.share / 100)"),
        ("times", "x.votes / x.cast"),
        ("votes a ballot", "x.votes / x.ballots"),
        ("years", "x.died - x.born"),
        ("elections", "x.died - x.born + 1"),
        ("year", "x.born + x.age"),
        ("year", "2022 + x.age"),
        ("people", "1000000 * x.million_people"),
        ("seats", "2 * x.votes"),
        ("days", "days(x.died, x.born)"),
    ],
)
def test_honest_formulas_pass(unit: str, formula: str) -> None:
    assert fits(unit, computed(Formula(formula), DATA))


def formulas() -> st.SearchStrategy[str]:
    leaves = st.sampled_from([f"x.{key}" for key in UNITS]) | st.sampled_from(["2", "100", "0.5", "0"])
    return st.recursive(
        leaves, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner), max_leaves=8
    )


@settings(max_examples=150, deadline=None)
@given(formulas(), st.sampled_from(sorted(UNITS.values())))
def test_every_formula_is_judged_or_refused(text: str, unit: str) -> None:
    try:
        given_measure = computed(Formula(text), DATA)
    except FormulaError:
        return
    assert fits(unit, given_measure) in (True, False)
    assert fits(None, given_measure)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20), st.sampled_from(["", *SCALES]))
def test_a_unit_fits_itself(thing: str, scale: str) -> None:
    unit = f"{scale} {thing}".strip()
    assert fits(unit, measure_of(unit))


def test_the_own_data_has_no_false_alarm() -> None:
    data = load_dataset(ROOT / "data", Path(ROOT))
    for fact in data.facts.values():
        if fact.check and isinstance(fact.value, Decimal):
            assert fits(fact.unit, computed(Formula(fact.check), data)), fact.id
