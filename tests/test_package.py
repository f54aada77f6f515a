"""The engine as a package: what the wheel and the source archive hold, and that it works where there is no checkout."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from explainer import __version__
from tests.projects import ROOT, contents, rivers, surroundings

pytestmark = pytest.mark.slow

ENGINE = ROOT / "explainer"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: object, folder: Path) -> str:
    """What a command says that must succeed."""
    environment = {**surroundings({}), "PYTHONPATH": ""}
    result = subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def made(pattern: str, source: Path, target: Path, *options: str) -> Path:
    run(sys.executable, "-m", "hatchling", "build", *options, "--directory", target, folder=source)
    [path] = target.glob(pattern)
    return path


def in_wheel(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive."""
    return made("*.tar.gz", ROOT, tmp_path_factory.mktemp("archive"), "--target", "sdist")


@pytest.fixture(scope="module")
def source(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the source archive holds."""
    with tarfile.open(archive) as files:
        files.extractall(folder := tmp_path_factory.mktemp("source"), filter="data")
    [source] = folder.iterdir()
    return source


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the source archive."""
    return made("*.whl", source, tmp_path_factory.mktemp("wheel"), "--target", "wheel")


def test_the_source_archive_holds_the_engine_alone(source: Path) -> None:
    names = {path.name for path in source.iterdir()}
    assert names == {".gitignore", "LICENSE", "PKG-INFO", "explainer", "pyproject.toml"}
    assert contents(source / "explainer") == {
        name: content for name, content in contents(ENGINE).items() if "__pycache__" not in name
    }


def test_the_wheel_is_the_same_from_a_checkout_and_from_the_source_archive(wheel: Path, tmp_path: Path) -> None:
    assert made("*.whl", ROOT, tmp_path, "--target", "wheel").read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_the_engine_and_says_what_it_is(wheel: Path) -> None:
    files = in_wheel(wheel)
    [about] = {name.partition("/")[0] for name in files} - {"explainer"}
    engine = {name for name in contents(ENGINE) if "__pycache__" not in name and name != "README.md"}
    assert {name for name in files if not name.startswith(about)} == {f"explainer/{name}" for name in engine}
    assert files[f"{about}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    entries = files[f"{about}/entry_points.txt"].decode()
    assert "[console_scripts]\nexplainer = explainer.cli:main" in entries
    assert "[mkdocs.themes]\nexplainer = explainer.theme" in entries
    metadata = files[f"{about}/METADATA"].decode()
    assert metadata.endswith((ENGINE / "README.md").read_text(encoding="utf-8"))
    assert "Author" not in metadata
    assert "://" not in metadata


@pytest.mark.slow
def test_what_is_installed_works_without_a_checkout(wheel: Path, built_rivers: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip())
    # Libraries are those of this environment, whose own .pth files, such as that of an editable install, do not count.
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install"]
    run(*pip, "--quiet", "--no-index", "--no-deps", "--no-compile", "--ignore-installed", wheel, folder=tmp_path)

    asked = "import explainer, explainer.theme, sys; print(explainer.__file__, explainer.theme.__file__, *sys.path)"
    engine, theme, *path = run(python, "-c", asked, folder=tmp_path).split()
    assert [engine, theme] == [str(own / "explainer" / name) for name in ("__init__.py", "theme/__init__.py")]
    assert str(ROOT) not in path
    command = python.with_name("explainer")
    assert run(command, "--version", folder=tmp_path) == f"explainer, version {__version__}\n"

    project = rivers(tmp_path / "rivers")
    (project / "docs/stylesheets/roles.css").unlink()  # those of the package are the same
    run(command, "build", folder=project)
    assert contents(project / "site") == contents(built_rivers / "site")
    run(command, "check", folder=project)
    run(command, "schemas", folder=project)
    assert contents(project / "schemas").keys() == contents(ROOT / "schemas").keys()
    run(command, "bundle", folder=project)
    assert [path.name for path in (project / "dist").iterdir()] == ["rivers-2024-05-06.zip"]
    run(command, "init", "new", "--title", "New", folder=tmp_path)
    run(command, "check", folder=tmp_path / "new")


def imports(path: Path) -> Iterator[str]:
    """The packages that a module of the engine imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield str(node.module).partition(".")[0]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_whatever_the_engine_imports_is_declared() -> None:
    """So it also imports nothing of this repository but itself."""
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["builders"]]
    declared = {normal(re.split(r"[<>=]", each)[0]) for each in wanted}
    installed = packages_distributions()
    given = {module for module, names in installed.items() if declared & {*map(normal, names)}}
    given |= {"explainer", *sys.stdlib_module_names}
    undeclared = {
        (path.relative_to(ROOT).as_posix(), module)
        for path in ENGINE.rglob("*.py")
        if not path.is_relative_to(ENGINE / "starter")  # which is a project of its own
        for module in set(imports(path)) - given
    }
    assert undeclared == set()
