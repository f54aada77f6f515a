"""Old addresses that lead to new ones: `redirects.yml`, what is wrong with it, and what it makes of a built site."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TypeGuard
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import MADE, PUBLISHED, START, Addresses, address_of, citable, file_of, read_published
from explainer.data import Dataset
from explainer.data.yamlfile import parse_yaml
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean, is_near
from explainer.files import read_text, write_atomically
from explainer.project import Project

REDIRECTS = "redirects.yml"
#: What hosts read that can answer for an old address by themselves.
FOR_HOSTS = "_redirects"

#: A page or a file below the site's own address, and a place in it. No part is a way up.
ADDRESS = re.compile(r"(?:\./|(?:[^\W_][\w.~-]*/)*(?:[^\W_][\w.~-]*)?)(?:#[\w.~-]+)?")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')

PAGE = Markup("""\
<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url={link}">
{canonical}\
    <link rel="icon" href="data:,">
    <title>This page has moved – {site}</title>
    <style>
      :root {{ color-scheme: light dark; }}
      body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 34rem; padding: 10vh 1rem 4rem; }}
      h1 {{ line-height: 1.2; overflow-wrap: anywhere; }}
      a {{ display: inline-block; padding: .4rem 0; }}
    </style>
  </head>
  <body>
    <main>
      <h1>This page has moved</h1>
      <p>It stands here now:<br><a href="{link}">{title}</a></p>
    </main>
  </body>
