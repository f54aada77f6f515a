"""The macro calls in pages: which macro, with which arguments, naming what."""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import yaml
from jinja2 import Environment, nodes
from pydantic import ConfigDict, TypeAdapter, ValidationError

from explainer.data.yamlfile import Loader
from explainer.errors import Place, Problem, ProblemsFound
from explainer.project import CONFIG, Project
from explainer.references import Reference

Macro = Callable[..., object]

#: As MkDocs finds it.
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:\.\.\.|---)[ \t]*\n", re.DOTALL)
HEADING = re.compile(r"^# (.+?)(?:\s*\{:.*\})?$", re.MULTILINE)
#: The endings that MkDocs takes for pages.
PAGES = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
#: What a macro expects, by pydantic's word for the mistake.
EXPECTED = {
    "tuple_type": 'a list is expected – write ["one", "two"]',
    "string_type": 'words in quotes are expected – write "one"',
    "int_type": "a whole number is expected – write it without quotes",
    "bool_type": "True or False is expected",
}
#: Reads pages as the builder will, and renders nothing.
TEMPLATES = Environment()  # noqa: S701


def find_macros(project: Project) -> dict[str, Macro]:
    """All that pages can call, by name. Raises `ProblemsFound` when a module of macros cannot be run."""
    if str(project.root) not in sys.path:
        sys.path.insert(0, str(project.root))
    found: dict[str, Macro] = {}
    for module in project.macros:
        try:
            found |= {macro.__name__: macro for macro in import_module(module).public(project.root)}
        except Exception as error:
            message = f'the macros of "{module}" cannot be loaded: {error} – mend the module'
            raise ProblemsFound([Problem(Place(CONFIG), message)]) from error
    return found


def written_pages(project: Project) -> list[Path]:
    """The files of all pages that people write: those of single charts are generated."""
    found: list[Path] = []
    for name, folders, files in os.walk(project.docs):
        folder = Path(name)
        folders[:] = [each for each in folders if not _is_left_out(folder / each, project)]
        found += [folder / each for each in (*folders, *files) if each.endswith((*PAGES,)) and each[0] != "."]
    return sorted(found)


def _is_left_out(folder: Path, project: Project) -> bool:
    """Whether a folder has no such pages: the builder passes over hidden ones, and over templates at the top."""
    return folder.name.startswith(".") or folder in (project.chart_pages, project.docs / "templates")


@lru_cache(maxsize=2048)  # texts of pages come and go while they are edited
def parse_page(text: str) -> nodes.Template:
    """A page's template. Raises jinja2's `TemplateSyntaxError`, or `RecursionError` for very deep brackets."""
    return TEMPLATES.parse(text)


@lru_cache(maxsize=2048)
def front_matter(text: str) -> Mapping[str, object]:
    """The settings at the head of a page; none where the builder takes them for text. Not to be changed."""
    match = FRONT_MATTER.match(text)
    try:
        settings = yaml.load(match[1], Loader) if match else None  # noqa: S506 – a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


def renders_macros(text: str) -> bool:
    """Whether the builder expands macros in a page, which its front matter can forbid."""
    return front_matter(text).get("render_macros") is not False


def shows_samples(text: str) -> bool:
    """Whether what a page names are samples of a page's parts, and no use of the things themselves."""
    return front_matter(text).get("samples") is True


def main_chart(text: str) -> tuple[str, int] | None:
    """The chart that a page's front matter names as its main one (`main_chart: id`), and the line; None without one."""
    match = FRONT_MATTER.match(text)
    named = re.search(r"^main_chart:[ \t]*(\S*)", match[1], re.MULTILINE) if match else None
    return (named[1], text.count("\n", 0, named.start() + len("---\n")) + 1) if named else None


def macro_calls(page: nodes.Template, macros: Mapping[str, Macro]) -> Iterator[tuple[str, nodes.Call]]:
    """The calls of macros in a page, each with the macro's name."""
    for call in page.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in macros:
            yield call.node.name, call


