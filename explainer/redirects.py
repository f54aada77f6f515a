"""Old addresses that lead to new ones: `redirects.yml`, what is wrong with it, and what it makes of a built site."""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from markupsafe import Markup

from explainer.addresses import (
    MADE,
    PUBLISHED,
    START,
    Addresses,
    canonical_of,
    citable,
    file_of,
    is_address,
    is_page,
    read_published,
)
from explainer.data import Dataset
from explainer.data.yamlfile import parse_yaml
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean, is_near
from explainer.files import read_text
from explainer.project import Project
from explainer.wording import Wording

if TYPE_CHECKING:
    from explainer.built import BuiltSite

REDIRECTS = "redirects.yml"
#: What hosts read that can answer for an old address by themselves.
FOR_HOSTS = "_redirects"

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
#: What leads on from within a page.
PLACE_HERE = Markup('<span id="{anchor}"></span>')
#: The project's words for a page that has moved, and for a place that has moved to another page; what they may name.
PAGE, IN_PAGE = "moved.html", {"language", "site", "link", "title", "canonical", "page", "places"}
PLACE, IN_PLACE = "moved_place.html", {"anchor", "link", "title"}


@dataclass(frozen=True)
class Redirect:
    """An old address, the new one, and where they are written."""

    old: str
    new: str
    place: Place

    @property
    def is_of_page(self) -> bool:
        """Whether a whole page has moved."""
        return "#" not in self.old and is_page(self.old)

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
        # Browsers show addresses with and without signs such as %20.
        addresses = [unquote(each) if isinstance(each, str) else "" for each in (old, new)]
        wrong = [each for each in addresses if not is_address(each)]
        if wrong:
            message = f'"{wrong[0]}" is no address of this site – write it without the site\'s own, as in {PUBLISHED}'
            problems.append(Problem(place, message))
        else:
            redirects[addresses[0]] = Redirect(addresses[0], addresses[1], place)
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
        may_be_made = anchor in ids if anchor else not (is_page(page) or MADE.match(page))
        if not may_be_made:
            yield problem


def keep_addresses(project: Project, site: "BuiltSite") -> None:
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
        if not (redirect.is_of_page or redirect.is_of_place):  # what shows or reads a file elsewhere follows no page
            site.write(redirect.old, (site.folder / redirect.new).read_bytes())
    if moved := [each for each in redirects.values() if each.is_of_page]:
        _lead_from_pages(project, site, moved, [each for each in redirects.values() if each.is_of_place])
        lines = [f"{_rooted(each.old)} {_rooted(each.new)} 301\n" for each in moved]
        site.write(FOR_HOSTS, "".join(lines))


def _wrong(redirects: Mapping[str, Redirect], known: Addresses) -> Iterator[Problem]:
    """The first thing that is wrong with each redirect."""
    names = sorted({*known.files, *map(file_of, (*known.pages, *redirects))})
    places = [each for each in redirects.values() if each.is_of_place]
    first = {_shown(each, redirects): each for each in reversed(places)}
    for redirect in redirects.values():
        for sentence in islice(_reasons(redirect, redirects, known, names, first), 1):
            yield Problem(redirect.place, sentence)


def _reasons(
    redirect: Redirect,
    redirects: Mapping[str, Redirect],
    known: Addresses,
    names: Sequence[str],
    first: Mapping[str, Redirect],
) -> Iterator[str]:
    """What is wrong with a redirect; `names` are all files, sorted, and `first` what first leads on from a place."""
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
    if redirect.is_of_place:
        yield from _in_two_places(redirect, _shown(redirect, redirects), known, first)
    elif other := _in_the_way(file_of(old), names):
        reason = "as one would be a folder with the name of the other"
        yield f'"{old}" and the file "{other}" cannot both exist, {reason} – take out this line'
    if _kind(old) != _kind(new):
        yield f'"{old}" cannot lead to "{new}", which is of another kind – name one that ends in the same way'


def _in_two_places(redirect: Redirect, shown: str, known: Addresses, first: Mapping[str, Redirect]) -> Iterator[str]:
    """What else has the id of a place that has moved, on the page where readers look for it."""
    if shown in known:
        yield f'"{redirect.old}" is looked for at "{shown}", which exists – take out this line'
    if first[shown] is not redirect:
        both = f'"{redirect.old}" is looked for at "{shown}", as "{first[shown].old}" is'
        yield f"{both}, and only one of them can lead on – take out the other"


