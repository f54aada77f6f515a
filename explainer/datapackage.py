"""The published data described in the Frictionless Data Package format."""

import json
from collections.abc import Iterable
from typing import Any

from explainer.data import Dataset, Table
from explainer.data.maps import Boundaries
from explainer.data.models import Column, Descriptor
from explainer.lists import Listing
from explainer.numbers import plain_text
from explainer.project import Project

TYPES = {
    "integer": "integer",
    "number": "number",
    "text": "string",
    "category": "string",
    "sources": "string",
    "date": "string",
}


def data_package(project: Project, data: Dataset, lists: Iterable[Listing]) -> bytes:
    """`datapackage.json`: each table with its columns, key, sources and licence, each map, and the lists of entries."""
    package = {
        "profile": "data-package",
        "name": "explainer-data",
        "version": project.edition,
        "resources": [
            *(_table(project, data, table) for table in data.tables.values()),
            *(_map(project, data, boundaries) for boundaries in data.maps.values()),
            *(_listing(project, listing) for listing in lists),
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _table(project: Project, data: Dataset, table: Table) -> dict[str, Any]:
    descriptor = table.descriptor
    return {
        "name": table.id,
        "path": f"tables/{table.id}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_described(project, data, descriptor),
        "schema": {
            "fields": [_field(column) for column in descriptor.columns],
            "primaryKey": list(descriptor.key),
            "missingValues": [""],
        },
    }


def _map(project: Project, data: Dataset, boundaries: Boundaries) -> dict[str, Any]:
    return {
        "name": f"{boundaries.id}-map",
        "path": f"maps/{boundaries.id}.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        **_described(project, data, boundaries.descriptor),
    }


def _listing(project: Project, listing: Listing) -> dict[str, Any]:
    return {
        "name": listing.name,
        "path": f"lists/{listing.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({"licenses": [{"name": project.licence}]} if project.licence else {}),
        "schema": {
            "fields": [
                {"name": name, "type": "string", "description": meaning} for name, meaning in listing.columns.items()
            ],
            "primaryKey": ["id"],
            "missingValues": [""],
        },
    }


def _described(project: Project, data: Dataset, descriptor: Descriptor) -> dict[str, Any]:
    return {
        "title": descriptor.title,
        "description": plain_text(descriptor.description, data, project.locale),
        "licenses": [
            {
                "name": descriptor.licence,
                "title": plain_text(descriptor.licence_note or descriptor.licence, data, project.locale),
            }
        ],
        "sources": [
            {"title": f"{source.publisher}: {source.title}", "path": str(source.url)}
            for source in (data.sources[each] for each in descriptor.sources)
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    described = {"name": column.name, "type": TYPES[column.type], "title": column.label, "description": column.meaning}
    if column.unit:
        described["unit"] = column.unit
    constraints: dict[str, Any] = {} if column.optional else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    return {**described, **({"constraints": constraints} if constraints else {})}
