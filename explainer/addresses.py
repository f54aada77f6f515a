"""The addresses that readers may have kept: which a site has, and which were ever published.

An address is written as it stands after the site's own: `election/`, `claims/#claim`, `files/tables/votes.csv`; that of
the start is `./`. Of places in pages those count that the data names, which is what people cite.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from explainer.calls import written_pages
from explainer.data import Dataset, load_dataset
from explainer.errors import Place
from explainer.files import read_text, write_atomically
from explainer.lists import list_names
from explainer.project import Project

PUBLISHED = "published.txt"
START = "./"

ID_ATTRIBUTE = re.compile(r'<[^<>]*?\sid="([^"]*)"')
#: The page for addresses that lead nowhere.
NOWHERE = "404.html"
#: What is made anew at each build, below the folder of files to download: only these can be known before it.
MADE = re.compile(r"files/(?:charts|tables|maps|lists)/")
#: Files that serve pages, hosts and crawlers, or that only a site with an address has.
SERVING = re.compile(r"_|404\.html|feed\.xml|robots\.txt|sitemap\.xml|assets/|search/|files/cards/|.*\.(?:css|js)\Z")


@dataclass(frozen=True)
class Addresses:
    """The pages of a site, each with the ids in it, and its other files.

    Before a site is built, the ids in its pages are not known: `is_built` says so.
    """

    pages: Mapping[str, Set[str]]
    files: Set[str]
    is_built: bool

    @classmethod
    def of_site(cls, site: Path) -> "Addresses":
        """What a built site has."""
        pages, files = {}, set()
        for path in sorted(each for each in site.rglob("*") if each.is_file()):
            name = path.relative_to(site).as_posix()
            if path.suffix == ".html" and name != NOWHERE:
                pages[address_of(name)] = set(ids_in(path))
            else:
                files.add(name)
        return cls(pages, files, is_built=True)

    @classmethod
    def of_sources(cls, project: Project, data: Dataset, charts: Iterable[str]) -> "Addresses":
        """What a site will have, as far as its sources tell."""
        docs = project.docs
        names = [path.relative_to(docs).with_suffix("").as_posix() for path in written_pages(project)]
        names += [(project.chart_pages / chart_id).relative_to(docs).as_posix() for chart_id in charts]
        pages = {_address_of_source(name, project.directories): frozenset[str]() for name in names}
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


def _address_of_source(name: str, directories: bool) -> str:  # noqa: FBT001 – as the setting
    name = re.sub(r"(^|/)README\Z", r"\1index", name)
    is_index = name.rpartition("/")[2] == "index"
    return address_of(f"{name}.html" if is_index or not directories else f"{name}/index.html")


def ids_in(page: Path) -> list[str]:
    """The ids in a built page, as often as they stand there."""
    return ID_ATTRIBUTE.findall(page.read_text(encoding="utf-8"))


def citable(project: Project, data: Dataset) -> set[str]:
    """The ids under which pages show what the data names."""
    ids = {*data.statements, *data.facts, *data.sources, *data.terms, *data.events, *data.claims}
    ids |= {narrower for claim in data.claims.values() for narrower in claim.covers}
    ids |= {f"table-{each}" for each in data.tables} | {f"map-{each}" for each in data.maps}
    ids |= {f"list-{each}" for each in list_names(project)}
    return ids | {f"correction-{each}" for each in data.corrections}


def read_published(project: Project) -> dict[str, Place]:
    """Every address that was ever published, and where the list names it. Raises `ProblemsFound`."""
    path = project.root / PUBLISHED
    lines = read_text(path, PUBLISHED).splitlines() if path.exists() else []
    return {line.strip(): Place(PUBLISHED, number) for number, line in enumerate(lines, start=1) if line.strip()}


def record_published(project: Project, site: Path) -> list[str]:
    """Add what a built site has to the list of what was published, which never gets shorter; gives what is new.

    Raises `ExplainerError`.
    """
    found = Addresses.of_site(site)
    ids = citable(project, load_dataset(project.data, project.root))
    addresses = {name for name in found.files if not SERVING.match(name)} | found.pages.keys()
    addresses |= {f"{page}#{each}" for page, there in found.pages.items() for each in there & ids}
    published = read_published(project)
    if new := sorted(addresses - published.keys()):
        write_atomically(project.root / PUBLISHED, "".join(f"{each}\n" for each in sorted({*published, *new})))
    return new
