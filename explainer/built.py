"""A built site as proofs see it: each file that browsers read is read once, and what was found in it is remembered.

The proofs are functions of what was found: `require_inert`, `require_links`, `write_policy` and others. What was found
comes from a file's name and content and the site's address alone; what it means for other files is not remembered.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from posixpath import splitext
from typing import Any, NamedTuple
from urllib.parse import urljoin

from explainer.addresses import canonical_of
from explainer.bundle.markup import VOID
from explainer.files import names_in
from explainer.inert import CONTROLS, acts, acts_within, is_code
from explainer.links import Link, lead_of, links_of, links_of_css, places_of
from explainer.memory import Memory
from explainer.policy import can_say_policy, forbidden_by, with_policy
from explainer.tags import MARKUP, TOKEN, UNCLEAR_END, Tag

#: The endings of files that browsers read as markup or as styles; of pages; of styles.
READ = {".html", ".htm", ".xhtml", ".xht", ".svg", ".xml", ".css"}
PAGE, STYLES = ".html", ".css"
HOME = "index.html"
#: How many different tags are kept in mind: most of them stand on many pages.
KEPT = 1 << 12


@dataclass(frozen=True)
class BuiltPage:
    """What was found in a file that browsers read.

    `active` is the first thing in it that would run, or that browsers could read in several ways; empty: none.
    `scripts` and `styles` are those in its text, `forbidden` a sentence for each thing that its policy would forbid.
    `places` are the ids in it, `twice` those that stand in it more than once. `leads` are the files to which its links
    lead, each with the places in it.
    """

    active: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    forbidden: tuple[str, ...]
    twice: tuple[str, ...]
    places: frozenset[str]
    leads: Mapping[str, tuple[str, ...]]

    @classmethod
    def of_json(cls, plain: dict[str, Any]) -> "BuiltPage":
        """A page in the form in which it is remembered. What several pages share is kept once."""
        lists = {name: _shared(plain[name]) for name in ("scripts", "styles", "forbidden", "twice")}
        leads = {sys.intern(name): _shared(places) for name, places in plain["leads"].items()}
        return cls(active=plain["active"], places=frozenset(_shared(plain["places"])), leads=leads, **lists)


class BuiltSite:
    """A built site: the names of its files, and what was found in those that browsers read.

    `home` is its address, empty where that is not known.
    """

    def __init__(
        self,
        folder: Path,
        memory: Memory | None = None,
        renamed: Mapping[str, str] | None = None,
        *,
        policy: bool = False,
    ) -> None:
        """Read what is in a folder. Pages call files that were `renamed` by the names that they have now.

        With `policy`, each page says its policy once it was read, and so does what is written later.
        """
        self.folder = folder
        self.files = {*names_in(folder)}
        self.pages: dict[str, BuiltPage] = {}
        self._says_policy = policy
        canonical = canonical_of(self.text(HOME)) if HOME in self.files else ""
        self.home = urljoin(canonical, ".") if canonical else ""
        for name in filter(_is_read, sorted(self.files)):
            content = given = (folder / name).read_bytes()
            for old, new in (renamed or {}).items():
                content = content.replace(old.encode(), new.encode())
            self._put(name, content, given, memory)

    def text(self, name: str) -> str:
        """The text of a file, with the ends of lines that browsers see."""
        return _text((self.folder / name).read_bytes())

    def links(self, name: str) -> Iterator[tuple[Link, int]]:
        """The links in a file that browsers read, each with the position in its text where the tag ends."""
        return ((link, end) for links, end in _Reading.of(name, self.text(name)).links for link in links)

    def has(self, name: str, places: Iterable[str] = ()) -> bool:
        """Whether a file exists, and has all of these places, as far as it is one that has places."""
        return name in self.files and (name not in self.pages or self.pages[name].places.issuperset(places))

    def write(self, name: str, content: bytes | str) -> None:
        """Write a file of the site, in place of the one that has this name."""
        self._put(name, content.encode() if isinstance(content, str) else content)
        self.files.add(name)

    def _put(self, name: str, content: bytes, given: bytes | None = None, memory: Memory | None = None) -> None:
        """Take in a file, and write it if it is not what the folder was `given`."""
        if _is_read(name):
            page = self.pages[name] = _found(name, content, self.home, memory)
            if self._says_policy and name.endswith(PAGE):
                content = with_policy(content, page.scripts, page.styles)
        if content != given:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _shared(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, texts))


def _found(name: str, content: bytes, home: str, memory: Memory | None) -> BuiltPage:
    if memory is None:
        return BuiltPage.of_json(_found_in(name, content, home))
    key = memory.key("built page", name, home, content)
    return BuiltPage.of_json(memory.recall(key, lambda: _found_in(name, content, home)))


def _found_in(name: str, content: bytes, home: str) -> dict[str, Any]:
    """What is in a file, in the form in which it is remembered."""
    reading = _Reading.of(name, _text(content))
    if not name.endswith(STYLES):
        reading.active += _no_text_in(content)
    if name.endswith(PAGE) and not can_say_policy(content):
        reading.forbidden.append("there is no <head>, where the page's policy belongs – write a whole page")
    leads: dict[str, set[str]] = {}
    for link in {link for links, _ in reading.links for link in links}:
        if lead := lead_of(link, name, home):
            leads.setdefault(lead[0], set()).update(filter(None, lead[1:]))
    return {
        "active": next(iter(reading.active), ""),
        "scripts": [*dict.fromkeys(reading.scripts)],
        "styles": [*dict.fromkeys(reading.styles)],
        "forbidden": reading.forbidden,
        "twice": [each for each, count in Counter(reading.places).items() if count > 1],
        "places": sorted({*reading.places}),
        "leads": {target: sorted(places) for target, places in sorted(leads.items())},
    }


class _Said(NamedTuple):
    """What a tag says, wherever it stands: itself if it acts, and its element if nothing in that is read aloud."""

    active: str
    forbidden: tuple[str, ...]
    places: tuple[str, ...]
    links: tuple[Link, ...]
    silent: str


@lru_cache(KEPT)
def _said_by(text: str) -> _Said | None:
    """What a tag with this text says; None when nothing."""
    tag = Tag.of(text)
    said = _Said(
        tag.text if acts(tag) else "",
        tuple(forbidden_by(tag)),
        tuple(places_of(tag)),
        tuple(links_of(tag)),
        tag.name if tag.get("aria-hidden") == "true" else "",
    )
    return said if any(said) else None


@dataclass
class _Reading:
    """What stands in a file, in its order; links with the position where their tag ends."""

    active: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    links: list[tuple[tuple[Link, ...], int]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, text: str) -> "_Reading":
        """Read a file of a site."""
        reading = cls()
        if name.endswith(STYLES):
            reading.links.append((tuple(links_of_css(text)), 0))
            return reading
        silent = 0  # up to where nothing is read aloud
        for token in TOKEN.finditer(text):
            written = token[1]
            if written is None:
                reading._note_other(token)
                written = token["holder"]
            if written and (said := _said_by(written)):
                reading._note(said, token, is_silent=token.start() < silent)
                if said.silent and token.start() >= silent:
                    silent = _end_of(said.silent, text, token.end())
        reading.active += UNCLEAR_END.findall(text)
        return reading

    def _note(self, said: _Said, token: re.Match[str], *, is_silent: bool) -> None:
        """What a tag says where it stands."""
        if said.active:
            self.active.append(said.active)
        if said.forbidden:
            self.forbidden += said.forbidden
        if said.places:
            self.places += said.places
        if said.links:
            links = tuple(link for link in said.links if not link.is_read_aloud) if is_silent else said.links
            self.links.append((links, token.end()))

    def _note_other(self, token: re.Match[str]) -> None:
        """What stands in a script or a style, in a comment, or where nobody can tell."""
        if token["holder"] is None:
            comment = token["comment"] or ""
            if token["unclear"] or MARKUP.search(comment) or comment.startswith((">", "->")):  # some end it there
                self.active.append(token[0])
            return
        holder, held = Tag.of(token["holder"]), token["held"]
        if acts_within(holder, held):
            self.active.append(held)
        elif holder.name == "style":
            self.styles.append(held)
        elif held and is_code(holder):
            self.scripts.append(held)


def _end_of(element: str, text: str, start: int) -> int:
    """Where an element ends whose content begins at `start`."""
    if element in VOID or text[start - 2] == "/":
        return start
    depth = 1
    for found in re.compile(rf"<(/?){re.escape(element)}\b", re.IGNORECASE).finditer(text, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.start()
    return len(text)


def _text(content: bytes) -> str:
    text = content.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_text_in(content: bytes) -> Iterator[str]:
    """The first thing in a file that no text holds, or no text in UTF-8."""
    if content.translate(None, CONTROLS) != content:
        yield next(chr(each) for each in content if each in CONTROLS)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        yield repr(content[error.start : error.end])


def _is_read(name: str) -> bool:
    return splitext(name)[1].lower() in READ
