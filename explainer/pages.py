"""Checks pages before they are built: every macro call is right, and no number is typed by hand.

Macros are found through the project's configuration and known by their signatures: a parameter typed as
`FactId`, `SourceId` … must name something that exists.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

from jinja2 import Environment, TemplateSyntaxError, nodes

from explainer.data import Dataset
from explainer.errors import ExplainerError, Place, Problem, did_you_mean
from explainer.project import Project
from explainer.prose import typed_numbers
from explainer.references import Reference

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
#: Names that the macros plugin itself gives to pages.
BUILDER_NAMES = {
    "config",
    "page",
    "environment",
    "plugin",
    "git",
    "files",
    "navigation",
    "macros_info",
    "macros",
    "filters",
}


def find_macros(project: Project) -> dict[str, Callable[..., object]]:
    """The project's macros by name. Raises `ExplainerError` when its macros module cannot be run."""
    if str(project.root) not in sys.path:
        sys.path.insert(0, str(project.root))
    try:
        macros = import_module(project.macros).public(project.root)
    except Exception as error:
        raise ExplainerError(f'the macros in "{project.macros}" cannot be loaded: {error} – mend the module') from error
    return {macro.__name__: macro for macro in macros}


def check_pages(project: Project, data: Dataset, charts: Iterable[str]) -> list[Problem]:
    """Every problem in the pages of the docs folder."""
    known: dict[str, Iterable[str]] = {catalogue.kind: catalogue for catalogue in data.catalogues()}
    checker = _PageChecker(find_macros(project), {**known, "chart": list(charts)}, data, project)
    problems: list[Problem] = []
    for path in sorted(project.docs.rglob("*.md")):
        problems += checker.check(path)
    return problems


@dataclass
class _PageChecker:
    macros: Mapping[str, Callable[..., object]]
    known: Mapping[str, Iterable[str]]
    data: Dataset
    project: Project

    def check(self, path: Path) -> Iterator[Problem]:
        file = self.project.name_of(path)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            yield Problem(Place(file, line), "the file is not UTF-8 – save it again with the encoding UTF-8")
            return
        if _renders_no_macros(text):
            return
        try:
            tree = Environment().parse(text)  # noqa: S701 – parsed, never rendered
        except TemplateSyntaxError as error:
            yield Problem(
                Place(file, error.lineno),
                f"this macro call cannot be read: {error.message} – check quotes, commas and brackets",
            )
            return
        for call in tree.find_all(nodes.Call):
            yield from self._call(call, text, file)
        for name in tree.find_all(nodes.Name):
            yield from self._name(name, text, file)
        for line, column, number in typed_numbers(text):
            yield Problem(Place(file, line, column), self._typed_by_hand(number))

    def _call(self, call: nodes.Call, text: str, file: str) -> Iterator[Problem]:
        if not isinstance(call.node, nodes.Name) or call.node.name not in self.macros:
            return
        name = call.node.name
        function = self.macros[name]
        signature = inspect.signature(function)
        names = [each for each in signature.parameters if each != "context"]
        args = [_constant(arg) for arg in call.args]
        keywords = {keyword.key: _constant(keyword.value) for keyword in call.kwargs}
        hidden = [None] if "context" in signature.parameters else []
        try:
            bound = signature.bind(*hidden, *args, **keywords)
        except TypeError as error:
            place = _find(text, call.lineno, name, file)
            yield Problem(place, f"{name}: {error} – its parameters are {', '.join(names)}")
            return
        hints = get_type_hints(function, include_extras=True)
        for parameter, value in bound.arguments.items():
            reference = _reference(hints.get(parameter))
            if reference is not None:
                ids = value if isinstance(value, tuple | list) else (value,)
                for each in ids:
                    if isinstance(each, str):
                        yield from self._id(reference, each, _find(text, call.lineno, each, file))

    def _id(self, reference: Reference, wanted: str, place: Place) -> Iterator[Problem]:
        known = self.known[reference.kind]
        if wanted not in known:
            yield Problem(place, f'unknown {reference.kind} "{wanted}" – {did_you_mean(wanted, known)}')
        elif reference.is_evidence and self.data.sources[wanted].seen == "not-seen":
            yield Problem(place, f'the source "{wanted}" was not read and is no evidence – cite one that was')

    def _name(self, name: nodes.Name, text: str, file: str) -> Iterator[Problem]:
        if name.ctx == "load" and name.name not in self.macros and name.name not in BUILDER_NAMES:
            message = f'unknown macro "{name.name}" – {did_you_mean(name.name, self.macros)}'
            yield Problem(_find(text, name.lineno, name.name, file), message)

    def _typed_by_hand(self, number: str) -> str:
        plain = number.replace(",", "").rstrip("%")
        same = [fact.id for fact in self.data.facts.values() if str(fact.value) == plain]
        example = f'{{{{ fact("{same[0]}") }}}}' if same else "{{ fact(…) }}"
        return f'the number "{number}" is typed by hand – name the fact it comes from, e.g. {example}'


def _renders_no_macros(text: str) -> bool:
    match = FRONT_MATTER.match(text)
    return match is not None and re.search(r"^render_macros:\s*false\s*$", match[1], re.MULTILINE) is not None


def _constant(node: nodes.Expr) -> object:
    """A literal argument's value; `None` for what is only known when the page is built."""
    try:
        return node.as_const()
    except nodes.Impossible:
        return None


def _reference(hint: Any) -> Reference | None:
    """The reference in a parameter's type, also inside a list of ids or beside None."""
    for each in getattr(hint, "__metadata__", ()):
        if isinstance(each, Reference):
            return each
    for inner in getattr(hint, "__args__", ()):
        found = _reference(inner)
        if found is not None:
            return found
    return None


def _find(text: str, line: int, word: str, file: str) -> Place:
    """The place of a word at or after a line: template parsers only tell where a call begins."""
    lines = text.split("\n")
    for number in range(line, len(lines) + 1):
        column = lines[number - 1].find(word)
        if column >= 0:
            return Place(file, number, column + 1)
    return Place(file, line)
