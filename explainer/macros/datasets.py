"""Tables, maps and lists as schema.org `Dataset`s, by which searches for data find them."""

from collections.abc import Iterator

from markupsafe import Markup

from explainer.data import Table
from explainer.data.maps import Boundaries
from explainer.data.models import Column, Descriptor
from explainer.lists import Listing
from explainer.macros.links import Links
from explainer.macros.structured import json_ld, without_unknown
from explainer.macros.templates import Templates

#: Where licences are to be read. Of any other, the name is told.
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Datasets:
    """Describes, as JSON-LD, what a page of data offers. Addresses stand in it only where the site's own is known."""

    def __init__(self, page: str, links: Links, site: str, licence: str, templates: Templates) -> None:
        self._page = page
        self._licence = licence
        self._links = links
        self._templates = templates
        self._shared = {
            "creator": without_unknown({"@type": "Organization", "name": site, "url": links.published}),
            "version": templates.edition,
            "isAccessibleForFree": True,
        }

    def of_table(self, table: Table) -> Markup:
        """A table with what its columns measure, and the time that its rows cover if they are told apart by it."""
        columns = [_variable(column) for column in table.descriptor.columns if column.is_numeric]
        described = self._of_file(table.descriptor, f"table-{table.id}", f"tables/{table.id}.csv", "text/csv")
        return json_ld({**described, "temporalCoverage": _coverage(table), "variableMeasured": columns})

    def of_map(self, boundaries: Boundaries) -> Markup:
        """A map."""
        name = f"maps/{boundaries.id}.geojson"
        return json_ld(self._of_file(boundaries.descriptor, f"map-{boundaries.id}", name, "application/geo+json"))

    def of_list(self, listing: Listing, topic: str) -> Markup:
        """A list of what is known about a topic, described by its columns."""
        kind = self._templates.list_title(listing.name.rpartition("-")[2])
        columns = "; ".join(listing.columns.values())
        named = self._named(f"{kind}: {topic}", f"{kind}: {topic}. {columns}", f"list-{listing.name}")
        download = self._download(f"lists/{listing.name}.csv", "text/csv")
        return json_ld({**named, "license": _licence(self._licence), "distribution": download})

    def _of_file(self, descriptor: Descriptor, anchor: str, name: str, media: str) -> dict[str, object]:
        return {
            **self._named(descriptor.title, self._templates.plain(descriptor.description), anchor),
            "license": _licence(descriptor.licence, self._templates.plain(descriptor.licence_note or "")),
            "isBasedOn": [*self._sources(descriptor)],
            "distribution": self._download(name, media),
        }

    def _sources(self, descriptor: Descriptor) -> Iterator[str]:
        """Where the sources are described: their own addresses are long, and many would weigh as much as the page."""
        data = self._templates.data
        for source in descriptor.sources if self._links.published else ():
            yield self._links.permanent(f"sources/{data.topic('source', source)}", source)

    def _named(self, name: str, description: str, anchor: str) -> dict[str, object]:
        address = self._links.published and self._links.permanent(self._page, anchor)
        return {"@type": "Dataset", "name": name, "description": description, "url": address, **self._shared}

    def _download(self, name: str, media: str) -> dict[str, object] | None:
        if not self._links.published:
            return None
        return {"@type": "DataDownload", "encodingFormat": media, "contentUrl": self._links.permanent_file(name)}


def _licence(name: str, note: str = "") -> object:
    """Where a licence is to be read, or else what it is; None for no licence."""
    words = without_unknown({"@type": "CreativeWork", "name": name, "description": note})
    return LICENCES.get(name, words) if name else None


def _variable(column: Column) -> dict[str, object]:
    described = {"name": column.label, "description": column.meaning, "unitText": column.unit}
    return without_unknown({"@type": "PropertyValue", **described})


def _coverage(table: Table) -> str | None:
    """The first and last year or date of a table whose key holds one."""
    names = [name for name in table.descriptor.key if _is_time(table.column(name))]
    times = sorted(str(row[names[0]]) for row in table.rows if row[names[0]] is not None) if names else []
    if not times:
        return None
    return times[0] if times[0] == times[-1] else f"{times[0]}/{times[-1]}"


def _is_time(column: Column) -> bool:
    return column.type == "date" or column.unit == "year"
