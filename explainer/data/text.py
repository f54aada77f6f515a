"""Text in data files, which may name facts, as in `The lakes cover {{ fact("lakes-total.area") }} …`.

A fact may be said in words, `{{ fact("lakes-total.count", words="six") }}`, and a number that no fact backs is excused
with a reason, `{{ unbound("two", because="both are named in the sentence") }}`.

Nothing else of a template language is understood, and nothing in the text is ever executed.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from explainer.errors import ExplainerError

T = TypeVar("T")

MARKUP = re.compile(r"\{\{(.*?)\}\}|\{[%#{]|[%#}]\}", re.DOTALL)
#: The form that nearly all have, read without Python's parser.
FACT = re.compile(r'fact\("([\w.-]+)"\)')
REMEDY = 'only {{ fact("id") }}, with decimals=1 or words="…", and {{ unbound("…", because="…") }} are understood here'


class TextError(ExplainerError):
    """Text with something in double braces that is no fact."""


@dataclass(frozen=True)
class FactReference:
    """A place in a text where a fact's value stands, rounded to `decimals` if given, or said in `words`."""

    fact_id: str
    decimals: int | None = None
    words: str | None = None


class Unbound(str):
    """Words with a number in them that no fact backs, for a reason that is written beside them."""

    __slots__ = ()


@cache
def parse_text(text: str) -> tuple[str | FactReference, ...]:
    """The text in parts: words (`Unbound` where excused), and references to facts. Raises `TextError`.

    Remembered, since a text is checked in several ways, and then shown in several places.
    """
    parts: list[str | FactReference] = []
    end = 0
    for match in MARKUP.finditer(text):
        if match[1] is None:
            raise TextError(f'"{match[0]}" stands alone in the text – {REMEDY}')
        parts += [text[end : match.start()], _part(match[1].strip())]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part != "")


def render_text(text: str, words: Callable[[str], T], fact: Callable[[FactReference], T]) -> list[T]:
    """The text's parts, each turned into what it is to be shown as."""
    return [words(part) if isinstance(part, str) else fact(part) for part in parse_text(text)]


def _part(code: str) -> FactReference | Unbound:
    if plain := FACT.fullmatch(code):
        return FactReference(plain[1])
    try:
        call = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise TextError(f'"{code}" cannot be read – {REMEDY}') from None
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as words)], keywords=keywords):
            given = {each.arg: each.value.value for each in keywords if isinstance(each.value, ast.Constant)}
            match name, given:
                case "fact", {"decimals": int() as decimals} if len(keywords) == 1 and not isinstance(decimals, bool):
                    return FactReference(words, decimals)
                case "fact", {"words": str() as said} if len(keywords) == 1:
                    return FactReference(words, words=said)
                case "fact", _ if not keywords:
                    return FactReference(words)
                case "unbound", {"because": str() as reason} if len(keywords) == 1 and reason.strip():
                    return Unbound(words)
    raise TextError(f'"{code}" is not understood – {REMEDY}')
