"""Writes explainers of any size to be measured: made-up places, each with a page, a source, facts, tables and charts.

The same size always gives the same files. Macros, theme and style are those of this repository.
"""

import csv
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.made_up.prose import CLOSING, OPENING, SECTIONS

ROOT = Path(__file__).parent.parent
MADE_UP = Path(__file__).parent / "made_up"
#: How many places share a topic, and with it a module of charts and the pages of facts, sources and data.
PLACES = 10
#: Names are three syllables, so that they hold no numbers and there are a thousand of them.
SYLLABLES = (
    ("Bar", "Dol", "Fen", "Gor", "Hal", "Kir", "Lom", "Mar", "Nor", "Tal"),
    ("a", "e", "i", "o", "u", "ia", "ea", "au", "ei", "oa"),
    ("bek", "dan", "fim", "gul", "kan", "lin", "mor", "nar", "sel", "var"),
)
ENDINGS = ("shire", "land", "mark", "gau")
CROPS = ("Barley", "Beans", "Beetroot", "Flax", "Lentils", "Oats", "Rye", "Turnips", "Wheat")
QUARTERS = ("Old Town", "Harbour", "Mill Side", "Over the River", "The Meadows", "Station", "Upper Gate")
LISTS = ("Bridge and Road", "Free Gardeners", "Market Folk", "River Union")
YEARS = range(2008, 2023)
#: The year whose visitors no fact and no check depends on.
FREE_YEAR = "2015"


