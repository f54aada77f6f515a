"""Where people can change what a page shows: the project's files where its repository is edited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from explainer.addresses import with_slash
from explainer.data import Table
from explainer.data.catalogue import EVERYTHING
from explainer.data.maps import Boundaries
from explainer.errors import Place
from explainer.prepare import Prepared

#: A word for a file, and the address at which it is edited.
Way = tuple[str, str]


@dataclass(frozen=True)
class Edits:
    """Addresses at which things are edited, each at its line; all are empty where no such place is known.

    `root` is the address of the project's folder there, with a slash.
    """

    root: str
    prepared: Prepared = field(repr=False)

    @classmethod
    def of(cls, config: Mapping[str, Any], prepared: Prepared) -> "Edits":
        """Those of a site, by the builder's settings: the project's folder is where that of its pages is said to be."""
        repository, pages = (with_slash(str(each or "")) for each in (config["repo_url"], config["edit_uri"]))
        address = urljoin(repository, pages) if repository and pages else ""
        docs = f"{prepared.project.name_of(prepared.project.docs)}/"
        return cls(address.removesuffix(docs) if address.endswith(f"/{docs}") else "", prepared)

    @property
    def is_on_github(self) -> bool:
        """Whether the files are at a host that readers know by its name."""
        return urlsplit(self.root).hostname == "github.com"

    def of_thing(self, kind: str, key: str) -> str:
        """Where an entry of a data file is edited."""
        return self._at(self.prepared.data.places[kind, key])

    def of_table(self, table: Table) -> list[Way]:
        """Where the rows of a table, and the words about it, are edited."""
        return self._described("table", table.id, "rows")

    def of_map(self, boundaries: Boundaries) -> list[Way]:
        """Where the areas of a map, and the words about it, are edited."""
        return self._described("map", boundaries.id, "areas")

    def of_chart(self, chart_id: str) -> list[Way]:
        """Where what a chart draws is edited, and the function that draws it."""
        if not self.root:
            return []
        places = [*self._drawn(chart_id)]
        words = ["data"] if len(places) == 1 else [PurePosixPath(each.file).stem for each in places]
        ways = [(word, self._at(place)) for word, place in zip(words, places, strict=True)]
        return [*ways, ("drawing", self._at(self.prepared.code[chart_id].place))]

    def _drawn(self, chart_id: str) -> Iterator[Place]:
        """The tables that a chart reads; where it reads none, the first of other entries in each file."""
        places = self.prepared.data.places
        reads = {*self.prepared.charts[chart_id].reads}
        tables = [place for thing, place in places.items() if thing[0] == "table" and thing in reads]
        if tables:
            return iter(tables)
        others = [
            place
            for (kind, key), place in places.items()
            if kind != "source" and not reads.isdisjoint({(kind, key), (kind, EVERYTHING)})
        ]
        return iter({place.file: place for place in reversed(others)}.values())

    def _described(self, kind: str, key: str, content: str) -> list[Way]:
        if not self.root:
            return []
        place = self.prepared.data.places[kind, key]
        descriptor = Place(PurePosixPath(place.file).with_suffix(".yml").as_posix())
        return [(content, self._at(place)), ("description", self._at(descriptor))]

    def _at(self, place: Place) -> str:
        if not self.root:
            return ""
        return f"{self.root}{quote(place.file)}" + (f"#L{place.line}" if place.line else "")
