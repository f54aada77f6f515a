"""Where a thing comes from and what uses it, as `explainer explain` tells it."""

import json
from pathlib import Path

import pytest

from tests.projects import explainer, own_macro, replace

pytestmark = pytest.mark.slow

SHARE = """\
fact length.longest_pct: 67.2% – Share of the longer river, of length of both rivers, as of 5 April 2023, confirmed \
(data/facts/rivers.yml:12:5)
  100 * cell("rivers", "Ырғыз", "length") / length.total = 100 * 20.50 / 30.50 = 67.2131, which is the value
    cell rivers: row "Ырғыз", column length: 20.50 (data/tables/rivers.csv:2:2)
      source gauge-book: River Office: Книга рек & <озёр>, April 2023, https://example.org/gauge?a=1&b=2 \
(data/sources/rivers.yml:1:7)
      source almanac: Almanac: Almanac of rivers, 2024, https://example.org/almanac, \
archived at https://web.archive.org/web/20240506/https://example.org/almanac (data/sources/rivers.yml:9:7)
      table rivers: Length of rivers, as of 5 April 2023, CC0-1.0, 2 rows (data/tables/rivers.csv)
        source gauge-book: see above (data/sources/rivers.yml:1:7)
    fact length.total: 30.50 kilometres – Length of both rivers, as of 5 April 2023, confirmed \
(data/facts/rivers.yml:7:5)
      sum("rivers", "length") = 30.50, which is the value
        cell rivers: sum of length, 2 rows: 30.50 (data/tables/rivers.csv)
          table rivers: see above (data/tables/rivers.csv)
      source gauge-book: see above (data/sources/rivers.yml:1:7)
  source gauge-book: see above (data/sources/rivers.yml:1:7)
  used by
    chart longest-share: reads it: The longest river makes up 67.2% (charts/lakes.py:18)
    a page names it (docs/index.md:9)
"""


def explained(project: Path, wanted: str) -> str:
    result = explainer(project, "explain", wanted, PYTHONDONTWRITEBYTECODE="1")
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_whole_chain_of_a_fact(built_rivers: Path) -> None:
    assert explained(built_rivers, "length.longest_pct") == SHARE


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        (
            "length.total",
            [
                "    statement length: its text: The two rivers are 30.50 kilometres long in all.",
                "    fact length.longest_pct: its formula: 67.2%",
                "    table rivers: a check: Length of rivers",
                "    event survey-ends: its text: 1 March 2024 – The survey ends",
                "    claim claim-long: its text: supported – Both rivers are long.",
                "    a page names it (docs/index.md:7)",
            ],
        ),
        ("survey.days", ["  days(survey.end, survey.start) = days(2023-03-01, 2023-01-01) = 59, which is the value"]),
        ("length", ["  fact length.total: 30.50 kilometres", "    claim claim-long: its evidence: supported"]),
        (
            "claim-long",
            ["  said in", "    source almanac: Almanac", "  evidence", "    statement length: The two rivers"],
        ),
        ("second-long", ["claim claim-long: supported – Both rivers are long."]),
        (
            "river-lengths",
            ["  table rivers: Length of rivers", "  names as sources", "    a page names it (docs/index.md:13)"],
        ),
        (
            "lakes",
            ['  check share_pct = 100 * area / sum("lakes", "area")', "    chart lake-areas: reads it: Areas of lakes"],
        ),
        ("survey-ends", ["event survey-ends: 1 March 2024 – The survey ends, uncertain", "  fact length.total: 30.50"]),
        (
            "almanac",
            [
                "    table rivers: a row's source",
                "    claim claim-long: what it checks",
                "    a page names it (docs/index.md:7)",
            ],
        ),
        ("gauge", ["term gauge: Gauge – A post that measures", "    a page names it (docs/index.md:8)"]),
    ],
)
def test_every_kind_of_thing(built_rivers: Path, wanted: str, lines: list[str]) -> None:
    text = explained(built_rivers, wanted)
    for line in lines:
        assert any(each.startswith(line) for each in text.splitlines()), f"{line}\n{text}"


def test_the_same_tree_for_programs(built_rivers: Path) -> None:
    result = explainer(built_rivers, "explain", "length.longest_pct", "--format", "json", PYTHONDONTWRITEBYTECODE="1")
    (tree,) = json.loads(result.stdout)
    assert (tree["kind"], tree["id"]) == ("fact", "length.longest_pct")
    assert tree["place"] == {"file": "data/facts/rivers.yml", "line": 12, "column": 5}

    def lines(node: dict) -> int:
        return 1 + sum(lines(child) for child in node["children"])

    assert lines(tree) == len(SHARE.splitlines())


def test_an_id_of_several_kinds_shows_each(project: Path) -> None:
    terms = project / "data/terms/rivers.yml"
    replace(terms, "- id: gauge\n", "- id: rivers\n")
    replace(terms, "how high", 'at {{ fact("length.total") }} places how high')
    result = explainer(project, "explain", "rivers")
    assert [line.split(":")[0] for line in result.stdout.splitlines() if not line.startswith(" ")] == [
        "table rivers",
        "term rivers",
    ]


def test_unknown_ids(project: Path) -> None:
    result = explainer(project, "explain", "length.totl")
    assert result.returncode == 1
    assert result.stderr == 'Error: unknown id "length.totl" – did you mean "length.total"?\n'
    assert result.stdout == ""


def test_what_can_be_read_is_explained(project: Path) -> None:
    index = project / "docs/index.md"
    index.write_text(index.read_text("utf-8") + "\n{{ fact( }}\n", encoding="utf-8")
    text = explainer(project, "explain", "river-lengths")
    assert text.returncode == 0
    assert "not drawn, or not since something changed" in text.stdout
    assert "  used by nothing" in text.stdout
    assert "docs/index.md has problems and is left out – run “explainer check”." in text.stderr
    assert "What 3 of the charts read is not known" in text.stderr

    replace(project / "charts/shared.py", "ROLE = ", "ROLE = = ")
    own_macro(project, "").write_text("1 / 0\n", encoding="utf-8")
    text = explainer(project, "explain", "length.total")
    assert text.returncode == 0
    assert "fact length.longest_pct: its formula" in text.stdout
    assert "The code of charts has problems" in text.stderr
    assert 'Pages are left out: mkdocs.yml: the macros of "macros" cannot be loaded' in text.stderr

    replace(project / "data/facts/rivers.yml", "value: 59", "value: 58")
    text = explainer(project, "explain", "length.total")
    assert (text.returncode, text.stdout) == (1, "")
    assert "data/facts/rivers.yml:27:14: " in text.stderr