@dataclass(frozen=True)
class Place:
    """A made-up place, the `number`th of all; its topic is the region that it lies in."""

    number: int

    @property
    def name(self) -> str:
        """Its name, which no other place has."""
        hundreds, rest = divmod(self.number, 100)
        # Neighbours differ in their beginnings, as names in a list do.
        syllables = zip(SYLLABLES, (rest % 10, hundreds, rest // 10), strict=True)
        return "".join(words[index] for words, index in syllables)

    @property
    def region(self) -> str:
        """The name of its region, which is that of its first place with an ending."""
        first = self.number - self.number % PLACES
        return Place(first).name + ENDINGS[first // PLACES % len(ENDINGS)]

    @property
    def topic(self) -> str:
        """The id of its region."""
        return self.region.lower()

    @property
    def id(self) -> str:
        """The id of its statement and of its source, with which those of its tables and charts begin."""
        return f"{self.topic}-{self.name.lower()}"

    @property
    def page(self) -> str:
        """Its page, below docs/."""
        return f"{self.topic}/{self.name.lower()}.md"

    def table(self, name: str) -> str:
        """The file of one of its tables, below the project's folder."""
        return f"data/tables/{self.id}-{name}.csv"


def write_explainer(target: Path, pages: int) -> Path:
    """Write a project of this many pages, at most a thousand, with four charts on each."""
    assert 0 < pages <= 1000, "names are given to a thousand places"
    places = [Place(number) for number in range(pages)]
    regions = [places[start : start + PLACES] for start in range(0, pages, PLACES)]
    for folder in ("macros", "overrides", "docs/stylesheets"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    _write(target / "mkdocs.yml", _settings(regions))
    _write(target / "charts/__init__.py", '"""The charts of an explainer of made-up places."""\n')
    shutil.copyfile(MADE_UP / "charts.py", target / "charts/shared.py")
    _write_yaml(target / "data/terms/moot.yml", [_TERM])
    for region in regions:
        topic = region[0].topic
        _write(target / f"charts/{topic}.py", _module(region))
        _write_yaml(target / f"data/sources/{topic}.yml", [_source(place) for place in region])
        _write_yaml(target / f"data/facts/{topic}.yml", [_write_tables(target, place) for place in region])
        for folder, words in _REFERENCE.items():
            call = f'{{{{ {words[1]}("{topic}") }}}}'
            _write(target / f"docs/{folder}/{topic}.md", f"# {words[0]}: {region[0].region}\n\n{call}\n")
    for place in places:
        _write(target / "docs" / place.page, _page(place))
    _write(target / "docs/index.md", _INDEX)
    _write(target / "docs/charts.md", "# Charts\n\n{{ charts() }}\n")
    _write(target / "docs/glossary.md", "# Glossary\n\n{{ glossary() }}\n")
    return target


_TERM = {
    "id": "moot",
    "term": "Moot",
    "definition": "The council of a made-up place, which meets in public.",
}
_REFERENCE = {"facts": ("Facts", "facts"), "sources": ("Sources", "sources"), "data": ("Data", "tables")}
_INDEX = """---
title: Made-up places
description: An explainer of places that do not exist, written to be measured.
---

# Places that do not exist

Every place, source and number on these pages was made up, so that the time that a site takes to build can be measured.
"""


def _settings(regions: Sequence[Sequence[Place]]) -> str:
    """This repository's settings, with another name, other topics and another navigation."""
    nav: list[dict[str, Any]] = [{"Home": "index.md"}]
    nav += [{region[0].region: [{place.name: place.page} for place in region]} for region in regions]
    nav += [{"Charts": "charts.md"}, {"Glossary": "glossary.md"}]
    nav += [
        {words[0]: [{region[0].region: f"{folder}/{region[0].topic}.md"} for region in regions]}
        for folder, words in _REFERENCE.items()
    ]
    topics = "".join(f"      {region[0].topic}: {region[0].region}\n" for region in regions)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[0]
    text = re.sub(r"^site_name: .*$", "site_name: Made-up places", text, flags=re.MULTILINE)
    text = re.sub(r"^    slug: .*$", "    slug: made-up-places", text, flags=re.MULTILINE)
    text = re.sub(r"^    topics:\n(?:      .*\n)+", f"    topics:\n{topics}", text, flags=re.MULTILINE)
    text = re.sub(
        r"^site_description: >-\n(?:  .*\n)+", "site_description: To be measured.\n", text, flags=re.MULTILINE
    )
    return f"{text}\n{yaml.safe_dump({'nav': nav}, sort_keys=False)}not_in_nav: charts/*\n"


def _module(region: Iterable[Place]) -> str:
    """The charts of a region's places."""
    functions = "".join(
        f'\n\n@chart("{place.id}-{name}")\n'
        f"def {place.name.lower()}_{name}(data: Dataset, board: Artboard) -> Reading:\n"
        f'    return shared.{name}(data, board, "{place.id}")\n'
        for place in region
        for _, name, _ in SECTIONS
    )
    return (
        "from charts import shared\n"
        "from explainer.data import Dataset\n"
        "from explainer.drawing import Reading, chart\n"
        f"from explainer.drawing.artboard import Artboard\n{functions}"
    )


def _source(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "title": f"Almanac of {place.name}",
        "publisher": f"Office of {place.region}",
        "url": f"https://example.org/{place.page.removesuffix('.md')}",
        "published": "2023",
        "kind": "official",
        "language": "en",
        "seen": "stored-page",
        "note": "Made up, as is the place.",
    }


def _write_tables(target: Path, place: Place) -> dict[str, Any]:
    """Write the tables of a place; gives the statement whose facts rest on them."""
    chance = Random(place.id)  # noqa: S311 – values that are made up
    crops = chance.sample(CROPS, 6)
    tonnes = sorted(chance.sample(range(200, 9000), len(crops)), reverse=True)
    shares = [(Decimal(100 * each) / sum(tonnes)).quantize(Decimal("0.01")) for each in tonnes]
    near, far = chance.randrange(4000, 8000), chance.randrange(500, 1500)
    visits = [
        (year, near + chance.randrange(-400, 400), far + 60 * index + chance.randrange(-80, 80))
        for index, year in enumerate(YEARS)
    ]
    readers = sorted((Decimal(each) / 10 for each in chance.sample(range(80, 820), len(QUARTERS))), reverse=True)
    quarters = chance.sample(QUARTERS, len(QUARTERS))
    after = sorted(chance.sample(range(3, 22), len(LISTS)), reverse=True)
    lists = chance.sample(LISTS, len(LISTS))
    council = list(zip(lists, (max(1, each + chance.randrange(-3, 4)) for each in after), after, strict=True))

    name, id_ = place.name, place.id
    _write_table(
        target,
        place,
        "harvest",
        f"Harvest of {name} by crop",
        [_text("crop", "Crop"), _count("tonnes", "Harvest", "tonnes"), _share("share_pct", "Share", "the harvest")],
        list(zip(crops, tonnes, shares, strict=True)),
        [
            f'share_pct = 100 * tonnes / sum("{id_}-harvest", "tonnes")',
            f'sum("{id_}-harvest", "tonnes") = {id_}.tonnes',
        ],
    )
    columns = [
        _text("year", "Year"),
        _count("near", "From near by", "people"),
        _count("far", "From far away", "people"),
    ]
    _write_table(target, place, "visitors", f"Visitors of {name} by year", columns, visits)
    columns = [_text("quarter", "Quarter"), _share("readers_pct", "Users of the library", "grown-ups in the quarter")]
    _write_table(
        target, place, "readers", f"Users of {name}'s library", columns, list(zip(quarters, readers, strict=True))
    )
    columns = [
        _text("party", "List"),
        _count("before", "Seats before", "seats"),
        _count("after", "Seats after", "seats"),
    ]
    _write_table(target, place, "council", f"Seats on the council of {name}", columns, council)

    founded = date(1850, 1, 1) + timedelta(days=chance.randrange(40_000))
    return {
        "id": id_,
        "statement": f'Farms around {name} brought in {{{{ fact("{id_}.tonnes") }}}} tonnes; all of this is made up.',
        "as_of": "2023-01-01",
        "sources": [id_],
        "confidence": "confirmed",
        "facts": {
            "tonnes": _fact(f"Harvest of {name}", sum(tonnes), "tonnes", f'sum("{id_}-harvest", "tonnes")'),
            "first_tonnes": _fact(
                f"Largest harvest of a crop, {name}",
                tonnes[0],
                "tonnes",
                f'cell("{id_}-harvest", "{crops[0]}", "tonnes")',
            ),
            "near": _fact(
                f"Visitors of {name} from near by", visits[-1][1], "people", f'cell("{id_}-visitors", "2022", "near")'
            ),
            "far": _fact(
                f"Visitors of {name} from far away", visits[-1][2], "people", f'cell("{id_}-visitors", "2022", "far")'
            ),
            "readers_pct": {
                **_fact(
                    f"Users of the library, {name}",
                    readers[0],
                    "percent",
                    f'cell("{id_}-readers", "{quarters[0]}", "readers_pct")',
                ),
                "of": "grown-ups in the quarter",
            },
            "seats": _fact(f"Seats on the council of {name}", sum(after), "seats", f'sum("{id_}-council", "after")'),
            "first_seats": _fact(
                f"Seats of the longest list, {name}", after[0], "seats", f'cell("{id_}-council", "{lists[0]}", "after")'
            ),
            "founded": {
                "label": f"Day on which the library of {name} was founded",
                "value": str(founded),
                "unit": "date",
            },
        },
    }


def _fact(label: str, value: int | Decimal, unit: str, check: str) -> dict[str, str]:
    return {"label": label, "value": str(value), "unit": unit, "check": check}


def _text(name: str, label: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "text", "meaning": label}


def _count(name: str, label: str, unit: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "integer", "unit": unit, "meaning": label}


def _share(name: str, label: str, of: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "number", "unit": "percent", "of": of, "meaning": label}


def _write_table(
    target: Path,
    place: Place,
    name: str,
    title: str,
    columns: list[dict[str, str]],
    rows: Iterable[Sequence[object]],
    checks: Sequence[str] = (),
) -> None:
    """Write a table, whose key is its first column, and its descriptor."""
    path = target / place.table(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column["name"] for column in columns)
        writer.writerows(rows)
    descriptor = {
        "title": title,
        "description": "Made up, as is the place.",
        "as_of": "2023",
        "sources": [place.id],
        "licence": "CC0-1.0",
        "key": [columns[0]["name"]],
        "columns": columns,
    }
    _write_yaml(path.with_suffix(".yml"), {**descriptor, **({"checks": [*checks]} if checks else {})})


def _page(place: Place) -> str:
    """A page of four sections, each of which ends with a chart."""
    chance = Random(f"{place.id} in words")  # noqa: S311 – words that are chosen at random
    parts = [f"# {place.name}, a place in {place.region}", "{{ reading_time() }}", " ".join(OPENING)]
    for heading, name, sentences in SECTIONS:
        said = [*sentences[:2], *chance.sample(sentences[2:], len(sentences) - 3)]
        parts += [f"## {heading} {{: #{name} }}", " ".join(said), f'{{{{ chart("ID-{name}") }}}}']
    parts.append(chance.choice(CLOSING))
    text = "\n\n".join(parts).replace("PLACE", place.name).replace("ID", place.id).replace("SOURCE", place.id)
    above = f'---\ndescription: "{place.name} does not exist."\nmain_chart: {place.id}-harvest\n---\n\n'
    return f"{above}{text}\n"


def _write_yaml(path: Path, content: object) -> None:
    _write(path, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_explainer(Path(sys.argv[1]), int(sys.argv[2]))
