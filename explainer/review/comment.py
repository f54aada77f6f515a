"""The comment on a pull request, from what its own run handed over.

Whoever wrote the pull request wrote that run's code as well, so nothing of it is believed: it is read as data, and all
that comes from it stands as code, in which nobody can be called and nothing shown, linked or made to look like ours.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from explainer.diff.change import KINDS, Report
from explainer.diff.lines import code, markdown_lines, short
from explainer.diff.plain import from_json

#: What the comment begins with, to be found again.
MARK = "<!-- What this pull request changes -->"
#: What a comment can hold: GitHub counts characters, of which there are never more than bytes.
LIMIT = 65_536
#: Lists of more lines are folded.
SHORT = 20
#: What can run nothing: the check sees to it for data and pages; and texts that only people read.
HARMLESS = re.compile(
    r"(?:data|docs)/.*|tests/golden/[^/]+\.svg|published\.txt|redirects\.yml|(?:\.github/(?:[^/]+/)?)?[^/]+\.md"
)


@dataclass(frozen=True)
class Run:
    """The run that looked at a pull request, as GitHub tells of it: the commit, how it ended, and addresses.

    `artefacts` are the addresses of what it handed over, by name: `preview` and `report`.
    """

    commit: str
    has_failed: bool
    address: str
    artefacts: Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """A list with a heading; both are Markdown already."""

    heading: str
    lines: Sequence[str]

    def written(self, count: int) -> str:
        """The first lines, below the heading, folded when there are many."""
        state = " open" if count <= SHORT else ""
        listed = "\n".join(self.lines[:count])
        return f"\n\n<details{state}><summary>{self.heading}</summary>\n\n{listed}\n\n</details>"


def comment(run: Run, files: Sequence[str], check: str | None, changes: str | None) -> str:
    """The comment in Markdown, never longer than a comment may be.

    `files` are the names of what the pull request changes; `check` and `changes` the JSON of `explainer check` and of
    `explainer diff`, None where it is missing.
    """
    problems, report = _problems(check), _report(changes)
    head = "\n\n".join(
        [f"{MARK}\n## What this pull request changes", *_opening(run, files, problems, report), _about(run)]
    )
    return _fitted(head, [*_sections(problems, report)], run)


def runs_code(name: str) -> bool:
    """Whether a file can have a say in what a run of the pull request hands over."""
    return HARMLESS.fullmatch(name) is None


def _problems(check: str | None) -> list[str] | None:
    """What the check found, as items of a list; None when that is not to be told."""
    try:
        plain = json.loads(check or "")
        return [_problem(each) for each in plain["problems"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _problem(plain: Mapping[str, Any]) -> str:
    place = ":".join(str(plain[name]) for name in ("file", "line", "column") if plain[name] is not None)
    words = " – ".join(code(short(str(plain[name]))) for name in ("message", "remedy") if plain[name] is not None)
    return f"- {code(short(place))}: {words}" if place else f"- {words}"


def _report(changes: str | None) -> Report | None:
    try:
        return from_json(changes or "")
    except ValueError:
        return None


def _opening(run: Run, files: Sequence[str], problems: list[str] | None, report: Report | None) -> Iterator[str]:
    log = f"[its log]({run.address})"
    if problems:
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        yield f"**The check failed: it found {count}.** They also stand beside the lines, under “Files changed”."
    elif run.has_failed:
        yield f"**The run failed**, though it lists no problem: {log} says why."
    elif problems is None or report is None:
        yield f"**What the run found cannot be read**, though it ended well: see {log}."
    else:
        counts = ", ".join(f"{KINDS[kind].lower()}: {len(changes)}" for kind, changes in report.by_kind().items())
        changing = f"What changes – {counts}." if counts else "Nothing changes for readers."
        yield f"**The check found no problems.** {changing}"
    if looks := [*_looks(run.artefacts)]:
        yield " ".join([*looks, "GitHub keeps this for two weeks, for those who are signed in."])
    if coded := [name for name in files if runs_code(name)]:
        named = ", ".join(code(short(name)) for name in coded[:3]) + (
            f" and {len(coded) - 3} more" if len(coded) > 3 else ""
        )
        yield (
            f"> [!WARNING]\n> This pull request changes code ({named}), which had a say in all that stands here: "
            "read it first, and open the preview only if you would run it."
        )


def _looks(artefacts: Mapping[str, str]) -> Iterator[str]:
    if address := artefacts.get("preview"):
        yield (
            f"[The preview]({address}) is the whole site as it would be: download it, unpack it, and open `index.html`."
        )
    if address := artefacts.get("report"):
        yield f"[The report]({address}) shows each chart before and after: unpack it, and open `changes.html`."


def _about(run: Run) -> str:
    return (
        f"A program wrote this about {code(run.commit[:10])}. Nobody has looked at it, and it approves nothing; "
        f"what stands in {code('boxes like this')} are words of the pull request."
    )


def _sections(problems: list[str] | None, report: Report | None) -> Iterator[Section]:
    if problems:
        yield Section(f"Problems: {len(problems)}", problems)
    for kind, changes in report.by_kind().items() if report else ():
        lines = [line for change in changes for line in markdown_lines(change)]
        yield Section(f"{KINDS[kind]}: {len(changes)}", lines)


def _fitted(text: str, sections: Sequence[Section], run: Run) -> str:
    """The text with as many lines of the sections as a comment can hold, and a sentence if these are not all."""
    where = run.artefacts.get("report", run.address)
    full = f"\n\n**A comment can hold no more: the rest stands [here]({where}).**"
    for section in sections:
        room = LIMIT - _size(text) - _size(full) - _size(section.written(0))
        sizes = accumulate(_size(line) + 1 for line in section.lines)
        count = sum(size <= room for size in sizes)
        text += section.written(count) if count else ""
        if count < len(section.lines):
            return text + full
    return text


def _size(text: str) -> int:
    return len(text.encode())
