"""YAML read strictly, with the place of every value.

Scalars stay text: the models give them their types, so `69.40` keeps its zero, `no` is a word and a
date is what was written. Anchors, aliases, tags and repeated keys are refused.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NoReturn

import yaml

from explainer.errors import Place, Problem, ProblemsFound

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover – PyYAML without libyaml: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["MAX_DEPTH", "Document", "Loader", "Path", "parse_yaml", "whole"]

Path = tuple[str | int, ...]

#: Where a value stands, the line and column from 0, and by key or index what is in it, with the place of each key.
Spot = tuple[int, int, "Spots"]
Spots = dict[str | int, tuple[Spot, tuple[int, int] | None]]

MAX_DEPTH = 12
NULLS = {"", "~", "null"}
CALL = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)


@dataclass
class Document:
    """A YAML file's content: lists, dicts, strings and None, and where each value stands.

    `quantities` are those found so far in what stands at a path: finding them takes as long as reading the file.
    """

    file: str
    text: str = ""
    value: Any = None
    spot: Spot | None = None
    quantities: dict[Path, Any] = field(default_factory=dict, repr=False, compare=False)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it; of a key where `@key` follows it."""
        if self.spot is None:
            return Place(self.file)
        (line, column, inner), key = self.spot, None
        for part in path:
            if part in inner:
                (line, column, inner), key = inner[part]
            else:
                line, column = key if part == "@key" and key is not None else (line, column)
                break
        return Place(self.file, line + 1, column + 1)

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
        self.next = Loader(text).get_event
        self.result = Document(file, text)

    def document(self) -> Document:
        while (event := self.next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.result.spot is not None:
                    self._refuse(event, "a second document begins here – remove the line “---”")
                self.result.value, self.result.spot = self._read(self.next(), 0)
        return self.result

    def _read(self, event: Any, depth: int) -> tuple[Any, Spot]:
        """A value and where it stands."""
        mark = event.start_mark
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:  # as nearly all are
            return None if not event.style and event.value in NULLS else event.value, (mark.line, mark.column, {})
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse(event, "anchors and aliases are not read – write the value out")
        if event.tag is not None:
            self._refuse(event, f"the tag {event.tag} is not read – remove it")
        if depth > MAX_DEPTH:
            self._refuse(event, f"the file nests deeper than {MAX_DEPTH} levels – flatten it")
        read = self._mapping if isinstance(event, yaml.MappingStartEvent) else self._sequence
        value, inner = read(depth + 1)
        return value, (mark.line, mark.column, inner)

    def _mapping(self, depth: int) -> tuple[dict[str, Any], Spots]:
        values: dict[str, Any] = {}
        spots: Spots = {}
        while not isinstance(key := self.next(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                self._refuse(key, "a key must be a word – quote braces and brackets that are meant as text")
            name = key.value
            if name in values:
                self._refuse(key, f'the key "{name}" stands here twice – remove one of them')
            values[name], spot = self._read(self.next(), depth)
            spots[name] = spot, _mark(key)
        return values, spots

    def _sequence(self, depth: int) -> tuple[list[Any], Spots]:
        values: list[Any] = []
        spots: Spots = {}
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            value, spot = self._read(event, depth)
            spots[len(values)] = spot, None
            values.append(value)
        return values, spots

    def _refuse(self, event: Any, message: str) -> NoReturn:
        line, column = _mark(event)
        raise ProblemsFound([Problem(Place(self.result.file, line + 1, column + 1), message)])


def _mark(event: Any) -> tuple[int, int]:
    """The line and the column, from 0, on which something begins."""
    mark = event.start_mark
    return mark.line, mark.column
