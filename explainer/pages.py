"""Checks pages before they are built: every macro call is right, and no number is typed by hand.

Macros are found through the project's configuration and known by their signatures: a parameter typed as
`FactId`, `EvidenceId` … must name something that exists.
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
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound, did_you_mean
from explainer.files import read_text
from explainer.project import Project
from explainer.prose import typed_numbers
from explainer.references import Reference

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
#: The endings that MkDocs takes for pages.
PAGES = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
#: Reads pages as the builder will, and renders nothing.
TEMPLATES = Environment()  # noqa: S701
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
    for path in sorted(path for path in project.docs.rglob("*") if path.suffix in PAGES):
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
            text = read_text(path, file)
        except ProblemsFound as found:
            yield from found.problems
            return
        if _renders_no_macros(text):
            return
        try:
            tree = TEMPLATES.parse(text)
        except TemplateSyntaxError as error:
            message = f"this macro call cannot be read: {error.message} – check quotes, commas and brackets"
            yield Problem(Place(file, error.lineno), message)
            return
        except RecursionError:
            yield Problem(Place(file), "this page nests brackets too deeply – simplify it")
            return
        yield from self._calls(tree, text, file)
        yield from self._names(tree, text, file)
        for line, column, number in typed_numbers(text):
            yield Problem(Place(file, line, column), self._typed_by_hand(number))

    def _calls(self, tree: nodes.Template, text: str, file: str) -> Iterator[Problem]:
        shown: set[tuple[str, object]] = set()
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or call.node.name not in self.macros:
                continue
            yield from self._call(call, text, file)
            if call.node.name in ("chart", "table") and call.args:
                figure = (call.node.name, repr(_constant(call.args[0])))
                if figure in shown:  # its id is the address of the figure
                    place = _find(text, call.lineno, str(_constant(call.args[0])), file)
                    message = f"the {figure[0]} {figure[1]} stands on this page already – remove one of them"
                    yield Problem(place, message.replace("'", '"'))
                shown.add(figure)

    def _names(self, tree: nodes.Template, text: str, file: str) -> Iterator[Problem]:
        names = list(tree.find_all(nodes.Name))
        known = {*self.macros, *BUILDER_NAMES, *TEMPLATES.globals, "loop"}
        known |= {name.name for name in names if name.ctx != "load"}
        for name in names:
            if name.name not in known:
                message = f'unknown macro "{name.name}" – {did_you_mean(name.name, self.macros)}'
                yield Problem(_find(text, name.lineno, name.name, file), message)
        for each in tree.find_all(nodes.Filter):
            if each.name not in TEMPLATES.filters:
                message = f'unknown filter "{each.name}" – {did_you_mean(each.name, TEMPLATES.filters)}'
                yield Problem(_find(text, each.lineno, each.name, file), message)

    def _call(self, call: nodes.Call, text: str, file: str) -> Iterator[Problem]:
        assert isinstance(call.node, nodes.Name)
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
                        known = self._known(reference, bound.arguments)
                        yield from self._id(reference, each, known, _find(text, call.lineno, each, file))

    def _known(self, reference: Reference, arguments: Mapping[str, object]) -> Iterable[str]:
        """The ids that a parameter may name; a column's table is named by another argument of the call."""
        if reference.kind != "column":
            return self.known[reference.kind]
        table = self.data.tables.get(str(arguments.get("table_id")))
        return [column.name for column in table.descriptor.columns] if table else []

    def _id(self, reference: Reference, wanted: str, known: Iterable[str], place: Place) -> Iterator[Problem]:
        if wanted not in known:
            yield Problem(place, f'unknown {reference.kind} "{wanted}" – {did_you_mean(wanted, known)}')
        elif reference.is_evidence and self.data.sources[wanted].seen == "not-seen":
            yield Problem(place, f'the source "{wanted}" was not read and is no evidence – cite one that was')

    def _typed_by_hand(self, number: str) -> str:
        plain = number.replace(",", "").rstrip("%")
        same = [fact.id for fact in self.data.facts.values() if str(fact.value) == plain]
        example = f'{{{{ fact("{same[0]}") }}}}' if same else "{{ fact(…) }}"
        return f'the number "{number}" is typed by hand – name the fact it comes from, e.g. {example}'


def _renders_no_macros(text: str) -> bool:
    match = FRONT_MATTER.match(text)
    return match is not None and re.search(r"^render_macros:\s*false\s*$", match[1], re.MULTILINE) is not None


def _constant(node: nodes.Expr) -> object:
    """A literal argument's value; `None` for whatever would have to be computed, which is left to the builder."""
    if isinstance(node, nodes.Const):
        return node.value
    if isinstance(node, nodes.List | nodes.Tuple):
        return [_constant(item) for item in node.items]
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
