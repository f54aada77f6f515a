"""A report as lines: plain ones for a terminal, Markdown for a review.

Whoever comments on a pull request reads the report of somebody unknown and has no library: this needs none.
"""

import re
from collections.abc import Callable, Iterator

from explainer.diff.change import KINDS, Change, Difference, Report
from explainer.visible import visible

#: Differences of one thing, and characters of one value, that people are shown; JSON holds all. And how many
#: characters make two values too long for one line.
MOST = 40
LONGEST = 600
ONE_LINE = 100


def as_text(report: Report) -> str:
    """Lines for a terminal."""
    lines = [report.summary()]
    for kind, changes in report.by_kind().items():
        lines += ["", KINDS[kind], *(f"  {line}" for change in changes for line in change_lines(change, str, "    "))]
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """A list for a comment; nothing in it but its own structure is markup."""
    lines = [report.summary(code(report.revision))]
    for kind, changes in report.by_kind().items():
        lines += ["", f"### {KINDS[kind]}", "", *(line for change in changes for line in markdown_lines(change))]
    return "\n".join(lines)


def markdown_lines(change: Change) -> Iterator[str]:
    """One item of a list, and below it what is different."""
    head, *details = change_lines(change, code, "    - ")
    yield f"- {head}"
    yield from details


def code(words: str) -> str:
    """Words as code: in it, sites that render Markdown find nothing to format, show, link or call.

    They decode references such as `&#64;` before they look for names to call, so that escaping alone does not keep them
    from it. What cannot be seen after each @ keeps it apart from a name where a reader's mail drops the markup.
    """
    text = visible(words).replace("@", "@\u200b") or " "
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    edge = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def change_lines(change: Change, shown: Callable[[str], str], indent: str) -> Iterator[str]:
    """What happened to one thing, and below it each difference; `shown` writes what comes from data."""
    yield f"{shown(change.id)} {change.what}: {shown(short(change.title))}"
    for difference in change.differences[:MOST]:
        yield from (f"{indent}{line}" for line in _difference(difference, shown))
    left = len(change.differences) - MOST
    if left > 0:
        yield f"{indent}… and {left} more, which the format json lists"


def _difference(difference: Difference, shown: Callable[[str], str]) -> Iterator[str]:
    """A value before and after: on one line if that is easy to read, else one below the other."""
    name = f"{shown(short(difference.field))}: " if difference.field else ""
    old, new = (short(value) if value is not None else None for value in (difference.old, difference.new))
    if old is not None and new is not None and len(old) + len(new) <= ONE_LINE:
        yield f"{name}{shown(old)} → {shown(new)}" + (f" ({shown(short(difference.by))})" if difference.by else "")
        return
    if old is not None:
        yield f"before: {name}{shown(old)}"
    if new is not None:
        yield f"now: {name}{shown(new)}"


def short(text: str) -> str:
    """As much of a text as people are shown of one value."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
