"""The models of the data files: what an entry may hold, and of which type.

Every model is frozen and refuses unknown keys. Text is text as written; a number is a `Decimal` that keeps
its stated digits; a date is a `PartialDate`.
"""

import os
import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    PlainValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from explainer.data.cells import NUMBER
from explainer.data.dates import PartialDate
from explainer.data.urls import mistake_in

#: No plug-in that happens to be installed has a say in what data is valid, and to look for them would take long.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

#: A fact's value; its unit says which of these it is.
Value = Decimal | PartialDate | str

INTEGER = re.compile(r"-?[0-9]+")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _matching(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise PydanticCustomError("form", "{message}", {"message": f'"{text}" is not {what}'})
        return text

    return AfterValidator(check)


def _one_line(text: str) -> str:
    """Text without line breaks, which pages would take for markup."""
    line = " ".join(text.split())
    if not line.isprintable():
        raise PydanticCustomError("form", "it holds control characters – remove them")
    return line


def _day(date: PartialDate) -> PartialDate:
    if date.precision != "day":
        raise PydanticCustomError("form", "it names no day – write it as 2022-11-30")
    return date


def _given_reason(reason: object) -> object:
    if reason is None or (isinstance(reason, str) and not reason.strip()):
        message = "nobody has given one yet – say to readers why the published value was wrong"
        raise PydanticCustomError("form", "{message}", {"message": message})
    return reason


def _public(address: object) -> object:
    """An address that anybody can open, and that cannot pass for another one."""
    if isinstance(address, str) and (mistake := mistake_in(address)):
        raise PydanticCustomError("form", "{message}", {"message": mistake})
    return address


Id = Annotated[str, _matching(ID.pattern, "an id – use lower-case letters, digits and single hyphens")]
Key = Annotated[str, _matching(r"[a-z][a-z0-9_]*", "a name – use lower-case letters, digits and underscores")]
Language = Annotated[str, _matching(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language code – write for example en, kk or ru")]
#: More is no longer a sentence or a paragraph.
LONGEST = 5_000
Words = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=LONGEST)]
Address = Annotated[HttpUrl, BeforeValidator(_public)]
Confidence = Literal["confirmed", "single-source", "uncertain"]
Finding = Literal["supported", "mostly-supported", "imprecise", "disputed", "contradicted", "unverifiable", "opinion"]
SourceKind = Literal[
    "official",
    "observer",
    "international-organisation",
    "dataset",
    "press",
    "state-press",
    "analysis",
    "opinion",
]


class Entry(BaseModel):
    """What all entries of the data files have in common."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        defer_build=True,  # who is handed entries, such as those who draw, validates none
    )


class Source(Entry):
    """A document that can be cited. `seen: not-seen` marks one that nobody read: further reading, never evidence.

    `archived` is the address of a copy in a web archive, for the day when `url` leads nowhere.
    """

    id: Id
    title: Words
    publisher: Words
    url: Address
    archived: Address | None = None
    published: PartialDate | None = None
    kind: SourceKind
    language: Language
    seen: Literal["stored-page", "repository-file", "not-seen"]
    note: Words | None = None


class FactEntry(Entry):
    """One value of a statement, as a data file gives it; what it leaves out it takes from its statement."""

    label: Words
    value: Annotated[Value, PlainValidator(lambda value: value)]  # typed by its unit, below
    unit: Words
    of: Words | None = None
    check: Words | None = None
    as_of: PartialDate | None = None
    sources: tuple[Id, ...] = ()
    confidence: Confidence | None = None
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _typed_by_unit(cls, entry: object) -> object:
        if not isinstance(entry, dict) or "value" not in entry:
            return entry
        if not isinstance(entry["value"], str):
            raise PydanticCustomError("scalar", "a value is one number, date or word – write it on one line")
        return {**entry, "value": typed(entry["value"], str(entry.get("unit")))}

    @model_validator(mode="after")
    def _percent_has_denominator(self) -> "FactEntry":
        _require_denominator(self.unit, self.of)
        return self


class Fact(FactEntry):
    """One value with all that is needed to trust it. `id` is `statement-id.key`."""

    id: str
    statement: Id
    confidence: Confidence = "confirmed"


class Statement(Entry):
    """What is established, in a sentence, with its sources; its facts are the single values in it."""

    id: Id
    statement: Words
    as_of: PartialDate | None = None
    sources: tuple[Id, ...] = Field(min_length=1)
    confidence: Confidence
    note: Words | None = None
    facts: dict[Key, FactEntry] = {}

    def resolved_facts(self) -> dict[str, Fact]:
        """The facts by full id, each with the date, sources and confidence that it shares with the statement."""
        shared = {"as_of": self.as_of, "sources": self.sources, "confidence": self.confidence}
        resolved = {}
        for key, entry in self.facts.items():
            given = vars(entry)
            own = {name: value for name, value in given.items() if value not in (None, ())}
            fact_id = f"{self.id}.{key}"
            resolved[fact_id] = Fact.model_construct(**{**given, **shared, **own, "id": fact_id, "statement": self.id})
        return resolved


class Column(Entry):
    """A column of a table: heading, type, unit and meaning."""

    name: Key
    label: Words
    type: Literal["integer", "number", "text", "date", "category", "sources"]
    meaning: Words
    unit: Words | None = None
    of: Words | None = None
    optional: bool = False
    values: tuple[Words, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether cells are numbers."""
        return self.type in ("integer", "number")

    @model_validator(mode="after")
    def _type_fits(self) -> "Column":
        if (self.type == "category") != bool(self.values):
            message = 'a category column (and no other) lists its values – add "values: [a, b]"'
            raise PydanticCustomError("category", "{message}", {"message": message})
        _require_denominator(self.unit, self.of)
        return self


class Descriptor(Entry):
    """What a file of data is: title, description, date, sources and licence."""

    title: Words
    description: Words
    as_of: PartialDate
    sources: tuple[Id, ...] = Field(min_length=1)
    licence: Words
    licence_note: Words | None = None


class TableDescriptor(Descriptor):
    """What a table is: its columns in the order of the CSV, its key, and the checks that must hold."""

    key: tuple[Key, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=1)
    checks: tuple[Words, ...] = ()


class MapDescriptor(Descriptor):
    """What a map is; `key` is the property that identifies an area."""

    key: Words


class Term(Entry):
    """A word, person or body that a newcomer needs, explained once."""

    id: Id
    term: Words
    definition: Words
    language: Language | None = None
    aliases: tuple[Words, ...] = ()
    translations: dict[Language, tuple[Words, ...]] = {}
    sources: tuple[Id, ...] = ()


class Event(Entry):
    """Something with a date. Its category is a word of the project's own, such as `law`."""

    id: Id
    date: PartialDate
    title: Words
    category: Id
    summary: Words | None = None
    sources: tuple[Id, ...] = Field(min_length=1)
    confidence: Confidence


class Claim(Entry):
    """What someone said, what the evidence shows, and what happened since.

    `section` is where in the source it stands; `covers` are the ids of narrower statements that it joins, under which
    it can be found too.
    """

    id: Id
    claim: Words
    source: Id
    topic: Id
    section: Words
    covers: tuple[Id, ...] = ()
    kind: Words
    finding: Finding
    explanation: Words
    evidence: tuple[Id, ...] = Field(min_length=1)
    since: Words | None = None


class Correction(Entry):
    """A published value that was wrong and has been put right.

    `what` is the id of a fact, claim or event; its value is the fact's value, the claim's finding, the event's date, as
    data files write it. Without a `new` one, the thing was withdrawn.
    """

    id: Id
    date: Annotated[PartialDate, AfterValidator(_day)]
    what: Words
    old: Words
    new: Words | None = None
    reason: Annotated[Words, BeforeValidator(_given_reason)]


def _require_denominator(unit: str | None, of: str | None) -> None:
    if (unit == "percent") != (of is not None):
        message = 'a percentage (and nothing else) says of what – use "of: registered voters" with "unit: percent"'
        raise PydanticCustomError("denominator", "{message}", {"message": message})


def typed(text: str, unit: str) -> Value:
    """A fact's value by its unit: a partial date, words, or a number with the digits that were written.

    Raises `PydanticCustomError` when it is not of that type.
    """
    if unit == "text":
        return text
    if unit == "date":
        try:
            return PartialDate(text)
        except ValueError as error:
            raise PydanticCustomError("partial_date", "{message}", {"message": str(error)}) from None
    return number(text)


def number(text: str, *, whole: bool = False) -> Decimal:
    """A number from text, keeping its stated digits. Raises `PydanticCustomError` when it is not one."""
    pattern, what = (INTEGER, "a whole number") if whole else (NUMBER, "a number")
    if pattern.fullmatch(text) is None or len(text) > 24:
        message = f'"{text[:40]}" is not {what} – write digits only, with a point for decimals and no separators'
        raise PydanticCustomError("number", "{message}", {"message": message})
    return Decimal(text)
