"""YAML is read as text with places, and strictly."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.data.yamlfile import Path, parse_yaml
from explainer.errors import Place, Problem, ProblemsFound

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\x85\ufeff"), min_size=1)
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=12
)


@settings(deadline=None)
@given(VALUES)
def test_reads_what_was_written(value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    assert parse_yaml(text, "file.yml").value == value


@settings(deadline=None)
@given(VALUES, st.sampled_from(["block", "flow"]))
def test_places_are_those_of_the_parser_s_own_tree(value: Any, style: str) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"', default_flow_style=style == "flow")
    document = parse_yaml(text, "file.yml")
    todo: list[tuple[Path, yaml.Node]] = [((), yaml.compose(text))]
    while todo:
        path, node = todo.pop()
        assert document.place(path) == document.place((*path, "not there", 0)) == place(node)
        if isinstance(node, yaml.SequenceNode):
            todo += [((*path, index), each) for index, each in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            assert all(document.place((*path, key.value, "@key")) == place(key) for key, _ in node.value)
            todo += [((*path, key.value), each) for key, each in node.value]


def place(node: yaml.Node) -> Place:
    return Place("file.yml", node.start_mark.line + 1, node.start_mark.column + 1)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse_yaml(text, "file.yml")
    except ProblemsFound as found:
        problems = found.problems
    assert all(str(problem).startswith("file.yml") and "–" in str(problem) for problem in problems)


def test_scalars_stay_as_written() -> None:
    text = "a: 69.40\nb: no\nc: 2022-11-20\nd: 0o17\ne: ~\nf: ''\ng: 1_000"
    assert parse_yaml(text, "f").value == {
        "a": "69.40",
        "b": "no",
        "c": "2022-11-20",
        "d": "0o17",
        "e": None,
        "f": "",
        "g": "1_000",
    }


def test_knows_places() -> None:
    document = parse_yaml("- id: x\n  list:\n    - one\n    - two\n", "f.yml")
    assert str(document.place((0, "list", 1))) == "f.yml:4:7"
    assert str(document.place((0, "list", "@key"))) == "f.yml:2:3"
    assert str(document.place((0, "nothing", "deep"))) == "f.yml:1:3"


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", 'f:2:1: the key "a" stands here twice'),
        (BOMB, "anchors and aliases are not read"),
        ("a: &x {b: *x}\n", "anchors and aliases are not read"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "the tag tag:yaml.org,2002:python/object/apply:os.system is not read",
        ),
        ("a: !secret x\n", "the tag !secret is not read"),
        ("? [a]\n: b\n", "a key must be a word"),
        ("a: 1\n---\nb: 2\n", "f:2:1: a second document begins here"),
        ("[" * 40 + "]" * 40, "nests deeper than"),
        ("[" * 100_000, "nests deeper than"),
        ("a: \x00", "this is not valid YAML"),
        ("a: 'b", "this is not valid YAML"),
        ("\ta: b", "this is not valid YAML"),
    ],
)
def test_refuses(text: str, message: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        parse_yaml(text, "f")
    assert message in str(found.value)
