"""Numbers typed by hand are found; dates, years and code are not taken for them."""

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import META_RE, YAML_RE

from explainer.calls import FRONT_MATTER
from explainer.data.models import Term
from explainer.first_use import unlinked_terms
from explainer.pages import SETTING
from explainer.prose import typed_quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turnout was 69.44%.", ["69.44%"]),
        ("About 8,300,046 people", ["8,300,046"]),
        ("# The 6 candidates", ["6"]),
        ("in 7 of 10 cases", ["7", "10"]),
        ("**81** per cent", ["81"]),
        ("| 12 | cells |", ["12"]),
        ("2,022 votes", ["2,022"]),
        ("1984% more", ["1984%"]),
        ("two thirds of them", ["two thirds"]),
        ('<img src="a-12.png" alt="12 dots" title="7 rows">', ["12", "7"]),
        ("![81 dots](a-12.png)", ["81"]),
        ("<img alt='81 per cent'>", ["81 per cent"]),
        ('[x](y.md "81 per cent")', ["81 per cent"]),
        ("[^1]: Turnout was 81 per cent.", ["81 per cent"]),
        ("turnout < 50% but > 3", ["50%", "3"]),
        ("---\ndescription: >-\n  In all\n  81 of them\n---\nwords", ["81"]),
        ('---\nunbound: ""\n---\n12 words', ["12"]),
        ("---\ntitle: words\n---\nunbound: the page\n\n12 words\n---\n", ["12"]),
        ('---\ndescription: "81 of them"\nversion: 12\n---\nwords', ["81"]),
    ],
)
def test_finds(text: str, found: list[str]) -> None:
    assert [quantity.text for _, _, quantity in typed_quantities(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "on 20 November 2022",
        "from 5 June to 20 November",
        "5–6 June 2022",
        "in 2022 and 2023, 1991–2022",
        "at 22:00",
        '{{ fact("a.b", decimals=1) }} voters',
        "`decimals=1`",
        "```\n12\n```",
        '<span data-x="12">words</span>',
        "[words](page.md#section-12)",
        "## Heading {#part-2}",
        "## Heading {: #part-2 }",
        "---\nversion: 12\n---\nwords",
        "<!-- 12 -->",
        "1. first\n2. second",
        "G7-like COVID-19 names",
        "https://example.org/12",
        "---\ntitle: words\nunbound: The page is about itself.\n---\n12 words",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert list(typed_quantities(text)) == []


def test_says_where() -> None:
    [(line, column, quantity)] = typed_quantities("---\na: 1\n---\n\nOne `2` and 33 there")
    assert (line, column, quantity.text) == (5, 13, "33")


@pytest.mark.parametrize("text", ["``` x\n" * 10_000, "<!--" * 10_000, "{{" * 10_000, "unbound: ab\n" * 10_000])
def test_what_never_ends_takes_no_time(text: str) -> None:
    begin = process_time()
    assert list(typed_quantities(text)) == []
    assert process_time() - begin < 5


@given(
    st.lists(st.sampled_from(["---", "...", "\n", " ", "    ", "\t", "a", "é", "-", ":", "title: x", "{{"])).map(
        "".join
    )
)
def test_what_stands_above_a_page_is_what_the_builder_takes_for_it(text: str) -> None:
    theirs, ours = YAML_RE.match(text), FRONT_MATTER.match(text)
    assert (theirs and theirs.span()) == (ours and ours.span())
    assert bool(META_RE.match(text)) == bool(SETTING.match(text))


TERMS = [
    Term(id="akim", term="Akim", definition="A head of a region"),
    Term(id="house", term="Lower house (LH)", definition="A part of parliament"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('An Akim is an {{ term("akim") }}', [(3, "Akim")]),
        ('{{ term("akim") }} and the LH', [(27, "LH")]),
        ('{{ term("akim") }} and the LH or Lower house', [(27, "LH")]),
        ('In the Akim Daily, {{ term("house") }} of an Akim', [(45, "Akim")]),
        ('In the Akim Daily,   Akim Weekly and Akims: {{ term("house") }}', [(21, "Akim")]),
        ('{{ term("akim") }} of an Akim, {{ term("house") }}', []),
        ('# The Akim\n\n`Akim` or Akims, an Akim-like {{ term("akim") }}, {{ term("house") }}', []),
        ("An Akim and the LH", []),
    ],
)
def test_words_of_the_glossary_before_their_links(text: str, found: Sequence[tuple[int, str]]) -> None:
    assert [
        (offset, words) for offset, _, words in unlinked_terms(text, TERMS, {"Akim", "The Akim Daily", "Akim Daily"})
    ] == found
