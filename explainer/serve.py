"""Showing the site on this machine while it is being edited."""

import gc
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import RLock

import click

from explainer.addresses import NOWHERE
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound
from explainer.files import digests_remembered
from explainer.ownfiles import foreign_files
from explainer.painters import warm_up
from explainer.prepare import hold
from explainer.preview.arrangement import Arrangement
from explainer.preview.checking import Check
from explainer.preview.live import Live, with_script
from explainer.preview.pages import Pages
from explainer.preview.server import Answer, Server, type_of
from explainer.preview.watching import Watch
from explainer.progress import say
from explainer.project import Project
from explainer.redirects import read_redirects
from explainer.site import draw

#: Seconds without a change after which all is checked: what has just changed is shown first.
QUIET = 0.5
#: What is shown in place of a page that could not be made so far.
NOT_YET = b"<!doctype html><html lang=en><title>Not yet</title><body><p>This page cannot be made yet.</p></body></html>"


def serve(project: Project, port: int) -> None:
    """Serve the site on this machine only, each page as its files are when it is asked for, until interrupted.

    What is wrong is told in the terminal and in pages, which stay as they were. Raises `ExplainerError` when there is
    nothing to show in the beginning, or when the port cannot be used.
    """
    preview = _Preview(project)
    with Server(port, preview.live, preview.answer) as server, Watch(project) as watch, digests_remembered():
        preview.begin()
        warm_up()
        server.start()
        say(f"Serving {server.address} – stop it with Ctrl+C")
        try:
            preview.follow(watch)
        except KeyboardInterrupt:
            server.stop()
        finally:
            preview.end()


