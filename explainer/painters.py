"""Processes that draw: forks of one that has imported what drawing needs, and nothing of any project."""

import gc
import pickle
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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
    from concurrent.futures import Future, ProcessPoolExecutor

    from explainer.cards import Card
    from explainer.data import Dataset
    from explainer.drawing.worker import Painter

#: The id of a chart and its drawing, or problems, which are to be reported together and thus are no errors here.
Drawn = tuple[str, Drawing | tuple[Problem, ...]]
#: The same, or None for a chart that may need more than it was given.
Attempt = tuple[str, Drawing | tuple[Problem, ...] | None]

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

    None is started before there is work. A context, at the end of which none is left.
    """

    def __init__(self, project: Project, data: "Dataset", likely: Collection[tuple[str, str]] | None = None) -> None:
        """`likely` is what charts seem to read, which is all that they are given at first; without it, they get all."""
        self._project = project
        self._data = data
        self._likely = likely
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Painters":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def draw(
        self, charts: Sequence[ChartSource], size: Callable[[ChartSource], float], *, pngs: bool = True
    ) -> Iterator[Drawn]:
        """What drawing each chart gives, `pngs` or not, as it is done. The largest are begun with, at once.

        Raises `ExplainerError` when a process dies.
        """
        draw = partial(_draw, png=pngs)
        return self._with_all_they_read(draw, charts, self._map(draw, sorted(charts, key=size, reverse=True)))

    def draw_cards(self, cards: "Sequence[Card]") -> Iterator[tuple[str, bytes]]:
        """The page and the picture of each card, as it is done. Raises `ExplainerError` when a process dies."""
        return self._map(_draw_card, cards)

    def _map(self, draw: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
        from concurrent.futures import as_completed

        with _deaths_explained():
            return _results(as_completed([self._started().submit(draw, thing) for thing in things]))

    def _with_all_they_read(
        self, draw: Callable[[ChartSource], Attempt], charts: Iterable[ChartSource], results: Iterator[Attempt]
    ) -> Iterator[Drawn]:
        """The results, and in the end those of charts that were not given enough, by drawing these again."""
        again = set()
        for chart_id, result in results:
            if result is None:
                again.add(chart_id)
            else:
                yield chart_id, result
        if again:
            self._end()
            self._likely = None
            for chart_id, result in self._map(draw, [each for each in charts if each.id in again]):
                assert result is not None
                yield chart_id, result

    def _started(self) -> "ProcessPoolExecutor":
        from concurrent.futures import ProcessPoolExecutor

        if self._pool is None:
            warm_up()
            data = self._data if self._likely is None else self._data.part(self._likely)
            known = pickle.dumps((self._project, data, read_roles(self._project)))  # once for all
            self._pool = ProcessPoolExecutor(cores(), get_context(METHOD), _begin, (known, self._likely))
        return self._pool

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _results(done: "Iterable[Future[R]]") -> Iterator[R]:
    with _deaths_explained():
        for each in done:
            yield each.result()


@contextmanager
def _deaths_explained() -> Iterator[None]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except (BrokenProcessPool, ConnectionError, EOFError):  # one that drew, or the one that they are forks of
        raise ExplainerError(
            "a process that drew charts died – free some memory, or look for a chart that ends it"
        ) from None


# What follows runs in the processes that draw; a function that a pool calls must stand at the top of a module.
_painter: "Painter | None" = None
_given: Collection[tuple[str, str]] | None = None  # all that the painter knows of the data; None: everything


def _begin(known: bytes, given: Collection[tuple[str, str]] | None) -> None:
    from explainer.drawing.worker import Painter

    serve_parent()
    global _painter, _given  # noqa: PLW0603
    _given = given
    gc.disable()  # as the one that this is a fork of has done, if it is one
    _painter = Painter(*pickle.loads(known))  # noqa: S301 – our own
    gc.freeze()  # what is read here stays, and so does what was imported: looking for garbage in it takes long
    gc.enable()


def _draw(source: ChartSource, *, png: bool) -> Attempt:
    assert _painter is not None
    try:
        drawing = _painter.draw(source, png=png)
    except ProblemsFound as found:
        return source.id, found.problems if _given is None else None
    return source.id, drawing if _given is None or set(drawing.reads).issubset(_given) else None


def _draw_card(card: "Card") -> tuple[str, bytes]:
    assert _painter is not None
    return card.page, _painter.draw_card(card)
