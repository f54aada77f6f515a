"""Everything that pages need, made before the site builder runs: checked data, drawn charts, files to download."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from explainer.cards import Card, card_keys, find_cards, stale_cards, write_cards
from explainer.data import Dataset, load_dataset
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource, find_charts
from explainer.drawing.roles import read_roles
from explainer.errors import ExplainerError, Problem, ProblemsFound, UnknownId
from explainer.files import remove_others, write_atomically
from explainer.generated import generated_files, is_generated, require_own_pages
from explainer.lists import Listing, listings
from explainer.manifest import ChartRecord, chart_key, file_digest, is_fresh, read_manifest, write_manifest
from explainer.progress import counting
from explainer.project import Project

if TYPE_CHECKING:
    from explainer.drawing.worker import Drawing

BOARDS = ("wide", "phone")

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Prepared:
    """What macros read: the project, its data, also as lists, and the record of each chart."""

    project: Project
    data: Dataset
    lists: Sequence[Listing]
    charts: Mapping[str, ChartRecord]

    def reading(self, chart_id: str) -> Reading:
        """What a chart says. Raises `UnknownId`."""
        return self._record(chart_id).reading

    def boards(self, chart_id: str) -> dict[str, str]:
        """A chart's inline SVG by board. Raises `UnknownId`."""
        self._record(chart_id)
        return {board: _inline_path(self.project, chart_id, board).read_text(encoding="utf-8") for board in BOARDS}

    def _record(self, chart_id: str) -> ChartRecord:
        if chart_id not in self.charts:
            raise UnknownId("chart", chart_id, self.charts)
        return self.charts[chart_id]


def prepare(project: Project, data: Dataset, charts: Mapping[str, ChartSource]) -> tuple[Prepared, list[str]]:
    """Draw what is out of date and write all files; also gives the ids of the charts that were drawn.

    Nothing is written when any chart cannot be drawn: `ProblemsFound` then names them all. It is also raised when
    a file that was not generated stands where a chart's page goes.
    """
    require_own_pages(project, charts)
    records = {chart_id: record for chart_id, record in read_manifest(project).items() if chart_id in charts}
    stale = [
        source for chart_id, source in charts.items() if not is_fresh(project, data, source, records.get(chart_id))
    ]
    with _Painters(project, data) as painters:
        for drawing in _draw(painters, stale):
            source = charts[drawing.chart_id]
            files = _write_drawing(project, drawing)
            key = chart_key(project, data, source, drawing.reads)
            records[source.id] = ChartRecord(key, drawing.reads, drawing.reading, files)
        records = {
            chart_id: records[chart_id] for chart_id in charts
        }  # in the order of the code, whatever was drawn now
        cards = find_cards(project, data, charts, records)
        keys = card_keys(project, cards, records)
        pictures = _draw_cards(painters, [cards[page] for page in stale_cards(project, keys)])
    write_cards(project, keys, pictures)
    lists = listings(project, data)
    readings = {chart_id: record.reading for chart_id, record in records.items()}
    generated = generated_files(project, data, lists, charts, readings)
    for path, content in generated.items():
        write_atomically(path, content)
    _remove_old(project, records, generated)
    write_manifest(project, records)
    prepared = Prepared(project, data, lists, records)
    _remember(prepared)
    return prepared, sorted(source.id for source in stale)


def open_prepared(root: Path) -> Prepared:
    """What `prepare` left behind. Raises `ExplainerError` when it is missing, or older than the data or the code."""
    project = Project.load(root)
    remembered = _memory.get(project.root)
    if remembered is not None and remembered[0] == _fingerprint(project):
        return remembered[1]
    data = load_dataset(project.data, project.root)
    charts, records = find_charts(project), read_manifest(project)
    outdated = [each for each, source in charts.items() if not is_fresh(project, data, source, records.get(each))]
    lists = listings(project, data)
    if not outdated:
        readings = {chart_id: records[chart_id].reading for chart_id in charts}
        generated = generated_files(project, data, lists, charts, readings)
        outdated = [path.name for path, content in generated.items() if _content(path) != content]
    if outdated:
        raise ExplainerError(f"not drawn yet, or out of date: {', '.join(outdated)} – run “explainer charts” first")
    prepared = Prepared(project, data, lists, {chart_id: records[chart_id] for chart_id in charts})
    _remember(prepared)
    return prepared


