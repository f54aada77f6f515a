"""What is loaded cannot change, and is what the files say."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from pydantic import ValidationError

from explainer.data import load_dataset
from explainer.data.dates import PartialDate
from explainer.errors import UnknownId
from tests.projects import RIVERS, ROOT

DATA = load_dataset(RIVERS / "data", RIVERS)


def test_facts_share_what_their_statement_says() -> None:
    total = DATA.fact("length.total")
    assert (total.value, total.unit, total.as_of, total.confidence) == (
        Decimal("30.50"),
        "kilometres",
        "2023-04-05",
        "confirmed",
    )
    assert total.sources == ("gauge-book",)
    assert DATA.fact("survey.days").confidence == "uncertain"


def test_what_a_chart_is_given_notes_what_it_reads_and_knows_topics() -> None:
    reads: set[tuple[str, str]] = set()
    observed = DATA.observed_by(reads)
    assert [event.id for event in observed.of_topic(observed.events, "rivers")] == ["survey-begins", "survey-ends"]
    assert observed.of_topic(observed.events, "lakes") == []
    observed.fact("length.total")
    assert {("event", "*"), ("fact", "length.total")} <= reads
    assert "rivers.yml" not in repr(observed.places)


def test_digits_are_kept() -> None:
    assert str(DATA.fact("length.total").value) == "30.50"
    assert str(DATA.table("rivers").row("Ырғыз").number("length")) == "20.50"


def test_cells_have_types() -> None:
    row = DATA.table("rivers").row("Ырғыз")
    assert isinstance(row["surveyed"], PartialDate)
    assert row["source_ids"] == ("gauge-book", "almanac")
    assert DATA.table("rivers").row("Little, River")["surveyed"] is None
    with pytest.raises(UnknownId, match='did you mean "length"'):
        row["lenght"]
    with pytest.raises(TypeError, match="holds no number"):
        row.number("river")


def test_nothing_can_change() -> None:
    with pytest.raises(FrozenInstanceError):
        DATA.facts = None  # type: ignore[misc]
    with pytest.raises(ValidationError):
        DATA.fact("length.total").value = Decimal(1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        DATA.facts["x"] = DATA.fact("length.total")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        DATA.table("lakes").rows[0].cells = ()  # type: ignore[misc]


def test_places_are_known() -> None:
    assert str(DATA.places["fact", "length.total"]) == "data/facts/rivers.yml:7:5"
    assert str(DATA.places["source", "almanac"]) == "data/sources/rivers.yml:9:7"


def test_a_digest_follows_content_and_not_place() -> None:
    again = load_dataset(RIVERS / "data", RIVERS)
    assert again.digest("table", "lakes") == DATA.digest("table", "lakes")
    assert DATA.digest("table", "rivers") != DATA.digest("table", "lakes")
    assert DATA.digest("fact", "nothing") == ""
    assert DATA.digest("fact", "*") != DATA.digest("source", "*")


class TestOwnData:
    """This project's data, beyond what its own checks say."""

    data = load_dataset(ROOT / "data", ROOT)

    def test_votes_add_up_to_the_registered_voters(self) -> None:
        votes = self.data.table("election-results-2022").sum("votes")
        gap = self.data.number("result-2022-invalid.gap_ballots")
        absent = self.data.number("turnout-2022-total.no_ballot")
        assert votes + gap + absent == self.data.number("turnout-2022-total.registered")
