"""Ways to break a project: each changes a copy of it, and is named after what it does."""

import os
import random
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

Mutation = Callable[[Path, random.Random], None]

#: One file of each kind that the engine reads.
FILES = {
    "sources": "data/sources/election.yml",
    "facts": "data/facts/election.yml",
    "terms": "data/terms/election.yml",
    "events": "data/events/election.yml",
    "claims": "data/claims/article.yml",
    "description of a table": "data/tables/election-results-2022.yml",
    "table": "data/tables/election-results-2022.csv",
    "description of a map": "data/maps/datasets-kz-regions.yml",
    "map": "data/maps/datasets-kz-regions.geojson",
    "page": "docs/election.md",
    "colours": "docs/stylesheets/roles.css",
    "code of charts": "charts/election.py",
    "template": "macros/html/fact.html",
    "configuration": "mkdocs.yml",
}


def write(path: Path, content: bytes | str) -> None:
    """Give a file new content; the copy shares its files with the original, which must stay as it is."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def inserted(what: bytes) -> Callable[[Path, random.Random], None]:
    """Put bytes somewhere into a file, behind a letter or digit."""

    def mutate(path: Path, rng: random.Random) -> None:
        data = path.read_bytes()
        place = rng.choice([at for at, byte in enumerate(data, start=1) if chr(byte).isalnum() and byte < 128])
        write(path, data[:place] + what + data[place:])

    return mutate


def flipped(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    place = rng.choice([at for at in range(1, len(data) - 1) if max(data[at - 1 : at + 2]) < 128])
    data[place] ^= 0x80
    write(path, bytes(data))


def in_utf16(path: Path, rng: random.Random) -> None:
    write(path, path.read_text(encoding="utf-8").encode("utf-16"))


def enormous(path: Path, rng: random.Random) -> None:
    write(path, path.read_bytes() + b"\n" * 3_000_000)


def linked(target: str) -> Callable[[Path, random.Random], None]:
    def mutate(path: Path, rng: random.Random) -> None:
        path.unlink()
        path.symlink_to(target.format(name=path.name))

    return mutate


def piped(path: Path, rng: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def made_a_folder(path: Path, rng: random.Random) -> None:
    path.unlink()
    path.mkdir()


#: What can be wrong with what a file holds. Each kind of file meets some of these, since all are read in the same way.
ALTERED = {
    "a flipped bit": flipped,
    "in UTF-16": in_utf16,
    "with a null byte": inserted(b"\0"),
    "with an escape sequence": inserted(b"\x1b[2J"),
    "with writing turned round": inserted("\u202e".encode()),
    "with isolated writing": inserted("\u2067".encode()),
    "with a space of no width": inserted("\u200b".encode()),
    "with a byte order mark inside": inserted("\ufeff".encode()),
    "with invisible letters": inserted("\u3164\U000e0041".encode()),
    "of three million empty lines": enormous,
}
#: What can stand in the place of any file.
REPLACED = {
    "linked to a file outside": linked("/etc/passwd"),
    "linked to endless zeros": linked("/dev/zero"),
    "linked to itself": linked("{name}"),
    "linked to nothing": linked("../nowhere"),
    "as a pipe": piped,
    "as a folder": made_a_folder,
}


def damaged(name: str, damage: Callable[[Path, random.Random], None]) -> Mutation:
    return lambda project, rng: damage(project / name, rng)


def changed(kind: str, old: str, new: str) -> Mutation:
    """Replace the first place where a text stands."""

    def mutate(project: Path, rng: random.Random) -> None:
        path = project / FILES[kind]
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} stands nowhere in {path}"
        write(path, text.replace(old, new, 1))

    return mutate


def appended(kind: str, text: str) -> Mutation:
    return lambda project, rng: write(project / FILES[kind], (project / FILES[kind]).read_text("utf-8") + text)


def replaced(kind: str, content: bytes | str) -> Mutation:
    return lambda project, rng: write(project / FILES[kind], content)


def added(name: str, content: bytes | str) -> Mutation:
    return lambda project, rng: write(project / name, content)


def folder_linked(name: str, target: str) -> Mutation:
    return lambda project, rng: (project / name).symlink_to(target)


def rows(change: Callable[[list[str], random.Random], list[str]]) -> Mutation:
    """Change the lines of the table, of which the first is the header."""

    def mutate(project: Path, rng: random.Random) -> None:
        path = project / FILES["table"]
        write(path, "\n".join(change(path.read_text(encoding="utf-8").splitlines(), rng)) + "\n")

    return mutate


def swapped(lines: list[str], rng: random.Random) -> list[str]:
    def swap(line: str) -> str:
        first, second, *rest = line.split(",")
        return ",".join([second, first, *rest])

    return [lines[0], *map(swap, lines[1:])]


def entry(kind: str, text: str) -> Mutation:
    """Add a source, a fact … with this in it to the end of its file."""
    return appended(kind, "\n" + text)


def source(**fields: str) -> Mutation:
    """A source that is right but for these fields."""
    plain = {
        "id": "new",
        "title": "New",
        "publisher": "New",
        "url": "https://example.org/",
        "kind": "press",
        "language": "en",
        "seen": "stored-page",
    }
    lines = [f"{key}: {value}" for key, value in {**plain, **fields}.items()]
    return entry("sources", "- " + "\n  ".join(lines) + "\n")


def fact(
    value: str = "1", unit: str = "people", check: str = "", key: str = "one", statement: str = "It is so."
) -> Mutation:
    lines = [
        "- id: new-statement",
        f"  statement: {statement}",
        "  sources: [election-owpit-final]",
        "  confidence: confirmed",
        f"  facts:\n    {key}:\n      label: New\n      value: {value}\n      unit: {unit}",
    ]
    return entry("facts", "\n".join(lines) + (f"\n      check: {check}\n" if check else "\n"))


def misspelt_sources(count: int) -> str:
    names = ", ".join(f"election-rferl-{number}" for number in range(count))
    return f"- id: many\n  statement: Many.\n  confidence: confirmed\n  sources: [{names}]\n"


#: The rules of YAML, bent.
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "bomb of aliases": replaced("facts", BOMB),
    "anchor": entry("facts", "- &anchor {id: x}\n"),
    "merge key": entry("facts", "- <<: {id: x}\n  statement: y\n"),
    "tag that runs code": entry("facts", "- !!python/object/apply:os.system ['touch /tmp/owned']\n"),
    "tag of another module": entry("sources", "- !!python/name:os.system ''\n"),
    "brackets beyond counting": replaced("facts", "[" * 400_000),
    "braces beyond counting": replaced("facts", "{a: " * 100_000),
    "dashes beyond counting": replaced("facts", "- " * 200_000),
    "indentation beyond counting": replaced("facts", "".join(" " * depth + "a:\n" for depth in range(1_000))),
    "key twice": entry("facts", "- id: x\n  id: y\n"),
    "key that is a list": entry("facts", "- ? [a]\n  : b\n"),
    "second document": entry("facts", "---\n- id: x\n"),
    "tabulator": entry("facts", "-\tid: x\n\tstatement: y\n"),
    "quote without end": entry("facts", '- id: "x\n'),
    "directive": replaced("facts", "%YAML 9.9\n---\n[]\n"),
    "escaped control": source(title='"\\e[31mred"'),
    "escaped surrogate": source(title='"\\uD800"'),
    "escaped direction": source(title='"\\u202Egnp.exe"'),
    "escaped null": source(title='"a\\0b"'),
    "words instead of a list": replaced("facts", "nothing"),
    "numbers instead of entries": replaced("facts", "- 1\n- 2\n"),
    "list instead of words": source(title="[a, b]"),
    "entries in place of words": source(title="{a: {b: c}}"),
    "empty file": replaced("facts", ""),
    "only a comment": replaced("claims", "# nothing\n"),
    "title without end": source(title="x" * 200_000),
    "thousands of entries alike": appended("sources", "\n- {id: a}" * 5_000 + "\n"),
    "thousands of misspelt ids": entry("facts", misspelt_sources(2_000)),
    "file cut in the middle of a word": lambda project, rng: write(
        project / FILES["facts"], (project / FILES["facts"]).read_bytes()[: 6_011 + rng.randrange(40)] + b'\n  x: "'
    ),
}
IDS = {
    f"id {name}": source(id=value)
    for name, value in {
        "that climbs": "../../escape",
        "that is a path": "/etc/passwd",
        "with a blank": "a b",
        "with a line break": '"a\\nb"',
        "with a quote": '"a\'b"',
        "in markup": "'<script>alert(1)</script>'",
        "of a template": "'{{ 7*7 }}'",
        "with Cyrillic letters": "еlection",
        "with a soft hyphen": '"elec\\u00ADtion"',
        "with a combining mark": '"e\\u0301lection"',
        "without end": "x" * 100_000 + ".",
        "with a null": '"a\\0b"',
        "that is empty": "''",
    }.items()
}
ADDRESSES = {
    f"address {name}": source(url=value)
    for name, value in {
        "that is code": "javascript:alert(1)",
        "that is code in other letters": "JaVaScRiPt:alert(1)",
        "that is a document": "data:text/html,<script>alert(1)</script>",
        "of a file": "file:///etc/passwd",
        "with a password": "https://user:secret@example.org/",
        "with a name": "https://kazinform.kz@example.org/",
        "without a host": "https://",
        "that leads nowhere": "'//example.org'",
        "of another protocol": "ftp://example.org/",
        "with a port beyond all ports": "https://example.org:99999999/",
        "of one machine": "https://localhost/",
        "of one network": "https://192.168.0.1/",
        "with a mark for tracking": "https://example.org/?utm_source=mail",
        "with the end of a sentence": "https://example.org/story.",
    }.items()
}
NUMBERS = {
    f"value {name}": fact(value=value)
    for name, value in {
        "NaN": "NaN",
        "infinite": ".inf",
        "beyond floating point": "1e999",
        "of a thousand digits": "9" * 1_000,
        "in hexadecimal": "0x10",
        "with separators": "1,000",
        "with underscores": "1_000",
        "with an Arabic digit": "٣",
        "in wide digits": "１２",
        "behind a real minus": "−5",
        "that is a list": "[1]",
        "that is nothing": "~",
        "with two points": "1.2.3",
        "that is a formula": "=1+1",
    }.items()
}
FORMULAS = {
    f"formula {name}": fact(check=value)
    for name, value in {
        "that imports": "\"__import__('os').system('true')\"",
        "with attributes": "(1).__class__",
        "with powers": "9**9**9",
        "with shifts": "1 << 99999999",
        "that repeats words": "\"'a' * 1000000000\"",
        "that divides by zero": "1 / 0",
        "beyond floating point": "1e999",
        "of brackets": "(" * 900 + "1" + ")" * 900,
        "of minuses": "-" * 1_900 + "1",
        "of one long sum": "1" + " + 1" * 100_000,
        "with a lambda": '"(lambda: 1)()"',
        "with a comprehension": '"[x for x in (1,)]"',
        "of days of nothing": "days(1, 2)",
        "of an unknown table": 'sum("../../x", "y")',
        "that does not agree": "2",
    }.items()
}
TEXTS = {
    f"text {name}": fact(statement=f"'{value}'")
    for name, value in {
        "that computes": "{{ 7*7 }}",
        "that includes a file": '{% include "/etc/passwd" %}',
        "that climbs into Python": "{{ ().__class__.__mro__ }}",
        "with attributes of a fact": '{{ fact("result-2022-official.votes").__class__ }}',
        "that reads the configuration": "{{ config }}",
        "with a comment": "{# hidden #}",
        "that is left open": "{{ fact(",
        "of brackets": "{{ " + "(" * 3_000 + " }}",
        "of attributes": "{{ a" + ".b" * 2_000 + " }}",
        "of an unknown fact": '{{ fact("../../x.y") }}',
        "with many decimals": '{{ fact("result-2022-official.votes", decimals=1e9) }}',
    }.items()
}
TABLES = {
    "row cut": rows(lambda lines, rng: [each for each in lines if "Tokayev" not in each]),
    "row cut short": rows(lambda lines, rng: [*lines[:-1], lines[-1].rpartition(",")[0]]),
    "columns swapped": rows(swapped),
    "headings swapped": rows(lambda lines, rng: [swapped([lines[0], lines[0]], rng)[1], *lines[1:]]),
    "rows without headings": rows(lambda lines, rng: lines[1:]),
    "rows twice": rows(lambda lines, rng: lines + lines[1:]),
    "headings alone": rows(lambda lines, rng: lines[:1]),
    "table of nothing": replaced("table", ""),
    "empty line in a table": rows(lambda lines, rng: [lines[0], "", *lines[1:]]),
    "semicolons for commas": rows(lambda lines, rng: [line.replace(",", ";") for line in lines]),
    "cell without end": rows(lambda lines, rng: [*lines, "x" * 200_000 + lines[-1]]),
    "quote left open": rows(lambda lines, rng: [*lines[:-1], '"' + lines[-1]]),
    "commas beyond counting": rows(lambda lines, rng: [*lines, "," * 100_000]),
    "more rows than anybody reads": rows(lambda lines, rng: [*lines, *(["x" + lines[-1]] * 9_000)]),
    "votes below zero": changed("table", ",6456", ",-6456"),
    "votes that are no number": changed("table", ",6456", ",NaN"),
    "votes without end": changed("table", ",6456", "," + "9" * 30),
    "votes in powers": changed("table", ",6456", ",1e999"),
    "votes in letters": changed("table", ",6456", ",б456"),
    **{
        f"cell that begins with {name}": rows(
            lambda lines, rng, cell=cell: [*lines, f'"{cell}"' + lines[-1][lines[-1].index(",") :]]
        )
        for name, cell in {
            "=": "=cmd|' /C calc'!A0",
            "+": "+cmd|' /C calc'!A0",
            "-": "-2+3+cmd|' /C calc'!A0",
            "@": "@SUM(1+1)*cmd|' /C calc'!A0",
            "a tabulator": "\t=1+1",
            "a line break": "\r=1+1",
        }.items()
    },
}


def map_of(coordinates: str, before: str = "") -> Mutation:
    return replaced(
        "map",
        f'{{"type": "FeatureCollection", {before} "features": [{{"type": "Feature", "properties": {{"region": "x", '
        f'"id": "x", "name": "x"}}, "geometry": {{"type": "Polygon", "coordinates": {coordinates}}}}}]}}',
    )


MAPS = {
    "map of no numbers": map_of("[[[NaN, 0], [1, 0], [1, 1], [NaN, 0]]]"),
    "map without end": map_of("[[[0, 0], [Infinity, 0], [1, 1], [0, 0]]]"),
    "map in powers": map_of("[[[0, 0], [1e999, 0], [1, 1], [0, 0]]]"),
    "map beyond the globe": map_of("[[[0, 0], [500, 0], [1, 1], [0, 0]]]"),
    "map with an open ring": map_of("[[[0, 0], [1, 0], [1, 1]]]"),
    "map around nothing": map_of("[[[0, 0], [1, 0], [2, 0], [0, 0]]]"),
    "map in words": map_of('[[["0", 0], [1, 0], [1, 1], ["0", 0]]]'),
    "map too flat": map_of("[0, 0]"),
    "map too deep": map_of("[" * 100_000 + "]" * 100_000),
    "map of digits": map_of(f"[[[{'9' * 10_000}, 0], [1, 0], [1, 1], [0, 0]]]"),
    "map of many points": map_of(f"[[{', '.join(['[0, 0]', '[1, 0]', '[1, 1]'] * 10_000)}, [0, 0]]]"),
    "map of millions of points": map_of(f"[[{', '.join(['[0, 0]'] * 1_000_000)}]]"),
    "map elsewhere": map_of("[[[0, 0], [1, 0], [1, 1], [0, 0]]]", before='"crs": {"type": "name"},'),
    "map of names that turn round": replaced(
        "map",
        '{"features": [{"properties": {"region": "\\u202ex", "id": "\\u202ex", "name": "\\u202ex"}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}',
    ),
    "map that is a list": replaced("map", "[1, 2, 3]"),
    "map without features": replaced("map", '{"type": "FeatureCollection"}'),
    "map of nulls": replaced("map", '{"features": [null, null]}'),
    "map that is no JSON": replaced("map", "{'features': []}"),
    "map of nothing": replaced("map", ""),
}
#: A page whose calls are hidden from whoever takes what stands above it for a part of the template.
HIDDEN = "---\n{}\n---\n{{{{ cycler.__init__ }}}}\n{{# {{% endraw %}} #}}\n"
PAGES = {
    **{
        f"page {name}": appended("page", f"\n\n{code}\n")
        for name, code in {
            "that computes": "{{ 7 * 7 }}",
            "that reads the configuration": "{{ config.items() }}",
            "that reads the environment": "{{ environment }}",
            "that climbs into Python": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "that climbs from a macro": "{{ fact.__globals__ }}",
            "that climbs from a call": '{{ fact("result-2022-official.votes").__class__ }}',
            "that climbs by a filter": "{{ ''|attr('__class__') }}",
            "that climbs by an index": "{{ config['plugins'] }}",
            "that climbs from a name of Jinja": "{{ cycler.__init__.__globals__.os }}",
            "that climbs from a setting": "{{ config.site_name.__class__ }}",
            "with another setting": "{{ config.plugins }}",
            "that includes a file": '{% include "/etc/passwd" %}',
            "that imports": '{% import "main.html" as x %}',
            "that extends": '{% extends "main.html" %}',
            "that sets": "{% set fact = 1 %}",
            "that defines": "{% macro x() %}{% endmacro %}",
            "that loops": "{% for x in range(1000000000) %}{% endfor %}",
            "that repeats": "{{ 'a' * 1000000000 }}",
            "with powers": "{{ 9**9**9 }}",
            "that tests": "{% if 9**9**9 %}x{% endif %}",
            "with a computed id": "{{ fact(config.site_name ~ 'x') }}",
            "with unpacked arguments": "{{ fact(*config) }}",
            "with a filter": "{% filter upper %}x{% endfilter %}",
            "that does": "{% do config.clear() %}",
            "with brackets beyond counting": "{{ " + "(" * 50_000 + " }}",
            "with lists beyond counting": "{{ " + "[" * 50_000 + " }}",
            "with minuses beyond counting": "{{ " + "-" * 50_000 + "1 }}",
            "with links beyond counting": "[x](no.md)" * 5_000,
            "with links that never end": "[x](no.md) " + "[x](<!-- ``` `` <a href='" * 10_000,
            "with blocks beyond counting": "{% if config.repo_url %}" * 5_000,
            "of a call without end": '{{ fact("',
            "of an id that climbs": '{{ chart("../../escape") }}',
            "of an id in markup": '{{ fact("<script>") }}',
            "of thousands of misspelt ids": '{{ fact("result-2022-official.vots") }}\n' * 1_000,
            "of a chart twice": '{{ chart("election-votes") }}\n' * 2,
        }.items()
    },
    "page hidden by a comment above": added("docs/x.md", HIDDEN.format("title: x\n# {% raw %}")),
    "page hidden by a list above": added("docs/x.md", HIDDEN.format("tags: ['{% raw %}']")),
    "page hidden by a line above": added("docs/x.md", "note: {% raw %}\n\n{{ cycler.__init__ }}\n{# {% endraw %} #}\n"),
    "page with an end of its own above": added("docs/x.md", "---\ntitle: x\n...\n{{ cycler.__init__ }}\n"),
    "page among those of charts": added("docs/charts/evil.markdown", "{{ cycler.__init__ }}"),
    "page below those of charts": added("docs/charts/sub/x.md", "---\ngenerated: true\n---\n{{ cycler.__init__ }}"),
    "folder among the pages of charts": added("docs/charts/x.md/y.md", "words"),
    "page named as a template": added("docs/{{ cycler }}.md", "words"),
    "drawing in capitals": added("docs/x.HTML", "<script>alert()</script>"),
    "drawing that is packed": added("docs/x.svgz", "x"),
    "hidden folder linked to itself": folder_linked("docs/.loop", "."),
    "hidden facts elsewhere": folder_linked("data/facts/.x.yml", "/etc/passwd"),
    **{
        f"front matter {name}": changed("page", "---\n", f"---\n{code}\n")
        for name, code in {
            "that computes": "x: '{{ 7*7 }}'",
            "that computes behind escapes": 'x: "\\x7b{ 7*7 }}"',
            "with a bomb": "a: &a [x]\nb: [*a, *a]",
            "that runs": "x: !!python/name:os.system ''",
            "with a key twice": "x: 1\nx: 2",
            "of brackets": "x: " + "[" * 50_000,
            "that names a chart elsewhere": "main_chart: ../../escape",
        }.items()
    },
    "page of HTML": added("docs/raw.html", "<script>alert(1)</script>"),
    "page of another HTML": added("docs/raw.xhtml", "<script>alert(1)</script>"),
    "script beside pages": added("docs/assets/javascripts/mine.js", "alert(1)"),
    "document beside pages": added("docs/raw.xml", "<x/>"),
    "name of two lines": added("docs/two\nlines.md", "# Two"),
    "name that turns round": added("docs/\u202egpj.md", "# Round"),
    "name that is no text": lambda project, rng: write(
        Path(os.fsdecode(os.fsencode(project) + b"/docs/\xff.md")), "# No"
    ),
    "table named outside": added("data/tables/x\\..\\..\\x.yml", "title: x\n"),
    "table named in markup": added("data/tables/<script>.yml", "title: x\n"),
    "table named with a blank": added("data/tables/a b.yml", "title: x\n"),
    "table named with a quote": added("data/tables/a'\".yml", "title: x\n"),
    "file of no kind": added("data/facts/election.json", "{}"),
    "folder of no kind": added("data/other/x.yml", "[]"),
    "folder of pages outside": folder_linked("docs/outside", "/etc"),
    "folder of pages in a circle": folder_linked("docs/circle", "."),
    "folder of data outside": folder_linked("data/outside", "/etc"),
    "downloads outside": folder_linked("docs/files", "/tmp"),
    "pages of charts outside": folder_linked("docs/charts", "/tmp"),
    "cache outside": folder_linked(".cache", "/tmp"),
    "site outside": folder_linked("site", "/tmp"),
}
CODE = {
    "colours without braces": replaced("colours", ":root --chart-ink: #000000; " * 30_000),
    "colours of braces": replaced("colours", "{" * 400_000),
    "colours of conditions": replaced("colours", "@media " * 100_000),
    "colours of comments": replaced("colours", "/*" * 400_000),
    "colours of names": replaced("colours", ":root{" + "--chart-a" * 90_000),
    "colours of blanks": replaced("colours", ":root{--chart-ink:" + " " * 800_000),
    "colours in words": changed("colours", "--chart-ink: #", "--chart-ink: expression(#"),
    "no colours": replaced("colours", ""),
    "code that is no Python": replaced("code of charts", "def ("),
    "code of brackets": replaced("code of charts", "x = " + "(" * 100_000),
    "code of minuses": replaced("code of charts", "x = " + "-" * 100_000 + "1"),
    "code of digits": replaced("code of charts", "x = " + "9" * 100_000),
    "code of attributes": replaced("code of charts", "x = a" + ".b" * 100_000),
    "code without charts": replaced("code of charts", ""),
    "chart that climbs": appended("code of charts", '\n\n@chart("../../escape")\ndef x(data, board):\n    pass\n'),
    "chart twice": appended("code of charts", '\n\n@chart("election-votes")\ndef x(data, board):\n    pass\n'),
    "chart of a computed id": appended("code of charts", "\n\n@chart(__name__)\ndef x(data, board):\n    pass\n"),
}
SETTINGS = {
    f"setting {name}": change
    for name, change in {
        "of aliases": appended("configuration", "\n" + BOMB),
        "of a bomb as a name": changed("configuration", "site_name: Kazakhstan 2022", f"{BOMB}site_name: *i"),
        "of brackets": appended("configuration", "\nx: " + "[" * 100_000),
        "that runs": changed("configuration", "name: explainer", "name: explainer\n  x: !!python/name:os.system"),
        "that runs at once": appended("configuration", "\nx: !!python/object/apply:os.system ['true']\n: y"),
        "of a title that runs": changed("configuration", "nav:\n", 'nav:\n  - "{{ cycler.__init__ }}": about.md\n'),
        "of a site in the place of the looks": appended("configuration", "\nsite_dir: macros\n"),
        "of a hidden site": appended("configuration", "\nsite_dir: .git\n"),
        "of pages above": appended("configuration", "\ndocs_dir: ..\n"),
        "of pages elsewhere": appended("configuration", "\ndocs_dir: /etc\n"),
        "of a site above": appended("configuration", "\nsite_dir: ../..\n"),
        "of a site in place of data": appended("configuration", "\nsite_dir: data\n"),
        "of data elsewhere": changed("configuration", "    slug:", "    data: ../../..\n    slug:"),
        "of data in a null": changed("configuration", "    slug:", '    data: "a\\0b"\n    slug:'),
        "of charts elsewhere": changed("configuration", "    slug:", "    charts: /usr/lib\n    slug:"),
        "of an edition in words": changed("configuration", '    edition: "', '    edition: spring # "'),
        "of an edition beyond time": changed("configuration", '    edition: "', '    edition: "0000-00-00" # "'),
        "of an edition that breaks": changed("configuration", '    edition: "', '    edition: 2026-99-99 # "'),
        "of a locale of no place": changed("configuration", "    slug:", "    locale: xx_YY\n    slug:"),
        "of a locale that climbs": changed("configuration", "    slug:", "    locale: ../../x\n    slug:"),
        "of topics in a list": changed("configuration", "    topics:\n", "    topics: [a]\n    x:\n"),
        "of a topic that climbs": changed("configuration", "      election: The", "      ../x: The"),
        "of no topics": changed("configuration", "    topics:\n", "    subjects:\n"),
        "of a font of a long name": changed("configuration", "    slug:", f"    fonts: [{'x' * 25_000}]\n    slug:"),
        "of no macros": changed("configuration", "  - macros:", "  - makros:"),
        "of macros elsewhere": changed("configuration", "explainer.macros]", "../../x]"),
        "of macros that are none": changed("configuration", "explainer.macros]", "os]"),
        "of NaN": replaced("configuration", ".nan"),
        "of a list": replaced("configuration", "- a\n- b\n"),
        "of nothing": replaced("configuration", ""),
        "of half a file": lambda project, rng: write(
            project / "mkdocs.yml", (project / "mkdocs.yml").read_bytes()[: 900 + rng.randrange(60)]
        ),
    }.items()
}


def corpus() -> Iterator[tuple[str, Mutation]]:
    """Every mutation by its name."""
    for offset, (kind, name) in enumerate(FILES.items()):
        # One of one list and two of the other for each kind of file: every damage meets several kinds.
        for words in [
            *islice(cycle(REPLACED), 2 * offset, 2 * offset + 2),
            *islice(cycle(ALTERED), offset, offset + 1),
        ]:
            yield f"{kind} {words}", damaged(name, {**REPLACED, **ALTERED}[words])
    for group in (YAML, IDS, ADDRESSES, NUMBERS, FORMULAS, TEXTS, TABLES, MAPS, PAGES, CODE, SETTINGS):
        yield from group.items()