</html>
""")
CANONICAL_LINK = Markup('    <link rel="canonical" href="{address}">\n')
#: What leads on where only a place in a page has moved: within the page, or to another one.
PLACE_HERE = Markup('<span id="{anchor}"></span>')
PLACE_ELSEWHERE = Markup('<p class="moved" id="{anchor}">This has moved to <a href="{link}">{title}</a>.</p>\n')


@dataclass(frozen=True)
class Redirect:
    """An old address, the new one, and where they are written."""

    old: str
    new: str
    place: Place

    @property
    def is_of_page(self) -> bool:
        """Whether a whole page has moved."""
        return "#" not in self.old and _is_page(self.old)

    @property
    def is_of_place(self) -> bool:
        """Whether a place in a page has moved."""
        return "#" in self.old


def read_redirects(project: Project) -> dict[str, Redirect]:
    """The redirects by their old address. Raises `ProblemsFound` when the file cannot be read as such."""
    path = project.root / REDIRECTS
    if not path.exists():
        return {}
    document = parse_yaml(read_text(path, REDIRECTS), REDIRECTS)
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        message = "it holds no old and new addresses – write lines of the form “old/: new/”"
        raise ProblemsFound([Problem(Place(REDIRECTS, 1), message)])
    redirects, problems = {}, []
    for old, new in document.value.items():
        place = document.place((old, "@key"))
        wrong = [each for each in (old, new) if not _is_address(each)]
        if wrong:
            message = (
                f'"{wrong[0] or ""}" is no address of this site – write it without the site\'s own, as in {PUBLISHED}'
            )
            problems.append(Problem(place, message))
        else:
            redirects[old] = Redirect(old, new, place)
    if problems:
        raise ProblemsFound(problems)
    return redirects


def broken_addresses(project: Project, data: Dataset, charts: Mapping[str, object]) -> Iterator[Problem]:
    """What is wrong with redirects, and what was published and will be gone, as far as that shows before a build."""
    published, redirects = read_published(project), read_redirects(project)
    known = Addresses.of_sources(project, data, charts)
    yield from _wrong(redirects, known)
    ids = citable(project, data)
    for problem, address in _lost(published, redirects, known):
        page, _, anchor = address.partition("#")
        may_be_made = anchor in ids if anchor else not (_is_page(page) or MADE.match(page))
        if not may_be_made:
            yield problem


def keep_addresses(project: Project, site: Path) -> None:
    """Have every address that was ever published lead somewhere in a built site.

    Raises `ProblemsFound` with the ones that do not, and with redirects that cannot be.
    """
    published, redirects = read_published(project), read_redirects(project)
    if not (published or redirects):
        return
    known = Addresses.of_site(site)
    problems = [*_wrong(redirects, known), *(problem for problem, _ in _lost(published, redirects, known))]
    if problems:
        raise ProblemsFound(problems)
    for redirect in redirects.values():
        if redirect.is_of_place:
            _lead_from_place(project, site, redirect, redirects)
    for redirect in redirects.values():
        if redirect.is_of_page:
            write_atomically(site / file_of(redirect.old), _page(project, site, redirect))
        elif not redirect.is_of_place:  # of a file: what shows or reads it elsewhere follows no page
            write_atomically(site / redirect.old, (site / redirect.new).read_bytes())
    lines = [f"{_rooted(each.old)} {_rooted(each.new)} 301\n" for each in redirects.values() if each.is_of_page]
    if lines:
        (site / FOR_HOSTS).write_text("".join(lines), encoding="utf-8")


def _wrong(redirects: Mapping[str, Redirect], known: Addresses) -> Iterator[Problem]:
    """The first thing that is wrong with each redirect."""
    for redirect in redirects.values():
        for sentence in islice(_reasons(redirect, redirects, known), 1):
            yield Problem(redirect.place, sentence)


def _reasons(redirect: Redirect, redirects: Mapping[str, Redirect], known: Addresses) -> Iterator[str]:
    old, new = redirect.old, redirect.new
    page, _, anchor = new.partition("#")
    if old in known:
        yield f'"{old}" exists, and nothing can lead away from it – take out this line'
    if new in redirects or page in redirects:
        end = _end(redirect, redirects)
        if end is None:
            yield f'"{old}" leads round in a circle – name an address that exists'
        yield f'"{old}" leads to "{new}", which has moved itself – write "{end}" in its place'
    if page not in known:
        yield f'"{old}" leads to "{new}", which does not exist – {_nearest(page, [*known.pages, *known.files])}'
    if anchor and known.is_built and new not in known:
        places = [f"{page}#{each}" for each in known.pages.get(page, ())]
        yield f'"{old}" leads to "{new}", which does not exist – {_nearest(new, places)}'
    if redirect.is_of_place and _host(redirect, redirects) not in known.pages:
        yield f'"{old}" stands on a page that neither exists nor has moved – say where the page has moved to'
    if _kind(old) != _kind(new):
        yield f'"{old}" cannot lead to "{new}", which is of another kind – name one that ends in the same way'


def _nearest(address: str, known: Sequence[str]) -> str:
    return did_you_mean(address, known) if is_near(address, known) else "name an address that does"


def _end(redirect: Redirect, redirects: Mapping[str, Redirect]) -> str | None:
    """Where following redirects ends, if it does."""
    seen, new = {redirect.old}, redirect.new
    while new in redirects or new.partition("#")[0] in redirects:
        key = new if new in redirects else new.partition("#")[0]
        if key in seen:
            return None
        seen.add(key)
        new = redirects[key].new
    return new


def _host(redirect: Redirect, redirects: Mapping[str, Redirect]) -> str:
    """The page on which readers arrive who ask for a place that has moved."""
    page = redirect.old.partition("#")[0]
    return redirects[page].new.partition("#")[0] if page in redirects else page


def _lost(
    published: Mapping[str, Place], redirects: Mapping[str, Redirect], known: Addresses
) -> Iterator[tuple[Problem, str]]:
    """What was published and is no more. A page that moved takes with it the places that its new one has."""
    for address, place in published.items():
        page, _, anchor = address.partition("#")
        moved = redirects.get(page)
        if address in known or address in redirects or (anchor and page not in known and moved is None):
            continue
        if moved and f"{moved.new.partition('#')[0]}#{anchor}" in known:
            continue
        message = f'"{address}" was published and is gone – write into {REDIRECTS} where it stands now: "{address}: …"'
        yield Problem(place, message), address


def _lead_from_place(project: Project, site: Path, redirect: Redirect, redirects: Mapping[str, Redirect]) -> None:
    """Keep an old id on the page where it is looked for: at its new place, or else with a link to that."""
    host, anchor = _host(redirect, redirects), redirect.old.partition("#")[2]
    page, _, there = redirect.new.partition("#")
    path = site / file_of(host)
    html = path.read_text(encoding="utf-8")
    if page == host and not there:
        return  # browsers show the page's beginning
    if page == host:
        before, tag, after = re.split(rf'(<[^<>]*?\sid="{re.escape(there)}"[^<>]*>)', html, maxsplit=1)
        html = f"{before}{tag}{PLACE_HERE.format(anchor=anchor)}{after}"
    else:
        before, tag, after = html.rpartition("</article>")
        link, title = _relative(project, host, redirect.new), _title(site, redirect.new)
        html = f"{before}{PLACE_ELSEWHERE.format(anchor=anchor, link=link, title=title)}{tag}{after}"
    path.write_text(html, encoding="utf-8")


def _page(project: Project, site: Path, redirect: Redirect) -> str:
    """The page that leads to where another has moved. Addresses in it are relative, as in all pages."""
    canonical = CANONICAL.search((site / file_of(redirect.new)).read_text(encoding="utf-8"))
    return PAGE.format(
        language=project.locale.partition("_")[0],
        site=project.name,
        link=_relative(project, redirect.old, redirect.new),
        title=_title(site, redirect.new),
        canonical=CANONICAL_LINK.format(address=unescape(canonical[1])) if canonical else Markup(),
    )


def _title(site: Path, address: str) -> str:
    found = TITLE.search((site / file_of(address)).read_text(encoding="utf-8"))
    return " ".join(unescape(found[1]).split()) if found else address


def _relative(project: Project, page: str, address: str) -> str:
    """An address as seen from a page, in the form that the project's links have."""
    path, mark, anchor = address.partition("#")
    name = path if project.directories else file_of(path)
    link = posixpath.relpath(name, posixpath.dirname(page) or ".")
    return quote(f"{link}/" if name.endswith("/") else link) + mark + quote(anchor)


def _rooted(address: str) -> str:
    path, mark, anchor = address.partition("#")
    return f"/{quote(path.removeprefix(START))}{mark}{quote(anchor)}"


def _is_address(text: object) -> TypeGuard[str]:
    if not isinstance(text, str) or not ADDRESS.fullmatch(text):
        return False
    path = text.partition("#")[0]
    return path != "" and path == address_of(path)


def _kind(address: str) -> str:
    """What an address leads to: a page, or a file with a certain ending."""
    path = address.partition("#")[0]
    return "page" if _is_page(path) else PurePosixPath(path).suffix


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html"))
