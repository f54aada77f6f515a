"""What corrections must agree with: the thing that they correct, and each other."""

from collections.abc import Callable, Iterator
from typing import get_args

from pydantic_core import PydanticCustomError

from explainer.data.dataset import Dataset
from explainer.data.dates import PartialDate
from explainer.data.models import Claim, Correction, Event, Fact, Finding, typed
from explainer.errors import Place, Problem, did_you_mean

Corrected = Fact | Claim | Event


def corrected(data: Dataset, what: str) -> Corrected | None:
    """The fact, claim or event with this id; None when there is none (any more)."""
    for catalogue in (data.facts, data.claims, data.events):
        if what in catalogue:
            return catalogue[what]
    return None


def published_value(thing: Corrected) -> str:
    """What a correction of a thing is about, as data files write it."""
    match thing:
        case Fact():
            return str(thing.value)
        case Claim():
            return thing.finding
    return thing.date


def correction_problems(
    data: Dataset, place: Callable[..., Place], is_unread: Callable[[str, str], bool]
) -> Iterator[Problem]:
    """Every correction that does not fit the data or an earlier one of the same thing.

    `place(kind, id, key)` says where an entry's value stands; `is_unread(kind, id)` whether a thing could not be read.
    """
    latest: dict[str, Correction] = {}
    for correction in data.corrections.values():
        mistakes = [*_against_earlier(correction, latest.get(correction.what)), *_mistyped(data, correction)]
        for key, message in mistakes:
            yield Problem(place("correction", correction.id, key), message)
        latest[correction.what] = correction
    for correction in latest.values():
        if not any(is_unread(kind, correction.what) for kind in ("fact", "claim", "event")):
            for key, message in _against_published(data, correction):
                yield Problem(place("correction", correction.id, key), message)


def _against_earlier(correction: Correction, before: Correction | None) -> Iterator[tuple[str, str]]:
    """What is wrong with a correction by itself, or after the one `before` it of the same thing; each with its key."""
    if correction.new == correction.old:
        yield "new", "the new value is the old one – correct one of them, or remove the correction"
    elif before is None:
        return
    elif correction.model_copy(update={"id": before.id, "reason": before.reason}) == before:
        yield "what", f'this correction stands in "{before.id}" already – remove one of them'
    elif correction.date < before.date:
        yield "date", f'the correction "{before.id}" before it is newer – put them in the order of their dates'
    elif correction.old != before.new:
        left = f'"{before.new}"' if before.new else "nothing"
        yield "old", f'the correction "{before.id}" before it left {left} – correct the old value'


def _against_published(data: Dataset, correction: Correction) -> Iterator[tuple[str, str]]:
    """Whether the newest correction of a thing leads to what is published now."""
    what, thing = correction.what, corrected(data, correction.what)
    if thing is None and correction.new is not None:
        remedy = did_you_mean(what, (*data.facts, *data.claims, *data.events))
        yield "what", f'unknown fact, claim or event "{what}" – {remedy} If it was withdrawn, remove the line “new”'
    elif thing is not None and correction.new is None:
        yield "what", f'"{what}" is published still – give its value as “new”, or remove it'
    elif thing is not None and correction.new != published_value(thing):
        yield "new", f'"{what}" is published as "{published_value(thing)}" – correct one of them'


def _mistyped(data: Dataset, correction: Correction) -> Iterator[tuple[str, str]]:
    """The values that the thing cannot have had."""
    thing = corrected(data, correction.what)
    for key, value in (("old", correction.old), ("new", correction.new)):
        mistake = _mistake(thing, value) if thing is not None and value is not None else None
        if mistake:
            yield key, mistake


def _mistake(thing: Corrected, value: str) -> str | None:
    """Why a value cannot have been that of a thing; None when it can."""
    try:
        match thing:
            case Fact():
                typed(value, thing.unit)
            case Event():
                PartialDate(value)
            case Claim() if value not in get_args(Finding):
                return f'"{value}" is no finding – {did_you_mean(value, get_args(Finding))}'
    except PydanticCustomError as error:
        return error.message()
    except ValueError as error:
        return str(error)
    return None
