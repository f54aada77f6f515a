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
        used = _name(term.term).search(prose)
        linked = text.find(f'term("{term.id}"')
        if used is not None and (linked < 0 or used.start() < linked):
            yield used.start(), term, used[0]


@cache
def _name(term: str) -> re.Pattern[str]:
    """A term's own name: what stands before a bracket, or the short form in it."""
    name, _, short = term.partition(" (")
    words = "|".join(re.escape(word) for word in (name, short.rstrip(")")) if word)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def _without(names: Collection[str], prose: str) -> str:
    present = [re.escape(name) for name in sorted(names, key=len, reverse=True) if " " in name and name in prose]
    return re.sub("|".join(present), blanks, prose) if present else prose
