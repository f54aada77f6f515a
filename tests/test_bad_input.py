"""Whatever is wrong with a project's files: one line with place and remedy, status 1, nothing written."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import RIVERS, contents, explainer, replace

Spoil = Callable[[Path], object]


def write(name: str, text: str | bytes) -> Spoil:
    def spoil(project: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(data)

    return spoil


def change(name: str, old: str, new: str) -> Spoil:
    return lambda project: replace(project / name, old, new)


def add(name: str, text: str) -> Spoil:
    return lambda project: (project / name).write_text((project / name).read_text("utf-8") + text, "utf-8")


def remove(name: str) -> Spoil:
    return lambda project: (project / name).unlink()


UNREAD = """- id: atlas
  title: Atlas
  publisher: Atlas
  url: https://example.org/atlas
  kind: press
  language: en
  seen: not-seen
"""

AREA = """{"type": "FeatureCollection", "features": [{"properties": {"id": "a"},
 "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}"""
BASIN = """title: Basin
description: Where the water comes from.
as_of: 2024-05-01
sources: [almanac]
licence: CC0-1.0
key: id
"""


def basin(geojson: str) -> Spoil:
    """A map with its descriptor."""

    def spoil(project: Path) -> None:
        write("data/maps/rivers-basin.yml", BASIN)(project)
        write("data/maps/rivers-basin.geojson", geojson)(project)

    return spoil


CASES = {
    "unreadable CSV": (
        change("data/tables/rivers.csv", '"Little, River"', '"Little, River'),
        "data/tables/rivers.csv:3: this is not valid CSV",
    ),
    "row too short": (
        change("data/tables/rivers.csv", "20.50,large,", "20.50,"),
        "data/tables/rivers.csv:2: this row has 4 cells, the header 5",
    ),
    "wrong type": (
        change("data/tables/lakes.csv", "Balkhash,3,", "Balkhash,3O,"),
        'data/tables/lakes.csv:2:2: area: "3O" is not a whole number',
    ),
    "not a number at all": (
        change("data/facts/rivers.yml", "value: 30.50", "value: NaN"),
        'data/facts/rivers.yml:9:14: "NaN" is not a number',
    ),
    "impossible date": (
        change("data/tables/rivers.csv", "large,2023-04-05", "large,2023-02-30"),
        'data/tables/rivers.csv:2:4: surveyed: "2023-02-30" is not a day of the calendar',
    ),
    "word outside the list": (
        change("data/tables/rivers.csv", ",small,", ",smal,"),
        'data/tables/rivers.csv:3:3: kind: "smal" is not one of the values – did you mean "small"?',
    ),
    "empty cell": (
        change("data/tables/lakes.csv", "Zaysan,1,", "Zaysan,,"),
        "data/tables/lakes.csv:3:2: area: the cell is empty",
    ),
    "missing column": (
        change("data/tables/lakes.csv", "lake,area,share_pct", "lake,aera,share_pct"),
        'data/tables/lakes.csv:1:2: the column "aera" is not in the descriptor – did you mean "area"?',
    ),
    "column left out": (
        write("data/tables/lakes.csv", "lake,area\nBalkhash,3\n"),
        'data/tables/lakes.csv:1: the column "share_pct" of the descriptor is missing – add it',
    ),
    "duplicate key": (
        add("data/tables/lakes.csv", "Zaysan,0,0.0\n"),
        'data/tables/lakes.csv:4:1: the key "Zaysan" stands on line 3 already',
    ),
    "total that does not add up": (
        change("data/tables/rivers.yml", "= length.total", "= survey.days"),
        'data/tables/rivers.yml:14:5: the check "sum("rivers", "length") = survey.days" does not hold: 30.50 is not 59',
    ),
    "share that does not follow": (
        change("data/tables/lakes.csv", "25.0", "26.0"),
        'data/tables/lakes.csv:3:3: share_pct: the cell says 26.0, "share_pct = 100 * area',
    ),
    "check that is no equation": (
        change("data/tables/lakes.yml", "share_pct = ", ""),
        'data/tables/lakes.yml:12:5: the check "100 * area / sum("lakes", "area")" is no equation',
    ),
    "category without words": (
        change("data/tables/lakes.yml", "type: text", "type: category"),
        "data/tables/lakes.yml:8:5: a category column (and no other) lists its values",
    ),
    "table without descriptor": (
        write("data/tables/ponds.csv", "pond\nMine\n"),
        "data/tables/ponds.csv: this file has no descriptor – add ponds.yml beside it",
    ),
    "descriptor without table": (
        remove("data/tables/lakes.csv"),
        "data/tables/lakes.yml: the table lakes.csv that this file describes is missing",
    ),
    "unknown source": (
        change("data/facts/rivers.yml", "sources: [gauge-book]", "sources: [gauge-bok]"),
        'data/facts/rivers.yml:4:13: unknown source "gauge-bok" – did you mean "gauge-book"?',
    ),
    "unknown source in a row": (
        change("data/tables/rivers.csv", "gauge-book;almanac", "gauge-book;almanach"),
        'data/tables/rivers.csv:2:5: unknown source "almanach" – did you mean "almanac"?',
    ),
    "source that nobody read": (
        change("data/sources/rivers.yml", "language: ru\n  seen: stored-page", "language: ru\n  seen: not-seen"),
        'data/facts/rivers.yml:4:13: the source "gauge-book" was not read and is no evidence',
    ),
    "source in a page that nobody read": (
        lambda project: (
            add("data/sources/rivers.yml", UNREAD)(project),
            change("docs/index.md", '"gauge-book", ', '"atlas", ')(project),
        ),
        'docs/index.md:7:68: the source "atlas" was not read and is no evidence',
    ),
    "duplicate id": (
        change("data/facts/rivers.yml", "- id: survey", "- id: length"),
        'data/facts/rivers.yml:18:7: the statement "length" is already defined at data/facts/rivers.yml:1:7',
    ),
    "broken formula": (
        change("data/facts/rivers.yml", 'check: sum("rivers", "length")', 'check: sum("rivers", "length"'),
        "data/facts/rivers.yml:11:14: the formula",
    ),
    "formula with an unknown fact": (
        change("data/facts/rivers.yml", "/ length.total", "/ length.totl"),
        'data/facts/rivers.yml:17:14: unknown fact "length.totl" – did you mean "length.total"?',
    ),
    "fact that contradicts its formula": (
        change("data/facts/rivers.yml", "value: 67.2", "value: 67.3"),
        'data/facts/rivers.yml:14:14: the fact "length.longest_pct" says 67.3, its check gives 67.213',
    ),
    "unknown key": (
        change("data/facts/rivers.yml", "label: Share of the longer river", "lable: Share of the longer river"),
        'data/facts/rivers.yml:13:7: the key "lable" is not known here – did you mean "label"?',
    ),
    "missing key": (
        change("data/sources/rivers.yml", "  publisher: River Office\n", ""),
        'data/sources/rivers.yml:1:3: "publisher" is missing – add the line "publisher: …"',
    ),
    "word outside the vocabulary": (
        change("data/sources/rivers.yml", "kind: official", "kind: oficial"),
        'data/sources/rivers.yml:6:9: kind: "oficial" is not allowed – did you mean "official"?',
    ),
    "percentage without denominator": (
        change("data/facts/rivers.yml", "      of: length of both rivers\n", ""),
        "data/facts/rivers.yml:14:14: a percentage (and nothing else) says of what",
    ),
    "unknown fact in a text": (
        change("data/claims/rivers.yml", 'fact("length.total")', 'fact("length.totals")'),
        'data/claims/rivers.yml:9:16: unknown fact "length.totals" – did you mean "length.total"?',
    ),
    "template code in a text": (
        change("data/claims/rivers.yml", 'fact("length.total")', "config.items()"),
        'data/claims/rivers.yml:9:16: "config.items()" is not understood – only {{ fact("id") }}',
    ),
    "invalid YAML": (
        change("data/terms/rivers.yml", "  term: Gauge", "  term: [Gauge"),
        "data/terms/rivers.yml:3:13: this is not valid YAML",
    ),
    "key twice": (
        change("data/terms/rivers.yml", "  term: Gauge", "  term: Gauge\n  term: Post"),
        'data/terms/rivers.yml:3:3: the key "term" stands here twice',
    ),
    "not a list": (
        write("data/terms/rivers.yml", "term: Gauge\n"),
        "data/terms/rivers.yml:1:1: the file must be a list",
    ),
    "YAML that is not UTF-8": (
        write("data/terms/rivers.yml", b"- id: gauge\n  term: Stra\xdfe\n"),
        "data/terms/rivers.yml:2: the file is not UTF-8",
    ),
    "CSV that is not UTF-8": (
        write("data/tables/lakes.csv", "lake,area,share_pct\nБалхаш,3,75.0\n".encode("cp1251")),
        "data/tables/lakes.csv:2: the file is not UTF-8",
    ),
    "page that is not UTF-8": (write("docs/index.md", b"# R\xeevers\n"), "docs/index.md:1: the file is not UTF-8"),
    "folder that is not read": (
        lambda project: (project / "data" / "fact").mkdir(),
        'data/fact: this folder is not read – did you mean "facts"?',
    ),
    "typo in a macro's name": (
        change("docs/index.md", '{{ chart("lake-areas") }}', '{{ chrt("lake-areas") }}'),
        'docs/index.md:15:4: unknown macro "chrt" – did you mean "chart"?',
    ),
    "typo in a macro's id": (
        change("docs/index.md", 'chart("lake-areas")', 'chart("lake-area")'),
        'docs/index.md:15:11: unknown chart "lake-area" – did you mean "lake-areas"?',
    ),
    "typo in a page's main chart": (
        change("docs/index.md", "title: Rivers\n", "title: Rivers\nmain_chart: lake-area\n"),
        'docs/index.md:3: unknown chart "lake-area" – did you mean "lake-areas"?',
    ),
    "typo in a list of ids": (
        change("docs/index.md", '["length.total", "survey.end"]', '["length.total", "survey.and"]'),
        'docs/index.md:11:34: unknown fact "survey.and" – did you mean "survey.end"?',
    ),
    "typo in a column": (
        change("docs/index.md", '{{ table("rivers") }}', '{{ table("rivers", columns=["river", "lenght"]) }}'),
        'docs/index.md:19:39: unknown column "lenght" – did you mean "length"?',
    ),
    "code in a page": (
        change("docs/index.md", "{{ edition() }}", "{{ edition()|upper }}"),
        "docs/index.md:21: this is more than a macro with plain arguments – pages can call macros, and nothing else",
    ),
    "chart twice on a page": (
        change("docs/index.md", '{{ table("rivers") }}', '{{ chart("lake-areas") }}'),
        'docs/index.md:19:11: the chart "lake-areas" stands on this page already',
    ),
    "fact's note in a licence": (
        change(
            "data/tables/lakes.yml", "licence: CC0-1.0", "licence: CC0-1.0\nlicence_note: '{{ fact(\"length.totl\") }}'"
        ),
        'data/tables/lakes.yml:6:15: unknown fact "length.totl" – did you mean "length.total"?',
    ),
    "control character in a cell": (
        change("data/tables/lakes.csv", "Zaysan", "Zay\x07san"),
        "data/tables/lakes.csv:3:4: the character U+0007 cannot be seen and may mislead – remove it",
    ),
    "cell as long as a page": (
        change("data/tables/lakes.csv", "Zaysan", "Zay" + "s" * 10_000 + "an"),
        "data/tables/lakes.csv:3:1: lake: the cell holds control characters, or more than 2000 characters",
    ),
    "number beyond all measure": (
        change("data/facts/rivers.yml", "100 * cell(", "1e999 * cell("),
        "data/facts/rivers.yml:17:14: the formula",
    ),
    "name that only the parser uses": (
        change("data/facts/rivers.yml", "100 * cell(", "_fact_0 * cell("),
        "data/facts/rivers.yml:17:14: the formula",
    ),
    "key that is no column": (
        change("data/tables/lakes.yml", "key: [lake]", "key: [lak]"),
        'data/tables/lakes.yml:6:7: the key names the column "lak", which does not exist – did you mean "lake"?',
    ),
    "page that is a folder": (
        lambda project: (project / "docs" / "ponds.md").mkdir(),
        "docs/ponds.md: the file cannot be read (it is no file)",
    ),
    "chart that ends the program": (
        change("charts/lakes.py", "share = data.number", "raise SystemExit(0)\n    share = data.number"),
        'charts/lakes.py:20: the chart "longest-share" cannot be drawn: SystemExit: 0',
    ),
    "chart whose table does not fit": (
        change("charts/lakes.py", 'rows=(("Longest", share),)', 'rows=(("Longest",),)'),
        'charts/lakes.py:22: the chart "longest-share" cannot be drawn: ValueError: a row of the reading has 1 cells',
    ),
    "chart id that leads elsewhere": (
        change("charts/lakes.py", '@chart("longest-share")', '@chart("../share")'),
        "charts/lakes.py:18: a chart's id must be lower-case letters, digits and single hyphens",
    ),
    "macro with a wrong argument": (
        change("docs/index.md", "decimals=0", "decimal=0"),
        "docs/index.md:9:21: fact: got an unexpected keyword argument 'decimal'",
    ),
    "macro call that does not end": (
        change("docs/index.md", '{{ chart("lake-areas") }}', '{{ chart("lake-areas" }}'),
        "docs/index.md:15: this macro call cannot be read",
    ),
    "number typed by hand": (
        change("docs/index.md", "The survey took", "They are 30.50 km long. The survey took"),
        'docs/index.md:8:76: the number "30.50" is typed by hand – name the fact',
    ),
    "number typed in words": (
        change("docs/index.md", "The survey took", "More than two thirds are one river. The survey took"),
        (
            'docs/index.md:8:77: the number "two thirds" is typed by hand – name the fact it comes from, '
            'e.g. {{ fact("length.longest_pct", words="two thirds") }}, or say why there is none: {{ unbound("two'
        ),
    ),
    "number that no fact is near": (
        change("data/claims/rivers.yml", "No source says so.", "No source gives\n    28.4 metres."),
        (
            'data/claims/rivers.yml:19:5: the number "28.4" is typed by hand – name a fact, or say why there is none: '
            '{{ unbound("28.4", because="…") }}; the nearest fact is length.total (30.50)'
        ),
    ),
    "number in a title": (
        change("data/events/rivers.yml", "title: The survey ends", "title: The survey ends after 59 days"),
        'data/events/rivers.yml:9:32: title: the number "59" can name no fact here – say it without it',
    ),
    "words that say another value": (
        change("docs/index.md", 'longest_pct", decimals=0', 'longest_pct", words="three quarters"'),
        'docs/index.md:9:55: "three quarters" does not say what the fact "length.longest_pct" states, 67.2 percent',
    ),
    "words that say another value in data": (
        change("data/events/rivers.yml", 'total")', 'total", words="forty")'),
        'data/events/rivers.yml:11:12: "forty" does not say what the fact "length.total" states, 30.50 kilometres',
    ),
    "words for a date": (
        change("docs/index.md", 'fact("survey.days")', 'fact("survey.end", words="in March")'),
        'docs/index.md:8:112: the fact "survey.end" is no number – name it without words',
    ),
    "excuse without a number": (
        change("docs/index.md", "The survey took", '{{ unbound("many", because="so it is") }} The survey took'),
        'docs/index.md:8:79: "many" holds no number, or no reason is given',
    ),
    "excuse without a number in data": (
        change("data/claims/rivers.yml", "No source says so.", 'No {{ unbound("source", because="a test") }} says so.'),
        'data/claims/rivers.yml:18:16: "source" holds no number to excuse',
    ),
    "excuse without a reason": (
        change("data/events/rivers.yml", "The two rivers", 'The {{ unbound("seven", because="") }} rivers'),
        'data/events/rivers.yml:11:12: "unbound("seven", because="")" is not understood',
    ),
    "chart code that is no Python": (
        change("charts/lakes.py", "rows = data", "rows == = data"),
        "charts/lakes.py:7:13: this is not valid Python",
    ),
    "chart that reads an unknown table": (
        change("charts/lakes.py", 'data.table("lakes")', 'data.table("laks")'),
        'charts/lakes.py:7: the chart "lake-areas" cannot be drawn: unknown table "laks" – did you mean "lakes"?',
    ),
    "chart with a bug": (
        change("charts/lakes.py", "share = data.number", "share = 1 / 0 or data.number"),
        'charts/lakes.py:20: the chart "longest-share" cannot be drawn: ZeroDivisionError: division by zero',
    ),
    "chart that uses a colour of its own": (
        change(
            "charts/rivers.py",
            "    longest = rows[0]",
            '    board.figure.axes[0].axhline(0, color="#ff0000")\n    longest = rows[0]',
        ),
        'charts/rivers.py:6: the chart "river-lengths" cannot be drawn: it uses the colour #ff0000, which is no role',
    ),
    "chart that says something else on each board": (
        change("charts/rivers.py", 'subtitle="Kilometres"', "subtitle=board.name"),
        'charts/rivers.py:6: the chart "river-lengths" cannot be drawn: its reading differs between the boards',
    ),
    "chart id used twice": (
        change("charts/lakes.py", '@chart("longest-share")', '@chart("lake-areas")'),
        'charts/lakes.py:18: the chart "lake-areas" is already defined at charts/lakes.py:5',
    ),
    "colours that are missing in the dark scheme": (
        change("docs/stylesheets/roles.css", "  --chart-ink: #eef1f5;\n", ""),
        "docs/stylesheets/roles.css: the light and the dark scheme must define the same roles – add: ink",
    ),
    "configuration that is no YAML": (
        change("mkdocs.yml", "site_name: Rivers", "site_name: [Rivers"),
        "mkdocs.yml:2:9: this is not valid YAML",
    ),
    "a setting that names no variable": (
        change("mkdocs.yml", '!ENV [SITE_URL, ""]', "!ENV {SITE_URL: here}"),
        "mkdocs.yml:2:11: this is not valid YAML: expected a scalar or sequence node, but found mapping",
    ),
    "site in the place of sources": (
        change("mkdocs.yml", "site_name: Rivers", "site_name: Rivers\nsite_dir: data"),
        'mkdocs.yml:2:11: site_dir "data" is the place of something else – name a folder of its own',
    ),
    "data from elsewhere": (
        change("mkdocs.yml", "edition:", "data: ..\n    edition:"),
        "mkdocs.yml:9:11: the folder",
    ),
    "control character in the configuration": (
        change("mkdocs.yml", "site_name: Rivers", "site_name: Riv\x07ers"),
        "mkdocs.yml:1:15: the character U+0007 cannot be seen and may mislead – remove it",
    ),
    "settings that are no mapping": (
        change(
            "mkdocs.yml",
            'extra:\n  explainer:\n    edition: "2024-05-06"\n    topics:\n      rivers: Rivers\n      lakes: Lakes\n',
            "extra: 3\n",
        ),
        'mkdocs.yml:7:8: it has no "extra: explainer:" section',
    ),
    "settings without topics": (
        change("mkdocs.yml", "    topics:\n      rivers: Rivers\n      lakes: Lakes\n", ""),
        'mkdocs.yml:8:3: "extra: explainer:" lacks "topics"',
    ),
    "data file of no topic": (
        write("data/events/ponds.yml", (RIVERS / "data/events/rivers.yml").read_text().replace("survey-", "pond-")),
        'data/events/ponds.yml: the file belongs to no topic: "ponds" is not among them',
    ),
    "claim of no topic": (
        change("data/claims/rivers.yml", "topic: lakes", "topic: lake"),
        'data/claims/rivers.yml:11:7: unknown topic "lake" – did you mean "lakes"?',
    ),
    "map without descriptor": (
        write("data/maps/rivers-basin.geojson", "{}"),
        "data/maps/rivers-basin.geojson: this file has no descriptor – add rivers-basin.yml beside it",
    ),
    "map that is none": (
        basin("{}"),
        "data/maps/rivers-basin.geojson: this is no map that can be read – export it again",
    ),
    "map with an open outline": (
        basin(AREA.replace("[0, 0]]]", "[0, 2]]]")),
        'data/maps/rivers-basin.geojson: the area "a" has an outline that is not closed',
    ),
    "map without keys": (
        basin(AREA.replace('"id"', '"name"')),
        'data/maps/rivers-basin.geojson: an area lacks the property "id" that identifies it',
    ),
    "map with an area twice": (
        basin(AREA.replace('"features": [', '"features": [' + AREA[AREA.index("[") + 1 : -2] + ", ")),
        'data/maps/rivers-basin.geojson: the areas "a" stand there twice',
    ),
    "map without areas": (
        basin('{"features": []}'),
        "data/maps/rivers-basin.geojson: the map has no areas",
    ),
    "map of nothing": (
        basin(AREA.replace("[1, 1]", "[2, 0]")),
        'data/maps/rivers-basin.geojson: the area "a" has an outline around nothing',
    ),
    "map with text for a number": (
        basin(AREA.replace("[1, 1]", '["1", 1]')),
        'data/maps/rivers-basin.geojson: the area "a" has a coordinate that is no number',
    ),
    "map without properties": (
        basin(AREA.replace('{"id": "a"}', "null")),
        "data/maps/rivers-basin.geojson: this is no map that can be read",
    ),
    "map with a coordinate of many digits": (
        basin(AREA.replace("[1, 1]", f"[{'9' * 400}, 1]")),
        "data/maps/rivers-basin.geojson: this is no map that can be read",
    ),
    "map that leaves the globe": (
        basin(AREA.replace("[1, 1]", "[1, 91]")),
        'data/maps/rivers-basin.geojson: the area "a" lies outside the globe',
    ),
    "map of a point": (
        basin(AREA.replace('"Polygon"', '"Point"')),
        'data/maps/rivers-basin.geojson: the area "a" is no polygon',
    ),
    "claim that covers another": (
        change("data/claims/rivers.yml", "covers: [first-long, second-long]", "covers: [first-long, claim-deep]"),
        'data/claims/rivers.yml:6:24: "claim-deep" is a claim, or is covered, already',
    ),
    "evidence that there is none": (
        change("data/claims/rivers.yml", "[length, gauge-book]", "[length, gauge-bok]"),
        'data/claims/rivers.yml:10:22: evidence "gauge-bok" is no statement and no source – did you mean "gauge-book"?',
    ),
    "control character in a text": (
        change("data/claims/rivers.yml", "No source says so.", '"No \\e source."'),
        "data/claims/rivers.yml:18:16: explanation: it holds control characters",
    ),
    "file name that is no id": (
        write("data/tables/Ponds.yml", "title: Ponds\n"),
        "data/tables/Ponds.yml: the name of the file is its id",
    ),
    "empty line in a table": (
        add("data/tables/lakes.csv", "\n\n"),
        "data/tables/lakes.csv:4: this line is empty – remove it",
    ),
    "blank around a cell": (
        change("data/tables/lakes.csv", "Balkhash,", "Balkhash ,"),
        "data/tables/lakes.csv:2:1: lake: the cell begins or ends with a blank",
    ),
    "word where a list belongs": (
        change("docs/timeline.md", '["rivers"]', '"rivers"'),
        'docs/timeline.md:3:4: timeline: topics: a list is expected – write ["one", "two"]',
    ),
    "date that is none in a macro": (
        change("docs/timeline.md", '["rivers"]', '["rivers"], since="yesterday"'),
        'docs/timeline.md:3:4: timeline: since: "yesterday" is not a date',
    ),
    "number where words belong": (
        change("docs/index.md", 'fact("survey.days")', "fact(3)"),
        "docs/index.md:8:",
    ),
    "topic that no file can belong to": (
        change("mkdocs.yml", "      lakes: Lakes\n", "      lakes: Lakes\n      big-lakes: Big\n"),
        'mkdocs.yml:13:18: the topic "big-lakes" is no line',
    ),
    "number typed in a chart": (
        change("charts/lakes.py", '"Areas of lakes"', '"Areas of 12 lakes"'),
        'charts/lakes.py:10:15: the number "12" is typed by hand',
    ),
    "number typed in a template": (
        write("macros/html/glossary.html", "<dl>\n<dt>All 40 of them</dt>\n</dl>\n"),
        "macros/html/glossary.html:2:",
    ),
    "page in the place of a chart's page": (
        write("docs/charts/lake-areas.md", "# My own"),
        "docs/charts/lake-areas.md: this page was not generated, but the pages of charts go there – move it",
    ),
    "term that is not linked at its first use": (
        change("docs/index.md", "The rivers are", "A Gauge stands there. The rivers are"),
        'docs/index.md:7:3: "Gauge" is in the glossary, and not linked at its first use – write {{ term("gauge") }}',
    ),
    "unknown topic in a macro": (
        change("docs/facts/rivers.md", '"rivers"', '"river"'),
        'docs/facts/rivers.md:3:11: unknown topic "river" – did you mean "rivers"?',
    ),
    "edition that is no date": (
        change("mkdocs.yml", '"2024-05-06"', "spring"),
        'mkdocs.yml:9:14: the edition "spring" is not a date',
    ),
}


def marked(case: str) -> object:
    """All of the cases would take too long for the quick tests, which try what is wrong with facts."""
    return case if CASES[case][1].startswith("data/facts/") else pytest.param(case, marks=pytest.mark.slow)


@pytest.mark.parametrize("case", [*map(marked, CASES)])
def test_says_what_is_wrong_and_writes_nothing(
    project: Path, case: str, record_property: Callable[[str, object], None]
) -> None:
    spoil, expected = CASES[case]
    spoil(project)
    before = contents(project)
    result = explainer(project, "build", PYTHONDONTWRITEBYTECODE="1")
    lines = result.stderr.splitlines()
    assert [line for line in lines if line.startswith((expected, f"Error: {expected}"))], result.stderr
    assert_is_clean(result)
    assert contents(project) == before
    record_property("bad input", "ended in a clean report")


def assert_is_clean(result: subprocess.CompletedProcess[str]) -> None:
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    problems = [
        line for line in result.stderr.splitlines() if not line.startswith(("Drew", "Error")) and "found;" not in line
    ]
    assert len({line.partition(": ")[2] for line in problems}) <= 1, result.stderr
    assert all("–" in line for line in problems), result.stderr


def test_all_problems_are_reported_together_and_sorted(project: Path) -> None:
    for spoil in (
        CASES["wrong type"],
        CASES["unknown source"],
        CASES["key twice"],
        CASES["chart code that is no Python"],
    ):
        spoil[0](project)
    result = explainer(project, "check")
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "charts/lakes.py",
        "data/facts/rivers.yml",
        "data/tables/lakes.csv",
        "data/terms/rivers.yml",
    ]
    assert lines[-1] == "4 problems found; nothing was written."
    assert result.returncode == 1


def test_no_project_here(tmp_path: Path) -> None:
    result = explainer(tmp_path, "check")
    assert result.returncode == 1
    assert "mkdocs.yml is missing" in result.stderr
    assert "Traceback" not in result.stderr
