"""What modules of charts can use: the names in `__all__` of public modules, read from their code without running it."""

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explainer.manual.entries import Entry, Item, not_named

FORMS = ("artboard", "marks", "dots", "lines", "squares", "grids", "tracks", "maps", "plan")
#: The modules whose names a project can rely on.
PUBLIC = ("explainer.drawing", "explainer.data", *(f"explainer.drawing.{form}" for form in FORMS))
#: The module whose classes have fields that data files have too, and that are described there.
MODELS = "explainer.data.models"
#: Classes of others that say all about what they are the type of.
FOREIGN = frozenset({"Axes"})
#: How a comment begins that describes what follows it.
COMMENT = "#: "
WORD = re.compile(r"\w+")
#: The methods whose parameters are those of the class.
MAKING = ("__init__", "__new__")
#: A parameter or a field: its name and its type.
Parameter = tuple[str, str]


def entries() -> tuple[Entry, ...]:
    """The public modules with all that is in them."""
    surface = Surface(Path(__file__).parents[2], PUBLIC)
    return tuple(map(surface.module, PUBLIC))


@dataclass(frozen=True)
class Surface:
    """The public names of the modules that are named, whose packages lie in the folder `root`."""

    root: Path
    modules: tuple[str, ...]

    def module(self, name: str) -> Entry:
        """A module with its public names, in the order of its `__all__`."""
        module = self._read[name]
        members = tuple(self._member(f"{name}.{each}", *self._definition(name, each)) for each in module.public)
        return Entry(name, name, _docstring(module.tree), entries=members)

    @cached_property
    def _read(self) -> "_Modules":
        return _Modules(self.root)

    @cached_property
    def _classes(self) -> frozenset[str]:
        """The names of public classes: what is of such a type needs no other words."""
        nodes = [self._definition(name, each)[1] for name in self.modules for each in self._read[name].public]
        return FOREIGN | {node.name for node in nodes if isinstance(node, ast.ClassDef)}

    def _definition(self, module: str, name: str) -> tuple["_Module", ast.stmt]:
        """Where a name is defined: in a module, or in the one that it is imported from."""
        code = self._read[module]
        return (code, code.defined[name]) if name in code.defined else self._definition(code.imported[name], name)

    def _member(self, id_: str, module: "_Module", node: ast.stmt) -> Entry:
        name = id_.rpartition(".")[2]
        if isinstance(node, ast.FunctionDef):
            return Entry(name, id_, _docstring(node), call=_call(node), unnamed=self._unnamed(_parameters(node), node))
        if isinstance(node, ast.ClassDef):
            return self._class(name, id_, module, node)
        return Entry(name, id_, module.comment(node), call=ast.unparse(node))

    def _class(self, name: str, id_: str, module: "_Module", node: ast.ClassDef) -> Entry:
        making = next((each for each in _functions(node) if each.name in MAKING), None)
        if making:
            given, call = _parameters(making), f"{name}({ast.unparse(_own(making))})"
        elif module.name == MODELS:
            given, call = [], name
        else:
            fields = _fields(node)
            given = [(ast.unparse(each.target), ast.unparse(each.annotation)) for each in fields]
            call = f"{name}({', '.join(map(_field, fields))})"
        items = (
            Item(_call(each), f"{id_}.{each.name}", _docstring(each), unnamed=self._unnamed(_parameters(each), each))
            for each in _functions(node)
            if not each.name.startswith("_")
        )
        return Entry(name, id_, _docstring(node), call=call, items=tuple(items), unnamed=self._unnamed(given, node))

    def _unnamed(self, given: list[Parameter], node: ast.FunctionDef | ast.ClassDef) -> tuple[str, ...]:
        """The parameters that neither the docstring names nor their type explains."""
        names = [name for name, type_ in given if self._classes.isdisjoint(WORD.findall(type_))]
        return not_named(names, _docstring(node))


class _Modules(dict[str, "_Module"]):
    """Modules by name, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __missing__(self, name: str) -> "_Module":
        path = self.root.joinpath(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        text = file.read_text(encoding="utf-8")
        self[name] = _Module(name, text.splitlines(), _Unquoted().visit(ast.parse(text)))
        return self[name]


@dataclass(frozen=True)
class _Module:
    name: str
    lines: list[str]
    tree: ast.Module

    @property
    def public(self) -> list[str]:
        node = self.defined["__all__"]
        assert isinstance(node, ast.Assign)
        return [*ast.literal_eval(node.value)]

    @cached_property
    def defined(self) -> Mapping[str, ast.stmt]:
        """What defines each name."""
        return {name: node for node in self.tree.body for name in _names(node)}

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """The module that each name is imported from."""
        froms = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        return {alias.name: str(node.module) for node in froms for alias in node.names}

    def comment(self, node: ast.stmt) -> str:
        """What is said above a constant, or above those of which it is one."""
        above = node.lineno - 2
        while above and self.lines[above].strip() and not self.lines[above].startswith(COMMENT):
            above -= 1
        comments: list[str] = []
        while self.lines[above].startswith(COMMENT):
            comments.insert(0, self.lines[above].removeprefix(COMMENT))
            above -= 1
        return " ".join(comments)


class _Unquoted(ast.NodeTransformer):
    """Types that stand in quotes, as they are imported for type checkers alone, without these."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        for each in (*node.args.args, *node.args.kwonlyargs):
            each.annotation = _unquoted(each.annotation)
        node.returns = _unquoted(node.returns)
        return self.generic_visit(node)


def _unquoted(type_: ast.expr | None) -> ast.expr | None:
    if isinstance(type_, ast.Constant) and isinstance(type_.value, str):
        return ast.parse(type_.value, mode="eval").body
    return type_


def _names(node: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=targets):
            return [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
    return []


def _functions(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [each for each in node.body if isinstance(each, ast.FunctionDef)]


def _docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    return inspect.cleandoc(ast.get_docstring(node) or "")


def _own(node: ast.FunctionDef) -> ast.arguments:
    """The parameters of a function, or of a method without the object."""
    has_object = bool(node.args.args) and node.args.args[0].arg in ("self", "cls")
    return ast.arguments(**{**vars(node.args), "args": node.args.args[has_object:]})


def _parameters(node: ast.FunctionDef) -> list[Parameter]:
    own = _own(node)
    given = [*own.posonlyargs, *own.args, own.vararg, *own.kwonlyargs]
    return [(each.arg, ast.unparse(each.annotation) if each.annotation else "") for each in given if each]


def _call(node: ast.FunctionDef) -> str:
    """How a function, a method or a property is written."""
    gives = ast.unparse(node.returns) if node.returns else ""
    if any("property" in ast.unparse(each) for each in node.decorator_list):
        return f"{node.name}: {gives}"
    return f"{node.name}({ast.unparse(_own(node))}) -> {gives}"


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    """The public fields of a class."""
    fields = (each for each in node.body if isinstance(each, ast.AnnAssign))
    return [each for each in fields if not ast.unparse(each.target).startswith("_")]


def _field(node: ast.AnnAssign) -> str:
    """How a field is written; a default that has to be computed is no part of that."""
    default = "…" if isinstance(node.value, ast.Call) else ast.unparse(node.value) if node.value else ""
    return f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}{f' = {default}' if default else ''}"
