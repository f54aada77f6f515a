"""Where the time for drawing goes, beside its floor: the same figures made and saved by matplotlib alone.

Every chart of the project is drawn, in a new process each time, by the engine and by `savefig` in turn; what counts is
the ratio of the medians. Seconds are those of the processor in one process, which others on the machine disturb least.
"""

import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import wraps
from io import BytesIO, StringIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
RUNS = 5

Seconds = dict[str, float]

#: The functions of each stage, by module or class. What one of them spends in another is the other's.
STAGES: Mapping[str, tuple[str, ...]] = {
    "making figures": ("worker.Painter._board", "worker.draw_sheet"),
    "measuring text": ("artboard.room", "canvas.room", "canvas.room_in_pixels", "artboard.wrap", "sheet.wrap"),
    "SVG": ("worker.svg_of",),
    "compaction": ("worker.compact_svg", "worker.inline_svg", "worker.standalone_svg"),
    "pixels": ("canvas.Canvas.draw", "canvas.Canvas.__init__"),
    "PNG": ("sheet.png",),
    "all else": ("worker.Painter.draw",),
}


def main() -> None:
    """Print both tables and the ratio."""
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(_alone(draw))
        floor.append(_alone(save))
    whole = [_print("the engine", ours), _print("matplotlib alone", floor)]
    print(f"ratio {whole[0] / whole[1]:.2f}")


def draw() -> Seconds:
    """Draw all charts by the engine; gives the seconds of each stage."""
    painter, charts, _ = _opened()
    watch = _Stopwatch()
    for stage, names in STAGES.items():
        for name in names:
            watch.observe(stage, name)
    for source in charts.values():
        painter.draw(source)
    return watch.seconds


def save() -> Seconds:
    """Make the figures of all charts and save them by matplotlib, as the files that the engine publishes."""
    from matplotlib.transforms import Bbox

    from explainer.drawing.artboard import WIDTHS
    from explainer.drawing.sheet import MARGIN, SCALE, lay_out

    painter, charts, records = _opened()
    seconds = dict.fromkeys(("making figures", "SVG", "pixels and PNG"), 0.0)
    for source in charts.values():
        start = time.process_time()
        wide, phone = (painter._board(source, painter.data, name, painter.roles.light)[0] for name in WIDTHS)
        height = wide.get_figheight() * 72
        sheet = lay_out(records[source.id].reading, "Sources", height)
        made = time.process_time()
        for figure in (wide, phone):
            figure.savefig(StringIO(), format="svg")
        for line in sheet.lines:
            y = 1 - (line.baseline - sheet.drawing_top) / height
            wide.text(0, y, line.words, size=line.size, weight="bold" if line.bold else "normal")
        edges = (-MARGIN, height + sheet.drawing_top - sheet.height, sheet.width - MARGIN, height + sheet.drawing_top)
        box = Bbox.from_extents(*(edge / 72 for edge in edges))
        wide.savefig(StringIO(), format="svg", bbox_inches=box)
        drawn = time.process_time()
        ground = painter.roles.light["surface"]
        wide.savefig(BytesIO(), format="png", bbox_inches=box, dpi=72 * SCALE, facecolor=ground)
        saved = time.process_time()
        for stage, spent in zip(seconds, (made - start, drawn - made, saved - drawn), strict=True):
            seconds[stage] += spent
    return seconds


def _opened() -> tuple[Any, Mapping[str, Any], Mapping[str, Any]]:
    """A painter, the charts of the project, and the record of each; their code is imported."""
    from importlib import import_module

    from explainer.drawing.roles import read_roles
    from explainer.drawing.worker import Painter
    from explainer.manifest import read_manifest
    from explainer.project import Project
    from explainer.site import check_data

    project = Project.load(ROOT)
    data, charts = check_data(project)
    painter = Painter(project, data, read_roles(project))
    for source in charts.values():
        import_module(source.module)
    return painter, charts, read_manifest(project)


class _Stopwatch:
    """Seconds of the processor by stage."""

    def __init__(self) -> None:
        self.seconds: Seconds = dict.fromkeys(STAGES, 0.0)
        self._stages: list[str] = []
        self._since = 0.0

    def observe(self, stage: str, name: str) -> None:
        """Have the time that a function takes counted as this stage's."""
        module, *classes, function = name.split(".")
        owner: Any = sys.modules[f"explainer.drawing.{module}"]
        for each in classes:
            owner = getattr(owner, each)
        setattr(owner, function, self._timed(stage, getattr(owner, function)))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*given: Any, **more: Any) -> Any:
            self._turn_over()
            self._stages.append(stage)
            try:
                return function(*given, **more)
            finally:
                self._turn_over()
                self._stages.pop()

        return timed

    def _turn_over(self) -> None:
        now = time.process_time()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now


def _alone(task: Callable[[], Seconds]) -> Seconds:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task).result()


def _print(label: str, runs: list[Seconds]) -> float:
    whole = median(sum(run.values()) for run in runs)
    print(f"{label:20} median {whole:5.2f} s of {len(runs)} runs")
    for stage in runs[0]:
        print(f"  {stage:18} {median(run[stage] for run in runs):12.2f}")
    return whole


if __name__ == "__main__":
    main()
