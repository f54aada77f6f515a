"""Quantities typed in the texts of data files that no fact backs, and what to say of one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from explainer.data.dataset import Dataset, Table, topic_of
from explainer.data.maps import Boundaries
from explainer.data.models import Entry, Fact
from explainer.data.text import TextError, Unbound, parse_text
from explainer.data.yamlfile import Document, Path, whole
from explainer.errors import Place, Problem
from explainer.quantities import Quantity, amount_of, blanks, find_quantities, says

#: What readers see of an entry of each kind, and whether it may name facts. What others wrote is theirs: the titles of
#: sources, and claims. The columns of tables explain scales and codes, which measure nothing.
SHOWN: dict[str, Mapping[str, bool]] = {
    "source": {"note": True},
    "statement": {"statement": True, "note": True},
    "fact": {"label": False, "of": False, "note": True},
    "table": {"title": False, "description": True, "licence_note": True},
    "map": {"title": False, "description": True, "licence_note": True},
    "term": {"definition": True},
    "event": {"title": False, "summary": True},
    "claim": {"explanation": True, "since": True},
    "correction": {"reason": True},
}
#: The scale of a measure, which belongs to its name.
SCALE = re.compile(
    r"(?:\bfrom |\()(?:about )?[-−]?\d+(?:\.\d+)? to [-−]?\d+(?:\.\d+)?\b|\bout of \d+\b|\bout of a hundred\b"
)


def typed_in_data(data: Dataset, documents: Mapping[tuple[str, str], tuple[Document, Path]]) -> Iterator[Problem]:
    """A problem for each quantity that is typed in what readers see of the data."""
    for catalogue in data.catalogues():
        for key, thing in catalogue.items():
            entry = thing.descriptor if isinstance(thing, Table | Boundaries) else thing
            document, path = documents[catalogue.kind, key]
            yield from _typed_in_entry(catalogue.kind, entry, document, path, data)


def typed_by_hand(quantity: Quantity, place: Place, data: Dataset) -> Problem:
    """What to say of a quantity where a fact should be named: which fact has its value, or comes nearest."""
    facts = [fact for fact in data.facts.values() if isinstance(fact.value, Decimal)]
    topic = topic_of(place.file)
    near = min(facts, key=lambda fact: (_distance(fact, quantity), data.topic("fact", fact.id) != topic), default=None)
    excuse = f'{{{{ unbound("{quantity.text}", because="…") }}}}'
    remedy = f"name a fact, or say why there is none: {excuse}"
    if near is not None and _distance(near, quantity) == 0:
        words = "" if quantity.text[0].isdigit() else f', words="{quantity.text}"'
        example = f'{{{{ fact("{near.id}"{words}) }}}}'
        remedy = f"name the fact it comes from, e.g. {example}, or say why there is none: {excuse}"
    elif near is not None:
        remedy = f"{remedy}; the nearest fact is {near.id} ({near.value})"
    return Problem(place, f'the number "{quantity.text}" is typed by hand – {remedy}')


def misstated(words: str, fact: Fact) -> str | None:
    """What is wrong with saying a fact in these words; None when they say it rightly."""
    if not isinstance(fact.value, Decimal):
        return f'the fact "{fact.id}" is no number – name it without words'
    if not says(words, fact.value, fact.unit, fact.label):
        return f'"{words}" does not say what the fact "{fact.id}" states, {fact.value} {fact.unit} – mend the words'
    return None


def _distance(fact: Fact, quantity: Quantity) -> Decimal:
    """How far a fact is from a quantity, relative to the greater of the two; 0 where the words can stand for it."""
    assert isinstance(fact.value, Decimal)
    amount = amount_of(fact.value, fact.unit, quantity.kind)
    if amount is None:
        return Decimal("Infinity")
    if quantity.low <= amount <= quantity.high or (fact.value == quantity.amount and quantity.kind == "count"):
        return Decimal(0)
    return abs(amount - quantity.amount) / max(abs(amount), abs(quantity.amount))


def _typed_in_entry(kind: str, entry: Entry, document: Document, path: Path, data: Dataset) -> Iterator[Problem]:
    if path not in document.quantities:
        document.quantities[path] = tuple(_quantities(kind, entry, document, path))
    for name, quantity, place in document.quantities[path]:
        if SHOWN[kind][name]:
            yield typed_by_hand(quantity, place, data)
        else:
            yield Problem(place, f'{name}: the number "{quantity.text}" can name no fact here – say it without it')


def _quantities(kind: str, entry: Entry, document: Document, path: Path) -> Iterator[tuple[str, Quantity, Place]]:
    """The quantities that are typed in an entry, each with the name of the text and its place."""
    for name, may_name_facts in SHOWN[kind].items():
        text = getattr(entry, name)
        if text is None:
            continue
        words = _words(text) if may_name_facts else SCALE.sub(blanks, text)
        for quantity in find_quantities(words):
            skip = len(whole(quantity.text).findall(words[: quantity.start]))
            yield name, quantity, document.place_in((*path, name), quantity.text, skip)


def _words(text: str) -> str:
    """A text of a data file without the facts that it names and the words that are excused."""
    try:
        parts: Iterable[object] = parse_text(text)
    except TextError:
        return ""
    return "".join(part if isinstance(part, str) and not isinstance(part, Unbound) else " – " for part in parts)