def _draw(painters: "_Painters", stale: list[ChartSource]) -> list["Drawing"]:
    """Draw charts. Raises `ProblemsFound` with the problems of all."""
    if not stale:
        return []
    from explainer.drawing.worker import draw_in_worker  # only when something is stale

    drawings: list[Drawing] = []
    problems: list[Problem] = []
    with counting("Drew", len(stale)) as step:
        for source, result in zip(stale, painters.map(draw_in_worker, stale), strict=True):
            if isinstance(result, tuple):
                problems += result
            else:
                drawings.append(result)
                step(source.id)
    if problems:
        raise ProblemsFound(problems)
    return drawings


def _draw_cards(painters: "_Painters", stale: list[Card]) -> dict[str, bytes]:
    """Draw the cards of pages, by page."""
    if not stale:
        return {}
    from explainer.drawing.worker import draw_card_in_worker  # only when something is stale

    pictures = {}
    with counting("Made the card of", len(stale)) as step:
        for card, picture in zip(stale, painters.map(draw_card_in_worker, stale), strict=True):
            pictures[card.page] = picture
            step(card.page)
    return pictures


class _Painters:
    """Fresh processes that draw, so that each sees the code as it is now; none is started before there is work."""

    def __init__(self, project: Project, data: Dataset) -> None:
        self._project = project
        self._data = data
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "_Painters":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, draw: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        """Draw each of these things, in their order. Raises `ExplainerError` when a process dies."""
        if self._pool is None:
            from explainer.drawing.worker import start_worker

            self._pool = ProcessPoolExecutor(
                os.cpu_count(),
                mp_context=get_context("spawn"),
                initializer=start_worker,
                initargs=(self._project, self._data, read_roles(self._project)),
            )
        with _pool_failure_explained():
            yield from self._pool.map(draw, things)


@contextmanager
def _pool_failure_explained() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise ExplainerError(
            "a process that drew charts died – free some memory, or look for a chart that ends it"
        ) from None


def _write_drawing(project: Project, drawing: "Drawing") -> dict[str, str]:
    contents: dict[Path, bytes] = {
        _inline_path(project, drawing.chart_id, board): drawing.inline[board].encode() for board in BOARDS
    }
    folder = project.files / "charts"
    contents[folder / f"{drawing.chart_id}.svg"] = drawing.svg.encode()
    contents[folder / f"{drawing.chart_id}.png"] = drawing.png
    contents[folder / f"{drawing.chart_id}.csv"] = drawing.csv.encode()
    for path, content in contents.items():
        write_atomically(path, content)
    return {project.name_of(path): file_digest(path) for path in contents}


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _remove_old(project: Project, records: Mapping[str, ChartRecord], generated: Iterable[Path]) -> None:
    """Delete what charts and tables that no longer exist have left behind; other files are not ours."""
    keep = {project.root / name for record in records.values() for name in record.files} | set(generated)
    for name in ("charts", "tables", "maps", "lists"):
        remove_others(project.files / name, keep)
    remove_others(project.cache / "charts", keep)
    for path in set(project.chart_pages.glob("*.md")) - keep:
        if is_generated(path):
            path.unlink()


def _inline_path(project: Project, chart_id: str, board: str) -> Path:
    return project.cache / "charts" / f"{chart_id}.{board}.svg"


# A site builder asks for the prepared material once for each build, another one for each page: reading it again is
# only worth it when a file has changed.
_memory: dict[Path, tuple[object, Prepared]] = {}


def _remember(prepared: Prepared) -> None:
    _memory[prepared.project.root] = (_fingerprint(prepared.project), prepared)


def _fingerprint(project: Project) -> object:
    folders = (project.data, project.charts, project.cache / "charts", project.files, project.chart_pages)
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    paths += [project.roles, project.root / "mkdocs.yml"]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
