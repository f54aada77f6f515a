"""What a comparison says: of tables behind charts, in sentences of any script, and in files."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from explainer.diff.change import Difference, Report
from explainer.diff.readings import changed_reading
from explainer.diff.sentences import changed_pages
from explainer.diff.show import write_report
from explainer.drawing import Column, Reading

LAKE, AREA, DEPTH = Column("Lake"), Column("Area", "km²"), Column("Depth", "m")
BALKHASH, ZAYSAN = ("Balkhash", Decimal(1), Decimal(2)), ("Zaysan", Decimal(3), Decimal(4))
LAKES = Reading("Lakes", "In 2024", "Bars.", (LAKE, AREA, DEPTH), (BALKHASH, ZAYSAN))
COLUMNS = "Lake, Area (km²), Depth (m)"


def changed(columns: tuple[Column, ...], *rows: tuple[Decimal | str | None, ...]) -> list[Difference]:
    return [*changed_reading(LAKES, replace(LAKES, columns=columns, rows=rows))]


def test_nothing() -> None:
    assert changed(LAKES.columns, *LAKES.rows) == []


def test_cells() -> None:
    nine = ("Balkhash", Decimal(9), Decimal("2.0"))
    assert changed(LAKES.columns, nine, ZAYSAN) == [
        Difference('row "Balkhash", Area', "1", "9", "+8, +800.0%"),
        Difference('row "Balkhash", Depth', "2", "2.0", "the same number with other digits"),
    ]


def test_a_column_of_another_name() -> None:
    assert changed((LAKE, Column("Surface", "km²"), DEPTH), ("Balkhash", Decimal(9), Decimal(2)), ZAYSAN) == [
        Difference("columns", COLUMNS, "Lake, Surface (km²), Depth (m)"),
        Difference("table", "2 rows", "2 rows", "1 with other cells"),
    ]


def test_a_column_in_another_unit() -> None:
    assert changed((LAKE, Column("Area", "ha"), DEPTH), *LAKES.rows) == [
        Difference("columns", COLUMNS, "Lake, Area (ha), Depth (m)")
    ]


def test_a_column_less() -> None:
    assert changed((LAKE, AREA), BALKHASH[:2], ZAYSAN[:2]) == [
        Difference("columns", COLUMNS, "Lake, Area (km²)"),
        Difference("table", "2 rows", "2 rows", "2 with other cells"),
    ]


def test_rows_in_another_order() -> None:
    assert changed(LAKES.columns, ZAYSAN, BALKHASH) == [Difference("table", "2 rows", "2 rows", "in another order")]


@pytest.mark.parametrize("cells", [("9", "2"), ("1", "9")])
def test_two_columns_of_one_name(cells: tuple[str, str]) -> None:
    old = replace(LAKES, columns=(LAKE, AREA, AREA))
    new = replace(old, rows=(("Balkhash", *map(Decimal, cells)), ZAYSAN))
    assert [*changed_reading(old, new)] == [Difference("table", "2 rows", "2 rows", "1 with other cells")]


def test_two_rows_of_one_name() -> None:
    old = replace(LAKES, rows=(BALKHASH, BALKHASH))
    assert [*changed_reading(old, LAKES)] == [Difference("table", "2 rows", "2 rows", "1 with other cells")]


@pytest.mark.parametrize(
    ("stays", "old", "new"),
    [
        ("It is e.g. a lake.", "It is deep.", "It is shallow."),
        ("See p. 5 no. „three“.", "“Deep?”", "“Flat?”"),
        ("Es ist so.", "Ältere sind tief.", "Ältere sind flach."),
        ("Так и есть.", "«Это море?»", "«Это озеро?»"),
        ("Бұл көл.", "Ұзын өзен.", "Ұзын көл."),
        ("هذه بحيرة.", "هل هي عميقة؟", "هل هي كبيرة؟"),
        ("هل هي عميقة؟", "هذه بحيرة.", "هذا نهر."),
        ("यह झील है।", "वह गहरी है।", "वह बड़ी है।"),
        ("ეს ტბაა.", "ის ღრმაა.", "ის დიდია."),
    ],
)
def test_sentences_end_in_every_script(tmp_path: Path, stays: str, old: str, new: str) -> None:
    for name, sentence in (("old", old), ("new", new)):
        (tmp_path / name).mkdir()
        page = f'<article class="md-content__inner"><p>{stays} {sentence} {stays}</p></article>'
        (tmp_path / name / "index.html").write_text(page, encoding="utf-8")
    (change,) = changed_pages(tmp_path / "old", tmp_path / "new")
    assert {each.old for each in change.differences} - {None} == {old}
    assert {each.new for each in change.differences} - {None} == {new}


def test_reports_take_the_place_of_what_stands_there(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Kept.", encoding="utf-8")
    (tmp_path / "changes.txt").symlink_to(other)
    write_report(Report("main", "0123456789abcdef", (), {}), tmp_path)
    assert other.read_text("utf-8") == "Kept."
    said = (tmp_path / "changes.txt").read_text("utf-8")
    assert said == "Nothing changes compared with main (0123456789).\n"
