"""A report as text for a terminal, Markdown for a review's comment, JSON for programs, HTML with pictures."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.diff.change import KINDS, Change, Difference, Report

#: Differences of one thing, and characters of one value, that people are shown; JSON holds all.
MOST = 40
LONGEST = 600
#: What Markdown, or the sites that render it, would take for more than a character.
MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!~^|:@$&]")


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
        report=report, headings=KINDS, style=style, digest=digest, picture=_picture, most=MOST
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
            yield thing.format(escaped(_headline(change)))
            yield from (detail.format(escaped(line)) for line in _details(change))


def _headline(change: Change) -> str:
    return f"{change.id} {change.what}: {_short(change.title)}"


def _details(change: Change) -> Iterator[str]:
    for difference in change.differences[:MOST]:
        yield _sentence(difference)
    left = len(change.differences) - MOST
    if left > 0:
        yield f"… and {left} more, which --format json lists"


def _sentence(difference: Difference) -> str:
    name = f"{difference.field}: " if difference.field else ""
    by = f" ({difference.by})" if difference.by else ""
    match difference.old, difference.new:
        case None, str(new):
            return f"{name}now {_short(new)}"
        case str(old), None:
            return f"{name}no more {_short(old)}"
    return f"{name}{_short(difference.old or '')} → {_short(difference.new or '')}{by}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
