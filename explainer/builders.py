"""The builders that can make a site of what stands in a project; each reads the same `mkdocs.yml`."""

import gc
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click
import yaml

from explainer.addresses import with_slash
from explainer.errors import ExplainerError
from explainer.files import is_machine_fault, machine_error, write_atomically
from explainer.memory import Memory
from explainer.project import CONFIG, Project
from explainer.writing import OVERLAY

if TYPE_CHECKING:
    from mkdocs.plugins import BasePlugin

#: The one that makes what is published.
MKDOCS = "mkdocs"

#: How many new things are a reason to search for garbage while pages are made.
OFTEN = 2_000


@dataclass(frozen=True)
class Made:
    """What a builder knows of the site that it has made: the folders of its theme, and its address (empty: unknown)."""

    theme: Sequence[str]
    address: str


#: Builds a project's site in a folder, strictly, with the plug-ins where it can run them. Raises `ExplainerError` when
#: it fails or warns.
Builder = Callable[[Project, Path, Sequence["BasePlugin"]], Made]  # type: ignore[type-arg]

#: What Zensical warns of, and where.
WARNING = re.compile(r"^Warning: (?P<what>.+)\n\s*╭─\[ (?P<where>.+?) \]", re.MULTILINE)
#: What ended Zensical: an exception in macros or elsewhere.
ERROR = re.compile(r"^\w+Error: (?:Python error: )?(?:(?:ExplainerError|ProblemsFound|UnknownId): )?(.+)", re.MULTILINE)
#: What makes a folder a theme.
OF_NO_SITE = ("__init__.py", "mkdocs_theme.yml")
REFUSED = re.compile(r"\(os error (\d+)\)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@contextmanager
def _collecting_often() -> Iterator[None]:
    """Search for garbage often: each page that is rendered leaves large circles behind."""
    before = gc.get_threshold()
    gc.set_threshold(OFTEN)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_collecting_often()
def mkdocs(project: Project, site: Path, plugins: Sequence["BasePlugin"]) -> Made:  # type: ignore[type-arg]
    """MkDocs, or what stands in its place in this process."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from explainer.rendering import Rendering

    _show_warnings(logging.getLogger(build.__module__.partition(".")[0]))
    try:
        config = load_config(str(project.root / CONFIG), site_dir=str(site), strict=True)
        config.validation.links.anchors = logging.INFO  # `require_links` says more, and of all pages
        with (
            Memory.of(project) as memory,
            TemporaryFile(dir=project.cache) as file,
            Rendering(memory, file) as rendering,
        ):
            for plugin in (_compiled_templates(project), rendering, *plugins):
                config.plugins[type(plugin).__name__] = plugin
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
    except ExplainerError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 – theme, plug-ins and extensions are other people's code
        if is_machine_fault(error):
            raise machine_error(error, site) from None
        if isinstance(error, SystemExit) and not isinstance(error, MkDocsException):
            raise _not_built("a page could not be rendered") from None
        raise _not_built(str(error)) from None
    return Made([str(folder) for folder in config.theme.dirs], config.site_url or "")


def properdocs(project: Project, site: Path, plugins: Sequence["BasePlugin"]) -> Made:  # type: ignore[type-arg]
    """ProperDocs, which goes on from MkDocs 1: this process has it in the place of MkDocs from here on."""
    import_module("properdocs.replacement")
    logging.getLogger("mkdocs").parent = logging.getLogger("properdocs")  # plug-ins still report to the former
    return mkdocs(project, site, plugins)


def zensical(project: Project, site: Path, plugins: Sequence["BasePlugin"]) -> Made:  # type: ignore[type-arg] # noqa: ARG001 – it runs none of them
    """Zensical, in a process of its own, since it writes to the terminal as it likes.

    It keeps pages in `.cache/` by their text and its settings, but knows nothing of the data. The folder of the site is
    one of the settings, so a folder that was never used makes it render everything.
    """
    from zensical.config import ConfigurationError, parse_config

    overlay = project.root / OVERLAY
    write_atomically(overlay, yaml.safe_dump({"INHERIT": CONFIG, "site_dir": str(site)}))
    try:
        settings = parse_config(str(overlay))
        result = subprocess.run(  # noqa: S603 – nothing in it comes from the project
            [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(overlay)],
            cwd=project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except ConfigurationError as error:
        raise _not_built(error.format_message()) from None
    finally:
        overlay.unlink(missing_ok=True)
    if result.returncode:
        raise _failed(COLOUR.sub("", result.stdout), site)
    for path in OF_NO_SITE:  # unlike the others, it publishes all of a theme
        (site / path).unlink(missing_ok=True)
    return Made([str(folder) for folder in settings["theme_dirs"]], with_slash(settings.get("site_url") or ""))


#: What a builder imports in this process.
IMPORTED = {MKDOCS: ("mkdocs.commands.build", "explainer.rendering")}
BUILDERS: Mapping[str, Builder] = {"mkdocs": mkdocs, "zensical": zensical, "properdocs": properdocs}


def run(builder: str, project: Project, site: Path, plugins: Sequence["BasePlugin"]) -> Made:  # type: ignore[type-arg]
    """Run a builder by its name, after `set_environment`. Raises `ExplainerError`, also when it is missing."""
    if find_spec(builder) is None:
        raise ExplainerError(f"{builder} is not installed – “pip install {builder}” installs it")
    return BUILDERS[builder](project, site, plugins)


def _not_built(reason: str) -> ExplainerError:
    reason = " ".join(reason.split()).rstrip(".")
    return ExplainerError(f"{CONFIG}: the site was not built ({reason}) – mend what is reported above")


def _failed(output: str, site: Path) -> ExplainerError:
    """What made Zensical fail; its warnings are shown."""
    if refused := REFUSED.search(output):
        error = OSError(int(refused[1]), os.strerror(int(refused[1])))
        if is_machine_fault(error):
            return machine_error(error, site)
    warnings = [f"{warning['where']}: {warning['what']}" for warning in WARNING.finditer(output)]
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    if errors := ERROR.findall(output):
        click.echo(f"error: {errors[0]}", err=True)
    elif not warnings:
        click.echo(output, err=True)
    return _not_built("a page could not be rendered" if errors else "Zensical reports what is wrong")


def _compiled_templates(project: Project) -> "BasePlugin":  # type: ignore[type-arg]
    """A plugin that lends the builder a store of compiled templates."""
    from jinja2 import Environment
    from mkdocs.plugins import BasePlugin

    from explainer.compiled import CompiledTemplates

    class Lender(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
        def on_env(self, env: Environment, **_: object) -> Environment:
            env.bytecode_cache = CompiledTemplates(project)
            return env

    return Lender()


class _EchoHandler(logging.Handler):
    """Shows the builder's warnings and errors on standard error, all but what the machine is to blame for."""

    def emit(self, record: logging.LogRecord) -> None:
        if is_machine_fault(sys.exception()):  # told in a sentence by who catches it
            return
        click.echo(f"{record.levelname.lower()}: {without_traceback(record.getMessage())}", err=True)


def without_traceback(message: str) -> str:
    """What a builder says, as what failed and where: the inside of libraries helps nobody who edits a page."""
    head, traceback, rest = message.partition("Traceback (most recent call last)")
    if not traceback:
        return message
    page = re.search(r"[\w./-]+\.md", head)
    lines = [line for line in rest.splitlines() if line.strip() and not line.startswith((" ", "`"))]
    what = re.sub(r"^explainer\.errors\.\w+: ", "", lines[-1]) if lines else "it cannot be rendered"
    return f"{page[0] if page else 'a page'}: {what}"


def _show_warnings(logger: logging.Logger) -> None:
    if not any(isinstance(handler, _EchoHandler) for handler in logger.handlers):
        logger.addHandler(_EchoHandler(logging.WARNING))
