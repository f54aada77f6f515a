"""What a reader finds on a built page, whatever made it, and in what two such pages differ."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

#: Where the site would stand, below folders, as addresses lead elsewhere from there that begin too high.
START = "https://site.example/some/folders/"

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: Elements that stand in the middle of a line, and so do not end a piece of text.
INLINE = {"a", "abbr", "b", "br", "button", "cite", "code", "em", "i", "kbd", "label", "q", "small", "span", "strong"}
INLINE |= {"sub", "sup", "time", "tspan", "wbr"}
#: Elements whose whole text is compared as one.
WHOLE = {"a", "button", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "label", "summary", "title", "tr"}
#: Attributes that are compared elsewhere, and one that is for the search index only.
UNSEEN = {"id", "href", "src", "srcset", "data-search-exclude"}
CONTROLS = {"button", "details", "dialog", "input", "label", "option", "select", "textarea"}
#: The parts of a page, by an element and a class of it; what stands in none of them is the frame.
PARTS = {
    ("article", "md-content__inner"): "article",
    ("nav", "md-tabs"): "tabs",
    ("nav", "md-nav--primary"): "navigation",
    ("nav", "md-nav--secondary"): "contents",
    ("footer", "md-footer"): "footer",
}
#: What pages say of themselves to browsers and to other sites.
METAS = re.compile(r"description|robots|theme-color|twitter:.*|og:.*")


GENERATOR = re.compile(r'<meta name="generator" content="[^"]*">')


@dataclass(frozen=True, order=True)
class Difference:
    """Something that is on one page only: `-` on the first, `+` on the second."""

    page: str
    what: str
    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.what}: {self.sign} {self.text}"


def differences(page: str, one: str, other: str) -> list[Difference]:
    """In what two versions of a page differ for a reader: the same things in another order count, too."""
    if GENERATOR.sub("", one) == GENERATOR.sub("", other):
        return []
    found = []
    first, second = read(page, one), read(page, other)
    for what in sorted(first.keys() | second.keys()):
        before, after = first.get(what, []), second.get(what, [])
        lost, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
        found += [Difference(page, what, "-", text) for text in lost.elements()]
        found += [Difference(page, what, "+", text) for text in new.elements()]
        if before != after and not lost and not new:
            place = next(number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1])
            found.append(Difference(page, what, "+", f"in another order: {after[place]}"))
    return found


def read(page: str, html: str) -> dict[str, list[str]]:
    """What stands on a page, which is named by its file: texts by part of the page and kind, in their order."""
    reader = _Reader(urljoin(START, page.removesuffix("index.html")))
    reader.feed(html)
    reader.close()
    reader.end_text()
    return reader.found


def pages(site: Path) -> dict[str, str]:
    """The HTML of every page of a built site, by file."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}


@dataclass
class _Element:
    tag: str
    values: dict[str, str]
    part: str
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: dict[str, list[str]] = {}
        self._open: list[_Element] = []
        self._text: list[str] = []
        self._drawing: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in INLINE:
            self.end_text()
        element = _Element(tag, values, self._part_of(tag, values))
        self._note(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].tag in {"script", "style"}:
            if self._open[-1].values.get("type") == "application/ld+json":
                self._add("data", json.dumps(json.loads(data), sort_keys=True))
            return
        self._text.append(data)
        for element in self._open:
            if element.tag in WHOLE:
                element.text.append(data)
        if self._is_drawing():
            self._drawing.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_text()
        if all(element.tag != tag for element in self._open):
            return
        while self._open:
            element = self._open[-1]
            self._close(element)
            self._open.pop()
            if element.tag == tag:
                return
            if element.tag in {"td", "th"}:
                self._between_cells()

    def end_text(self) -> None:
        """A piece of text ends here."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self._add("words", text)

    def _part_of(self, tag: str, values: dict[str, str]) -> str:
        for name in values.get("class", "").split():
            if (tag, name) in PARTS:
                return PARTS[tag, name]
        return self._open[-1].part if self._open else "frame"

    def _add(self, kind: str, text: str, part: str | None = None) -> None:
        part = part or (self._open[-1].part if self._open else "frame")
        self.found.setdefault(f"{part} {kind}", []).append(text)

    def _note(self, element: _Element) -> None:
        """What an element says by its name and attributes."""
        tag, values = element.tag, element.values
        if self._is_drawing() or tag == "svg":
            self._drawing.append(f"{tag} {sorted(values.items())}")
        if "id" in values:
            self._add("anchors", values["id"], element.part)
        if tag == "img":
            self._add("pictures", f'{self._leads_to(values.get("src", ""))} "{values.get("alt")}"', element.part)
        if tag in CONTROLS:
            known = {name: value for name, value in values.items() if name not in {"class", "id"}}
            self._add("controls", f"{tag} {sorted(known.items())}", element.part)
        if tag == "meta" and METAS.fullmatch(values.get("name", values.get("property", ""))):
            name = values.get("name", values.get("property"))
            self._add("head", f"{name} {values.get('media', '')} = {values.get('content')}")
        if tag == "link" and values.get("rel") in {"canonical", "icon", "next", "prev", "apple-touch-icon"}:
            self._add("head", f"{values['rel']} = {self._leads_to(values.get('href', ''))}")
        if tag == "html":
            self._add("head", f"language = {values.get('lang')}")
        if element.part == "article" and not self._is_drawing():
            shown = {name: value for name, value in values.items() if name not in UNSEEN}
            self._add("looks", f"{tag} {sorted(shown.items())}", element.part)

    def _close(self, element: _Element) -> None:
        """What an element says by all that stood in it."""
        text = " ".join("".join(element.text).split())
        match element.tag:
            case "a" if "href" in element.values:
                label = element.values.get("aria-label", element.values.get("title", ""))
                self._add("links", f'"{text or label}" to {self._leads_to(element.values["href"])}', element.part)
            case "title" if not self._is_drawing():
                self._add("head", f"title = {text}")
            case "tr":
                self._add("tables", text, element.part)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._add("headings", f"{element.tag} #{element.values.get('id')} {text}", element.part)
            case "td" | "th":
                self._between_cells()
            case "svg" if sum(each.tag == "svg" for each in self._open) == 1:
                digest = sha256("\n".join(self._drawing).encode()).hexdigest()[:8]
                name = element.values.get("aria-label", element.values.get("class", ""))
                self._add("pictures", f'drawing "{name}" {digest}', element.part)
                self._drawing.clear()

    def _between_cells(self) -> None:
        for element in self._open:
            if element.tag == "tr":
                element.text.append(" | ")

    def _is_drawing(self) -> bool:
        return any(element.tag == "svg" for element in self._open)

    def _leads_to(self, address: str) -> str:
        target = urljoin(self.address, address)
        return f"/{target.removeprefix(START)}" if target.startswith(START) else target
