"""A report as text for a terminal, Markdown for a review's comment, JSON for programs, HTML with pictures."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.diff.change import KINDS, Change, Difference, Report

#: Differences of one thing, and characters of one value, that people are shown; JSON holds all. And how many
#: characters make two values too long for one line.
MOST = 40
LONGEST = 600
ONE_LINE = 100
#: What Markdown, or the sites that render it, would take for more than a character.
MARKUP = re.compile(r"[\\`*_{}\[\]<>#~|@$&]")


def as_text(report: Report) -> str:
    """Lines for a terminal."""
    return "\n".join(_lines(report, lambda words: words, heading="{}", thing="  {}", detail="      {}"))


def as_markdown(report: Report) -> str:
    """A list for a comment; nothing in it but its own structure is markup."""

    def escaped(words: str) -> str:
        return MARKUP.sub(lambda match: f"&#{ord(match[0])};", words)

    return "\n".join(_lines(report, escaped, heading="### {}\n", thing="- {}", detail="    - {}"))


def as_json(report: Report) -> str:
    """Everything, as plain values."""
    changes = [
        {**vars(change), "differences": [vars(each) for each in change.differences]} for change in report.changes
    ]
    plain = {"revision": report.revision, "commit": report.commit, "summary": report.summary(), "changes": changes}
    return json.dumps(plain, ensure_ascii=False, indent=1)


def as_html(report: Report) -> str:
    """A page that needs nothing else, with charts before and after; no script, and no address is fetched."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html").render(
        report=report, headings=KINDS, style=style, digest=digest, picture=_picture, apart=_apart, most=MOST
    )


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "html": as_html,
}


def _picture(svg: bytes) -> str:
    """An SVG as the address of an image, in which nothing can run."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def _lines(report: Report, escaped: Callable[[str], str], *, heading: str, thing: str, detail: str) -> Iterator[str]:
    yield escaped(report.summary())
    for kind, changes in report.by_kind().items():
        yield ""
        yield heading.format(KINDS[kind])
        for change in changes:
            yield thing.format(escaped(f"{change.id} {change.what}: {_short(change.title)}"))
            yield from (detail.format(escaped(line)) for line in _details(change))


def _details(change: Change) -> Iterator[str]:
    for difference in change.differences[:MOST]:
        yield from _difference(difference)
    left = len(change.differences) - MOST
    if left > 0:
        yield f"… and {left} more, which the format json lists"


def _difference(difference: Difference) -> Iterator[str]:
    """A value before and after: on one line if that is easy to read, else one below the other."""
    name = f"{difference.field}: " if difference.field else ""
    old, new = (_short(value) if value is not None else None for value in (difference.old, difference.new))
    if old is not None and new is not None and len(old) + len(new) <= ONE_LINE:
        yield f"{name}{old} → {new}" + (f" ({difference.by})" if difference.by else "")
        return
    if old is not None:
        yield f"before: {name}{old}"
    if new is not None:
        yield f"now: {name}{new}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _apart(difference: Difference) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The words before and after, in runs; each with whether it stands on that side alone."""
    old, new = ((text or "").split(" ") for text in (difference.old, difference.new))
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before.append((" ".join(old[i:j]), tag != "equal"))
        after.append((" ".join(new[k:m]), tag != "equal"))
    return before, after
