"""The words that data files choose from, and what each of them means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.data.models import ColumnType, Confidence, Finding, Seen, SourceKind


@dataclass(frozen=True)
class Vocabulary:
    """Words that stand for themselves wherever they are `used`, each with its meaning.

    `type` is the one that models have for it; None where other words are possible too.
    """

    title: str
    used: str
    words: Mapping[str, str]
    type: Any = None


VOCABULARIES = (
    Vocabulary(
        "Confidence",
        "How sure a statement, a fact or an event is: `confidence`.",
        {
            "confirmed": "An official source was read, or independent sources agree.",
            "single-source": "One source alone says so.",
            "uncertain": "The evidence is thin, and a note says why.",
        },
        Confidence,
    ),
    Vocabulary(
        "Findings",
        "What the evidence says about a claim: `finding`.",
        {
            "supported": "The evidence agrees with the claim.",
            "mostly-supported": "It holds in the main, with a reservation that the explanation names.",
            "imprecise": "Something in it is right, but readers would take away more than the evidence bears.",
            "disputed": "Well-placed bodies or experts disagree, and the evidence does not settle it.",
            "contradicted": "The evidence says otherwise.",
            "unverifiable": "No evidence was found that could show it to be right or wrong.",
            "opinion": "A wish, a forecast or a judgement that evidence cannot settle.",
        },
        Finding,
    ),
    Vocabulary(
        "Kinds of sources",
        "What sort of source it is: `kind`. Lists of sources are grouped by it, in this order.",
        {
            "official": "An authority, or a legal text.",
            "observer": "Who watched what happened, on the spot.",
            "international-organisation": "A body of several states.",
            "dataset": "Data that were collected by a method that is described.",
            "press": "Reporting by media that do not belong to a state.",
            "state-press": "Reporting by media that belong to a state.",
            "analysis": "Who explains what others have reported.",
            "opinion": "Who says what they think of it.",
        },
        SourceKind,
    ),
    Vocabulary(
        "How sources were read",
        "What somebody had before them: `seen`.",
        {
            "stored-page": "The page, or a stored copy of it.",
            "repository-file": "A file in a repository.",
            "not-seen": "Nothing: it is further reading, and no evidence.",
        },
        Seen,
    ),
    Vocabulary(
        "Types of columns",
        "What the cells of a column hold: `type`.",
        {
            "integer": "Whole numbers.",
            "number": "Numbers, with a point before decimals and no separators.",
            "text": "Words.",
            "date": "Dates: a day, a month or a year.",
            "category": "One of the words that `values` lists.",
            "sources": "Ids of sources, with semicolons between them.",
        },
        ColumnType,
    ),
    Vocabulary(
        "Units with a meaning",
        "Any word can be a `unit`, as a project counts what it likes. These are understood.",
        {
            "percent": "A share, of what `of` says.",
            "points": "A difference between shares or scores; also `percentage points`.",
            "year": "A year, which is written without separators.",
            "years": "A number of years, which can be added to a year.",
            "days": "What `days` in a formula gives.",
            "thousand": "Before another unit: `thousand tonnes`. So `hundred`, `million`, `billion`, `trillion`.",
            "date": "The value of the fact is a date.",
            "text": "The value of the fact is words.",
        },
    ),
    Vocabulary(
        "Categories of events ahead",
        "Any word can be the `category` of an event. With these, and with no others, it may lie after its sources.",
        {"planned": "Somebody means it to happen.", "scheduled": "Its date is set."},
    ),
)
