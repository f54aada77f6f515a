"""The macros with their parameters, by signature and docstring."""

import inspect
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from explainer.calls import reference_in
from explainer.macros import public
from explainer.manual.entries import Entry, Item, not_named
from explainer.references import DateText

#: What an argument of each type is.
KINDS: dict[Any, str] = {str: "words", int: "a whole number", bool: "`True` or `False`", DateText: "a date"}
#: What an argument is called that names something by another word than its id.
NAMES = {"column": "the name of a column", "topic": "a topic, as `mkdocs.yml` names it"}


def entries() -> tuple[Entry, ...]:
    """The macros that the engine brings along."""
    return tuple(entry_of(macro) for macro in public(Path()))


def entry_of(macro: Callable[..., str]) -> Entry:
    """A macro with its parameters. What they are for its own text says, but for those that name something."""
    name, text = macro.__name__, inspect.getdoc(macro) or ""
    hints = get_type_hints(getattr(macro, "__func__", macro), include_extras=True)
    parameters = {each: given for each, given in inspect.signature(macro).parameters.items() if each != "context"}
    return Entry(
        name,
        name,
        text,
        unnamed=not_named([each for each in parameters if not reference_in(hints[each])], text),
        call=f"{{{{ {name}({', '.join(map(_written, parameters.values()))}) }}}}",
        items=tuple(Item(each, f"{name}-{each}", _in_words(hints[each], given)) for each, given in parameters.items()),
    )


def _written(parameter: inspect.Parameter) -> str:
    """A parameter in a call."""
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        return f"{parameter.name}, …"
    return f"{parameter.name}=…" if parameter.kind is inspect.Parameter.KEYWORD_ONLY else parameter.name


def _in_words(hint: Any, parameter: inspect.Parameter) -> str:
    words = _kind(hint)
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        words += "; there can be several"
    elif parameter.default is not inspect.Parameter.empty:
        words += "; may be left out"
    return f"{words[0].upper()}{words[1:]}."


def _kind(hint: Any) -> str:
    """What an argument of a type is."""
    if reference := getattr(hint, "__metadata__", None) and reference_in(hint):
        thing = f"the id of a {reference.kind}{' that was read' if reference.is_evidence else ''}"
        return NAMES.get(reference.kind, thing)
    if hint in KINDS:
        return KINDS[hint]
    inner = [each for each in get_args(hint) if each is not NoneType]
    if get_origin(hint) is tuple:
        return f"a list, each {_kind(inner[0])}"
    if get_origin(hint) is Literal:
        return f"one of {', '.join(f'`{each}`' for each in inner)}"
    return _kind(inner[0])  # what else may stand there is nothing
