"""Checks pages before they are built: every macro call is right, and no number is typed by hand.

Macros are found through the project's configuration and known by their signatures: a parameter typed as
`FactId`, `EvidenceId` … must name something that exists.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from explainer.calls import (
    FRONT_MATTER,
    Macro,
    arguments,
    constant,
    find_macros,
    macro_calls,
    main_chart,
    mistyped,
    parse_page,
    references,
    renders_macros,
    written_pages,
)
from explainer.data import Dataset
from explainer.data.catalogue import EVERYTHING
from explainer.data.models import Term
from explainer.data.unbound import misstated, typed_by_hand
from explainer.data.yamlfile import parse_yaml
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean
from explainer.files import read_text
from explainer.first_use import unlinked_terms
from explainer.project import Project
from explainer.prose import typed_quantities, typed_quantities_in_code
from explainer.python import parse_python
from explainer.quantities import Quantity, find_quantities
from explainer.references import Reference

#: What begins or ends a part of a template.
BRACES = re.compile(r"\{[{%#]|[}%#]\}")
#: What the builder takes for a setting when it begins a page, also without a line of hyphens before it.
SETTING = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:")
#: What a page may ask of the project's configuration.
SETTINGS = {"repo_url", "site_name", "site_url"}
#: What a page's template may be made of besides macro calls and settings. The builder runs templates with all that they
#: can reach, so that anything more would be code in a page.
PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)


def check_pages(
    project: Project, data: Dataset, charts: Iterable[str], is_unread: Callable[[str, str], bool] = lambda *_: False
) -> list[Problem]:
    """Every problem in pages, and every number typed by hand in them, in templates and in the words of charts.

    `is_unread(kind, id)` says whether a missing thing may stand in what could not be read: then it is no problem here.
    Code of charts that cannot be read is left out.
    """
    checker = PageChecker.of(project, data, charts, is_unread)
    problems: list[Problem] = []
    for path in written_pages(project):
        problems += checker.check(path)
    for path in sorted(project.own_parts.rglob("*.html")):
        problems += checker.template(path)
    for path in sorted(project.charts.rglob("*.py")):
        problems += checker.code(path)
    return problems


@dataclass
class PageChecker:
    """Finds what is wrong in files, by what pages can call and name."""

    macros: Mapping[str, Macro]
    known: Mapping[str, Iterable[str]]
    data: Dataset
    project: Project
    is_unread: Callable[[str, str], bool]

    @classmethod
    def of(
        cls,
        project: Project,
        data: Dataset,
        charts: Iterable[str],
        is_unread: Callable[[str, str], bool] = lambda *_: False,
    ) -> "PageChecker":
        """What checks the pages of a project, as `check_pages` does."""
        known: dict[str, Iterable[str]] = {catalogue.kind: catalogue for catalogue in data.catalogues()}
        known |= {"chart": dict.fromkeys(charts), "topic": project.topics}
        return cls(find_macros(project), known, data, project, is_unread)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words of the glossary."""
        return tuple(self.data.terms.values())

    @cached_property
    def publishers(self) -> frozenset[str]:
        """The names of those who publish sources."""
        return frozenset(source.publisher for source in self.data.sources.values())

    def check(self, path: Path) -> Iterator[Problem]:
        """The problems of a page."""
        file = self.project.name_of(path)
        try:
            text = read_text(path, file)
        except ProblemsFound as found:
            yield from found.problems
            return
        yield from self.typed(typed_quantities(text), file)
        above = [*_front_matter(text, file)]
        if above:
            yield from above
            return
        if not renders_macros(text):
            return
        try:
            tree = parse_page(text)
        except TemplateSyntaxError as error:
            message = f"this macro call cannot be read: {error.message} – check quotes, commas and brackets"
            yield Problem(Place(file, error.lineno), message)
            return
        except RecursionError:
            yield Problem(Place(file), "this page nests brackets too deeply – simplify it")
            return
        yield from self._main_chart(text, file)
        yield from self._calls(tree, text, file)
        yield from self._names(tree, text, file)
        yield from self._first_uses(text, file)

    def template(self, path: Path) -> Iterator[Problem]:
        """The numbers typed by hand in a template."""
        file = self.project.name_of(path)
        try:
            yield from self.typed(typed_quantities(read_text(path, file)), file)
        except ProblemsFound as found:
            yield from found.problems

    def code(self, path: Path) -> Iterator[Problem]:
        """The numbers typed by hand in the words of charts."""
        file = self.project.name_of(path)
        try:
            tree = parse_python(read_text(path, file))
        except (ProblemsFound, SyntaxError, ValueError, RecursionError, MemoryError):  # reported where charts are found
            return
        yield from self.typed(typed_quantities_in_code(tree), file)

    def typed(self, quantities: Iterable[tuple[int, int, Quantity]], file: str) -> Iterator[Problem]:
        """A problem for each quantity that is typed by hand."""
        for line, column, quantity in quantities:
            yield typed_by_hand(quantity, Place(file, line, column), self.data)

    def _main_chart(self, text: str, file: str) -> Iterator[Problem]:
        named = main_chart(text)
        if named:
            for message in self._misnamed(Reference("chart"), named[0], self.known["chart"]):
                yield Problem(Place(file, named[1]), message)

    def _calls(self, tree: nodes.Template, text: str, file: str) -> Iterator[Problem]:
        shown: set[tuple[str, object]] = set()
        for name, call in macro_calls(tree, self.macros):
            yield from self._call(name, call, text, file)
            if name in ("chart", "table") and call.args:
                figure = (name, repr(constant(call.args[0])))
                if figure in shown:  # its id is the address of the figure
                    place = _find(text, call.lineno, str(constant(call.args[0])), file)
                    message = f"the {figure[0]} {figure[1]} stands on this page already – remove one of them"
                    yield Problem(place, message.replace("'", '"'))
                shown.add(figure)

    def _first_uses(self, text: str, file: str) -> Iterator[Problem]:
        if self.is_unread("source", EVERYTHING):  # a publisher's name may hold the word
            return
        for offset, term, words in unlinked_terms(text, self.terms, self.publishers):
            place = Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
            call = f'term("{term.id}")' if words == term.term else f'term("{term.id}", "{words}")'
            yield Problem(
                place, f'"{words}" is in the glossary, and not linked at its first use – write {{{{ {call} }}}}'
            )

    def _names(self, tree: nodes.Template, text: str, file: str) -> Iterator[Problem]:
        known = {*self.macros, "config"}
        unknown = [name for name in tree.find_all(nodes.Name) if name.name not in known]
        for name in unknown:
            message = f'unknown macro "{name.name}" – {did_you_mean(name.name, self.macros)}'
            yield Problem(_find(text, name.lineno, name.name, file), message)
        for node in () if unknown else self._code(tree):
            message = "this is more than a macro with plain arguments – pages can call macros, and nothing else"
            yield Problem(Place(file, node.lineno), message)

    def _code(self, node: nodes.Node) -> Iterator[nodes.Node]:
        """The outermost parts of a template that are neither text nor a macro call with literal arguments."""
        match node:
            case nodes.Call(node=nodes.Name(name=name), dyn_args=None, dyn_kwargs=None) if name in self.macros:
                inner: Iterable[nodes.Node] = [*node.args, *node.kwargs]
            case nodes.Getattr(node=nodes.Name(name="config"), attr=setting) if setting in SETTINGS:
                inner = ()
            case _ if isinstance(node, PLAIN):
                inner = node.iter_child_nodes()
            case _:
                yield node
                return
        for each in inner:
            yield from self._code(each)

    def _call(self, name: str, call: nodes.Call, text: str, file: str) -> Iterator[Problem]:
        macro = self.macros[name]
        try:
            given = arguments(call, macro)
        except TypeError as error:
            names = [each for each in inspect.signature(macro).parameters if each != "context"]
            place = _find(text, call.lineno, name, file)
            yield Problem(place, f"{name}: {error} – its parameters are {', '.join(names)}")
            return
        wrong = dict(mistyped(macro, given))
        for parameter, expected in wrong.items():
            yield Problem(_find(text, call.lineno, name, file), f"{name}: {parameter}: {expected}")
        right = {parameter: value for parameter, value in given.items() if parameter not in wrong}
        yield from self._words(name, right, lambda: _find(text, call.lineno, str(right.get("words")), file))
        for reference, each in references(macro, right):
            if reference.kind == "column" and given.get("table_id") not in self.data.tables:
                continue  # that there is no such table says it all
            known = self._known(reference, given)
            for message in self._misnamed(reference, each, known):
                yield Problem(_find(text, call.lineno, each, file), message)

    def _words(self, macro: str, given: Mapping[str, object], place: Callable[[], Place]) -> Iterator[Problem]:
        """What is wrong with the words that a call shows, where they hold a number."""
        words, fact_id = given.get("words"), given.get("fact_id")
        if not isinstance(words, str):
            return
        if macro == "unbound":
            if not any(find_quantities(words)) or not str(given.get("because")).strip():
                message = f'"{words}" holds no number, or no reason is given – write the words by themselves'
                yield Problem(place(), message)
        elif fact_id is None:
            for quantity in find_quantities(words):
                yield typed_by_hand(quantity, place(), self.data)
        elif fact_id in self.data.facts and (mistake := misstated(words, self.data.facts[str(fact_id)])):
            yield Problem(place(), mistake)

    def _known(self, reference: Reference, given: Mapping[str, object]) -> Iterable[str]:
        """The ids that a parameter may name; a column's table is named by another argument of the call."""
        if reference.kind != "column":
            return self.known[reference.kind]
        table = self.data.tables.get(str(given.get("table_id")))
        return [column.name for column in table.descriptor.columns] if table else []

    def _misnamed(self, reference: Reference, wanted: str, known: Iterable[str]) -> Iterator[str]:
        """What is wrong with naming this id."""
        if wanted not in known and self.is_unread(reference.kind, wanted):
            return
        if wanted not in known:
            yield f'unknown {reference.kind} "{wanted}" – {did_you_mean(wanted, known)}'
        elif reference.is_evidence and self.data.sources[wanted].seen == "not-seen":
            yield f'the source "{wanted}" was not read and is no evidence – name one that was'


def _front_matter(text: str, file: str) -> Iterator[Problem]:
    """What stands above a page must be plain YAML, and no template: the builder takes it off before it runs the rest.

    What it takes for that is more than YAML between lines of hyphens. None of it may hold braces, which would hide from
    us what is not hidden from the builder.
    """
    match = FRONT_MATTER.match(text)
    first = text.partition("\n\n")[0]
    above = match[0] if match else first if SETTING.match(first) else ""
    for found in BRACES.finditer(above):
        line = above.count("\n", 0, found.start()) + 1
        yield Problem(Place(file, line), "parts of templates do nothing above a page – write words")
    if match is None:
        return
    try:
        parse_yaml("\n" + match[1], file)
    except ProblemsFound as found:
        yield from found.problems


def _find(text: str, line: int, word: str, file: str) -> Place:
    """The place of a word at or after a line: template parsers only tell where a call begins."""
    lines = _lines(text)
    for number in range(line, len(lines) + 1):
        column = lines[number - 1].find(word)
        if column >= 0:
            return Place(file, number, column + 1)
    return Place(file, line)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    """Split once for each page: a page may hold thousands of misspelt ids."""
    return text.split("\n")
