"""Everything that pages need, made before the site builder runs: checked data, drawn charts, files to download."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from tempfile import SpooledTemporaryFile

from explainer.cards import Card, card_keys, find_cards, has_cards, stale_cards, write_cards
from explainer.data import Dataset, load_dataset
from explainer.drawing.drawn import Drawing
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource, find_charts
from explainer.errors import ExplainerError, Problem, ProblemsFound, UnknownId
from explainer.files import file_digest, remove_others, write_atomically
from explainer.generated import chart_pages, downloads, is_generated, require_own_pages
from explainer.lists import Listing, listings
from explainer.manifest import (
    ChartRecord,
    chart_key,
    drawn_size,
    is_fresh,
    note_as_drawn,
    png_path,
    read_manifest,
    write_manifest,
)
from explainer.painters import Drawn, Painters
from explainer.progress import counting
from explainer.project import Project

BOARDS = ("wide", "phone")
#: Bytes of drawings that wait for all others to be drawn, before they wait on disk.
IN_MEMORY = 1_000_000


@dataclass(frozen=True)
class Prepared:
    """What macros read: the project, its data, also as lists, the record of each chart, and its code."""

    project: Project
    data: Dataset
    lists: Sequence[Listing]
    charts: Mapping[str, ChartRecord]
    code: Mapping[str, ChartSource]

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


def prepare(
    project: Project,
    data: Dataset,
    charts: Mapping[str, ChartSource],
    *,
    pngs: bool = True,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Prepared, list[str]]:
    """Draw what is out of date and write all files; also gives the ids of the charts that were drawn.

    `meanwhile` is done while others draw, if there is anything to draw, as is what no drawing changes.

    Without `pngs`, what is drawn has no PNG afterwards: it is missing, which is less bad than an old one. Cards, which
    no page shows, then stay as they are.
    Nothing is written when any chart cannot be drawn: `ProblemsFound` then names them all. It is also raised when
    a file that was not generated stands where a chart's page goes.
    """
    require_own_pages(project, charts)
    records = {chart_id: record for chart_id, record in read_manifest(project).items() if chart_id in charts}
    stale = [
        source
        for chart_id, source in charts.items()
        if not is_fresh(project, data, source, records.get(chart_id), png=pngs)
    ]
    with Painters(project, data, None if pngs else _reads(stale, records)) as painters:
        sizes = {each.id: drawn_size(project, records[each.id]) for each in stale if each.id in records}
        results = painters.draw(stale, lambda source: sizes.get(source.id, inf), pngs=pngs)
        if stale:
            meanwhile()
        lists = listings(project, data)
        generated = downloads(project, data, lists)
        for drawing in _all_drawn(project, stale, results):
            source = charts[drawing.chart_id]
            files = _write_drawing(project, drawing)
            key = chart_key(project, data, source, drawing.reads)
            records[source.id] = ChartRecord(key, drawing.reads, drawing.reading, files)
        records = {chart_id: records[chart_id] for chart_id in charts}  # in their order, whatever was drawn now
        if pngs:
            # Nobody could fetch a card of a site without an address.
            cards = find_cards(project, data, charts, records) if project.has_address else {}
            keys = card_keys(project, cards, records)
            write_cards(project, keys, _draw_cards(painters, [cards[page] for page in stale_cards(project, keys)]))
    generated |= chart_pages(project, charts, records)
    for path, content in generated.items():
        write_atomically(path, content)
    _remove_old(project, records, generated)
    write_manifest(project, records)
    if pngs:
        note_as_drawn(project)
    return Prepared(project, data, lists, records, charts), sorted(source.id for source in stale)


def _reads(charts: Iterable[ChartSource], records: Mapping[str, ChartRecord]) -> set[tuple[str, str]] | None:
    """What charts read when they were drawn last; None when one was never drawn."""
    drawn = [records.get(each.id) for each in charts]
    return {thing for record in drawn if record for thing in record.reads} if all(drawn) else None


def draw_png(prepared: Prepared, chart_id: str) -> bytes:
    """The PNG of a chart that has none yet; nothing is written. Raises `ExplainerError`."""
    project = prepared.project
    charts = [find_charts(project)[chart_id]]
    with Painters(project, prepared.data, prepared.charts[chart_id].reads) as painters:
        (drawing,) = _all_drawn(project, charts, painters.draw(charts, lambda _: inf))
    assert drawing.png is not None
    return drawing.png


def open_prepared(root: Path) -> Prepared:
    """What `prepare` left behind. Raises `ExplainerError` when it is missing, or older than the data or the code."""
    if held := _held.get(root.resolve()):
        return held
    project = Project.load(root)
    remembered = _memory.get(project.root)
    if remembered is not None and remembered[0] == _fingerprint(project):
        return remembered[1]
    data = load_dataset(project.data, project.root)
    charts, records = find_charts(project), read_manifest(project)
    outdated = [each for each, source in charts.items() if not is_fresh(project, data, source, records.get(each))]
    lists = listings(project, data)
    if not outdated:
        generated = downloads(project, data, lists) | chart_pages(project, charts, records)
        outdated = [path.name for path, content in generated.items() if _content(path) != content]
        outdated += ["cards"] if project.has_address and not has_cards(project) else []
    if outdated:
        raise ExplainerError(f"not drawn yet, or out of date: {', '.join(outdated)} – run “explainer charts” first")
    records = {chart_id: records[chart_id] for chart_id in charts}
    prepared = Prepared(project, data, lists, records, charts)
    _memory[project.root] = (_fingerprint(project), prepared)
    return prepared


def _all_drawn(project: Project, stale: Sequence[ChartSource], results: Iterable[Drawn]) -> Iterator[Drawing]:
    """What drawing gave; nothing before all are drawn. Raises `ProblemsFound` with the problems of all.

    Meanwhile they wait in a file, as the pictures of many charts are large.
    """
    if not stale:
        return
    problems: list[Problem] = []
    done, to_tell = set(), deque(source.id for source in stale)
    project.cache.mkdir(parents=True, exist_ok=True)
    with SpooledTemporaryFile(IN_MEMORY, dir=str(project.cache)) as waiting:
        with counting("Drew", len(stale)) as step:
            for chart_id, result in results:
                if isinstance(result, tuple):
                    problems += result
                    to_tell.remove(chart_id)
                else:
                    pickle.dump(result, waiting)
                    done.add(chart_id)
                while to_tell and to_tell[0] in done:
                    step(to_tell.popleft())
        if problems:
            raise ProblemsFound(problems)
        waiting.seek(0)
        for _ in done:
            yield pickle.load(waiting)  # noqa: S301 – written above


def _draw_cards(painters: Painters, stale: Sequence[Card]) -> Iterator[tuple[str, bytes]]:
    """Draw the cards of pages, and give each with its page."""
    if not stale:
        return
    with counting("Made the card of", len(stale)) as step:
        for page, picture in painters.draw_cards(stale):
            yield page, picture
            step(page)


def _write_drawing(project: Project, drawing: Drawing) -> dict[str, str]:
    contents: dict[Path, bytes] = {
        _inline_path(project, drawing.chart_id, board): drawing.inline[board].encode() for board in BOARDS
    }
    folder = project.files / "charts"
    contents[folder / f"{drawing.chart_id}.svg"] = drawing.svg.encode()
    contents[folder / f"{drawing.chart_id}.csv"] = drawing.csv.encode()
    if drawing.png is not None:
        contents[png_path(project, drawing.chart_id)] = drawing.png
    for path, content in contents.items():
        write_atomically(path, content)
    return {project.name_of(path): file_digest(path) for path in contents}


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _remove_old(project: Project, records: Mapping[str, ChartRecord], generated: Iterable[Path]) -> None:
    """Delete what charts and tables that no longer exist have left behind; other files are not ours."""
    root = project.root.as_posix()
    keep = {f"{root}/{name}" for record in records.values() for name in record.files}
    keep |= {path.as_posix() for path in generated}
    for name in ("charts", "tables", "maps", "lists"):
        remove_others(project.files / name, keep)
    remove_others(project.cache / "charts", keep)
    for path in project.chart_pages.glob("*.md"):
        if path.as_posix() not in keep and is_generated(path):
            path.unlink()


def _inline_path(project: Project, chart_id: str, board: str) -> Path:
    return project.cache / "charts" / f"{chart_id}.{board}.svg"


# A site builder that was started by itself asks for the prepared material once for each build, another one for each
# page: reading it again is only worth it when a file has changed.
_memory: dict[Path, tuple[object, Prepared]] = {}


def _fingerprint(project: Project) -> object:
    folders = (project.data, project.charts, project.cache / "charts", project.files, project.chart_pages)
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    paths += [project.roles, project.root / "mkdocs.yml"]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


# What is taken as it is, by the root of its project.
_held: dict[Path, Prepared] = {}


def hold(prepared: Prepared) -> None:
    """Take this, in this process, for what `prepare` left behind, whatever becomes of the files."""
    _held[prepared.project.root] = prepared


@contextmanager
def holding(prepared: Prepared) -> Iterator[None]:
    """Take this for it until the block ends."""
    hold(prepared)
    try:
        yield
    finally:
        del _held[prepared.project.root]
