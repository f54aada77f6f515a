"""YAML read strictly, with the place of every value.

Scalars stay text: the models give them their types, so `69.40` keeps its zero, `no` is a word and a
date is what was written. Anchors, aliases, tags and repeated keys are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NoReturn

import yaml

from explainer.errors import Place, Problem, ProblemsFound

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without libyaml: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["MAX_DEPTH", "Document", "Loader", "Path", "parse_yaml", "whole"]

Path = tuple[str | int, ...]

MAX_DEPTH = 12
NULLS = {"", "~", "null"}
CALL = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)


@dataclass
class Document:
    """A YAML file's content: lists, dicts, strings and None, and where each value stands."""

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    text: str = ""

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))

    def place_in(self, path: Path, words: str, skip: int = 0) -> Place:
        """The place of words in a text value, after `skip` places where they stand too; of the value if not found.

        What stands in double braces is left out, since ids may hold the same words.
        """
        start = self.place(path)
        lines = self.text.split("\n")[max(start.line - 1, 0) :]
        written = "\n".join([" " * (start.column - 1) + lines[0][start.column - 1 :], *lines[1:]])
        written = CALL.sub(lambda call: re.sub(r"[^\n]", " ", call[0]), written)
        found = next(islice(whole(words).finditer(written), skip, None), None)
        if found is None:
            return start
        line = written.count("\n", 0, found.start())
        return Place(self.file, start.line + line, found.start() - written.rfind("\n", 0, found.start()))


def whole(words: str) -> re.Pattern[str]:
    """Where these words stand by themselves, wherever lines break, and not as a part of others."""
    return re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)")


def parse_yaml(text: str, file: str) -> Document:
    """Read one YAML document. Raises `ProblemsFound` when it is not valid or uses what is refused."""
    try:
        return _Reader(text, file).document()
    except yaml.MarkedYAMLError as error:
        raise ProblemsFound([_invalid(error, file)]) from None
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise ProblemsFound([Problem(Place(file), f"this is not valid YAML ({what}) – correct the file")]) from None


def _invalid(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = " ".join(part for part in (error.context, error.problem) if part)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Problem(place, f"this is not valid YAML: {what} – check indentation, quotes and colons on this line")


class _Reader:
    """Turns the parser's events into plain values and notes their places.

    Working on events, and not on nodes, keeps hostile nesting from exhausting the stack: it is refused as it opens.
    """

    def __init__(self, text: str, file: str) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=Loader)
        self.result = Document(file, text=text)

    def document(self) -> Document:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if () in self.result.places:
                    self._refuse(event, "a second document begins here – remove the line “---”")
                self.result.value = self._read(next(self.events), ())
        return self.result

    def _read(self, event: Any, path: Path) -> Any:
        self.result.places[path] = self._place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse(event, "anchors and aliases are not read – write the value out")
        if event.tag is not None:
            self._refuse(event, f"the tag {event.tag} is not read – remove it")
        if len(path) > MAX_DEPTH:
            self._refuse(event, f"the file nests deeper than {MAX_DEPTH} levels – flatten it")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._read(item, (*path, index)) for index, item in enumerate(self._until(yaml.SequenceEndEvent))]
        return None if not event.style and event.value in NULLS else event.value

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key in self._until(yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                self._refuse(key, "a key must be a word – quote braces and brackets that are meant as text")
            if key.value in values:
                self._refuse(key, f'the key "{key.value}" stands here twice – remove one of them')
            self.result.places[(*path, key.value, "@key")] = self._place(key)
            values[key.value] = self._read(next(self.events), (*path, key.value))
        return values

    def _until(self, end: type[yaml.Event]) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def _place(self, event: Any) -> Place:
        return Place(self.result.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: yaml.Event, message: str) -> NoReturn:
        raise ProblemsFound([Problem(self._place(event), message)])
