"""Proves that every link within a built site leads somewhere: to a file of the site, and to a place that it has.

It reads what was built, since most links are written by macros, templates and the theme, and tells where in the project
a link can be mended as far as that can be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from explainer.addresses import NOWHERE, address_of, canonical_of, file_of, files_of_source
from explainer.bundle.markup import VOID
from explainer.calls import written_pages
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean
from explainer.page_links import SCHEME, links_in
from explainer.project import Project
from explainer.visible import visible

#: The files in which links are looked for, by the ending of their names.
READ = {".html", ".svg", ".xml", ".css"}
#: A tag with its attributes, none of which holds a bracket that opens (`require_inert` sees to that); what stands in
#: comments, scripts and style elements holds no tags.
TAG = re.compile(
    r"""
    <!--(?:(?!<!--).)*?-->
    | <(?P<code>script|style)\b(?P<of_code>(?:[^<>"']|"[^<"]*"|'[^<']*')*)>.*?</(?P=code)
    | <(?P<tag>[a-z][^\s/<>]*)(?P<of_tag>(?:[^<>"']|"[^<"]*"|'[^<']*')*)>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
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


@dataclass(frozen=True)
class _Link:
    """An address in a file of the site, or with `is_id` an id of the same page, and where the tag around it ends."""

    tag: str
    attribute: str
    address: str
    end: int
    is_id: bool = False


def require_links(project: Project, site: Path) -> None:
    """Raise `ProblemsFound` with all links of a built site that lead to no file of it, or to no place in that file."""
    problems = [*_Site(project, site).problems()]
    if problems:
        raise ProblemsFound(problems)


class _Site:
    """A built site: its files, the links in them, and the ids that links can lead to."""

    def __init__(self, project: Project, site: Path) -> None:
        self.project = project
        paths = sorted(path for path in site.rglob("*") if path.is_file())
        self.files = {path.relative_to(site).as_posix(): path for path in paths}
        self.texts = {
            name: path.read_text(encoding="utf-8") for name, path in self.files.items() if path.suffix in READ
        }
        self.links: dict[str, list[_Link]] = {}
        self.anchors: dict[str, set[str]] = {}
        for name, text in self.texts.items():
            self.anchors[name] = set()
            self.links[name] = [*(_links_in_css(text) if name.endswith(".css") else self._links_in(name, text))]
        canonical = canonical_of(self.texts.get("index.html", ""))
        #: The address of the site, where it is known.
        self.home = urljoin(canonical, ".") if canonical else ""

    def problems(self) -> Iterator[Problem]:
        """Each link that leads nowhere, once for each file."""
        for name, links in self.links.items():
            told: set[str] = set()
            for link in links:
                wrong = None if link.address in told else self._wrong(name, link)
                if wrong:
                    told.add(link.address)
                    message = f"{self._subject(name, link)} {wrong}"
                    yield from (Problem(place, message) for place in self._places(name, link))

    def _links_in(self, name: str, text: str) -> Iterator[_Link]:
        silent = 0  # up to where nothing is read aloud
        for tag in TAG.finditer(text):
            element = (tag["tag"] or tag["code"] or "").lower()
            for written, *values in ATTRIBUTE.findall(tag["of_tag"] or tag["of_code"] or ""):
                attribute, value = written.lower(), "".join(values)
                value = (unescape(value) if "&" in value else value).strip()
                if attribute == "id" or (attribute == "name" and element == "a"):
                    self.anchors[name].add(value)
                elif attribute == "aria-hidden" and value == "true" and tag.start() >= silent:
                    silent = _end_of(element, text, tag.end())
                elif attribute in READ_ALOUD and tag.start() < silent:
                    continue
                else:
                    yield from _links_of(element, attribute, value, tag.end())

    def _wrong(self, name: str, link: _Link) -> str | None:
        """What is wrong with a link of a file, and the remedy; None when nothing is."""
        if link.is_id:
            return None if link.address in self.anchors[name] else self._no_place(name, link.address, link.address)
        address = link.address
        is_own = bool(self.home) and address.startswith(self.home)
        if (SCHEME.match(address) or link.tag == "meta") and not is_own:
            return None
        path, _, fragment = address.removeprefix(self.home if is_own else "").partition("#")
        path = path.partition("?")[0]
        if path.startswith("/"):
            start = urlsplit(self.home).path or "/"
            if name != NOWHERE or not path.startswith(start):  # which hosts show at any depth
                return f'leads to "{address}", which begins at the host’s start – write it relative to the page'
            path, is_own = path.removeprefix(start), True
        target = _target("" if is_own else name, path)
        if target not in self.files:
            known = [_address(each, name) for each in self.files]
            remedy = did_you_mean(path, known, "correct it, or add what it should lead to")
            return f'leads to "{address}", which this site does not have – {remedy}'
        place = unquote(fragment)
        if place in ("", "top") or target not in self.anchors or place in self.anchors[target]:
            return None
        return self._no_place(target, place, address)

    def _no_place(self, target: str, place: str, address: str) -> str:
        """What is wrong with a link to a place that a page lacks; a place that only a script makes is not suggested."""
        known = [each for each in self.anchors[target] if not each.startswith("__")]
        remedy = did_you_mean(place, known, "correct it, or give what it should lead to that id")
        return f'leads to "{address}", but nothing there has the id "{place}" – {remedy}'

    def _subject(self, name: str, link: _Link) -> str:
        text = self.texts[name]
        if link.tag == "a":
            inside = re.split("</a", text[link.end : link.end + LONGEST], maxsplit=1, flags=re.IGNORECASE)[0]
            words = unescape(re.sub(r"<[^>]*>", "", inside))
            return f'the link "{visible(words)[:SHOWN]}"'
        return f"{link.attribute} of <{link.tag}>" if link.tag else "the stylesheet"

    def _places(self, name: str, link: _Link) -> list[Place]:
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
            built[source.as_posix()] = next(each for each in names if each in self.files)
        return built

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {page: source for source, page in self._built.items()}


def _links_of(element: str, attribute: str, value: str, end: int) -> Iterator[_Link]:
    """What an attribute leads to."""
    if attribute in ADDRESS or (attribute == "content" and element == "meta"):
        yield _Link(element, attribute, value, end)
    elif attribute in ADDRESSES:
        yield from (_Link(element, attribute, part.split()[0], end) for part in value.split(",") if part.strip())
    elif attribute in IDS:
        yield from (_Link(element, attribute, each, end, is_id=True) for each in value.split())
    elif "url(" in value:
        yield from (_Link(element, attribute, "".join(each), end) for each in STYLED.findall(value))


def _end_of(element: str, text: str, start: int) -> int:
    """Where an element ends whose content begins at `start`."""
    if element in VOID or text[start - 2] == "/":
        return start
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(element)}\b", re.IGNORECASE).finditer(text, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    return len(text)


def _links_in_css(text: str) -> Iterator[_Link]:
    for values in STYLED.findall(text):
        address = "".join(values)
        if not address.startswith("#"):  # a place in the page that uses the stylesheet
            yield _Link("", "url", address, 0)


def _target(page: str, path: str) -> str:
    """The file that a path leads to from a page, as hosts find it; the page itself without one."""
    if not path and page:
        return page
    whole = normpath(join(dirname(page), unquote(path)))
    is_folder = not path or path.rpartition("/")[2] in ("", ".", "..")
    return normpath(file_of(f"{whole}/")) if is_folder else whole


def _address(file: str, page: str) -> str:
    """The address of a file as a page would write it."""
    return quote(address_of(relpath(file, dirname(page) or ".")))
