"""The models of the data files: what an entry may hold, and of which type.

Every model is frozen and refuses unknown keys. Text is text as written; a number is a `Decimal` that keeps
its stated digits; a date is a `PartialDate`. Descriptions are for people who write data: their editors show them.
"""

import os
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    PlainValidator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from explainer.data.cells import NUMBER
from explainer.data.dates import PartialDate
from explainer.data.urls import mistake_in

#: No plug-in that happens to be installed has a say in what data is valid, and to look for them would take long.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

#: A fact's value; its unit says which of these it is.
Value = Decimal | PartialDate | str

INTEGER = re.compile(r"-?[0-9]+")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class _Form:
    """Text of a form: the pattern that all of it matches, what that is called, and how it is written."""

    pattern: str
    what: str
    remedy: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.pattern}$", "patternErrorMessage": self.remedy}

    def _checked(self, text: str) -> str:
        if re.fullmatch(self.pattern, text) is None:
            message = f'"{text}" is not {self.what} – {self.remedy}'
            raise PydanticCustomError("form", "{message}", {"message": message})
        return text


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


Id = Annotated[str, _Form(ID.pattern, "an id", "use lower-case letters, digits and single hyphens")]
Key = Annotated[str, _Form(r"[a-z][a-z0-9_]*", "a name", "use lower-case letters, digits and underscores")]
Language = Annotated[str, _Form(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language code", "write for example en, fr or zh")]
#: More is no longer a sentence or a paragraph.
LONGEST = 5_000
Words = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=LONGEST)]
Address = Annotated[HttpUrl, BeforeValidator(_public)]
#: How sure something is.
Confidence = Literal["confirmed", "single-source", "uncertain"]
#: What the evidence says about a claim.
Finding = Literal["supported", "mostly-supported", "imprecise", "disputed", "contradicted", "unverifiable", "opinion"]
#: What sort of source it is; the order is that of lists.
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
#: How a source was read.
Seen = Literal["stored-page", "repository-file", "not-seen"]
#: What the cells of a column hold.
ColumnType = Literal["integer", "number", "text", "date", "category", "sources"]


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

    id: Id = Field(description="The name by which everything else cites this source. It never changes once published.")
    title: Words = Field(description="The title as the source gives it, in its own language.")
    publisher: Words = Field(description="Who published it, as readers know them.")
    url: Address = Field(description="The address at which it was read.")
    archived: Address | None = Field(
        None, description="The address of a copy in a web archive, for the day when the first one leads nowhere."
    )
    published: PartialDate | None = Field(
        None, description="When it was published: a day, a month or a year, such as 2022-11-20, 2022-11 or 2022."
    )
    kind: SourceKind = Field(description="What sort of source it is: readers see it, and sources are listed by it.")
    language: Language = Field(description="The language it is written in, as a code: en, kk, ru …")
    seen: Seen = Field(description="How it was read; what was not-seen is further reading, and never evidence.")
    note: Words | None = Field(None, description="What readers should know about it. It may name facts.")


class FactEntry(Entry):
    """One value of a statement, as a data file gives it; what it leaves out it takes from its statement."""

    label: Words = Field(description="What the value is, in a few words without numbers.")
    value: Annotated[Value, PlainValidator(lambda value: value, json_schema_input_type=str)] = Field(
        description="A number in digits, a date, or words, as the unit says."  # and is typed by it, below
    )
    unit: Words = Field(
        description="What the value counts or measures, such as metres or percent; date or text if it is no number."
    )
    of: Words | None = Field(
        None, description="Of what a percentage is a share. Every percentage has it, and nothing else."
    )
    check: Words | None = Field(
        None,
        description="A formula that gives the value again from other facts and cells: 100 * lakes.deep / lakes.all.",
    )
    as_of: PartialDate | None = Field(
        None, description="The day, month or year that the value holds for, where it is not that of the statement."
    )
    sources: tuple[Id, ...] = Field(
        (), description="Ids of the sources of this value, where they are not those of the statement."
    )
    confidence: Confidence | None = Field(
        None, description="How sure the value is, where that is not as sure as the statement."
    )
    note: Words | None = Field(None, description="What readers should know about the value. It may name facts.")

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

    id: str = Field(description="The ids of the statement and of the value in it, with a point between them.")
    statement: Id = Field(description="Id of the statement.")
    confidence: Confidence = Field("confirmed", description="How sure the value is.")


