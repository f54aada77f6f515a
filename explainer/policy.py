"""What pages may run and fetch: a strict Content-Security-Policy, in every page and for servers that read `_headers`.

The theme's inline scripts are named by their hashes, so whatever else finds its way into a page cannot run. What the
policy would make useless without a word is refused instead.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from explainer.errors import Place, Problem, ProblemsFound
from explainer.hosting import write_headers

#: What a page may do besides running its scripts and using its styles. Icons of the theme's stylesheet are `data:`.
OTHERWISE = {
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
#: What only a server can say. Drawings to download carry a style element, without which they would lose their colours
#: where a server sends the policy with them. Pages stay strict, since what they say themselves holds as well.
ONLY_IN_HEADERS = {"style-src-elem": "'self' 'unsafe-inline'", "frame-ancestors": "'none'"}
OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

#: Types of script elements that hold data, which browsers never run.
DATA_TYPES = {"application/json", "application/ld+json"}
FETCHING = {"src", "srcset", "poster", "data"}
#: Links in a page's head that only name an address.
NAMING = {"canonical", "alternate", "next", "prev"}
#: An address on another host, at the beginning of a value or of a part of it.
ELSEWHERE = re.compile(r"(?:^|[\s,])(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
#: A policy holds for what comes after it; browsers look for the charset in the first 1024 bytes, so that goes first.
BEFORE_POLICY = re.compile(r"<head[^>]*>(?:\s*<meta\s+charset=[^>]*>)?")


def write_policy(site: Path) -> None:
    """Put the policy into every page of a built site, and write `_headers`.

    Raises `ProblemsFound` with all in the pages that the policy forbids, `ExplainerError` when no host would take it.
    """
    problems: list[Problem] = []
    scripts: set[str] = set()
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        page = _Page(html)
        place = Place(path.relative_to(site).as_posix())
        problems += [Problem(place, sentence) for sentence in page.forbidden]
        scripts |= page.scripts
        tag = f'<meta http-equiv="Content-Security-Policy" content="{_policy(page.scripts, page.styles)}">'
        if before := BEFORE_POLICY.search(html):
            path.write_text(f"{html[: before.end()]}\n{tag}{html[before.end() :]}", encoding="utf-8")
        else:
            problems.append(Problem(place, "there is no <head>, where the page's policy belongs – write a whole page"))
    if problems:
        raise ProblemsFound(problems)
    write_headers(site, {"Content-Security-Policy": _policy(scripts, (), ONLY_IN_HEADERS)} | OTHER_HEADERS)


def _policy(scripts: Iterable[str], styles: Iterable[str], more: Mapping[str, str] | None = None) -> str:
    inline = {"script-src": scripts, "style-src": styles}
    directives = {name: " ".join(["'self'", *sorted(hashes)]) for name, hashes in inline.items()}
    directives = {"default-src": "'none'"} | directives | OTHERWISE | dict(more or {})
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class _Page(HTMLParser):
    """The inline scripts and styles of a page, as the policy names them, and what the policy would forbid."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: set[str] = set()
        self.styles: set[str] = set()
        self.forbidden: list[str] = []
        self._hashes: set[str] | None = None
        self._text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.forbidden += _forbidden(tag, attrs)
        values = dict(attrs)
        runs = tag == "script" and values.get("type") not in DATA_TYPES
        if tag == "style" or (runs and "src" not in values):
            self._hashes = self.styles if tag == "style" else self.scripts

    def handle_data(self, data: str) -> None:
        if self._hashes is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 – whatever ends, ends the text of a script or style
        if self._hashes is not None:
            digest = b64encode(sha256("".join(self._text).encode()).digest()).decode()
            self._hashes.add(f"'sha256-{digest}'")
            self._hashes, self._text = None, []


def _forbidden(tag: str, attributes: list[tuple[str, str | None]]) -> Iterator[str]:
    values = dict(attributes)
    fetching = FETCHING | ({"href"} if tag == "link" and values.get("rel") not in NAMING else set())
    for name, value in attributes:
        if name == "style":
            yield f'"style" of <{tag}> would be ignored – give it a class, and style that in a stylesheet'
        elif name in fetching and ELSEWHERE.search(value or ""):
            yield f'<{tag}> may not fetch "{value}" from elsewhere – put the file into the project'
