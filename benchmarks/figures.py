"""The floor of drawing: the figures of charts, made by the charts' own functions and saved by matplotlib, and no more.

For each chart that is what a reader can get: the drawing for a wide and for a narrow screen, and the drawing to
download as SVG and as PNG. The words around the latter are left out, so the floor is rather too low than too high.

`python -m benchmarks.figures FILE FOLDER CHART …` saves the figures of charts, in a process for each core: that is what
is timed. `write_material` writes the file beforehand.
"""

import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from explainer.children import cores

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from explainer.data import Dataset
    from explainer.drawing.artboard import BoardName
    from explainer.project import Project

#: Pixels of a PNG for each pixel of the board, as in what is published.
SCALE = 2


@dataclass(frozen=True)
class Material:
    """What drawing needs: the project, its data, the module of each chart, and colours for pages and for downloads."""

    project: "Project"
    data: "Dataset"
    modules: dict[str, str]
    stand_ins: dict[str, str]
    light: dict[str, str]


def write_material(folder: Path, file: Path) -> list[str]:
    """Read a project's data, find its charts, and write both to a file; gives the ids of the charts."""
    from explainer.data import load_dataset
    from explainer.drawing.registry import find_charts
    from explainer.drawing.roles import read_roles, stand_ins
    from explainer.project import Project

    project = Project.load(folder)
    data, roles = load_dataset(project.data, project.root), read_roles(project)
    modules = {chart_id: source.module for chart_id, source in find_charts(project).items()}
    file.write_bytes(pickle.dumps(Material(project, data, modules, dict(stand_ins(roles)), dict(roles.light))))
    return [*modules]


def save_figures(file: Path, folder: Path, charts: Sequence[str]) -> None:
    """Save the figures of charts, spread over one process for each core; a single chart needs no second process."""
    folder.mkdir(parents=True, exist_ok=True)
    processes = min(cores(), len(charts))
    if processes == 1:
        _start(file, folder)
        _save(charts[0])
        return
    with get_context("spawn").Pool(processes, _start, (file, folder)) as pool:
        for _ in pool.imap_unordered(_save, charts):
            pass


# The pool tells each process once; what a pool calls must stand at the top of a module.
_material: Material
_folder: Path


def _start(file: Path, folder: Path) -> None:
    global _material, _folder
    import matplotlib as mpl

    from explainer.drawing.artboard import STYLE

    cast("dict[str, Any]", mpl.rcParams).update(STYLE)
    _material, _folder = pickle.loads(file.read_bytes()), folder  # noqa: S301 – written above
    sys.path.insert(0, str(_material.project.root))


def _save(chart_id: str) -> None:
    import_module(_material.modules[chart_id])
    boards: tuple[BoardName, ...] = ("wide", "phone")
    for board in boards:
        _figure(chart_id, board, _material.stand_ins).savefig(_folder / f"{chart_id}.{board}.svg")
    figure = _figure(chart_id, "wide", _material.light)
    figure.savefig(_folder / f"{chart_id}.svg")
    figure.savefig(_folder / f"{chart_id}.png", dpi=72 * SCALE)


def _figure(chart_id: str, board: "BoardName", colours: dict[str, str]) -> "Figure":
    from explainer.drawing.artboard import Artboard
    from explainer.drawing.registry import registered

    artboard = Artboard(board, colours, _material.project.locale)
    registered(chart_id)(_material.data, artboard)
    assert artboard.figure is not None
    return artboard.figure


if __name__ == "__main__":
    save_figures(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