class Statement(Entry):
    """What is established, in a sentence, with its sources; its facts are the single values in it."""

    id: Id = Field(
        description="The name by which pages, claims and checks refer to it. It never changes once published."
    )
    statement: Words = Field(
        description="What is established, in a sentence. It names its facts for every number in it."
    )
    as_of: PartialDate | None = Field(None, description="The day, month or year that the statement holds for.")
    sources: tuple[Id, ...] = Field(min_length=1, description="Ids of the sources that say so; only such as were read.")
    confidence: Confidence = Field(
        description="How sure it is: confirmed (officially, or by independent sources), single-source, or uncertain."
    )
    note: Words | None = Field(
        None, description="What readers should know about it, such as why sources disagree. It may name facts."
    )
    facts: dict[Key, FactEntry] = Field({}, description="The single values in the statement, by a short name each.")

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

    name: Key = Field(description="The heading of the column in the CSV, which checks and charts use.")
    label: Words = Field(description="The heading that readers see.")
    type: ColumnType = Field(
        description="What its cells hold; sources are ids of sources, with semicolons between them."
    )
    meaning: Words = Field(description="What the column says, and what an empty cell means.")
    unit: Words | None = Field(None, description="What its numbers count or measure.")
    of: Words | None = Field(
        None, description="Of what a percentage is a share. Every percentage has it, and nothing else."
    )
    optional: bool = Field(default=False, description="Whether cells may be empty.")
    values: tuple[Words, ...] = Field(
        (), description="The words that its cells can hold; for a category, and only for that."
    )

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

    title: Words = Field(description="What it is called, without numbers.")
    description: Words = Field(
        description="What it holds, how it was put together, and what is missing. It may name facts."
    )
    as_of: PartialDate = Field(description="The day, month or year that its data reach to.")
    sources: tuple[Id, ...] = Field(
        min_length=1, description="Ids of the sources that it was taken from; only such as were read."
    )
    licence: Words = Field(description="The licence under which it is passed on, by its SPDX name, such as CC-BY-4.0.")
    licence_note: Words | None = Field(None, description="What the licence alone does not say. It may name facts.")


class TableDescriptor(Descriptor):
    """What a table is: its columns in the order of the CSV, its key, and the checks that must hold."""

    key: tuple[Key, ...] = Field(min_length=1, description="The names of the columns that tell rows apart.")
    columns: tuple[Column, ...] = Field(min_length=1, description="The columns, in the order of the CSV.")
    checks: tuple[Words, ...] = Field(
        (),
        description='What must hold, such as share = area / total for each row, or sum("table", "area") = total.',
    )


class MapDescriptor(Descriptor):
    """What a map is; `key` is the property that identifies an area."""

    key: Words = Field(description="The property of each area that identifies it; tables use its values.")


class Term(Entry):
    """A word, person or body that a newcomer needs, explained once."""

    id: Id = Field(description="The name by which pages link the word. It never changes once published.")
    term: Words = Field(description="The word as pages write it.")
    definition: Words = Field(description="What it means, for somebody who has never heard it. It may name facts.")
    language: Language | None = Field(None, description="The language that the word comes from, as a code.")
    aliases: tuple[Words, ...] = Field((), description="Other ways to write it, by which it can be found too.")
    translations: dict[Language, tuple[Words, ...]] = Field(
        {}, description="The word in other languages, by their codes."
    )
    sources: tuple[Id, ...] = Field((), description="Ids of the sources of the definition; only such as were read.")


class Event(Entry):
    """Something with a date. Its category is a word of the project's own, such as `law`."""

    id: Id = Field(description="The name of the event. It never changes once published.")
    date: PartialDate = Field(description="The day, month or year of the event.")
    title: Words = Field(description="What happened, in a few words without numbers.")
    category: Id = Field(
        description="A word of the project's own, to filter by; what lies ahead is planned or scheduled."
    )
    summary: Words | None = Field(None, description="More about it, in a sentence or two. It may name facts.")
    sources: tuple[Id, ...] = Field(
        min_length=1, description="Ids of the sources that report it; only such as were read."
    )
    confidence: Confidence = Field(
        description="How sure it is: confirmed (officially, or by independent sources), single-source, or uncertain."
    )


class Claim(Entry):
    """What someone said, what the evidence shows, and what happened since.

    `section` is where in the source it stands; `covers` are the ids of narrower statements that it joins, under which
    it can be found too.
    """

    id: Id = Field(description="The name of the claim. It never changes once published.")
    claim: Words = Field(description="What was said, as it was said.")
    source: Id = Field(description="Id of the source in which it was said.")
    topic: Id = Field(description="The topic that it belongs to, as named in mkdocs.yml.")
    section: Words = Field(description="Where in the source it stands; claims are listed by it.")
    covers: tuple[Id, ...] = Field(
        (), description="Ids of narrower claims that this one joins, under which it can be found too."
    )
    kind: Words = Field(description="What sort of claim it is, such as a number or a characterisation.")
    finding: Finding = Field(description="What the evidence says about it.")
    explanation: Words = Field(
        description="Why this is the finding; the first sentence gives the reason. It may name facts."
    )
    evidence: tuple[Id, ...] = Field(
        min_length=1, description="Ids of the statements and sources that the finding rests on."
    )
    since: Words | None = Field(None, description="What has happened since. It may name facts.")


class Correction(Entry):
    """A published value that was wrong and has been put right.

    `what` is the id of a fact, claim or event; its value is the fact's value, the claim's finding, the event's date, as
    data files write it. Without a `new` one, the thing was withdrawn.
    """

    id: Id = Field(description="The name of the correction. It never changes once published.")
    date: Annotated[PartialDate, AfterValidator(_day)] = Field(
        description="The day on which it was put right, no later than the edition in mkdocs.yml."
    )
    what: Words = Field(description="Id of the fact, claim or event that was wrong.")
    old: Words = Field(description="What was published: the value, the finding or the date.")
    new: Words | None = Field(None, description="What is published now; without it, the thing was withdrawn.")
    reason: Annotated[Words, BeforeValidator(_given_reason)] = Field(
        description="Why the published value was wrong, for readers. It may name facts."
    )


def _require_denominator(unit: str | None, of: str | None) -> None:
    if (unit == "percent") != (of is not None):
        message = 'a percentage (and nothing else) says of what – use "of: all lakes" with "unit: percent"'
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
