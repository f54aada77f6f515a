"""Writes explainers of any size to be measured: made-up places, each with a page, a source, facts, tables and charts.

The same size always gives the same files. Macros, theme and style are those of this repository.
`python -m benchmarks.explainers FOLDER PAGES` writes one.
"""

import csv
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import yaml

from benchmarks.made_up.data import source, statement, tables
from benchmarks.made_up.places import PLACES, Place
from benchmarks.made_up.prose import CLOSING, OPENING, SECTIONS

ROOT = Path(__file__).parent.parent
MADE_UP = Path(__file__).parent / "made_up"

TERM = {
    "id": "moot",
    "term": "Moot",
    "definition": "The council of a made-up place, which meets in public.",
}
#: The folders of pages for each topic: their titles, and the macros that they call.
REFERENCE = {
    "gallery": ("Charts", "charts"),
    "facts": ("Facts", "facts"),
    "sources": ("Sources", "sources"),
    "data": ("Data", "tables"),
}
INDEX = """---
title: Made-up places
description: An explainer of places that do not exist, written to be measured.
---

# Places that do not exist

Every place, source and number on these pages was made up, so that the time that a site takes to build can be measured.
"""


def write_explainer(target: Path, pages: int) -> Path:
    """Write a project with pages for so many places, at most a thousand, and four charts on each."""
    assert 0 < pages <= 1000, "names are given to a thousand places"
    places = [Place(number) for number in range(pages)]
    regions = [places[start : start + PLACES] for start in range(0, pages, PLACES)]
    _write(target / "mkdocs.yml", _settings(regions))
    _write(target / "docs/index.md", INDEX)
    _write(target / "docs/glossary.md", "# Glossary\n\n{{ glossary() }}\n")
    _write(target / "charts/__init__.py", '"""The charts of an explainer of made-up places."""\n')
    shutil.copyfile(MADE_UP / "charts.py", target / "charts/shared.py")
    _write_yaml(target / "data/terms/moot.yml", [TERM])
    for region in regions:
        topic = region[0].topic
        _write(target / f"charts/{topic}.py", _module(region))
        _write_yaml(target / f"data/sources/{topic}.yml", [source(place) for place in region])
        _write_yaml(target / f"data/facts/{topic}.yml", [statement(place) for place in region])
        for folder, (title, macro) in REFERENCE.items():
            page = f'# {title}: {region[0].region}\n\n{{{{ {macro}("{topic}") }}}}\n'
            _write(target / f"docs/{folder}/{topic}.md", page)
    for place in places:
        _write(target / "docs" / place.page, _page(place))
        _write_tables(target / "data/tables", place)
    return target


def _settings(regions: Sequence[Sequence[Place]]) -> str:
    """This repository's settings, with another name, other topics and another navigation."""
    reference = [
        {title: [{region[0].region: f"{folder}/{region[0].topic}.md"} for region in regions]}
        for folder, (title, _) in REFERENCE.items()
    ]
    nav = [
        {"Home": "index.md"},
        {"Places": [{region[0].region: [{place.name: place.page} for place in region]} for region in regions]},
        {"Reference": [{"Glossary": "glossary.md"}, *reference]},
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


def _write_tables(folder: Path, place: Place) -> None:
    """Write the tables of a place, each with its descriptor."""
    for table in tables(place):
        path = folder / f"{place.id}-{table.name}.csv"
        _write_yaml(path.with_suffix(".yml"), table.descriptor(place))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column["name"] for column in table.columns)
            writer.writerows(table.rows)


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
