"""Observable Framework: Python data loaders give the drawings, which the pages show as pictures."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.content import Chart, Page
from benchmarks.peers.peer import ENVIRONMENTS, HERE, Cure, Peer, path_with, write_charts, write_files, write_pages

#: No web fonts.
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
#: Libraries that no page uses. The first build would ask a registry for the version of each, unless a folder names one.
LIBRARIES = (
    "@observablehq/plot@0.6.17",
    "@observablehq/sample-datasets@1.0.1",
    "apache-arrow@21.2.0",
    "arquero@8.0.3",
    "d3@7.9.2",
    "d3-dsv@3.0.2",
    "echarts@6.1.0",
    "htl@1.0.0",
    "leaflet@1.9.4",
    "lodash@4.18.1",
    "mapbox-gl@3.32.0",
    "parquet-wasm@0.8.0",
    "react@19.3.1",
    "react-dom@19.3.1",
    "topojson-client@3.1.0",
)
PACKAGE = "@observablehq/framework"


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the project."""
    write_charts(folder, "src/data", pages)
    write_files(folder, {"observablehq.config.js": SETTINGS})
    write_files(folder / "src", {"index.md": "# Made-up places\n"})
    write_pages(folder / "src", pages, PICTURE)
    charts = [chart for page in pages for chart in page.charts]
    loaders = {f"{chart.id}.zip.py": LOADER % {"id": chart.id, "kind": chart.kind} for chart in charts}
    write_files(folder / "src/charts", loaders)
    for library in LIBRARIES:
        (folder / CACHE / "_npm" / library).mkdir(parents=True)


def _delete_all(folder: Path, *_: object) -> None:
    shutil.rmtree(folder / CACHE / "charts")


def _delete_one(folder: Path, _: Page, chart: Chart) -> None:
    (folder / CACHE / f"charts/{chart.id}.zip").unlink()
    shutil.rmtree(folder / CACHE / "charts" / chart.id)


PEER = Peer(
    name="Observable Framework",
    version=json.loads((HERE / "observable/package.json").read_text(encoding="utf-8"))["dependencies"][PACKAGE],
    write=write,
    command=(
        Path(sys.executable).parent / "node",
        ENVIRONMENTS / f"observable/node_modules/{PACKAGE}/dist/bin/observable.js",
        "build",
    ),
    site="dist",
    tables="src/data",
    sources="src",
    environment={"PATH": path_with("mkdocs"), "OBSERVABLE_TELEMETRY_DISABLE": "true", "PYTHONPATH": "."},
    cures=(Cure("delete all outputs", _delete_all), Cure("delete its output", _delete_one)),
)
