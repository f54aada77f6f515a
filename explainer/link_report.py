"""What came of the addresses elsewhere that a project names, for readers and for programs."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urldefrag

from explainer import __version__
from explainer.asking import Answer, Outcome, ask
from explainer.elsewhere import Mention, mentions
from explainer.errors import MachineError, Place, Problem, ProblemsFound
from explainer.progress import counting_on_terminals
from explainer.project import Project
from explainer.survey import Survey
from explainer.visible import printable

HEADINGS = {
    Outcome.GONE: "Gone",
    Outcome.MOVED: "Moved for good",
    Outcome.UNTOLD: "Cannot be told",
    Outcome.REACHABLE: "Reachable",
}
#: Where copies of pages may be found.
ARCHIVE = "https://web.archive.org/"


@dataclass(frozen=True)
class LinkReport:
    """The answer for each address, and the places that name it."""

    answers: Mapping[str, Answer]
    mentions: Mapping[str, list[Mention]]

    @cached_property
    def error(self) -> ProblemsFound | None:
        """A problem for each place that leads nowhere and offers no copy that can be reached; None without one."""
        problems = [
            Problem(mention.place, f"{address} is gone ({self.answers[address].reason}) – {_remedy(mention)}")
            for address, mention in self._of(Outcome.GONE)
            if self._copy(mention) is None
        ]
        return ProblemsFound(problems) if problems else None

    def lines(self) -> Iterator[str]:
        """The addresses by what came of them, a line for each place; those that can be reached are only counted."""
        for outcome, heading in HEADINGS.items():
            yield f"{heading}: {self.counts()[outcome.value]}"
            for address, mention in self._of(outcome) if outcome != Outcome.REACHABLE else ():
                yield printable(
                    f"{mention.place}: {address} ({self.answers[address].reason}){self._more(address, mention)}"
                )

    def counts(self) -> dict[str, int]:
        """How many addresses there are, and of how many what is known."""
        outcomes = [answer.outcome for answer in self.answers.values()]
        return {"addresses": len(outcomes), **{each.value: outcomes.count(each) for each in Outcome}}

    def as_dicts(self) -> list[dict[str, Any]]:
        """Each address: `address`, `outcome`, `reason`, `moved_to`, and `places` with the `archived` copy of each."""
        return [
            {
                "address": address,
                "outcome": answer.outcome.value,
                "reason": answer.reason,
                "moved_to": answer.moved_to,
                "places": [_plain(mention.place, mention.archived) for mention in self.mentions[address]],
            }
            for address, answer in self.answers.items()
        ]

    def _of(self, outcome: Outcome) -> Iterator[tuple[str, Mention]]:
        for address, answer in self.answers.items():
            if answer.outcome == outcome:
                yield from ((address, mention) for mention in self.mentions[address])

    def _copy(self, mention: Mention) -> str | None:
        """The archived copy that stands in for an address, unless that is gone too."""
        answer = self.answers.get(urldefrag(mention.archived or "").url)
        return mention.archived if answer and answer.outcome != Outcome.GONE else None

    def _more(self, address: str, mention: Mention) -> str:
        """What stands behind the reason: where the thing is now, or what to do."""
        answer = self.answers[address]
        if answer.moved_to:
            return f" – now at {answer.moved_to}"
        if answer.outcome != Outcome.GONE:
            return ""
        copy = self._copy(mention)
        return f" – an archived copy stands in: {copy}" if copy else f" – {_remedy(mention)}"


def report_links(found: Survey) -> LinkReport:
    """Ask for every address elsewhere that a project names. Raises `MachineError` when no host answers at all."""
    named = mentions(found.project, found.read)
    with counting_on_terminals("Asking", len(named)) as step:
        answers = ask(named, _agent(found.project), step)
    if named and not any(answer.status for answer in answers.values()):
        raise MachineError("no host has answered – see whether this machine has a network, then run the command again")
    return LinkReport({address: answers[address] for address in named}, named)


def _agent(project: Project) -> str:
    """How the command calls itself: by the site's name and, where one is set, an address to learn more at."""
    address = os.environ.get("SITE_URL") or os.environ.get("REPO_URL")
    about = f"; +{quote(address, safe=':/')}" if address else ""
    return f"{quote(project.name, safe=' ')} link check (explainer/{__version__}{about})"


def _remedy(mention: Mention) -> str:
    if mention.archived:
        return "the archived copy is gone too: record another one"
    if mention.of_source:
        return f"look for a copy on {ARCHIVE}, and add a line “archived:” with its address"
    return "correct the address, or take it out"


def _plain(place: Place, archived: str | None) -> dict[str, Any]:
    return {"file": place.file, "line": place.line or None, "column": place.column or None, "archived": archived}
