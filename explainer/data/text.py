"""Text in data files, which may name facts, as in `Turnout was {{ fact("turnout-2022-total.turnout_pct") }}`.

Nothing else of a template language is understood, and nothing in the text is ever executed.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from explainer.errors import ExplainerError

T = TypeVar("T")

MARKUP = re.compile(r"\{\{(.*?)\}\}|\{[%#{]|[%#}]\}", re.DOTALL)
REMEDY = 'only {{ fact("id") }} and {{ fact("id", decimals=1) }} are understood here'


class TextError(ExplainerError):
    """Text with something in double braces that is no fact."""


@dataclass(frozen=True)
class FactReference:
    """A place in a text where a fact's value stands, rounded to `decimals` if given."""

    fact_id: str
    decimals: int | None = None


def parse_text(text: str) -> tuple[str | FactReference, ...]:
    """The text in parts: words, and references to facts. Raises `TextError`."""
    parts: list[str | FactReference] = []
    end = 0
    for match in MARKUP.finditer(text):
        if match[1] is None:
            raise TextError(f'"{match[0]}" stands alone in the text – {REMEDY}')
        parts += [text[end : match.start()], _reference(match[1].strip())]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part != "")


def render_text(text: str, words: Callable[[str], T], fact: Callable[[FactReference], T]) -> list[T]:
    """The text's parts, each turned into what it is to be shown as."""
    return [words(part) if isinstance(part, str) else fact(part) for part in parse_text(text)]


def _reference(code: str) -> FactReference:
    try:
        call = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise TextError(f'"{code}" cannot be read – {REMEDY}') from None
    match call:
        case ast.Call(func=ast.Name(id="fact"), args=[ast.Constant(value=str() as fact_id)], keywords=[]):
            return FactReference(fact_id)
        case ast.Call(
            func=ast.Name(id="fact"),
            args=[ast.Constant(value=str() as fact_id)],
            keywords=[ast.keyword(arg="decimals", value=ast.Constant(value=int() as decimals))],
        ) if not isinstance(decimals, bool):
            return FactReference(fact_id, decimals)
    raise TextError(f'"{code}" is not a fact – {REMEDY}')
