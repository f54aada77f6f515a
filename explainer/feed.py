"""An Atom feed (RFC 4287) of editions and corrections, made from the built page of changes.

What it says is therefore what readers see there, in the same words. The page tells the addresses, too: its own in
`rel="canonical"`, and that of the feed wherever it links to it. Without them there is no feed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from explainer.addresses import EDITION, files_of_source
from explainer.bundle.markup import VOID
from explainer.data import Dataset
from explainer.data.dates import PartialDate
from explainer.errors import Place, Problem, ProblemsFound
from explainer.project import Project
from explainer.visible import visible

if TYPE_CHECKING:
    from explainer.built import BuiltSite

FEED = "feed.xml"
ATOM = "http://www.w3.org/2005/Atom"
FEED_TYPE = "application/atom+xml"
#: How the id of a correction begins.
CORRECTION = "correction-"

#: Elements that readers of feeds show; of others only the text is kept.
KEPT = re.compile(
    "a|abbr|b|blockquote|br|code|dd|del|dl|dt|em|h[3-6]|hr|i|ins|li|ol|p|pre|q|s|small|strong|sub|sup|table|tbody|td|th|"
    "thead|time|tr|ul"
)
#: Elements without text that anybody should read.
SILENT = {"script", "style", "svg", "template"}
#: Links beside the text: of the theme to a heading, and to where an entry is edited.
APPENDAGES = {"headerlink", "edit"}


@dataclass
class _Part:
    """A part of the page: its title, its HTML for elsewhere, and how many elements are open in it."""

    title: str = ""
    html: list[str] = field(default_factory=list)
    depth: int = 0


def write_feed(project: Project, data: Dataset, site: "BuiltSite") -> None:
    """Write `feed.xml` into a built site, if its page of changes says where both stand.

    Raises `ProblemsFound` when that page lacks a correction, or names an edition after no day.
    """
    names = files_of_source(project.changes.relative_to(project.docs).with_suffix("").as_posix())
    name = next((each for each in names if each in site.files), None)
    page = _Changes(site.text(name)) if name else None
    if page and page.address and page.feed_address:
        content: bytes = ET.tostring(_feed(project, data, page), encoding="utf-8", xml_declaration=True)
        site.write(FEED, content + b"\n")


def _feed(project: Project, data: Dataset, page: "_Changes") -> ET.Element:
    entries = [*_dated(project, data, page)]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": project.locale.replace("_", "-")})
    _add(feed, "id", _id(project, "changes"))
    _add(feed, "title", f"{project.name}: {visible(page.title.title)}")
    _add(feed, "updated", _midnight(entries[0][0] if entries else project.edition))
    _add(ET.SubElement(feed, "author"), "name", project.name)
    ET.SubElement(feed, "link", rel="self", type=FEED_TYPE, href=urljoin(page.address, page.feed_address))
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=page.address)
    for day, anchor, part in entries:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", _id(project, anchor))
        _add(entry, "title", visible(part.title) or anchor)
        _add(entry, "updated", _midnight(day))
        ET.SubElement(entry, "category", term=anchor.partition("-")[0])
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=f"{page.address}#{anchor}")
        _add(entry, "content", "".join(part.html).strip(), type="html")
    ET.indent(feed)
    return feed


def _dated(project: Project, data: Dataset, page: "_Changes") -> Iterator[tuple[str, str, _Part]]:
    """Each edition and each correction of the page with its day and its anchor."""
    place = Place(project.name_of(project.changes))
    problems: list[Problem] = []
    for anchor, part in page.parts.items():
        if edition := EDITION.fullmatch(anchor):
            try:
                yield PartialDate(edition[1]), anchor, part
            except ValueError as error:
                problems.append(Problem(place, f"{anchor}: {error}"))
    for correction in data.corrections.values():
        anchor = f"{CORRECTION}{correction.id}"
        if anchor in page.parts:
            yield correction.date, anchor, page.parts[anchor]
        else:
            message = f'the correction "{correction.id}" is not on this page – let it show the list of corrections'
            problems.append(Problem(place, message))
    if problems:
        raise ProblemsFound(problems)


def _id(project: Project, anchor: str) -> str:
    """The same wherever the site stands, so that no reader is told twice when it moves."""
    return uuid5(NAMESPACE_URL, f"{project.slug}/{anchor}").urn


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


class _Changes(HTMLParser):
    """The page of changes: its title and address, that of the feed, and its editions and corrections by their anchors.

    Links in the parts are absolute; what only works on the page is left out.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = _Part()
        self.address = self.feed_address = ""
        self.parts: dict[str, _Part] = {}
        self._open: list[str] = []
        self._part: _Part | None = None
        self._titled: _Part | None = None
        self._silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") == "canonical":
            self.address = values.get("href", "")
        elif values.get("type") == FEED_TYPE:
            self.feed_address = values.get("href", "")
        if tag not in VOID:
            self._open.append(tag)
        if not self._silent and _is_silent(tag, values):
            self._silent = len(self._open)
        if not self._silent:
            if self._part and KEPT.fullmatch(tag):
                self._part.html.append(self._markup(tag, values))
            self._begin(tag, values.get("id", ""))

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            last = self._open.pop()
            if self._part and len(self._open) < self._part.depth:
                self._part = None
            if not self._silent:
                if self._part and KEPT.fullmatch(last):
                    self._part.html.append(f"</{last}>")
                self._end(last)
            if len(self._open) < self._silent:
                self._silent = 0
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._titled:
            self._titled.title += data
        if self._part:
            self._part.html.append(escape(data, quote=False))

    def _begin(self, tag: str, anchor: str) -> None:
        """A section ends where the next heading begins; a correction's title is its first paragraph."""
        if tag == "h1":
            self._titled = self.title
        elif tag == "h2":
            self._part = None
            if EDITION.fullmatch(anchor):
                self._titled = self.parts[anchor] = _Part(depth=len(self._open) - 1)
        elif anchor.startswith(CORRECTION):
            self._part = self.parts[anchor] = _Part(depth=len(self._open))
        elif tag == "p" and self._part and not self._part.title:
            self._titled = self._part

    def _end(self, tag: str) -> None:
        if self._titled and tag in ("h1", "h2", "p"):
            if tag == "h2":
                self._part = self._titled
            self._titled = None

    def _markup(self, tag: str, values: dict[str, str]) -> str:
        kept = {name: value for name, value in values.items() if name in ("datetime", "lang")}
        if tag == "a" and "href" in values:
            kept["href"] = urljoin(self.address, values["href"])
        attributes = (f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<{tag}{''.join(attributes)}>"


def _is_silent(tag: str, values: dict[str, str]) -> bool:
    return tag in SILENT or "popover" in values or not APPENDAGES.isdisjoint(values.get("class", "").split())
