"""The links that people write in pages, with their places; those to pages and files that are not there."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from posixpath import dirname, normpath, relpath
from urllib.parse import unquote

from explainer.calls import PAGES, written_pages
from explainer.data.urls import WEB, mistake_in
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean
from explainer.files import read_text
from explainer.project import Project
from explainer.quantities import blanks

#: What holds no links: what stands above a page, code, comments and parts of templates.
WITHOUT_LINKS = re.compile(
    r"""
    \A---\n.*?\n---\n
    | ^[ ]*(?:```|~~~)[^\n]*\n(?:(?![ ]*(?:```|~~~))[^\n]*\n)*[ ]*(?:```|~~~)[ ]*$
    | ``(?:[^`\n]|`(?!`))+`` | `[^`\n]+`
    | <!--(?:(?!<!--).)*?-->
    | \{\{(?:(?!\{\{).)*?\}\} | \{%(?:(?!\{%).)*?%\} | \{\#(?:(?!\{\#).)*?\#\}
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
LINK = re.compile(
    r"""
    (?<!\\)\]\([ ]*(?:<(?P<angled>[^<>\n]+)>|(?P<inline>(?:[^\s()]|\([^\s()]*\))+))   # [words](address "title")
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?(?P<defined>[^\s<>]+)                      # [name]: address
    | <(?P<auto>https?://[^<>\s]+)>
    | <[A-Za-z][^<>]*?\s(?:href|src)[ ]*=[ ]*(?P<quote>["'])(?P<html>[^"'<>\n]+)(?P=quote)
    """,
    re.VERBOSE | re.MULTILINE,
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenLink:
    """A link as somebody wrote it; `is_html` says that the builder leaves it as it is."""

    address: str
    place: Place
    is_html: bool


def links_in(text: str, file: str) -> Iterator[WrittenLink]:
    """The links of a page or a template."""
    shown = WITHOUT_LINKS.sub(blanks, text)
    lines = [0, *(end.end() for end in re.finditer("\n", text))]
    for match in LINK.finditer(shown):
        kind = match.lastgroup or ""
        start = match.start(kind)
        if text[start : match.end(kind)] != match[kind]:  # a macro writes a part of it
            continue
        line = bisect_right(lines, start)
        place = Place(file, line, start - lines[line - 1] + 1)
        yield WrittenLink(unescape(match[kind]).strip(), place, is_html=kind == "html")


def link_problems(
    project: Project, charts: Collection[str], is_unread: Callable[[str, str], bool] = lambda *_: False
) -> Iterator[Problem]:
    """Links of pages that are surely wrong: to a page or a file that is not there, or to no address elsewhere.

    Anchors, and links that macros and templates write, are known once the site is built.
    """
    made = {(project.chart_pages / f"{chart}.md").relative_to(project.docs).as_posix() for chart in charts}
    pages = {path.relative_to(project.docs).as_posix() for path in written_pages(project)} | made

    @cache  # a page may hold thousands of the same one
    def mistake(file: str, address: str, *, is_html: bool) -> str | None:
        if WEB.match(address):
            return mistake_in(address)
        if is_html or SCHEME.match(address):
            return None
        folder = dirname((project.root / file).relative_to(project.docs).as_posix()) or "."
        return _missing(project, folder, address, pages, seen_from, is_unread)

    @cache
    def seen_from(folder: str) -> tuple[str, ...]:
        return tuple(relpath(each, folder) for each in pages)

    for link in page_links(project):
        if wrong := mistake(link.place.file, link.address, is_html=link.is_html):
            yield Problem(link.place, wrong)


def page_links(project: Project) -> Iterator[WrittenLink]:
    """The links in pages that people write and in the project's own templates, as far as these can be read."""
    templates = sorted(project.own_parts.rglob("*.html"))
    for path in (*written_pages(project), *templates):
        try:
            text = read_text(path, project.name_of(path))
        except ProblemsFound:  # reported where pages are checked
            continue
        yield from links_in(text, project.name_of(path))


def _missing(
    project: Project,
    folder: str,
    address: str,
    pages: Collection[str],
    seen_from: Callable[[str], Iterable[str]],
    is_unread: Callable[[str, str], bool],
) -> str | None:
    """What is wrong with an address that a page gives relative to its folder, from which others are `seen_from`."""
    path = unquote(re.split("[?#]", address)[0])
    suffix = Path(path).suffix
    if not suffix or path.startswith("/"):  # a place in the page itself, or what the builder knows better
        return None
    target = normpath(f"{folder}/{path}")
    file = project.docs / target
    if suffix in PAGES:
        if target in pages or (file.parent == project.chart_pages and is_unread("chart", file.stem)):
            return None
        remedy = did_you_mean(path, seen_from(folder))
        return f'the link leads to "{path}", which is no page – {remedy}'
    if file.is_file() or file.is_relative_to(project.files):  # those are made later
        return None
    known = [each.name for each in file.parent.glob(f"*{suffix}")]
    near = did_you_mean(file.name, known, "add the file, or correct the address")
    return f'the link leads to "{path}", which is no file – {near}'
