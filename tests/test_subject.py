"""The engine, its macros and its looks know nothing of the subject that this repository explains."""

import re

import pytest

from explainer.data import Dataset, load_dataset
from explainer.drawing.registry import find_charts
from explainer.project import Project
from tests.projects import ROOT

#: How words begin that are about the subject, whatever the data holds.
WORDS = re.compile(
    r"(?<![^\W\d_])"
    r"(?:kazakh|qazaq|astana|almaty|tenge|tokayev|nazarbayev|akim|maslikhat|mazhilis|elect(?:ion|oral)|ballot|vot(?:e|ing)|turnout)"
)
WORD = re.compile(r"[^\W\d_]{4,}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
CALL = re.compile(r"\{\{.*?\}\}")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load_dataset(ROOT / "data", ROOT)


@pytest.fixture(scope="module")
def engine() -> dict[str, str]:
    """The text of every file of the engine, in lower case, by path."""
    paths = [path for path in (ROOT / "explainer").rglob("*") if path.is_file() and path.suffix not in {".png", ".pyc"}]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").casefold() for path in paths}


def test_no_word_for_the_subject_stands_in_the_engine(engine: dict[str, str]) -> None:
    assert [(path, word) for path, text in engine.items() for word in WORDS.findall(text)] == []


def test_no_name_of_the_subject_stands_in_the_engine(data: Dataset, engine: dict[str, str]) -> None:
    """Names are terms of several words, and single ones that no sentence of the data writes small."""
    terms, claims = data.terms.values(), data.claims.values()
    sentences = [*(term.definition for term in terms), *(each.statement for each in data.statements.values())]
    sentences += [*(claim.claim for claim in claims), *(claim.explanation for claim in claims)]
    small = {word for text in sentences for word in WORD.findall(CALL.sub("", text)) if word[0].islower()}
    names = {name.casefold() for term in terms for name in (term.term, *term.aliases) if len(name) > 3} - small
    assert {"vladimir putin", "aq jol", "caspian pipeline consortium (cpc)"} <= names
    found = [(path, name) for path, text in engine.items() for name in names if name in text]
    assert [each for each in found if re.search(rf"(?<!\w){re.escape(each[1])}(?!\w)", engine[each[0]])] == []


def test_no_id_of_the_subject_stands_in_the_engine(data: Dataset, engine: dict[str, str]) -> None:
    entries = [*data.tables, *data.maps, *data.sources, *data.statements, *data.events, *data.claims, *data.terms]
    ids = {each for each in [*entries, *find_charts(Project.load(ROOT))] if "-" in each}
    assert len(ids) > 500
    assert [(path, each) for path, text in engine.items() for each in ids.intersection(ID.findall(text))] == []