def arguments(call: nodes.Call, macro: Macro) -> Mapping[str, object]:
    """A call's arguments by parameter. Raises `TypeError` when they do not fit the macro."""
    signature = _signature(macro)
    hidden = [None] if "context" in signature.parameters else []
    keywords = {keyword.key: constant(keyword.value) for keyword in call.kwargs}
    return signature.bind(*hidden, *(constant(arg) for arg in call.args), **keywords).arguments


def mistyped(macro: Macro, given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The parameters whose literal argument has the wrong type, each with what is expected."""
    hints = _hints(getattr(macro, "__func__", macro))
    for parameter, value in given.items():
        if parameter not in hints or parameter == "context" or _is_computed(value):
            continue
        try:
            _adapter(macro, parameter).validate_python(tuple(value) if isinstance(value, list) else value)
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            yield parameter, EXPECTED.get(detail["type"], detail["msg"])


def references(macro: Macro, given: Mapping[str, object]) -> Iterator[tuple[Reference, str]]:
    """What a call with these arguments names, by the types of the macro's parameters."""
    hints = _hints(getattr(macro, "__func__", macro))
    for parameter, value in given.items():
        reference = reference_in(hints.get(parameter))
        if reference is not None:
            for each in value if isinstance(value, tuple | list) else (value,):
                if isinstance(each, str):
                    yield reference, each


def constant(node: nodes.Expr) -> object:
    """A literal argument's value; `None` for whatever would have to be computed, which is left to the builder."""
    if isinstance(node, nodes.Const):
        return node.value
    if isinstance(node, nodes.List | nodes.Tuple):
        return [constant(item) for item in node.items]
    return None


def _is_computed(value: object) -> bool:
    return value is None or (isinstance(value, list | tuple) and any(_is_computed(each) for each in value))


@lru_cache(maxsize=256)
def _signature(macro: Macro) -> inspect.Signature:
    return inspect.signature(macro)


@lru_cache(maxsize=256)
def _adapter(macro: Macro, parameter: str) -> TypeAdapter[Any]:
    hint = _hints(getattr(macro, "__func__", macro))[parameter]
    variadic = _signature(macro).parameters[parameter].kind is inspect.Parameter.VAR_POSITIONAL
    return TypeAdapter(Sequence[hint] if variadic else hint, config=ConfigDict(strict=True))  # type: ignore[valid-type]


@lru_cache(maxsize=256)
def _hints(macro: Macro) -> dict[str, Any]:
    return get_type_hints(macro, include_extras=True)


def reference_in(hint: Any) -> Reference | None:
    """The reference in a parameter's type, also inside a list of ids or beside None."""
    for each in getattr(hint, "__metadata__", ()):
        if isinstance(each, Reference):
            return each
    for inner in getattr(hint, "__args__", ()):
        found = reference_in(inner)
        if found is not None:
            return found
    return None


@dataclass(frozen=True)
class Use:
    """A page that names something: its name without ending, and its title."""

    page: str
    title: str


def find_uses(project: Project, macros: Mapping[str, Macro]) -> dict[tuple[str, str], tuple[Use, ...]]:
    """The pages that name each thing, by its kind and id, in the order of their files. Pages must have been checked.

    A page with `samples: true` in its front matter does not count.
    """
    uses: dict[tuple[str, str], dict[Use, None]] = {}
    for path in written_pages(project):
        text = path.read_text(encoding="utf-8-sig")
        if not renders_macros(text) or shows_samples(text):
            continue
        name = path.relative_to(project.docs).with_suffix("").as_posix()
        use = Use(re.sub(r"(^|/)README$", r"\1index", name), _title(text, path))
        for name, call in macro_calls(parse_page(text), macros):
            for reference, each in references(macros[name], arguments(call, macros[name])):
                uses.setdefault((reference.kind, each), {})[use] = None
    return {thing: tuple(pages) for thing, pages in uses.items()}


def _title(text: str, path: Path) -> str:
    heading = HEADING.search(text)
    return heading[1] if heading else path.stem
