"""The data of a made-up place: four tables for its charts, the facts that rest on them, and a source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from benchmarks.made_up.places import Place

CROPS = ("Barley", "Beans", "Beetroot", "Flax", "Lentils", "Oats", "Rye", "Turnips", "Wheat")
QUARTERS = ("Old Town", "Harbour", "Mill Side", "Over the River", "The Meadows", "Station", "Upper Gate")
LISTS = ("Bridge and Road", "Free Gardeners", "Market Folk", "River Union")
YEARS = range(2008, 2023)
#: The year whose visitors no fact and no check depends on.
FREE_YEAR = "2015"


@dataclass(frozen=True)
class MadeUpTable:
    """A table: its name, its title, its columns, of which the first is the key, its rows and its checks."""

    name: str
    title: str
    columns: Sequence[dict[str, str]]
    rows: Sequence[Sequence[object]]
    checks: Sequence[str] = field(default=())

    def descriptor(self, place: Place) -> dict[str, Any]:
        """What describes it."""
        return {
            "title": f"{self.title}, {place.name}",
            "description": "Made up, as is the place.",
            "as_of": "2023",
            "sources": [place.id],
            "licence": "CC0-1.0",
            "key": [self.columns[0]["name"]],
            "columns": [*self.columns],
            "checks": [*self.checks],
        }


def tables(place: Place) -> list[MadeUpTable]:
    """The tables of a place, by name: harvest, visitors, readers and council."""
    chance = Random(place.id)  # noqa: S311 – values that are made up
    return [_harvest(place, chance), _visitors(chance), _readers(chance), _council(chance)]


def _harvest(place: Place, chance: Random) -> MadeUpTable:
    crops = chance.sample(CROPS, 6)
    tonnes = sorted(chance.sample(range(200, 9000), len(crops)), reverse=True)
    shares = [(Decimal(100 * each) / sum(tonnes)).quantize(Decimal("0.01")) for each in tonnes]
    columns = [
        _text("crop", "Crop"),
        _count("tonnes", "Harvest", "tonnes"),
        _share("share_pct", "Share of the harvest", "the harvest"),
    ]
    total = f'sum("{place.id}-harvest", "tonnes")'
    checks = [f"share_pct = 100 * tonnes / {total}", f"{total} = {place.id}.tonnes"]
    return MadeUpTable("harvest", "Harvest by crop", columns, [*zip(crops, tonnes, shares, strict=True)], checks)


def _visitors(chance: Random) -> MadeUpTable:
    near, far = chance.randrange(4000, 8000), chance.randrange(500, 1500)
    rows = [
        (year, near + chance.randrange(-400, 400), far + 60 * index + chance.randrange(-80, 80))
        for index, year in enumerate(YEARS)
    ]
    columns = [
        _text("year", "Year"),
        _count("near", "From near by", "people"),
        _count("far", "From far away", "people"),
    ]
    return MadeUpTable("visitors", "Visitors by year", columns, rows)


def _readers(chance: Random) -> MadeUpTable:
    shares = sorted((Decimal(each) / 10 for each in chance.sample(range(80, 820), len(QUARTERS))), reverse=True)
    quarters = chance.sample(QUARTERS, len(QUARTERS))
    columns = [_text("quarter", "Quarter"), _share("readers_pct", "Users of the library", "grown-ups in the quarter")]
    return MadeUpTable("readers", "Users of the library", columns, [*zip(quarters, shares, strict=True)])


def _council(chance: Random) -> MadeUpTable:
    after = sorted(chance.sample(range(3, 22), len(LISTS)), reverse=True)
    rows = [
        (name, max(1, seats + chance.randrange(-3, 4)), seats)
        for name, seats in zip(chance.sample(LISTS, len(LISTS)), after, strict=True)
    ]
    columns = [
        _text("party", "List"),
        _count("before", "Seats before", "seats"),
        _count("after", "Seats after", "seats"),
    ]
    return MadeUpTable("council", "Seats on the council", columns, rows)


def _text(name: str, label: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "text", "meaning": label}


def _count(name: str, label: str, unit: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "integer", "unit": unit, "meaning": label}


def _share(name: str, label: str, of: str) -> dict[str, str]:
    return {"name": name, "label": label, "type": "number", "unit": "percent", "of": of, "meaning": label}


def statement(place: Place) -> dict[str, Any]:
    """The statement of a place, whose facts rest on its tables but for the day on which its library was founded."""
    harvest, visitors, readers, council = tables(place)
    id_, name = place.id, place.name
    founded = date(1850, 1, 1) + timedelta(days=Random(f"{id_} founded").randrange(40_000))  # noqa: S311 – made up

    def cell(table: MadeUpTable, row: int, column: str) -> dict[str, str]:
        names = [each["name"] for each in table.columns]
        key, value = table.rows[row][0], table.rows[row][names.index(column)]
        unit = table.columns[names.index(column)]["unit"]
        return {"value": str(value), "unit": unit, "check": f'cell("{id_}-{table.name}", "{key}", "{column}")'}

    def total(table: MadeUpTable, column: str) -> dict[str, str]:
        index = [each["name"] for each in table.columns].index(column)
        value = sum(int(str(row[index])) for row in table.rows)
        unit = table.columns[index]["unit"]
        return {"value": str(value), "unit": unit, "check": f'sum("{id_}-{table.name}", "{column}")'}

    return {
        "id": id_,
        "statement": f'Farms around {name} brought in {{{{ fact("{id_}.tonnes") }}}} tonnes; all of this is made up.',
        "as_of": "2023-01-01",
        "sources": [id_],
        "confidence": "confirmed",
        "facts": {
            "tonnes": {"label": f"Harvest, {name}", **total(harvest, "tonnes")},
            "first_tonnes": {"label": f"Largest harvest of a crop, {name}", **cell(harvest, 0, "tonnes")},
            "near": {"label": f"Visitors from near by, {name}", **cell(visitors, -1, "near")},
            "far": {"label": f"Visitors from far away, {name}", **cell(visitors, -1, "far")},
            "readers_pct": {
                "label": f"Users of the library, {name}",
                **cell(readers, 0, "readers_pct"),
                "of": "grown-ups in the quarter",
            },
            "seats": {"label": f"Seats on the council, {name}", **total(council, "after")},
            "first_seats": {"label": f"Seats of the longest list, {name}", **cell(council, 0, "after")},
            "founded": {
                "label": f"Day on which the library was founded, {name}",
                "value": str(founded),
                "unit": "date",
            },
        },
    }


def source(place: Place) -> dict[str, Any]:
    """The source of all that is said of a place."""
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
