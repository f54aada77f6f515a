"""The reference of the generator, read from its own code: what there is, and what nobody has described yet."""

from collections.abc import Callable
from importlib import import_module
from typing import Literal, get_args

from explainer.manual.entries import Entry

Part = Literal["commands", "macros", "data", "settings", "python"]


def entries_of(part: Part) -> tuple[Entry, ...]:
    """All that belongs to a part of the reference, in the order of its page."""
    read: Callable[[], tuple[Entry, ...]] = import_module(f"{__name__}.{part}").entries
    return read()


def undocumented() -> list[str]:
    """The ids of all that has no description."""
    return [each for part in get_args(Part) for entry in entries_of(part) for each in entry.undocumented()]
