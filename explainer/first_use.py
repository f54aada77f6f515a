"""Finds words of the glossary that a page uses before it links them."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from explainer.calls import FRONT_MATTER
from explainer.data.models import Term
from explainer.prose import prose_of
from explainer.quantities import blanks

HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)


def unlinked_terms(text: str, terms: Iterable[Term], names: Collection[str]) -> Iterator[tuple[int, Term, str]]:
    """The first unlinked use of each term that comes before its link: its offset in the page, the term, and the words.

    A page that links no term at all is left alone. `names` are names of other things that may hold a term's words, such
    as a newspaper named after a city.
    """
    if 'term("' not in text:
        return
    prose = _without(names, HEADING.sub(blanks, prose_of(FRONT_MATTER.sub(blanks, text))))
    for term in terms:
        used = _first_use(_names(term.term), prose)
        linked = text.find(f'term("{term.id}"')
        if used is not None and (linked < 0 or used.start() < linked):
            yield used.start(), term, used[0]


@cache
def _names(term: str) -> tuple[str, ...]:
    """A term's own name: what stands before a bracket, and the short form in it."""
    name, _, short = term.partition(" (")
    return tuple(word for word in (name, short.rstrip(")")) if word)


def _first_use(names: tuple[str, ...], prose: str) -> re.Match[str] | None:
    """Where one of the names stands by itself. Most stand nowhere, which a plain search tells far sooner."""
    starts = [start for name in names if (start := prose.find(name)) >= 0]
    return _whole(names).search(prose, min(starts)) if starts else None


@cache
def _whole(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def _without(names: Collection[str], prose: str) -> str:
    present = [re.escape(name) for name in sorted(names, key=len, reverse=True) if " " in name and name in prose]
    return re.sub("|".join(present), blanks, prose) if present else prose
