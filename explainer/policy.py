"""What pages may run and fetch: a strict Content-Security-Policy, in every page and for servers that read `_headers`.

The theme's inline scripts are named by their hashes, so whatever else finds its way into a page cannot run. What the
policy would make useless without a word is refused instead.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from explainer.errors import Place, Problem, ProblemsFound
from explainer.hosting import write_headers
from explainer.tags import Tag

if TYPE_CHECKING:
    from explainer.built import BuiltSite  # which reads pages by the rules below

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

FETCHING = {"src", "srcset", "poster", "data"}
FETCHING_OF_LINKS = {*FETCHING, "href"}
#: Links in a page's head that only name an address.
NAMING = {"canonical", "alternate", "next", "prev"}
#: An address on another host, at the beginning of a value or of a part of it.
ELSEWHERE = re.compile(r"(?:^|[\s,])(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
#: A policy holds for what comes after it; browsers look for the charset in the first 1024 bytes, so that goes first.
#: A page that is written again has a policy already.
BEFORE_POLICY = re.compile(
    rb"""
    \A ( (?: \s | <!doctype[^<>]*> | <!--[^<>]*--> )* <html[^<>]*> \s* <head(?:\s[^<>]*)?>
    (?: \s* <meta\s+charset=["']?utf-8["']?\s*/?> )? )
    (?: \s* <meta\s+http-equiv="Content-Security-Policy"\s+content="default-src\ 'none';\ script-src\ 'self'[^<>"]*"> )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def write_policy(site: "BuiltSite") -> None:
    """Write `_headers` with the policy of all pages, each of which has its own.

    Raises `ProblemsFound` with all in the pages that the policy forbids, `ExplainerError` when no host would take it.
    """
    pages = {name: page for name, page in site.pages.items() if name.endswith(".html")}
    problems = [Problem(Place(name), sentence) for name, page in pages.items() for sentence in page.forbidden]
    if problems:
        raise ProblemsFound(problems)
    scripts = {script for page in pages.values() for script in page.scripts}
    policy = _policy(map(_hash, scripts), (), ONLY_IN_HEADERS)
    write_headers(site.folder, {"Content-Security-Policy": policy} | OTHER_HEADERS)


def can_say_policy(html: bytes) -> bool:
    """Whether a page has a place for its policy, before all that it holds for."""
    return BEFORE_POLICY.match(html) is not None


def with_policy(html: bytes, scripts: Iterable[str], styles: Iterable[str]) -> bytes:
    """A page that says its policy, in place of one that was put there before; the same where it has no head."""
    policy = _policy({_hash(each) for each in scripts}, {_hash(each) for each in styles})
    tag = f'\\g<1>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return BEFORE_POLICY.sub(tag.encode(), html, count=1)


def forbidden_by(tag: Tag) -> Iterator[str]:
    """A sentence for each thing in a tag that the policy would make useless."""
    if "style" in tag.attributes:
        yield f'"style" of <{tag.name}> would be ignored – give it a class, and style that in a stylesheet'
    is_fetched = tag.name == "link" and tag.get("rel") not in NAMING
    fetching = FETCHING_OF_LINKS if is_fetched else FETCHING
    for name in fetching.intersection(tag.attributes):
        if ELSEWHERE.search(tag.get(name)):
            yield f'<{tag.name}> may not fetch "{tag.get(name)}" from elsewhere – put the file into the project'


def _policy(scripts: Iterable[str], styles: Iterable[str], more: Mapping[str, str] | None = None) -> str:
    inline = {"script-src": scripts, "style-src": styles}
    directives = {name: " ".join(["'self'", *sorted(hashes)]) for name, hashes in inline.items()}
    directives = {"default-src": "'none'"} | directives | OTHERWISE | dict(more or {})
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
