"""Which charts there are: registered when their module runs, found beforehand without running it."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import read_text
from explainer.project import Project
from explainer.python import nodes_of, parse_python

if TYPE_CHECKING:
    from explainer.data import Dataset
    from explainer.drawing.artboard import Artboard
    from explainer.drawing.reading import Reading

    ChartFunction = Callable[[Dataset, Artboard], Reading]

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_functions: "dict[str, ChartFunction]" = {}


def chart(chart_id: str) -> "Callable[[ChartFunction], ChartFunction]":
    """Register a function as the chart `chart_id`. It is called for each artboard, and must say the same each time."""

    def register(function: "ChartFunction") -> "ChartFunction":
        _functions[chart_id] = function
        return function

    return register


def registered(chart_id: str) -> "ChartFunction":
    """The function of a chart whose module has been imported."""
    return _functions[chart_id]


@dataclass(frozen=True)
class ChartSource:
    """Where a chart is defined, and the fingerprint of the code that it runs."""

    id: str
    module: str
    place: Place
    code: str


@dataclass(frozen=True)
class ChartsRead:
    """The charts that could be found, by id, and the problems of their code.

    When it is not complete, there may be charts in code that could not be read.
    """

    charts: Mapping[str, ChartSource]
    problems: tuple[Problem, ...]
    is_complete: bool


def find_charts(project: Project) -> Mapping[str, ChartSource]:
    """All charts of the project by id, read from their modules without importing them.

    Raises `ProblemsFound` for code that does not parse, ids that are no plain text, and ids used twice.
    """
    read = read_charts(project)
    if read.problems:
        raise ProblemsFound(read.problems)
    return read.charts


def read_charts(project: Project) -> ChartsRead:
    """The charts of the project, as far as their modules can be read, without importing them."""
    problems: list[Problem] = []
    modules = _parse_modules(project, problems)
    decorated = [(name, *each) for name, module in modules.items() for each in _decorated(module, problems)]
    imports = {name: _imported(name, module) for name, module in modules.items()}
    codes = {
        name: _code_digest(project, name, modules, imports) for name in dict.fromkeys(name for name, *_ in decorated)
    }
    found: dict[str, ChartSource] = {}
    for name, chart_id, line in decorated:
        place = Place(modules[name].file, line)
        if chart_id in found:
            message = f'the chart "{chart_id}" is already defined at {found[chart_id].place} – rename one'
            problems.append(Problem(place, message))
        else:
            found[chart_id] = ChartSource(chart_id, name, place, codes[name])
    return ChartsRead(found, tuple(problems), is_complete=not problems)


@dataclass(frozen=True)
class _Module:
    file: str
    text: bytes
    tree: ast.Module


def _parse_modules(project: Project, problems: list[Problem]) -> dict[str, _Module]:
    modules = {}
    for path in sorted(project.charts.rglob("*.py")):
        file = project.name_of(path)
        try:
            text = read_text(path, file)
            tree = parse_python(text)
        except ProblemsFound as found:
            problems += found.problems
            continue
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line, column = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
            what = error.args[0] if error.args else "it cannot be read"
            problems.append(Problem(Place(file, line, column), f"this is not valid Python: {what} – correct this line"))
            continue
        name = path.relative_to(project.root).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        modules[name] = _Module(file, text.encode(), tree)
    return modules


def _decorated(module: _Module, problems: list[Problem]) -> list[tuple[str, int]]:
    found = []
    for node in module.tree.body:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            match decorator:
                case ast.Call(func=ast.Name(id="chart"), args=[ast.Constant(value=str() as chart_id)]) if ID.fullmatch(
                    chart_id
                ):
                    found.append((chart_id, decorator.lineno))
                case ast.Call(func=ast.Name(id="chart")):
                    message = (
                        'a chart\'s id must be lower-case letters, digits and single hyphens – write @chart("my-chart")'
                    )
                    problems.append(Problem(Place(module.file, decorator.lineno), message))
    return found


def _code_digest(project: Project, name: str, modules: dict[str, _Module], imports: dict[str, list[str]]) -> str:
    """A fingerprint of a module and of all modules of the project that it imports, directly or not.

    `modules` and `imports` are those that have been read; those of other modules of the project join them.
    """
    wanted, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current not in modules and (module := _beside_charts(project, current)):
            modules[current], imports[current] = module, _imported(current, module)
        if current in modules and current not in wanted:
            wanted.add(current)
            todo += imports[current]
    digest = sha256()
    for each in sorted(wanted):
        digest.update(each.encode() + b"\0" + modules[each].text + b"\0")
    return digest.hexdigest()


def _beside_charts(project: Project, name: str) -> _Module | None:
    """A module of the project that is not among the charts, if there is one of this name.

    The engine, which may stand in the same folder, has a fingerprint of its own.
    """
    parts = name.split(".")
    if parts[0] == __name__.partition(".")[0] or not all(map(str.isidentifier, parts)):
        return None
    path = project.root.joinpath(*parts)
    file = next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()), None)
    if file is None:
        return None
    text = file.read_bytes()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # told when a chart cannot be drawn
        tree = ast.Module([], [])
    return _Module(project.name_of(file), text, tree)


def _imported(name: str, module: _Module) -> list[str]:
    package = name if module.file.endswith("__init__.py") else name.rpartition(".")[0]
    names = [package.rpartition(".")[0], package]  # importing a module runs the packages around it
    for node in nodes_of(module.tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return names
