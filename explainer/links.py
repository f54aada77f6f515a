"""Proves that every link within a built site leads somewhere: to a file of the site, and to a place that it has.

It reads what was built, since most links are written by macros, templates and the theme, and tells where in the project
a link can be mended as far as that can be found.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from posixpath import dirname, join, normpath, relpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from explainer.addresses import NOWHERE, address_of, files_of_source
from explainer.calls import written_pages
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean
from explainer.page_links import SCHEME, links_in
from explainer.project import Project
from explainer.tags import Tag
from explainer.visible import visible

if TYPE_CHECKING:
    from explainer.built import BuiltSite  # which reads pages by the rules below

#: Attributes that hold an address, several of them, or ids of the same page; what is hidden from those who listen needs
#: no name.
ADDRESS = {"href", "xlink:href", "src", "poster", "data"}
ADDRESSES = {"srcset", "imagesrcset"}
READ_ALOUD = {
    f"aria-{word}" for word in ("controls", "labelledby", "describedby", "details", "owns", "flowto", "errormessage")
}
IDS = {"for", "popovertarget", "commandfor", "list", "form", "headers", "itemref"} | READ_ALOUD
#: An address in a stylesheet, or in an attribute of a drawing.
STYLED = re.compile(r"""\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
#: Characters of a link's words that are shown, and of its content that is read for them.
SHOWN, LONGEST = 60, 2_000


class Link(NamedTuple):
    """An address in a tag, or with `is_id` the id of a place in the same page; the tag is empty in a stylesheet.

    One that `is_read_aloud` matters only where its element is.
    """

    tag: str
    attribute: str
    address: str
    is_id: bool = False
    is_read_aloud: bool = False


def links_of(tag: Tag) -> Iterator[Link]:
    """The links in a tag."""
    for attribute, value in tag.attributes.items():
        if attribute in ADDRESS or (attribute == "content" and tag.name == "meta"):
            yield Link(tag.name, attribute, value.strip())
        elif attribute in IDS:
            is_read_aloud = attribute in READ_ALOUD
            yield from (
                Link(tag.name, attribute, each, is_id=True, is_read_aloud=is_read_aloud) for each in value.split()
            )
        elif attribute in ADDRESSES:
            parts = (part.split() for part in value.split(","))
            yield from (Link(tag.name, attribute, part[0]) for part in parts if part)
        elif "url(" in value:
            yield from (Link(tag.name, attribute, address) for address in _styled(value))


def places_of(tag: Tag) -> tuple[str, ...]:
    """The ids by which links lead to a tag, each once."""
    ids = [tag.get("id").strip()]
    if tag.name == "a" and tag.get("name").strip() not in ids:
        ids.append(tag.get("name").strip())
    return tuple(filter(None, ids))


def links_of_css(text: str) -> Iterator[Link]:
    """The links in a stylesheet; a place without a file is one in the page that uses it."""
    yield from (Link("", "url", address) for address in _styled(text) if not address.startswith("#"))


def lead_of(link: Link, page: str, home: str) -> tuple[str, str] | None:
    """The file and the place in it (empty: its beginning) to which a link of a page leads.

    `home` is the address of the site, empty where it is not known. What leads elsewhere gives None; what begins at the
    host’s start gives an address that is no file’s.
    """
    if link.is_id:
        return page, link.address
    is_own = bool(home) and link.address.startswith(home)
    if (link.tag == "meta" or SCHEME.match(link.address)) and not is_own:
        return None
    path, _, fragment = link.address.removeprefix(home if is_own else "").partition("#")
    path = path.partition("?")[0]
    if path.startswith("/"):
        start = urlsplit(home).path or "/"
        if page != NOWHERE or not path.startswith(start):  # which hosts show at any depth
            return path, ""
        path, is_own = path.removeprefix(start), True
    place = unquote(fragment)
    return _target("" if is_own else page, path), "" if place == "top" else place


def require_links(project: Project, site: "BuiltSite") -> None:
    """Raise `ProblemsFound` with all links of a built site that lead to no file of it, or to no place in that file."""
    wrong = [name for name, page in site.pages.items() if any(not site.has(*lead) for lead in page.leads.items())]
    if wrong:
        report = _Report(project, site)
        raise ProblemsFound(problem for name in wrong for problem in report.problems(name))