class _Preview:
    """The pages, what is wrong with them, and what is told to browsers."""

    def __init__(self, project: Project) -> None:
        self.live = Live()
        self._project = project
        self._check = Check(project.root, self._take_findings)
        self._good: dict[str, bytes] = {}
        self._seen = ""
        self._waiting: frozenset[Path] = frozenset()  # changes that are not shown yet
        self._hindering: tuple[Problem, ...] = ()  # what keeps pages from being shown as they are now
        self._found: tuple[Problem, ...] = ()  # what else is wrong
        self._told: tuple[str, ...] = ()
        self._telling = RLock()

    def begin(self) -> None:
        """Make what is there to be asked for. Raises `ExplainerError`."""
        self._pages = self._prepare(self._project)

    def end(self) -> None:
        """Leave nothing behind."""
        self._check.end()

    def follow(self, watch: Watch) -> None:
        """Show each change, and check all once there are no more."""
        is_checked = False
        while True:
            changed = watch.wait(QUIET)
            if changed:
                self._check.end()
                self._show(changed)
                watch.follow(self._project)
                is_checked = False
            elif not (is_checked or self._waiting):
                _let_go()
                self._check.start()
                is_checked = True

    def answer(self, path: str) -> Answer:
        """What stands at an address."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        if f"{name}/index.html" in self._pages:
            return Answer(status=HTTPStatus.FOUND, elsewhere=f"/{path}/")
        state = self.live.state  # before the page is made: it may be newer than this, but not older
        content = self._content(name)
        if content is None:
            nowhere = with_script(self._content(NOWHERE) or NOT_YET, state)
            return self._lead_on(path) or Answer(nowhere, status=HTTPStatus.NOT_FOUND)
        if not name.endswith(".html"):
            return Answer(content, type_of(name))
        self._seen, self._good[name] = name, content
        return Answer(with_script(content, state))

    def _content(self, name: str) -> bytes | None:
        """A file of the site, or what was good last; None if there is none."""
        try:
            return self._pages.get(name)
        except ExplainerError as error:
            with self._telling:
                self._hindering += _problems_of(error)
                self._tell()
            return self._good.get(name, NOT_YET)

    def _lead_on(self, path: str) -> Answer | None:
        """The way to where something has moved."""
        with suppress(ExplainerError):
            if redirect := read_redirects(self._project).get(path):
                return Answer(status=HTTPStatus.FOUND, elsewhere=f"/{redirect.new}")
        return None

    def _show(self, changed: frozenset[Path]) -> None:
        self._waiting |= changed
        try:
            self._bring_up_to_date(self._waiting)
        except Exception as error:  # noqa: BLE001 – whatever it is, the next change may mend it
            with self._telling:
                self._hindering = _problems_of(error)
                self._tell()
            say("The pages shown are those before the change.")
        else:
            say("Up to date.")
            files = {self._project.name_of(path) for path in self._waiting}
            with self._telling:
                self._waiting, self._hindering = frozenset(), ()
                self._found = tuple(each for each in self._found if each.place.file not in files)
                self._tell(anew=True)

    def _bring_up_to_date(self, changed: Iterable[Path]) -> None:
        """Have pages show these changes, first the one that was seen last. Raises `ExplainerError`."""
        arrangement = self._pages.arrangement
        if arrangement.differ_in_words(changed):
            self._pages.require_well(changed)
            self._pages.forget()
            self._pages.get(self._seen)
            return
        project = Project.read(self._project.root)
        if not any(map(self._is_drawn_from, changed)):
            pages = self._arrange()
        else:
            pages = self._prepare(project, arrangement if all(map(self._is_of_data, changed)) else None)
        pages.require_well(changed)
        pages.get(self._seen)
        self._project, self._pages, old = project, pages, self._pages
        old.forget()

    def _is_drawn_from(self, path: Path) -> bool:
        """Whether more than pages may come from a file."""
        project = self._project
        of_pages = [folder for folder in (project.docs, project.overrides) if folder]
        return path == project.own_roles or not any(map(path.is_relative_to, of_pages))

    def _is_of_data(self, path: Path) -> bool:
        """Whether a file holds data or draws them."""
        return path.is_relative_to(self._project.data) or path.is_relative_to(self._project.charts)

    def _prepare(self, project: Project, arrangement: Arrangement | None = None) -> Pages:
        """Pages after data, charts, macros or settings have changed, if possible arranged as they were.

        Raises `ExplainerError`.
        """
        prepared, _ = draw(project, pngs=False)
        hold(prepared)
        _forget(project.macros)
        return Pages(prepared, arrangement if arrangement and arrangement.suits(prepared) else None)

    def _arrange(self) -> Pages:
        """Pages after only they and what goes with them have changed. Raises `ExplainerError`."""
        foreign = [*foreign_files(self._project)]
        if foreign:
            raise ProblemsFound(foreign)
        _forget(self._project.macros)  # they may know which pages there are
        return Pages(self._pages.prepared)

    def _take_findings(self, problems: Sequence[Problem]) -> None:
        with self._telling:
            self._found = tuple(problems)
            self._tell()

    def _tell(self, *, anew: bool = False) -> None:
        """Tell the terminal what it has not heard, and browsers what is wrong now."""
        sentences = tuple(dict.fromkeys(map(_sentence, (*self._hindering, *self._found))))
        for each in sentences:
            if each not in self._told:
                click.echo(each, err=True)
        if self._told and not sentences:
            say("All is mended.")
        self._told = sentences
        self.live.tell(sentences, anew=anew)


def _problems_of(error: Exception) -> tuple[Problem, ...]:
    if isinstance(error, ProblemsFound):
        return error.problems
    message = error.format_message() if isinstance(error, ExplainerError) else f"{type(error).__name__}: {error}"
    return (Problem(Place(""), message),)


def _sentence(problem: Problem) -> str:
    return str(problem).removeprefix(": ")


def _let_go() -> None:
    """Free what was replaced, also what reading the data has hidden from the search for garbage."""
    gc.unfreeze()
    gc.collect()


def _forget(modules: Iterable[str]) -> None:
    """Have the code of modules, and of what lies in them, read anew at the next import."""
    beginnings = tuple(f"{module}." for module in modules)
    for name in [name for name in sys.modules if f"{name}.".startswith(beginnings)]:
        del sys.modules[name]
