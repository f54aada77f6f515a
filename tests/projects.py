"""Projects to test with, and running commands in them as a person would."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.forks import command
from tests.pace import BUILDING, require_slow, takes_long

ROOT = Path(__file__).parent.parent
#: Where a site is published in tests: below a path of a host.
ADDRESS = "https://host.test/explainers/here/"
#: Where its files are kept: at a host that readers know by its name.
REPOSITORY = "https://github.com/us/site"
RIVERS = Path(__file__).parent / "fixtures" / "rivers"
#: Another one, in many scripts: labels of every length and direction, tiny and huge numbers, tables of next to nothing.
SCRIPTS = RIVERS.with_name("scripts")

#: The body of a macro that asks for a fact which is not there.
UNKNOWN = 'from explainer.prepare import open_prepared; return open_prepared(ROOT).data.facts["length.totl"].label'
#: Settings that say where a site and its sources stand.
ADDRESSES = {"SITE_URL", "REPO_URL", "EDIT_URI", "COMMIT"}
#: How the names of settings begin that Python and the system read when a process starts.
STARTING = ("PYTHON", "TZ", "LC_")
#: What has a new Python count the lines that it runs, if this one does (“make coverage”); and what has it not do so.
COUNTING = {name: value for name, value in os.environ.items() if name == "COVERAGE_PROCESS_CONFIG"}
UNCOUNTED = dict.fromkeys(COUNTING, "")


def rivers(target: Path) -> Path:
    """A small explainer about something else, with colours of its own, which are those of the theme."""
    shutil.copytree(RIVERS, target, ignore=shutil.ignore_patterns("__pycache__"))
    own_roles(target)
    return target


def scripts(target: Path) -> Path:
    """An explainer in many scripts, in another locale."""
    return Path(shutil.copytree(SCRIPTS, target, ignore=shutil.ignore_patterns("__pycache__")))


def own_part(project: Path, name: str) -> Path:
    """A template, a text or a stylesheet of the macros, as the project's own, to be changed there."""
    path = project / "macros" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(ROOT / "explainer/macros" / name, path))


def own_roles(project: Path) -> Path:
    """The stylesheet of the colour roles, as the project's own, to be changed there."""
    path = project / "docs/stylesheets/roles.css"
    path.parent.mkdir(exist_ok=True)
    return Path(shutil.copyfile(ROOT / "explainer/theme/stylesheets/roles.css", path))


def own_macro(project: Path, body: str) -> Path:
    """Give a project a module of macros with `own()`, which the last page in the order of pages calls."""
    code = f"""from pathlib import Path

ROOT = Path(__file__).parent.parent


def own() -> str:
    {body}


def public(root):
    return (own,)


def define_env(env):
    env.macro(own)
"""
    path = project / "macros/__init__.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(code, encoding="utf-8")
    replace(project / "mkdocs.yml", "      on_error_fail", "      module_name: macros\n      on_error_fail")
    (project / "docs/zebra.md").write_text("# Zebra\n\n{{ own() }}\n", encoding="utf-8")
    return path


def with_changes(project: Path, text: str) -> Path:
    """A project that has a page of changes as well, and tells of editions."""
    (project / "docs/changes.md").write_text(text, encoding="utf-8")
    own = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    colophon = own[own.index("  colophon:\n") : own.index("  explainer:\n")]
    replace(project / "mkdocs.yml", "  - Glossary: glossary.md\n", "  - Glossary: glossary.md\n  - changes.md\n")
    replace(project / "mkdocs.yml", "extra:\n", f"extra:\n{colophon}")
    return project


def copy_drawn(built: Path, target: Path) -> Path:
    """A copy of a project that was built, with all that its builds keep, but for the site."""
    return Path(shutil.copytree(built, target, ignore=shutil.ignore_patterns("site", "lock")))


@takes_long
def clone(target: Path) -> Path:
    """This project's own files as they are now, without anything that was built."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


def explainer(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a project; site and repository addresses are unset unless given.

    It runs in a fork that has imported everything, or in a new Python where that is to begin with other settings.
    """
    if any(name.startswith(STARTING) for name in environment.keys() - {"PYTHONDONTWRITEBYTECODE"}):
        return run(project, "explainer", *arguments, **environment)
    result = command(project, arguments, surroundings(environment))
    if result.returncode == 0 and not BUILDING.isdisjoint(arguments[:1]):
        require_slow(arguments[0])
    return result


@takes_long
def run(project: Path, module: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a project's folder, in a new Python."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=project,
        env=surroundings(environment),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: what is given, and what this process has, but for addresses."""
    inherited = {key: value for key, value in os.environ.items() if key not in ADDRESSES}
    return {**inherited, "NO_MKDOCS_2_WARNING": "1", **given}


def build(project: Path, **environment: str) -> Path:
    """Build a project's site; fails the test with the report when that does not succeed."""
    result = explainer(project, "build", **environment)
    assert result.returncode == 0, result.stderr
    return project / "site"


def replace(path: Path, old: str, new: str) -> None:
    """Change a file; the old text must stand in it exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def lake_cell(project: Path) -> None:
    """Change a cell that a chart of the small project reads, and those that must agree with it."""
    replace(project / "data/tables/lakes.csv", "Balkhash,3,75.0\nZaysan,1,25.0", "Balkhash,1,50.0\nZaysan,1,50.0")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
