"""What can go wrong: one error class with an exit code, and problems with a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import click


class ExplainerError(click.ClickException):
    """A failure that one clear sentence explains; the command line prints it and exits with 1."""

    exit_code = 1


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
        return f"{self.place}: {' '.join(self.message.split())}"


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


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """The remedy for a misspelt word: the nearest known one, or the list when it is short."""
    words = sorted(known)
    near = _nearest(wanted, words)
    if near:
        return f'did you mean "{near}"?'
    if 0 < len(words) <= 12:
        return "use one of: " + ", ".join(words)
    return "check the spelling, or add it to the data"


def is_near(wanted: str, given: Iterable[str]) -> bool:
    """Whether one of the given words is probably a misspelling of the wanted one."""
    return _nearest(wanted, given) is not None


def _nearest(word: str, words: Iterable[str]) -> str | None:
    near = get_close_matches(word[:80], sorted(words), n=1, cutoff=0.6)
    return near[0] if near else None
