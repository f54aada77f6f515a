"""Observable Framework: Python data loaders give the drawings, which the pages show as pictures."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.content import Chart, Page
from benchmarks.peers.peer import ENVIRONMENTS, Cure, Peer, path_with, write_charts, write_files, write_pages

#: Nothing is fetched when it builds: no web fonts, and no library that pages would import.
SETTINGS = """\
export default {title: "Made-up places", root: "src", search: true, globalStylesheets: []};
"""
#: One archive for each chart, since each loader is a process, and starting Python takes longer than drawing.
LOADER = """\
import sys
from pathlib import Path
from zipfile import ZipFile

from figures import WIDTHS, png, svg

table = Path("src/data/%(id)s.csv")
with ZipFile(sys.stdout.buffer, "w") as archive:
    for size in WIDTHS:
        archive.writestr(f"{size}.svg", svg("%(kind)s", table, size))
    archive.writestr("wide.png", png("%(kind)s", table))
"""
PICTURE = """\
<picture><source media="(max-width: 600px)" srcset="charts/%(id)s/narrow.svg">\
<img src="charts/%(id)s/wide.svg" alt=""></picture>

<a href="charts/%(id)s/wide.png" download>PNG</a>"""
#: Where the output of loaders is kept: a build runs no loader whose output is there, whatever has changed.
CACHE = "src/.observablehq/cache"
COMMAND = "observable/node_modules/@observablehq/framework/dist/bin/observable.js"


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the project."""
    write_charts(folder, "src/data", pages)
    write_files(folder, {"observablehq.config.js": SETTINGS})
    write_files(folder / "src", {"index.md": "# Made-up places\n"})
    write_pages(folder / "src", pages, PICTURE)
    charts = [chart for page in pages for chart in page.charts]
    loaders = {f"{chart.id}.zip.py": LOADER % {"id": chart.id, "kind": chart.kind} for chart in charts}
    write_files(folder / "src/charts", loaders)


def _delete_all(folder: Path, *_: object) -> None:
    shutil.rmtree(folder / CACHE)


def _delete_one(folder: Path, _: Page, chart: Chart) -> None:
    (folder / CACHE / f"charts/{chart.id}.zip").unlink()
    shutil.rmtree(folder / CACHE / "charts" / chart.id)


PEER = Peer(
    name="Observable Framework",
    write=write,
    command=(Path(sys.executable).parent / "node", ENVIRONMENTS / COMMAND, "build"),
    site="dist",
    tables="src/data",
    sources="src",
    environment={"PATH": path_with("mkdocs"), "OBSERVABLE_TELEMETRY_DISABLE": "true", "PYTHONPATH": "."},
    cures=(Cure("delete the cache", _delete_all), Cure("delete its output", _delete_one)),
)
