"""Whether dates can be right: nobody reports what lies ahead, and an edition knows nothing of what came after it.

Partial dates are compared as far as both go, so that `2022-11` is neither before nor after `2022-11-20`.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from explainer.data.dataset import Dataset
from explainer.data.dates import PartialDate
from explainer.errors import Place, Problem

#: The categories of events that may lie ahead.
AHEAD = {"planned", "scheduled"}
#: Words of those who tell what is to come.
PLAN = re.compile(r"\b(?:plan(?:s|ned)?|schedule[ds]?|date set|due|to be held|is to|are to)\b", re.IGNORECASE)
#: Words of those who looked for something later than any source, and in vain.
SEARCH = re.compile(r"\b(?:not found|found nothing|no (?:page|source)\b[^.]* read)\b", re.IGNORECASE)


def misdated(data: Dataset, edition: str, place: Callable[..., Place]) -> Iterator[Problem]:
    """A problem for each date that cannot be right; without an edition, what may come after it is not known.

    `place(kind, id, name)` says where a part of an entry stands.
    """
    if edition:
        yield from _after_edition(data, edition, place)
    yield from _before_reported(data, edition, place)


def is_later(one: str, other: str) -> bool:
    """Whether one partial date is certainly later than another."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def _after_edition(data: Dataset, edition: str, place: Callable[..., Place]) -> Iterator[Problem]:
    dated = [("source", each.id, "published", each.published) for each in data.sources.values()]
    dated += [("statement", each.id, "as_of", each.as_of) for each in data.statements.values()]
    dated += [
        ("fact", each.id, "as_of", each.as_of)
        for each in data.facts.values()
        if each.as_of != data.statements[each.statement].as_of
    ]
    dated += [("table", each.id, "as_of", each.descriptor.as_of) for each in data.tables.values()]
    dated += [("map", each.id, "as_of", each.descriptor.as_of) for each in data.maps.values()]
    dated += [("event", each.id, "date", each.date) for each in data.events.values() if each.category not in AHEAD]
    for kind, key, name, when in dated:
        if when is not None and is_later(when, edition):
            message = f"{name}: {when} is after the edition of {edition} – correct it, or the edition in mkdocs.yml"
            yield Problem(place(kind, key, name), message)


def _before_reported(data: Dataset, edition: str, place: Callable[..., Place]) -> Iterator[Problem]:
    """Things that are later than all of their sources, and neither plans nor searches.

    What holds on the edition's day was looked up.
    """
    for statement in data.statements.values():
        words = (statement.statement, statement.note)
        own = [("statement", statement.id, statement.as_of, statement.sources)]
        own += [
            ("fact", fact_id, data.facts[fact_id].as_of, data.facts[fact_id].sources)
            for fact_id in (f"{statement.id}.{key}" for key in statement.facts)
            if (data.facts[fact_id].as_of, data.facts[fact_id].sources) != (statement.as_of, statement.sources)
        ]
        for kind, key, when, sources in own:
            last = _last_report(data, sources)
            if when is not None and when != edition and last and is_later(when, last) and not _looks_on(words):
                remedy = "correct a date, give the fact its own, or name a later source"
                yield Problem(place(kind, key, "as_of"), _message("as_of", when, last, remedy))
    for event in data.events.values():
        last = _last_report(data, event.sources)
        titles = [data.sources[each].title for each in event.sources if each in data.sources]
        is_ahead = event.category in AHEAD or _is_plan((event.title, event.summary, *titles))
        if last and is_later(event.date, last) and not is_ahead:
            remedy = 'correct a date, name a later source, or say that it was only "planned"'
            yield Problem(place("event", event.id, "date"), _message("date", event.date, last, remedy))


def _message(name: str, when: str, last: str, remedy: str) -> str:
    return f"{name}: {when} is after all of its sources, the last of which is of {last} – {remedy}"


def _last_report(data: Dataset, sources: Iterable[str]) -> PartialDate | None:
    """The last date of the sources; None when one of them has none, or does not exist."""
    dates = [data.sources[each].published if each in data.sources else None for each in sources]
    known = [each for each in dates if each is not None]
    if len(known) < len(dates):
        return None
    return max(known, key=lambda each: f"{each}-99-99"[:10], default=None)  # a year reaches further than a day in it


def _is_plan(words: Iterable[str | None]) -> bool:
    return any(PLAN.search(each) for each in words if each)


def _looks_on(words: Iterable[str | None]) -> bool:
    """Whether words tell of what is to come, or of what was looked for after the last report."""
    return _is_plan(words) or any(SEARCH.search(each) for each in words if each)
