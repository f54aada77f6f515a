"""Processes that draw: forks of one that has imported what drawing needs, and nothing of any project."""

import gc
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pkgutil import iter_modules
from typing import TYPE_CHECKING, TypeVar

import explainer.drawing
from explainer.children import cores, serve_parent
from explainer.drawing.drawn import Drawing
from explainer.drawing.registry import ChartSource
from explainer.drawing.roles import read_roles
from explainer.errors import ExplainerError, Problem, ProblemsFound
from explainer.manifest import is_as_drawn
from explainer.project import Project

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from explainer.cards import Card
    from explainer.data import Dataset
    from explainer.drawing.worker import Painter

#: The id of a chart and its drawing, or problems, which are to be reported together and thus are no errors here.
Drawn = tuple[str, Drawing | tuple[Problem, ...]]

#: How processes start; elsewhere forks are not safe, and each imports everything by itself.
METHOD = "forkserver" if sys.platform == "linux" else "spawn"
#: What the process imports that the others are forks of: also what matplotlib imports when it first needs it.
IMPORTED = [
    "explainer.uncollected",
    "explainer.cli",
    "explainer.painters",
    "concurrent.futures.process",
    *(f"explainer.drawing.{module.name}" for module in iter_modules(explainer.drawing.__path__)),
    "matplotlib.style",
]

T = TypeVar("T")
R = TypeVar("R")


def expect_work(project: Project) -> bool:
    """Begin to import what drawing needs, in the background, when charts seem to be out of date; tells whether they do.

    What was imported stays at hand as long as this process lives.
    """
    if is_as_drawn(project):
        return False
    with suppress(OSError):  # told when there is work
        warm_up()
    return True


def warm_up() -> None:
    """Begin to import what drawing needs, in the background."""
    context = get_context(METHOD)
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver  # does not exist everywhere

        context.set_forkserver_preload(IMPORTED)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # what interrupts all is for this process
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Painters:
    """Processes that draw for one project, with its data and its code as they are now.

    None is started before there is work, and `meanwhile` is what this process then does before it waits for them. A
    context, at the end of which none is left.
    """

    def __init__(self, project: Project, data: "Dataset", meanwhile: Callable[[], None] = lambda: None) -> None:
        self._project = project
        self._data = data
        self._meanwhile = meanwhile
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Painters":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def draw(
        self, charts: Sequence[ChartSource], size: Callable[[ChartSource], float], *, pngs: bool = True
    ) -> Iterator[Drawn]:
        """What drawing each chart gives, `pngs` or not, as it is done; those of the largest size are begun with.

        Raises `ExplainerError` when a process dies.
        """
        return self._map(partial(_draw, png=pngs), sorted(charts, key=size, reverse=True))

    def draw_cards(self, cards: "Sequence[Card]") -> Iterator[tuple[str, bytes]]:
        """The page and the picture of each card, as it is done. Raises `ExplainerError` when a process dies."""
        return self._map(_draw_card, cards)

    def _map(self, draw: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
        from concurrent.futures import as_completed
        from concurrent.futures.process import BrokenProcessPool

        try:
            begun = [self._started().submit(draw, thing) for thing in things]
            self._meanwhile()
            for done in as_completed(begun):
                yield done.result()
        except (BrokenProcessPool, ConnectionError, EOFError):  # one that drew, or the one that they are forks of
            raise ExplainerError(
                "a process that drew charts died – free some memory, or look for a chart that ends it"
            ) from None

    def _started(self) -> "ProcessPoolExecutor":
        from concurrent.futures import ProcessPoolExecutor

        if self._pool is None:
            warm_up()
            known = pickle.dumps((self._project, self._data, read_roles(self._project)))  # once for all
            self._pool = ProcessPoolExecutor(cores(), get_context(METHOD), _begin, (known,))
        return self._pool


# What follows runs in the processes that draw; a function that a pool calls must stand at the top of a module.
_painter: "Painter | None" = None


def _begin(known: bytes) -> None:
    from explainer.drawing.worker import Painter

    serve_parent()
    global _painter  # noqa: PLW0603
    gc.disable()  # as the one that this is a fork of has done, if it is one
    _painter = Painter(*pickle.loads(known))  # noqa: S301 – our own
    gc.freeze()  # what is read here stays, and so does what was imported: looking for garbage in it takes long
    gc.enable()


def _draw(source: ChartSource, *, png: bool) -> Drawn:
    assert _painter is not None
    try:
        return source.id, _painter.draw(source, png=png)
    except ProblemsFound as found:
        return source.id, found.problems


def _draw_card(card: "Card") -> tuple[str, bytes]:
    assert _painter is not None
    return card.page, _painter.draw_card(card)
