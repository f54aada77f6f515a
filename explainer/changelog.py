"""The page of changes, `docs/changes.md`: what is not released yet in it, and what becomes of that in a release."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError

from explainer.calls import Macro, arguments, macro_calls, parse_page, references
from explainer.data import Dataset
from explainer.diff.change import KINDS, Report
from explainer.errors import ExplainerError
from explainer.numbers import format_value
from explainer.project import Project
from explainer.wording import Wording

#: The heading of what is not released yet, and the next heading that is none of its parts.
HEADING = re.compile(r"^## [^\r\n]*\{:[^}\r\n]*#unreleased\b[^}\r\n]*\}[ \t]*\r?$", re.MULTILINE)
NEXT = re.compile(r"^##? ", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->|\{#.*?#\}", re.DOTALL)
#: The project's words for an edition: heading, and what changed in data.
WORDS = "edition.md"
#: What they may name.
KNOWN = {"edition", "date", "since", "since_date", "changes", "targets"}

ANCHOR = re.compile(r"^#[^\r\n]*\{:[^}\r\n]*#([\w.-]+)", re.MULTILINE)
CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
ATTRIBUTES = re.compile(r"[ \t]*\{:[^}\n]*\}")


@dataclass(frozen=True)
class Changelog:
    """The text of the page in three parts; `unreleased` is what stands below its heading, which is left out."""

    before: str
    unreleased: str
    after: str

    @classmethod
    def read(cls, project: Project) -> "Changelog":
        """Read the page. Raises `ExplainerError` when there is none, or when it has nothing that is not released."""
        name = project.name_of(project.changes)
        if not project.changes.is_file():
            raise ExplainerError(f'{name} is missing – write one, with a section "## Unreleased {{: #unreleased }}"')
        text = project.changes.read_bytes().decode()
        heading = HEADING.search(text)
        if heading is None:
            message = f'{name} has no section "## Unreleased {{: #unreleased }}" – say in one what is new for readers'
            raise ExplainerError(message)
        end = NEXT.search(text, heading.end())
        cut = end.start() if end else len(text)
        unreleased = text[heading.end() : cut]
        if not COMMENT.sub("", unreleased).strip():
            raise ExplainerError(f"{name}: nothing stands below “Unreleased” – say there what is new for readers")
        return cls(text[: heading.start()], unreleased, text[cut:])

    def released(self, section: str) -> str:
        """The text of the page with the section of an edition in the place of what was not released."""
        newline = "\r\n" if "\r\n" in self.before + self.unreleased else "\n"
        text = section.strip().replace("\n", newline)
        return f"{self.before}{text}{newline * 2 if self.after else newline}{self.after}"

    def section(self, project: Project, edition: str, date: str, since: tuple[str, str], report: Report | None) -> str:
        """The section of an edition: its heading, what changed in data by the report, and what people wrote.

        `date` is that of the edition in words; `since` is the edition before it, and its date in words.
        """
        targets = {path.relative_to(project.docs).as_posix() for path in project.docs.rglob("*.md")}
        targets |= {f"#{anchor}" for anchor in ANCHOR.findall(self.before + self.after)}
        head = Wording.read(project, WORDS, KNOWN).fill(
            edition=edition, date=date, since=since[0], since_date=since[1], changes=_counts(report), targets=targets
        )
        written = self.unreleased.replace("\r\n", "\n").strip()
        return f"{head.strip()}\n\n{written}\n"


def in_words(section: str, macros: Mapping[str, Macro], data: Dataset, locale: str) -> str:
    """A section of the page for who reads no Markdown's links and no macro calls. Raises `ExplainerError`."""
    text = COMMENT.sub("", section)
    text = CALL.sub(lambda match: _said(match[0], macros, data, locale), text)
    text = ATTRIBUTES.sub("", LINK.sub(r"\1", text))
    return re.sub(r"^#+ ", "", re.sub(r"\n{3,}", "\n\n", text), flags=re.MULTILINE).strip() + "\n"


def _said(text: str, macros: Mapping[str, Macro], data: Dataset, locale: str) -> str:
    """What a macro call shows in words: those that it is given, or else a fact's value or the name of a term."""
    try:
        [(name, call)] = macro_calls(parse_page(text), macros)
        given = arguments(call, macros[name])
    except (TemplateSyntaxError, ValueError, TypeError):
        return ""
    if isinstance(given.get("words"), str):
        return str(given["words"])
    shown = []
    for reference, each in references(macros[name], given):
        if reference.kind == "fact":
            fact, decimals = data.facts[each], given.get("decimals")
            places = decimals if isinstance(decimals, int) else None
            shown.append(format_value(fact.value, fact.unit, locale, places))
        elif reference.kind == "term":
            shown.append(data.terms[each].term)
    return ", ".join(shown)


def _counts(report: Report | None) -> dict[str, dict[str, int]]:
    """How many things of each kind were changed, added and removed; pages are left out, as they show all of these."""
    kinds = report.by_kind() if report else {}
    return {
        kind: {what: sum(_what(change.what) == what for change in changes) for what in ("changed", "added", "removed")}
        for kind, changes in kinds.items()
        if kind in KINDS and kind != "page"
    }


def _what(what: str) -> str:
    return "changed" if what == "redrawn" else what
