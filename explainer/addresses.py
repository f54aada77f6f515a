"""The addresses that readers may have kept: which a site has, and which were ever published.

An address is written as it stands after the site's own: `lakes/`, `claims/#claim`, `files/tables/lakes.csv`; that of
the start is `./`. Of places in pages those count that the data names, which is what people cite.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from explainer.calls import written_pages
from explainer.data import Dataset, load_dataset
from explainer.errors import Place
from explainer.files import UNSEEN, read_text, write_atomically
from explainer.lists import list_names
from explainer.project import Project

if TYPE_CHECKING:
    from explainer.built import BuiltSite

PUBLISHED = "published.txt"
START = "./"

#: A part of a path, which is no way up, and holds nothing that pages, lists or other systems take for their own.
PART = r"""(?!\.\.?(?:/|#|\Z))[^/#?"<>\\\x00-\x1f]+"""
#: A page or a file below the site's own address, which begins with no scheme, and a place in it.
ADDRESS = re.compile(rf"(?:\./|(?![^/]*:)(?:{PART}/)*(?:{PART})?)(?:#[\w.~-]+)?")
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
#: The id of an edition's heading on the page of changes.
EDITION = re.compile(r"edition-([0-9]{4}-[0-9]{2}-[0-9]{2})")
#: The page for addresses that lead nowhere.
NOWHERE = "404.html"
#: What is made anew at each build, below the folder of files to download: only these can be known before it.
MADE = re.compile(r"files/(?:charts|tables|maps|lists)/")
#: Files that serve pages, hosts and crawlers, or that only a site with an address has.
SERVING = re.compile(
    r"_|404\.html|feed\.xml|robots\.txt|sitemap\.xml|assets/|search/|search\.json|files/cards/|.*\.(?:css|js)\Z"
)


@dataclass(frozen=True)
class Addresses:
    """The pages of a site, each with the ids in it, and its other files.

    Before a site is built, the ids in its pages are not known: `is_built` says so.
    """

    pages: Mapping[str, Set[str]]
    files: Set[str]
    is_built: bool

    @classmethod
    def of_site(cls, site: "BuiltSite") -> "Addresses":
        """What a built site has."""
        pages = {address_of(name): page.places for name, page in site.pages.items() if is_page(name)}
        return cls(pages, {name for name in site.files if not is_page(name)}, is_built=True)

    @classmethod
    def of_sources(cls, project: Project, data: Dataset, charts: Iterable[str]) -> "Addresses":
        """What a site will have, as far as its sources tell."""
        docs = project.docs
        names = [path.relative_to(docs).with_suffix("").as_posix() for path in written_pages(project)]
        names += [(project.chart_pages / chart_id).relative_to(docs).as_posix() for chart_id in charts]
        pages = {address_of_source(name, directories=project.directories): frozenset[str]() for name in names}
        files = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()}
        files = {name for name in files if not MADE.match(name)}
        files |= {f"files/charts/{each}.{kind}" for each in charts for kind in ("csv", "png", "svg")}
        files |= {f"files/tables/{each}.csv" for each in data.tables}
        files |= {f"files/maps/{each}.geojson" for each in data.maps}
        files |= {f"files/lists/{each}.csv" for each in list_names(project)}
        return cls(pages, files, is_built=False)

    def __contains__(self, address: str) -> bool:
        page, _, anchor = address.partition("#")
        if anchor:
            return anchor in self.pages.get(page, ())
        return page in self.pages or page in self.files


def address_of(name: str) -> str:
    """The address of a page's file."""
    return re.sub(r"(^|/)index\.html\Z", r"\1", name) or START


def file_of(address: str) -> str:
    """The file of an address, whose anchor is left out."""
    name = address.partition("#")[0].removeprefix(START)
    return f"{name}index.html" if not name or name.endswith("/") else name


def files_of_source(name: str) -> Iterator[str]:
    """The files of which a built site has one, for a page by the name of its own file without ending."""
    for directories in (True, False):
        yield file_of(address_of_source(name, directories=directories))


def is_page(address: str) -> bool:
    """Whether an address is that of a page, or of a place in one; else it is that of a file."""
    path = address.partition("#")[0]
    return path.endswith(("/", ".html")) and path != NOWHERE


def is_address(text: str) -> bool:
    """Whether a text is an address that can be on the list of what was published, and can lead on to another one."""
    path = text.partition("#")[0]
    return (
        ADDRESS.fullmatch(text) is not None
        and text == text.strip() == unquote(text)
        and not UNSEEN.search(text)
        and path == address_of(path)
        and (is_page(text) or not SERVING.match(text))
    )


def with_slash(address: str) -> str:
    """The address of a site as those within it can follow it; empty where it is not known."""
    return f"{address.rstrip('/')}/" if address else ""


def canonical_of(html: str) -> str:
    """The full address that a page says is its own; empty where it says none."""
    found = CANONICAL.search(html)
    return unescape(found[1]) if found else ""


def address_of_source(name: str, *, directories: bool) -> str:
    """The address of a page by the name of its own file without ending, as the site writes addresses."""
    name = re.sub(r"(^|/)README\Z", r"\1index", name)
    is_index = name.rpartition("/")[2] == "index"
    return address_of(f"{name}.html" if is_index or not directories else f"{name}/index.html")


def citable(project: Project, data: Dataset) -> set[str]:
    """The ids under which pages show what the data names, and editions on the page of changes."""
    ids = {*data.statements, *data.facts, *data.sources, *data.terms, *data.events, *data.claims}
    ids |= {narrower for claim in data.claims.values() for narrower in claim.covers}
    ids |= {f"table-{each}" for each in data.tables} | {f"map-{each}" for each in data.maps}
    ids |= {f"list-{each}" for each in list_names(project)}
    ids |= {f"correction-{each}" for each in data.corrections}
    changes = project.changes.read_text(encoding="utf-8", errors="ignore") if project.changes.is_file() else ""
    return ids | {edition[0] for edition in EDITION.finditer(changes)}


def read_published(project: Project) -> dict[str, Place]:
    """Every address that was ever published, and where the list names it. Raises `ProblemsFound`."""
    path = project.root / PUBLISHED
    lines = read_text(path, PUBLISHED).splitlines() if path.exists() else []
    return {line.strip(): Place(PUBLISHED, number) for number, line in enumerate(lines, start=1) if line.strip()}


def unrecorded(project: Project, site: "BuiltSite") -> list[str]:
    """The addresses that a built site has and the list of what was published lacks. Raises `ExplainerError`."""
    found = Addresses.of_site(site)
    ids = citable(project, load_dataset(project.data, project.root))
    addresses = {*found.files, *found.pages}
    addresses |= {f"{page}#{each}" for page, there in found.pages.items() for each in there & ids}
    return sorted(filter(is_address, addresses - read_published(project).keys()))


def record_published(project: Project, site: "BuiltSite") -> list[str]:
    """Add what a built site has to the list of what was published, which never gets shorter; gives what is new.

    Raises `ExplainerError`.
    """
    if new := unrecorded(project, site):
        listed = sorted({*read_published(project), *new})
        write_atomically(project.root / PUBLISHED, "".join(f"{each}\n" for each in listed))
    return new