class _Report:
    """Tells of links that lead nowhere, and where they are written as far as that can be found."""

    def __init__(self, project: Project, site: "BuiltSite") -> None:
        self.project = project
        self.site = site

    def problems(self, name: str) -> Iterator[Problem]:
        """Each such link of a page or a stylesheet, once for each address."""
        text = self.site.text(name)
        told: set[str] = set()
        for link, end in self.site.links(name):
            wrong = None if link.address in told else self._wrong(name, link)
            if wrong:
                told.add(link.address)
                message = f"{_subject(link, text[end : end + LONGEST])} {wrong}"
                yield from (Problem(place, message) for place in self._places(name, link))

    def _wrong(self, name: str, link: Link) -> str | None:
        """What is wrong with a link of a file, and the remedy; None when nothing is."""
        target, place = lead_of(link, name, self.site.home) or (name, "")
        if self.site.has(target, filter(None, [place])):
            return None
        leads = f'leads to "{link.address}"'
        if target.startswith("/"):
            return f"{leads}, which begins at the host’s start – write it relative to the page"
        if target not in self.site.files:
            path = re.split("[?#]", link.address.removeprefix(self.site.home), maxsplit=1)[0]
            remedy = did_you_mean(path, self._addresses(name), "correct it, or add what it should lead to")
            return f"{leads}, which this site does not have – {remedy}"
        known = [each for each in self.site.pages[target].places if not each.startswith("__")]  # those are of scripts
        remedy = did_you_mean(place, known, "correct it, or give what it should lead to that id")
        return f'{leads}, but nothing there has the id "{place}" – {remedy}'

    def _addresses(self, name: str) -> list[str]:
        """The addresses of all files, as a page would write them."""
        return [quote(address_of(relpath(file, dirname(name) or "."))) for file in self.site.files]

    def _places(self, name: str, link: Link) -> list[Place]:
        """Where a link is written in the page's own file; else that file, or the built one if nobody wrote it."""
        source = self._sources.get(name)
        if source is None:
            return [Place(f"{self.project.name_of(self.project.site)}/{name}")]
        file = self.project.name_of(self.project.docs / source)
        text = (self.project.docs / source).read_text(encoding="utf-8-sig")
        address, _, fragment = link.address.partition("#")
        wanted = {link.address, (_target(name, address), unquote(fragment))}
        found = []
        for written in links_in(text, file):
            path, _, place = written.address.partition("#")
            target = normpath(join(dirname(source), unquote(path))) if path else source
            if written.address in wanted or (self._built.get(target, target), unquote(place)) in wanted:
                found.append(written.place)
        return found or [Place(file)]

    @cached_property
    def _built(self) -> dict[str, str]:
        """The built page of each page that somebody wrote, both relative to their folders."""
        built = {}
        for path in written_pages(self.project):
            source = path.relative_to(self.project.docs)
            names = files_of_source(source.with_suffix("").as_posix())
            built[source.as_posix()] = next(each for each in names if each in self.site.files)
        return built

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {page: source for source, page in self._built.items()}


def _subject(link: Link, following: str) -> str:
    """What a message calls a link; `following` begins where its tag ends."""
    if link.tag == "a":
        inside = re.split("</a", following, maxsplit=1, flags=re.IGNORECASE)[0]
        words = unescape(re.sub(r"<[^>]*>", "", inside))
        return f'the link "{visible(words)[:SHOWN]}"'
    return f"{link.attribute} of <{link.tag}>" if link.tag else "the stylesheet"


def _styled(text: str) -> Iterator[str]:
    """The addresses in styles."""
    return ("".join(each) for each in STYLED.findall(text))


def _target(page: str, path: str) -> str:
    """The file that a path leads to from a page, as hosts find it; the page itself without one."""
    if not path and page:
        return page
    is_folder = path.rpartition("/")[2] in ("", ".", "..")
    return normpath(join(dirname(page), unquote(path), "index.html" if is_folder else ""))
