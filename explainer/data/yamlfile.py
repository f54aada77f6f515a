"""YAML read strictly, with the place of every value.

Scalars stay text: the models give them their types, so `69.40` keeps its zero, `no` is a word and a
date is what was written. Anchors, aliases, tags and repeated keys are refused.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from explainer.errors import Place, Problem, ProblemsFound

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without libyaml: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Path = tuple[str | int, ...]

MAX_DEPTH = 12
NULLS = {"", "~", "null"}


@dataclass
class Document:
    """A YAML file's content: lists, dicts, strings and None, and where each value stands."""

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def parse_yaml(text: str, file: str) -> Document:
    """Read one YAML document. Raises `ProblemsFound` when it is not valid or uses what is refused."""
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise ProblemsFound([_invalid(error, file)]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ProblemsFound([Problem(Place(file), f"this is not valid YAML ({error}) – correct the file")]) from None
    document = Document(file)
    if root is not None:
        document.value = _Reader(document).read(root, ())
    return document


def _invalid(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = " ".join(part for part in (error.context, error.problem) if part)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Problem(place, f"this is not valid YAML: {what} – check indentation, quotes and colons on this line")


class _Reader:
    """Turns composed nodes into plain values and notes their places."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Any:
        place = Place(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.places[path] = place
        if id(node) in self.seen:
            self._refuse(place, "anchors and aliases are not read – write the value out")
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            self._refuse(place, f"the file nests deeper than {MAX_DEPTH} levels – flatten it")
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self._refuse(place, f"the tag {node.tag} is not read – remove it")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.style is None and node.value in NULLS:
            return None
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = Place(self.document.file, mark.line + 1, mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(place, "a key must be a word – quote braces and brackets that are meant as text")
            if key_node.value in values:
                self._refuse(place, f'the key "{key_node.value}" stands here twice – remove one of them')
            values[key_node.value] = self.read(value_node, (*path, key_node.value))
            self.document.places[(*path, key_node.value, "@key")] = place
        return values

    def _refuse(self, place: Place, message: str) -> None:
        raise ProblemsFound([Problem(place, message)])
