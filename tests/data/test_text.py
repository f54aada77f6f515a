"""Text in data files may name facts, and can do nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.data.text import FactReference, TextError, parse_text, render_text


def test_finds_facts() -> None:
    text = 'Turnout was {{ fact("a.b") }}, about {{fact( "c.d", decimals=0 )}}.'
    assert parse_text(text) == (
        "Turnout was ",
        FactReference("a.b"),
        ", about ",
        FactReference("c.d", 0),
        ".",
    )
    assert "".join(render_text(text, words=str.upper, fact=lambda reference: reference.fact_id)) == (
        "TURNOUT WAS a.b, ABOUT c.d."
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{ config }}",
        "{{ fact(x) }}",
        '{{ fact("a").__class__ }}',
        '{{ fact("a", 1) }}',
        '{{ fact("a", decimals=True) }}',
        "{{ }}",
        "{% for x in y %}",
        "{# comment #}",
        '{{ fact("a" }}',
        "{{ '' if 1 }}",
    ],
)
def test_refuses_everything_else(text: str) -> None:
    with pytest.raises(TextError, match=r"only \{\{ fact"):
        parse_text(text)


@given(st.text(st.characters(exclude_characters="{}%#")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert "".join(part for part in parse_text(text) if isinstance(part, str)) == text


@given(st.text(alphabet='{}%# fact("a.b")'))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(TextError):
        parse_text(text)
