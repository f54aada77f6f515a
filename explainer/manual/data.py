"""The files of data: what each may hold, by the models that read them; the words that they choose from; formulas."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from explainer.data.dates import PartialDate
from explainer.data.formulas import FUNCTIONS
from explainer.data.models import Address, Column, FactEntry, Id, Key, Language, Value, Words
from explainer.data.vocabularies import VOCABULARIES, Vocabulary
from explainer.manual.entries import Entry, Item
from explainer.schemas import CONTENTS

#: What a value of each type is, alone and in a list.
KINDS: tuple[tuple[Any, str, str], ...] = (
    (Id, "an id", "ids"),
    (Key, "a name", "names"),
    (Language, "a language code", "language codes"),
    (Words, "words", "words"),
    (Address, "an address", "addresses"),
    (PartialDate, "a date", "dates"),
    (Value, "a number, a date or words", "values"),
    (bool, "`yes` or `no`", ""),
    (str, "words", "words"),
)
#: Entries that stand within others.
WITHIN: Mapping[type[BaseModel], str] = {FactEntry: "Facts of a statement", Column: "Columns of a table"}
FORMULAS = (
    "The arithmetic of a `check`, or of one of a table's `checks`: numbers, facts, columns, `+ - * /`, and these."
)


def entries() -> tuple[Entry, ...]:
    """Every kind of file, every model, every vocabulary, and what formulas can do."""
    return (
        *(_file(name, title, content) for name, (title, content) in CONTENTS.items()),
        *(entry_of(model, title, model.__name__.lower()) for model, title in WITHIN.items()),
        *(_vocabulary(each) for each in VOCABULARIES),
        formulas(FUNCTIONS),
    )


def formulas(functions: Mapping[str, Callable[..., object]]) -> Entry:
    """What formulas can do, by the docstrings of the functions in them."""
    items = tuple(Item(name, f"formula-{name}", function.__doc__ or "") for name, function in functions.items())
    return Entry("Formulas", "formulas", FORMULAS, items=items, is_code=False)


def entry_of(model: type[BaseModel], title: str, id_: str) -> Entry:
    """A model with its fields."""
    hints = get_type_hints(model, include_extras=True)
    items = tuple(
        Item(name, f"{id_}-{name}", field.description or "", _in_words(hints[name], field))
        for name, field in model.model_fields.items()
    )
    return Entry(title, id_, inspect.cleandoc(model.__doc__ or ""), items=items, is_code=False)


def _file(name: str, title: str, content: Any) -> Entry:
    """A kind of file: a list of entries, one entry, or something simpler."""
    model = next((each for each in (content, *get_args(content)) if _is_model(each)), None)
    if model is None:
        return Entry(name.capitalize(), name, f"{title}.", is_code=False)
    entry = entry_of(model, name.capitalize(), name)
    what = "is a list; each entry has" if get_origin(content) is list else "has"
    return replace(entry, text=f"{entry.text}\n\n{title} {what}:")


def _vocabulary(vocabulary: Vocabulary) -> Entry:
    id_ = _id(vocabulary.title)
    items = tuple(Item(word, f"{id_}-{word}", text) for word, text in vocabulary.words.items())
    return Entry(vocabulary.title, id_, vocabulary.used, items=items, is_code=False)


def _in_words(hint: Any, field: FieldInfo) -> str:
    return f"{_kind(hint)}; required" if field.is_required() else _kind(hint)


def _kind(hint: Any) -> str:
    """What a value of a type is."""
    if found := next((one for type_, one, _ in KINDS if type_ == hint), ""):
        return found
    if vocabulary := next((each for each in VOCABULARIES if each.type == hint), None):
        return f"one of the words under [{vocabulary.title.lower()}](#{_id(vocabulary.title)})"
    inner = [each for each in get_args(hint) if each not in (NoneType, ...)]
    if get_origin(hint) is tuple:
        return f"a list of {_many(inner[0])}"
    if get_origin(hint) is dict:
        return f"{_many(inner[1])}, by {_many(inner[0])}"
    return _kind(inner[0])  # what else may stand there is nothing


def _many(hint: Any) -> str:
    """What several values of a type are."""
    if _is_model(hint):
        return f"[{WITHIN[hint].lower()}](#{hint.__name__.lower()})"
    if get_origin(hint) is tuple:
        return f"lists of {_many(get_args(hint)[0])}"
    return next(many for type_, _, many in KINDS if type_ == hint)


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _id(title: str) -> str:
    return title.lower().replace(" ", "-")
