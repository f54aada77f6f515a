"""The published data described in the Frictionless Data Package format."""

import json
from typing import Any

from explainer.data import Dataset, Table
from explainer.data.models import Column
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


def data_package(project: Project, data: Dataset) -> bytes:
    """`datapackage.json`: each table with its columns, key, sources and licence."""
    package = {
        "profile": "tabular-data-package",
        "name": "explainer-data",
        "version": project.edition,
        "resources": [_resource(project, data, table) for table in data.tables.values()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(project: Project, data: Dataset, table: Table) -> dict[str, Any]:
    descriptor = table.descriptor
    return {
        "name": table.id,
        "path": f"tables/{table.id}.csv",
        "profile": "tabular-data-resource",
        "title": descriptor.title,
        "description": plain_text(descriptor.description, data, project.locale),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": descriptor.licence, "title": descriptor.licence_note or descriptor.licence}],
        "sources": [
            {"title": f"{source.publisher}: {source.title}", "path": str(source.url)}
            for source in (data.sources[each] for each in descriptor.sources)
        ],
        "schema": {
            "fields": [_field(column) for column in descriptor.columns],
            "primaryKey": list(descriptor.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    described = {"name": column.name, "type": TYPES[column.type], "title": column.label, "description": column.meaning}
    if column.unit:
        described["unit"] = column.unit
    constraints: dict[str, Any] = {} if column.optional else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    return {**described, **({"constraints": constraints} if constraints else {})}