def _in_the_way(name: str, names: Sequence[str]) -> str | None:
    """The first of the sorted names of files that would be a folder if this one existed, or the other way round."""
    for slash in re.finditer("/", name):
        folder = name[: slash.start()]
        if _first_from(folder, names) == folder:
            return folder
    inside = _first_from(f"{name}/", names)
    return inside if inside.startswith(f"{name}/") else None


def _first_from(name: str, names: Sequence[str]) -> str:
    """The first of sorted names that is not before another; empty after the last."""
    position = bisect_left(names, name)
    return names[position] if position < len(names) else ""


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


def _shown(redirect: Redirect, redirects: Mapping[str, Redirect]) -> str:
    """Where readers look for a place that has moved."""
    return f"{_host(redirect, redirects)}#{redirect.old.partition('#')[2]}"


def _lost(
    published: Mapping[str, Place], redirects: Mapping[str, Redirect], known: Addresses
) -> Iterator[tuple[Problem, str]]:
    """What was published and is no more. A page that moved takes with it the places that its new one has."""
    for address, place in published.items():
        page, _, anchor = address.partition("#")
        moved = redirects.get(page)
        if address in known or address in redirects or (anchor and page not in known and not moved):
            continue
        there = f"{moved.new.partition('#')[0]}#{anchor}" if moved else address
        if there in known or there in redirects:
            continue
        message = f'"{address}" was published and is gone – write into {REDIRECTS} where it stands now: "{address}: …"'
        yield Problem(place, message), address


def _lead_from_place(
    project: Project, site: "BuiltSite", redirect: Redirect, redirects: Mapping[str, Redirect]
) -> None:
    """Keep an old id on the page where it is looked for: at its new place, or else with a link to that."""
    host, anchor = _host(redirect, redirects), redirect.old.partition("#")[2]
    page, _, there = redirect.new.partition("#")
    html = site.text(file_of(host))
    if page == host and not there:
        return  # browsers show the page's beginning
    if page == host:
        before, tag, after = re.split(rf'(<[^<>]*?\sid="{re.escape(there)}"[^<>]*>)', html, maxsplit=1)
        html = f"{before}{tag}{PLACE_HERE.format(anchor=anchor)}{after}"
    else:
        before, tag, after = html.rpartition("</article>")
        link, title = _relative(project, host, redirect.new), _title(site, redirect.new)
        words = Wording.read(project, PLACE, IN_PLACE).fill(anchor=anchor, link=link, title=title)
        html = f"{before}{words}\n{tag}{after}"
    site.write(file_of(host), html)


def _lead_from_pages(
    project: Project, site: "BuiltSite", pages: Sequence[Redirect], places: Sequence[Redirect]
) -> None:
    """Write a page where each of these stood, which leads to its new address or to that of the place in it."""
    words = Wording.read(project, PAGE, IN_PAGE)
    for redirect in pages:
        link = _relative(project, redirect.old, redirect.new)
        html = words.fill(
            language=project.locale.partition("_")[0],
            site=project.name,
            link=link,
            title=_title(site, redirect.new),
            canonical=canonical_of(site.text(file_of(redirect.new))),
            page=link.partition("#")[0],
            places={"": link} | _places(project, redirect, places),
        )
        site.write(file_of(redirect.old), html)


def _places(project: Project, page: Redirect, places: Iterable[Redirect]) -> dict[str, str]:
    """Where the places of a page that moved are now, if not on its new one, as seen from it; by what browsers name."""
    found = {}
    for place in places:
        host, _, anchor = place.old.partition("#")
        if host == page.old:
            found[f"#{quote(anchor)}"] = _relative(project, page.old, place.new)
    return found


def _title(site: "BuiltSite", address: str) -> str:
    found = TITLE.search(site.text(file_of(address)))
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


def _kind(address: str) -> str:
    """What an address leads to: a page, or a file with a certain ending."""
    path = address.partition("#")[0]
    return "page" if is_page(path) else PurePosixPath(path).suffix
