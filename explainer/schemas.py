"""JSON Schemas of the data files, by which editors complete, explain and check them while people write.

They hold less than `explainer check` does: what an entry may hold, and no more. Whatever that accepts they accept.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from explainer.data.load import LISTS
from explainer.data.models import MapDescriptor, TableDescriptor
from explainer.errors import Place, Problem
from explainer.files import write_atomically
from explainer.project import Project
from explainer.writing import sole_writer

#: What a file of each name holds; each schema is named as the folder that it is for, or the file.
CONTENTS: Mapping[str, tuple[str, Any]] = {
    **{name: (f"A file in data/{name}/", list[model]) for name, model in LISTS.items()},  # type: ignore[valid-type]
    "tables": ("A descriptor in data/tables/", TableDescriptor),
    "maps": ("A descriptor in data/maps/", MapDescriptor),
    "redirects": ("redirects.yml: old addresses, and where what stood there stands now", dict[str, str]),
}
#: Words that are read as yes or no, in letters of either case.
YES_OR_NO = ("true", "false", "yes", "no", "on", "off", "t", "f", "y", "n")


def schemas() -> dict[str, str]:
    """The schema of each kind of file, as the text of the file `NAME.json`."""
    return {f"{name}.json": _schema(title, content) for name, (title, content) in CONTENTS.items()}


def write_schemas(project: Project) -> list[str]:
    """Write the schemas into the project's folder; gives their names. Raises `MachineError`."""
    texts = schemas()
    with sole_writer(project):
        for name, text in texts.items():
            write_atomically(project.schemas / name, text)
    return [*texts]


def stale_schemas(project: Project) -> Iterator[Problem]:
    """A problem for each schema that the project keeps and that another version of the engine has written."""
    if not project.schemas.is_dir():
        return
    for name, text in schemas().items():
        path = project.schemas / name
        if path.is_file() and path.read_bytes() != text.encode():
            message = "the schema does not fit this version of the generator – run “explainer schemas”"
            yield Problem(Place(project.name_of(path)), message)


def _schema(title: str, content: Any) -> str:
    schema = TypeAdapter(content).json_schema(schema_generator=_AsWritten)
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return json.dumps({**head, **schema, **head}, ensure_ascii=False, indent=2) + "\n"


class _AsWritten(GenerateJsonSchema):
    """Types as editors see them: they take `69.40` for a number and `no` for false, where we keep what was written."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text, whatever it looks like."""
        return {**super().str_schema(schema), "type": ["string", "number", "boolean"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002
        """Yes or no, in the words that are understood."""
        words = "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in YES_OR_NO)
        return {
            "anyOf": [{"type": "boolean"}, {"enum": [0, 1, "0", "1"]}, {"type": "string", "pattern": f"^({words})$"}]
        }

    def url_schema(self, schema: core_schema.UrlSchema) -> JsonSchemaValue:  # noqa: ARG002
        """An address elsewhere."""
        remedy = "let it begin with https:// or http://"
        return {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?:", "patternErrorMessage": remedy}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A value that may be left empty."""
        inner = self.generate_inner(schema["schema"])
        types = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        words = {"enum": [*inner["enum"], None]} if "enum" in inner else {}
        return {**inner, **words, "type": [*types, "null"]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Values by keys of a form."""
        keys = self.generate_inner(schema["keys_schema"])
        values = self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The same with or without a default: who leaves a line out need not know it."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """A field is called by its key alone."""
        return False
