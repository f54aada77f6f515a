"""Corrections of published values: what may stand in their list, and how readers see it."""

from html import unescape
from pathlib import Path

import pytest

from tests.projects import build, explainer, replace

LIST = "data/corrections/rivers.yml"
LENGTH = """- id: length-shorter
  date: 2024-05-01
  what: length.total
  old: "31.00"
  new: "30.50"
  reason: The gauge book was read wrongly.
"""
FINDING = """- id: claim-deep-open
  date: 2024-05-02
  what: claim-deep
  old: contradicted
  new: unverifiable
  reason: The source that contradicted it was withdrawn.
"""
WITHDRAWN = """- id: length-mean
  date: 2024-05-03
  what: length.mean
  old: "15.25"
  reason: A <b>mean</b> of rivers says `nothing`.
"""


def write(project: Path, text: str) -> None:
    (project / LIST).parent.mkdir()
    (project / LIST).write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "report"),
    [
        (
            LENGTH.replace("  reason: The gauge book was read wrongly.\n", "  reason:\n"),
            f"{LIST}:6:10: reason: nobody has given one yet – say to readers why the published value was wrong",
        ),
        (LENGTH.replace('"31.00"', '"30.50"'), f"{LIST}:5:8: the new value is the old one"),
        (LENGTH.replace('"30.50"', '"30.5"'), f'{LIST}:5:8: "length.total" is published as "30.50"'),
        (LENGTH.replace('"31.00"', "long"), f'{LIST}:4:8: "long" is not a number'),
        (LENGTH.replace("length.total", "length.totl"), f"{LIST}:3:9: unknown fact, claim or event"),
        (LENGTH.replace('  new: "30.50"\n', ""), f'{LIST}:3:9: "length.total" is published still'),
        (LENGTH.replace("2024-05-01", "2024-05"), f"{LIST}:2:9: date: it names no day"),
        (LENGTH.replace("2024-05-01", "2024-05-07"), f"{LIST}:1:7: the correction is dated after the edition"),
        (LENGTH.replace("read wrongly", "{{ now() }}"), f'{LIST}:6:11: "now()" is not understood'),
        (FINDING.replace("contradicted\n", "contradictory\n", 1), f'{LIST}:4:8: "contradictory" is no finding'),
        (
            LENGTH + LENGTH.replace("shorter", "again"),
            f'{LIST}:9:9: this correction stands in "length-shorter" already',
        ),
        (
            LENGTH + LENGTH.replace("shorter", "later").replace('"31.00"', '"32.00"'),
            f'{LIST}:10:8: the correction "length-shorter" before it left "30.50"',
        ),
        (
            LENGTH + LENGTH.replace("shorter", "later").replace("05-01", "04-30"),
            f'{LIST}:8:9: the correction "length-shorter" before it is newer',
        ),
    ],
)
def test_what_is_wrong_is_one_line(project: Path, text: str, report: str) -> None:
    write(project, text)
    result = explainer(project, "check")
    assert result.returncode == 1
    assert next(line for line in result.stderr.splitlines() if line.startswith(LIST)).startswith(report), result.stderr
    assert "1 problem found" in result.stderr


@pytest.mark.slow
def test_readers_see_each_newest_first(drawn: Path) -> None:
    (drawn / "docs/changes.md").write_text("# Changes\n\n{{ corrections() }}\n", encoding="utf-8")
    replace(drawn / "mkdocs.yml", "  - Glossary: glossary.md\n", "  - Glossary: glossary.md\n  - changes.md\n")
    page = unescape((build(drawn) / "changes/index.html").read_text(encoding="utf-8"))
    assert "No published fact has been corrected yet." in page

    write(drawn, LENGTH + FINDING + WITHDRAWN)
    raw = (build(drawn) / "changes/index.html").read_text(encoding="utf-8")
    page = unescape(raw)
    ids = ["length-mean", "claim-deep-open", "length-shorter"]
    places = [page.index(f'id="correction-{each}"') for each in ids]
    assert places == sorted(places)
    assert "No published fact" not in page
    assert "Before: <del>31.00</del>" in page
    assert "<ins>30.50</ins>" in page
    assert 'href="../facts/rivers/#length.total"' in page
    assert "<del>Contradicted</del>" in page
    assert "Now: withdrawn" in page
    assert '<time datetime="2024-05-03">3 May 2024</time>' in page
    assert "A &lt;b&gt;mean&lt;/b&gt; of rivers says `nothing`." in raw

    listed = (drawn / "site/files/lists/corrections.csv").read_text(encoding="utf-8").splitlines()
    assert listed[0] == "id,date,what,old,new,reason"
    assert listed[1] == "length-shorter,2024-05-01,length.total,31.00,30.50,The gauge book was read wrongly."
    assert '"name": "corrections"' in (drawn / "site/files/datapackage.json").read_text(encoding="utf-8")
