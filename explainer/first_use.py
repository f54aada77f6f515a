"""Finds words of the glossary that a page uses before it links them."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from explainer.calls import FRONT_MATTER
from explainer.data.models import Term
from explainer.prose import prose_of
from explainer.quantities import blanks

LINK = re.compile(r'term\("(?=([^"]*)")')
HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)


def unlinked_terms(text: str, terms: Iterable[Term], names: Collection[str]) -> Iterator[tuple[int, Term, str]]:
    """The first unlinked use of each term that comes before its link: its offset in the page, the term, and the words.

    A page that links no term at all is left alone. `names` are names of other things that may hold a term's words, such
    as a newspaper named after a city.
    """
    if 'term("' not in text:
        return
    prose = HEADING.sub(blanks, prose_of(FRONT_MATTER.sub(blanks, text)))
    words = f" {' '.join(prose.split())} "  # far less to search than with its blanks
    present = [term for term in terms if any(name in words for name in _names(term.term))]
    links = {link[1]: link.start() for link in reversed([*LINK.finditer(text)])}  # the first of each
    before = [(term, links.get(term.id, len(text))) for term in present]
    before = [(term, end) for term, end in before if any(0 <= prose.find(name) < end for name in _names(term.term))]
    holding = (name for name in names if any(own in name for term, _ in before for own in _names(term.term)))
    prose = _without([name for name in holding if name in words], prose)
    for term, end in before:
        used = _name(term.term).search(prose)
        if used is not None and used.start() < end:
            yield used.start(), term, used[0]


@cache
def _names(term: str) -> tuple[str, ...]:
    """A term's own name: what stands before a bracket, and the short form in it."""
    name, _, short = term.partition(" (")
    return tuple(each for each in (name, short.rstrip(")")) if each)


@cache
def _name(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _names(term)))})(?![\w-])")


def _without(names: Collection[str], prose: str) -> str:
    present = [re.escape(name) for name in sorted(names, key=len, reverse=True) if " " in name]
    return re.sub("|".join(present), blanks, prose) if present else prose
