"""Showing the site on this machine while it is being edited."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from mkdocs.livereload import LiveReloadServer

from explainer.errors import ExplainerError
from explainer.prepare import prepare
from explainer.progress import say
from explainer.project import CONFIG, Project
from explainer.site import check, complete, run_builder, to_write
from explainer.swap import NEW, swap
from explainer.writing import PREVIEW

HOST = "127.0.0.1"


def serve(project: Project, port: int) -> None:
    """Build, serve on this machine only, and build again when a file changes, until interrupted.

    When a build fails, the report is printed and the last good pages stay.
    """
    folder = project.cache / "serve"
    rebuild = _rebuilder(project)
    rebuild()
    server: Any = _Preview(builder=_reporting(rebuild), host=HOST, port=port, root=str(folder))
    for path in (project.docs, project.data, project.charts, project.root / project.macros, project.root / CONFIG):
        server.watch(str(path))
    try:
        server.serve()
    except KeyboardInterrupt:
        server.shutdown()
    except OSError as error:
        raise ExplainerError(f"port {port} cannot be used ({error.strerror}) – name another with --port") from None


class _Preview(LiveReloadServer):
    """A server that says where it is once it can be reached."""

    def server_activate(self) -> None:
        super().server_activate()
        say(f"Serving http://{HOST}:{self.server_address[1]}/ – stop it with Ctrl+C")


def _rebuilder(project: Project) -> Callable[[], None]:
    def rebuild() -> None:
        _forget(project.macros)
        current = Project.read(project.root)
        with to_write(current, check) as (data, charts):
            prepare(current, data, charts)
            with TemporaryDirectory(dir=current.cache, prefix=PREVIEW) as aside:
                complete(current, data, run_builder(current, Path(aside) / NEW))
                swap(Path(aside), current.cache / "serve")

    return rebuild


def _reporting(rebuild: Callable[[], None]) -> Callable[[], None]:
    def attempt() -> None:
        try:
            rebuild()
        except ExplainerError as error:
            error.show()
            click.echo("The pages shown are those before the change.", err=True)
        else:
            say("Built again.")

    return attempt


def _forget(package: str) -> None:
    """Have a package's code read anew at its next import."""
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]
