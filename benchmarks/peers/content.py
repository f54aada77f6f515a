"""What every peer is to publish: the prose and the tables of an explainer, with places where its charts belong."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.made_up.places import Place


@dataclass(frozen=True)
class Chart:
    """A chart: its id, which is also the name of its table; the kind that names its code; the table as CSV."""

    id: str
    kind: str
    table: str


@dataclass(frozen=True)
class Page:
    """A page: its name, its address in the explainer, and its Markdown cut at the charts."""

    name: str
    address: str
    parts: tuple[str | Chart, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts in their order."""
        return tuple(part for part in self.parts if isinstance(part, Chart))


def read_pages(explainer: Path, count: int) -> tuple[Page, ...]:
    """The first pages of a generated explainer; what its macros would say stands in them as plain words."""
    return tuple(_page(explainer, Place(number)) for number in range(count))


def _page(explainer: Path, place: Place) -> Page:
    text = (explainer / "docs" / place.page).read_text(encoding="utf-8").split("---\n", 2)[2]
    facts = _facts(explainer, place)
    text = re.sub(r'\{\{ fact\("(.+?)"\) \}\}', lambda call: facts[call[1]], text)
    text = re.sub(r'\{\{ term\(".+?", "(.+?)"\) \}\}', r"\1", text)
    text = re.sub(r" ?\{\{ (?:cite|reading_time)\(.*?\) \}\}|(?<=\w) \{: .+? \}", "", text)
    pieces = re.split(r'\{\{ chart\("(.+?)"\) \}\}', text)
    assert "{{" not in "".join(pieces), "a macro has no plain words"
    parts = [_chart(explainer, place, piece) if index % 2 else piece.strip() for index, piece in enumerate(pieces)]
    return Page(place.id, place.page.removesuffix(".md"), tuple(parts))


def _chart(explainer: Path, place: Place, chart_id: str) -> Chart:
    kind = chart_id.removeprefix(f"{place.id}-")
    return Chart(chart_id, kind, (explainer / f"data/tables/{chart_id}.csv").read_text(encoding="utf-8"))


def _facts(explainer: Path, place: Place) -> dict[str, str]:
    statements = yaml.safe_load((explainer / f"data/facts/{place.topic}.yml").read_text(encoding="utf-8"))
    [facts] = [each["facts"] for each in statements if each["id"] == place.id]
    return {f"{place.id}.{name}": _words(fact) for name, fact in facts.items()}


def _words(fact: dict[str, str]) -> str:
    match fact["unit"]:
        case "percent":
            return f"{fact['value']}%"
        case "date":
            return fact["value"]
        case _:
            return f"{int(fact['value']):,}"
