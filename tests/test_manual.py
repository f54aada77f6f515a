"""The reference of the generator: nothing in it lacks words, and nothing is missing on its pages."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, get_args

import click
import pytest
from mkdocs.config.defaults import MkDocsConfig
from pydantic import BaseModel, Field

from explainer.cli import main
from explainer.data.dating import AHEAD
from explainer.data.formulas import FUNCTIONS
from explainer.data.models import Entry as DataEntry
from explainer.data.models import Fact
from explainer.data.units import POINTS, SCALES
from explainer.data.vocabularies import VOCABULARIES
from explainer.macros import public
from explainer.manual import Part, commands, data, macros, settings, undocumented
from explainer.manual.entries import Entry, html
from explainer.manual.python import PUBLIC, Surface
from explainer.references import FactId
from explainer.settings import OF_MKDOCS, OF_PAGES, OWN, VARIABLES, Setting
from tests.projects import ROOT, explainer, replace

CODE = ROOT / "explainer"
#: How the environment is read in code, and in `mkdocs.yml`.
READ = re.compile(r"os\.environ\.(?:get|setdefault)\((?:\"(\w+)\"|([A-Z_]+))|!ENV \[(\w+)")
#: How settings of MkDocs are read: as attributes unless they are set there, as keys, or by the tree of the file.
OF_CONFIG = re.compile(r"\bconfig\.(\w+)\b(?! = )|\b(?:config\[|values\.get\(|key\.value == )\"(\w+)\"")


def test_nothing_lacks_words() -> None:
    assert undocumented() == []


def lacking(*entries: Entry) -> list[str]:
    return [each for entry in entries for each in entry.undocumented()]


class TestWhatLacksWordsIsNamed:
    def test_commands_options_and_arguments(self) -> None:
        @click.group()
        def group() -> None:
            """A group."""

        @group.command()
        @click.argument("what")
        @click.option("--loud", "-l", is_flag=True)
        @click.option("--told", help="Told.")
        def silent(what: str, *, loud: bool, told: str) -> None:
            pass

        assert lacking(commands.entry_of("x", group)) == ["x-silent", "x-silent-WHAT", "x-silent-loud"]

    def test_macros_and_parameters_that_name_nothing(self) -> None:
        def silent(fact_id: FactId) -> str:
            return fact_id

        def told(fact_id: FactId, words: str, *, since: str = "", rounds: int = 1) -> str:
            """A fact in `words`, and since when."""
            return f"{fact_id}{words}{since}{rounds}"

        assert lacking(macros.entry_of(silent), macros.entry_of(told)) == ["silent", "told: since", "told: rounds"]

    def test_fields_of_models(self) -> None:
        class Told(BaseModel):
            """A model."""

            name: str = Field(description="The name.")
            count: bool = False

        class Silent(Told):
            name: Annotated[str, Field(description=" ")]

        assert lacking(data.entry_of(Told, "Told", "told")) == ["told-count"]
        assert lacking(data.entry_of(Silent, "Silent", "silent")) == ["silent", "silent-name", "silent-count"]

    def test_functions_of_formulas(self) -> None:
        assert lacking(data.formulas({"new": lambda: None})) == ["formula-new"]

    def test_settings(self) -> None:
        found = settings.of("Of pages", "pages", "Words.", [Setting("told", "Told."), Setting("silent", "")])
        assert lacking(found) == ["pages-silent"]

    def test_names_of_modules(self, tmp_path: Path) -> None:
        (tmp_path / "own").mkdir()
        (tmp_path / "own/__init__.py").write_text(
            'from own.kinds import Kind\n__all__ = ["A", "B", "Kind", "Plain", "silent", "told"]\n\n'
            '#: A number.\nA = 1\n\nB = 2\n\n\ndef silent(kind: "Kind") -> None: ...\n'
            'def told(kind: "Kind", count: int, *, size: int = 0) -> "Kind":\n    """So many: `count`."""\n'
            "class Plain:\n    def __init__(self, name: str) -> None: ...\n"
        )
        (tmp_path / "own/kinds.py").write_text(
            'class Kind:\n    """A kind with a `name`."""\n    name: str\n    part: float = 0\n    _own: int\n'
            "    @property\n    def shown(self) -> str: ...\n"
            '    def of(self, other: "Kind", more: int) -> None:\n        """Another."""\n    def _hidden(self): ...\n'
        )
        module = Surface(tmp_path, ("own",)).module("own")
        assert lacking(module) == [
            "own",
            "own.B",
            "own.Kind: part",
            "own.Kind.shown",
            "own.Kind.of: more",
            "own.Plain",
            "own.Plain: name",
            "own.silent",
            "own.told: size",
        ]
        calls = {entry.name: entry.call for entry in module.entries}
        assert calls["told"] == "told(kind: Kind, count: int, *, size: int=0) -> Kind"
        assert calls["Kind"] == "Kind(name: str, part: float = 0)"


def test_what_looks_like_html_or_templates_is_words() -> None:
    found = html("Not <b>bold</b>, but `<i>` and\n\n- `{{ fact() }}`")
    assert "<b>" not in found
    assert "&lt;b&gt;bold" in found
    assert "<code>&lt;i&gt;</code>" in found
    assert "<li><code>{{ fact() }}</code></li>" in found


def ids_of_commands(name: str, command: click.Command) -> Iterator[str]:
    yield name
    for param in command.params:
        longest = max(param.opts, key=len).lstrip("-")
        yield f"{name}-{longest if isinstance(param, click.Option) else param.human_readable_name}"
    for each, inner in getattr(command, "commands", {}).items():
        yield from ids_of_commands(f"{name}-{each}", inner)


def ids_of_macros() -> Iterator[str]:
    for macro in public(Path()):
        yield macro.__name__
        yield from (f"{macro.__name__}-{each}" for each in inspect.signature(macro).parameters if each != "context")


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        if each is not Fact and each.__module__ == DataEntry.__module__:  # what files hold, it is made from that
            yield each
            yield from models(each)


def ids_of_data() -> Iterator[str]:
    named = {"Statement": "facts", "TableDescriptor": "tables", "MapDescriptor": "maps"}
    for model in models(DataEntry):
        name = model.__name__
        id_ = named.get(name, name.lower() if name in ("FactEntry", "Column") else f"{name.lower()}s")
        if name != "Descriptor":
            yield from (id_, *(f"{id_}-{field}" for field in model.model_fields))
    for vocabulary in VOCABULARIES:
        yield from (f"{vocabulary.title.lower().replace(' ', '-')}-{word}" for word in vocabulary.words)
    yield from (f"formula-{function}" for function in FUNCTIONS)


def ids_of_settings() -> Iterator[str]:
    places = {"own": OWN.values(), "mkdocs": OF_MKDOCS, "pages": OF_PAGES, "environment": VARIABLES}
    yield from (f"{place}-{each.name}" for place, settings in places.items() for each in settings)


def ids_of_python() -> Iterator[str]:
    for name in PUBLIC:
        module = import_module(name)
        yield name
        for member in module.__all__:
            yield f"{name}.{member}"
            thing = getattr(module, member)
            for method, what in [*vars(thing).items()] if inspect.isclass(thing) else ():
                is_ours = inspect.isfunction(what) or isinstance(what, property | classmethod) or hasattr(what, "func")
                if is_ours and not method.startswith("_"):
                    yield f"{name}.{member}.{method}"


@pytest.mark.parametrize(
    ("part", "ids"),
    [
        ("commands", lambda: ids_of_commands("explainer", main)),
        ("macros", ids_of_macros),
        ("data", ids_of_data),
        ("settings", ids_of_settings),
        ("python", ids_of_python),
    ],
    ids=get_args(Part),
)
def test_all_that_there_is_stands_on_its_page(part: str, ids: Callable[[], Iterator[str]], own_project: Path) -> None:
    page = (own_project / f"site/contribute/reference/{part}/index.html").read_text("utf-8")
    shown = set(re.findall(r'<(?:h[2-6]|dt) id="([^"]+)"', page))
    wanted = {*ids()}
    assert len(wanted) > 20
    assert wanted - shown == set()
    assert len(shown) < len(wanted) + 20  # there is no more than what was looked for, and titles


def test_vocabularies_have_the_words_of_the_code() -> None:
    for vocabulary in VOCABULARIES:
        if vocabulary.type:
            assert (*vocabulary.words,) == get_args(vocabulary.type), vocabulary.title
    by_title = {each.title: each.words for each in VOCABULARIES}
    assert by_title["Categories of events ahead"].keys() == AHEAD
    units = by_title["Units with a meaning"]
    assert {*SCALES, *POINTS} <= {*units, *re.findall("`([^`]+)`", " ".join(units.values()))}


def imports(path: Path) -> Iterator[tuple[str, str]]:
    text = re.sub(r"\{[{%].*?[}%]\}", "x", path.read_text("utf-8"))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("explainer"):
            yield from ((str(node.module), alias.name) for alias in node.names)


@pytest.mark.parametrize("folder", ["charts", "explainer/starter/charts", "tests/fixtures/rivers/charts"])
def test_charts_use_only_what_they_can_rely_on(folder: str) -> None:
    found = {each for path in (ROOT / folder).rglob("*.py") for each in imports(path)}
    assert found
    for module, name in found:
        assert module in PUBLIC, f"from {module} import {name}"
        assert name in import_module(module).__all__ or f"{module}.{name}" in PUBLIC, f"from {module} import {name}"


class TestSettings:
    def test_an_unknown_one_is_refused(self, project: Path) -> None:
        replace(project / "mkdocs.yml", "    edition:", "    edtion: 2024-05-06\n    edition:")
        result = explainer(project, "check")
        assert result.returncode == 1
        assert '"edtion" is no setting of the explainer – did you mean "edition"?' in result.stderr
        assert re.match(r"mkdocs\.yml:\d+:\d+: ", result.stderr)

    def test_all_that_is_read_from_the_environment_is_listed(self) -> None:
        read = set()
        for path in (ROOT / "mkdocs.yml", *CODE.rglob("*.py")):
            for text, constant, variable in READ.findall(path.read_text("utf-8")):
                read.add(text or variable or getattr(import_module(module_of(path)), constant))
        assert {"SITE_URL", "COMMIT", "CHROMIUM", "SITE_FEED", "NO_MKDOCS_2_WARNING"} <= read
        assert read <= {each.name for each in VARIABLES}

    def test_all_that_is_read_of_mkdocs_is_listed(self) -> None:
        known = MkDocsConfig().keys() - {"mdx_configs"}  # that one is what MkDocs makes of another
        files = (path for path in CODE.rglob("*") if path.suffix in (".py", ".html"))
        read = {name for path in files for each in OF_CONFIG.findall(path.read_text("utf-8")) for name in each} & known
        assert {"nav", "edit_uri", "copyright", "extra_css"} <= read <= {each.name for each in OF_MKDOCS}

    def test_all_that_is_read_of_our_own_is_listed(self) -> None:
        code = (CODE / "project.py").read_text("utf-8")
        of_plugin = {"modules", "module_name"}
        assert set(re.findall(r'settings(?:\.get\(|\[)"(\w+)"', code)) == {*OWN} | of_plugin

    def test_all_that_heads_of_pages_hold_is_listed(self) -> None:
        written = (path for path in (ROOT / "docs").rglob("*.md") if path.parent != ROOT / "docs/charts")
        heads = [path.read_text("utf-8").split("\n---\n")[0] for path in written]
        held = {name for head in heads if head.startswith("---") for name in re.findall(r"^(\w+):", head, re.MULTILINE)}
        assert {"description", "online_only"} <= held <= {each.name for each in OF_PAGES}


def module_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


def test_a_part_that_the_reference_lacks_is_refused(project: Path) -> None:
    page = project / "docs/index.md"
    page.write_text(f'{page.read_text("utf-8")}\n{{{{ reference("comands") }}}}\n', encoding="utf-8")
    result = explainer(project, "check")
    assert result.returncode == 1
    assert "reference" in result.stderr
    assert "'commands'" in result.stderr
