"""What a reference consists of: entries with a heading each, and the items in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown import Markdown

CODE = re.compile(r"`([^`]+)`")
NAME = re.compile(r"\w+")


@dataclass(frozen=True)
class Item:
    """A part of an entry, such as an option: its name, what it is for, and its `kind`, which says what it can hold.

    `kind` and `text` are Markdown. `unnamed` are names that the text should explain, and does not.
    """

    name: str
    id: str
    text: str
    kind: str = ""
    unnamed: tuple[str, ...] = ()

    def undocumented(self) -> Iterator[str]:
        """The id, if there is no text, and the names that it does not explain."""
        if not self.text.strip():
            yield self.id
        yield from (f"{self.id}: {name}" for name in self.unnamed)

    @property
    def html(self) -> Markup:
        """The text."""
        return html(self.text)

    @property
    def kind_html(self) -> Markup:
        """The kind, for the middle of a line."""
        return Markup(html(self.kind).removeprefix("<p>").removesuffix("</p>"))  # noqa: S704


@dataclass(frozen=True)
class Entry(Item):
    """What has a heading: `call` is how it is written in code; items and smaller entries belong to it.

    `is_code` tells whether the name is one in code, rather than a title.
    """

    call: str = ""
    items: tuple[Item, ...] = ()
    entries: tuple["Entry", ...] = ()
    is_code: bool = True

    def undocumented(self) -> Iterator[str]:
        """The ids of all that has no text, and the names that are not explained."""
        yield from super().undocumented()
        for each in (*self.items, *self.entries):
            yield from each.undocumented()


def not_named(names: list[str], text: str) -> tuple[str, ...]:
    """The names that stand nowhere in the code of a text."""
    named = {name for code in CODE.findall(text) for name in NAME.findall(code)}
    return tuple(name for name in names if name not in named)


def html(text: str) -> Markup:
    """Text of our code as HTML: paragraphs, lists and code as in Markdown, all else as it is."""
    return Markup(_reader().reset().convert(text))  # noqa: S704 – what looks like HTML is escaped


@cache
def _reader() -> "Markdown":
    from markdown import Markdown  # who only asks what there is need not wait for it

    reader = Markdown()
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    return reader
