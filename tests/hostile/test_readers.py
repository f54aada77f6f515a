"""Whatever a file holds, a reader gives a value or says what is wrong; nothing else, and soon."""

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from explainer.calls import renders_macros
from explainer.data.dates import PartialDate
from explainer.data.maps import read_map
from explainer.data.models import MapDescriptor, TableDescriptor, number
from explainer.data.tables import read_table
from explainer.drawing.roles import read_roles
from explainer.errors import Problem, ProblemsFound
from explainer.files import UNSEEN, read_text
from explainer.project import Project
from tests.projects import rivers

pytestmark = pytest.mark.slow

DESCRIBED = {"title": "T", "description": "D", "as_of": "2024", "sources": ("s",), "licence": "CC0-1.0"}
TABLE = TableDescriptor.model_validate(
    {
        **DESCRIBED,
        "key": ("a",),
        "columns": (
            {"name": "a", "label": "A", "type": "text", "meaning": "A"},
            {"name": "b", "label": "B", "type": "number", "meaning": "B", "optional": True},
            {"name": "c", "label": "C", "type": "date", "meaning": "C", "optional": True},
        ),
    }
)
MAP = MapDescriptor.model_validate({**DESCRIBED, "key": "id"})
CELLS = st.lists(st.lists(st.text(alphabet='ab,"\n=-1.e\r 2024', max_size=8), min_size=2, max_size=4), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["features", "properties", "geometry", "type", "coordinates", "id", "crs"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def are_clean(problems: list[Problem]) -> bool:
    return all(
        str(problem).startswith("file") and "–" in str(problem) and str(problem).isprintable() for problem in problems
    )


@given(CELLS)
def test_tables(cells: list[list[str]]) -> None:
    problems: list[Problem] = []
    text = "a,b,c\n" + "\n".join(",".join(row) for row in cells)
    table, lines = read_table("t", TABLE, text, "file.csv", problems)
    assert are_clean(problems)
    assert len(lines) == len(table.rows)


@given(JSON)
def test_maps(plain: object) -> None:
    problems: list[Problem] = []
    found = read_map("m", MAP, json.dumps(plain), "file.geojson", problems)
    assert (found is None) == bool(problems)
    assert are_clean(problems)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
@example(b"\xef")
@example(b"\xef\xbb\xbfa\r\nb\rc")
def test_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    problems: list[Problem] = []
    try:
        text = read_text(path, "file.txt")
    except ProblemsFound as found:
        problems += found.problems
    assert are_clean(problems)
    if not problems:
        assert UNSEEN.search(text) is None
        assert text.encode() == content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(alphabet=':root{}@;/*-# \nchart0a"[],'))
def test_colours(tmp_path: Path, css: str) -> None:
    folder = tmp_path / "rivers"
    project = Project.load(folder if folder.is_dir() else rivers(folder))
    project.roles.write_text(css, encoding="utf-8")
    with suppress(ProblemsFound):
        roles = read_roles(project)
        assert roles.light.keys() == roles.dark.keys()


@given(st.text() | st.from_regex(r"-?[0-9]+(\.[0-9]+)?"))
def test_numbers(text: str) -> None:
    with suppress(PydanticCustomError):
        assert number(text) == Decimal(text)


@given(st.text() | st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}"))
def test_dates(text: str) -> None:
    with suppress(ValueError):
        assert PartialDate(text) == text


@given(st.text() | st.text(alphabet="-:render_macos fl\n").map(lambda above: f"---\n{above}\n---\n"))
def test_what_stands_above_a_page(text: str) -> None:
    assert renders_macros(text) in (True, False)
