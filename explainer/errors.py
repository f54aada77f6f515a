"""What can go wrong: one error class with an exit code, and problems with a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest

import click

from explainer.visible import printable

#: What stands between what is wrong and the remedy.
DASH = " – "
#: How many known words, at least, share something rare with a misspelt one, and how many are compared letter by letter.
SHORTLISTED, COMPARED = 200, 8


class ExplainerError(click.ClickException):
    """A failure that one clear sentence explains; the command line prints it and exits with 1."""

    exit_code = 1


class MachineError(ExplainerError):
    """The machine stands in the way, not the project: a full disk, a folder that may not be written; exits with 3."""

    exit_code = 3


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file (relative to the project), a line and a column from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and the remedy."""

    place: Place
    message: str

    def __str__(self) -> str:
        return printable(f"{self.place}: {' '.join(self.message.split())}")


class ProblemsFound(ExplainerError):
    """Every problem found in one go, sorted by place, in the form compilers use."""

    outcome = "nothing was written"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def show(self, file: object = None) -> None:  # noqa: ARG002 – click gives it
        """Print the report to standard error, and how many problems there are."""
        count = len(self.problems)
        click.echo(self.format_message(), err=True)
        click.echo(f"{count} problem{'' if count == 1 else 's'} found; {self.outcome}.", err=True)


class UnknownId(ExplainerError, KeyError):
    """An id that names nothing; the message suggests the nearest one."""

    def __init__(self, kind: str, wanted: str, known: Iterable[str]) -> None:
        super().__init__(f'unknown {kind} "{wanted}" – {did_you_mean(wanted, known)}')
        self.kind = kind
        self.wanted = wanted


def remedy_of(message: str) -> tuple[str, str | None]:
    """What is wrong, and the remedy: what follows the last dash that stands in no quotes; None without one."""
    words = " ".join(message.split())
    pieces = words.split(DASH)
    for count in range(len(pieces) - 1, 0, -1):
        what = DASH.join(pieces[:count])
        if what.count('"') % 2 == 0:
            return what, DASH.join(pieces[count:])
    return words, None


def did_you_mean(
    wanted: str, known: Iterable[str], otherwise: str = "check the spelling, or add it to the data"
) -> str:
    """The remedy for a misspelt word: the nearest known one, or the list when it is short."""
    words = tuple(known)
    near = _nearest(wanted, words)
    if near:
        return f'did you mean "{near}"?'
    if 0 < len(words) <= 12:
        return "use one of: " + ", ".join(sorted(words))
    return otherwise


def is_near(wanted: str, given: Iterable[str]) -> bool:
    """Whether one of the given words is probably a misspelling of the wanted one."""
    return _nearest(wanted, tuple(given)) is not None


def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    """The nearest word. Comparing letter by letter is slow, so only those that share the most are compared."""
    near = get_close_matches(word[:80], _Index.of(words).likely(word[:80]), n=1, cutoff=0.6)
    return near[0] if near else None


class _Index:
    """Words by the letters and pairs of letters in them."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = sorted(set(words))
        self._parts = [_letters_and_pairs(word) for word in self._words]
        self._holders: dict[str, list[int]] = {}
        for position, parts in enumerate(self._parts):
            for part in parts:
                self._holders.setdefault(part, []).append(position)

    @staticmethod
    @lru_cache(maxsize=32)
    def of(words: tuple[str, ...]) -> "_Index":
        """The index of these words, made once: thousands of misspelt ids are sought among the same ones."""
        return _Index(words)

    def likely(self, word: str) -> list[str]:
        """The few words that share the most with this one, of those that share what is rare in it; sorted."""
        wanted = _letters_and_pairs(word)
        candidates: set[int] = set()
        for holders in sorted((self._holders[part] for part in wanted if part in self._holders), key=len):
            if len(candidates) >= SHORTLISTED:
                break
            candidates.update(holders)

        def likeness(position: int) -> tuple[int, int]:
            parts = self._parts[position]
            return len(wanted & parts), -len(parts) - abs(len(word) - len(self._words[position]))

        return sorted(self._words[position] for position in nlargest(COMPARED, sorted(candidates), likeness))


def _letters_and_pairs(word: str) -> frozenset[str]:
    return frozenset((*word, *(word[start : start + 2] for start in range(len(word) - 1))))
