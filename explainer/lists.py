"""The lists behind the pages as tables: facts, sources and events of each topic, claims, terms, corrections."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from explainer.data import Dataset
from explainer.data.cells import END, inert
from explainer.data.checks import TEXT_FIELDS
from explainer.data.models import Claim, Correction, Event, Fact, Source, Term
from explainer.numbers import plain_text
from explainer.project import Project

T = TypeVar("T")
Words = Callable[[str | None], str]

FACTS = {
    "id": "Statement and key, joined by a point",
    "statement": "The sentence that the fact belongs to",
    "label": "What the value is",
    "value": "The value with the digits that the source states",
    "unit": "Unit of the value",
    "of": "What a percentage is a share of",
    "as_of": "When it was true",
    "confidence": "confirmed, single-source or uncertain",
    "check": "Formula that recomputes the value",
    "sources": "Ids of the sources",
    "note": "Doubts, definitions and conflicts",
}
SOURCES = {
    "id": "Id",
    "title": "Title",
    "publisher": "Publisher",
    "url": "Address",
    "archived": "Address of a copy in a web archive",
    "published": "Date of publication",
    "kind": "Kind of source",
    "language": "Language code",
    "seen": "Whether it was read for this site",
    "note": "Remarks",
}
EVENTS = {
    "id": "Id",
    "date": "Date, as precise as it is known",
    "category": "Category",
    "title": "What happened",
    "summary": "Summary",
    "confidence": "confirmed, single-source or uncertain",
    "sources": "Ids of the sources",
}
CLAIMS = {
    "id": "Id",
    "section": "Where in the source the claim stands",
    "topic": "Topic",
    "claim": "What is claimed",
    "finding": "Finding",
    "explanation": "Why, and the evidence",
    "since": "What has happened since",
    "evidence": "Ids of statements and sources",
    "covers": "Ids of the narrower claims that it joins",
    "source": "Id of the source that makes the claim",
}
TERMS = {
    "id": "Id",
    "term": "Term",
    "language": "Language code, if not the site's",
    "aliases": "Other spellings",
    "translations": "The term in other languages, each behind its language code",
    "definition": "Explanation",
    "sources": "Ids of the sources",
}
CORRECTIONS = {
    "id": "Id",
    "date": "Day of the correction",
    "what": "Id of the fact, claim or event",
    "old": "What was published: a fact's value, a claim's finding, an event's date",
    "new": "What is published now; empty: it was withdrawn",
    "reason": "Why it was wrong",
}


@dataclass(frozen=True)
class Listing:
    """A list as a table of text: its name, the meaning of each column, and rows."""

    name: str
    columns: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]

    def to_csv(self) -> bytes:
        """The list as CSV, in which no cell is a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([inert(cell) for cell in row] for row in self.rows)
        return out.getvalue().encode()


def list_names(project: Project) -> set[str]:
    """The names that lists can have."""
    return {"claims", "glossary", "corrections"} | {
        f"{topic}-{kind}" for topic in project.topics for kind in ("facts", "sources", "timeline")
    }


def listings(project: Project, data: Dataset) -> list[Listing]:
    """All lists that are not empty.

    These are `<topic>-facts`, `<topic>-sources`, `<topic>-timeline`, `claims`, `glossary` and `corrections`.
    """

    def words(text: str | None) -> str:
        return plain_text(text, data, project.locale) if text else ""

    lists = []
    for topic in project.topics:
        facts, sources, events = (data.of_topic(each, topic) for each in (data.facts, data.sources, data.events))
        lists += [
            _listing(f"{topic}-facts", FACTS, facts, lambda fact: _fact(fact, data, words)),
            _listing(f"{topic}-sources", SOURCES, sources, lambda entry: _entry(entry, words)),
            _listing(f"{topic}-timeline", EVENTS, events, lambda entry: _entry(entry, words)),
        ]
    lists.append(_listing("claims", CLAIMS, data.claims.values(), lambda entry: _entry(entry, words)))
    lists.append(_listing("glossary", TERMS, data.terms.values(), lambda entry: _entry(entry, words)))
    lists.append(_listing("corrections", CORRECTIONS, data.corrections.values(), lambda entry: _entry(entry, words)))
    return [each for each in lists if each.rows]


def _listing(
    name: str, columns: Mapping[str, str], things: Iterable[T], plain: Callable[[T], Mapping[str, str]]
) -> Listing:
    rows = (plain(thing) for thing in things)
    return Listing(name, columns, tuple(tuple(row[column] for column in columns) for row in rows))


def _fact(fact: Fact, data: Dataset, words: Words) -> dict[str, str]:
    statement = data.statements[fact.statement]
    return {**_entry(fact, words), "statement": words(statement.statement), "note": words(fact.note or statement.note)}


def _entry(entry: Fact | Source | Event | Claim | Term | Correction, words: Words) -> dict[str, str]:
    return {name: words(value) if name in TEXT_FIELDS else _cell(value) for name, value in vars(entry).items()}


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return END.join(f"{key}: {each}" for key, words in value.items() for each in words)
    if isinstance(value, tuple):
        return END.join(str(each) for each in value)
    return "" if value is None else str(value)
