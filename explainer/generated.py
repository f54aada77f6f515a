"""What is made from data at every build besides drawings: files to download, and a page for each chart."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from explainer.calls import PAGES
from explainer.data import Dataset
from explainer.datapackage import data_package
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource
from explainer.errors import Place, Problem, ProblemsFound
from explainer.lists import Listing
from explainer.manifest import ChartRecord
from explainer.project import Project

#: The line of a page's front matter that says that it may be written anew and deleted.
GENERATED = "generated: true"


def require_own_pages(project: Project, charts: Mapping[str, ChartSource]) -> None:
    """Raise `ProblemsFound` when somebody's own page stands among those of charts, or one is named as their list."""
    message = "this page was not generated, but the pages of charts go there – move it"
    pages = sorted(path for path in project.chart_pages.rglob("*") if path.suffix in PAGES)
    problems = [Problem(Place(project.name_of(path)), message) for path in pages if not _is_ours(path, project)]
    if "index" in charts:
        message = 'the chart "index" would stand in the place of the list of charts – rename it'
        problems.append(Problem(charts["index"].place, message))
    if problems:
        raise ProblemsFound(problems)


def _is_ours(path: Path, project: Project) -> bool:
    return path.parent == project.chart_pages and path.suffix == ".md" and path.is_file() and is_generated(path)


def is_generated(path: Path) -> bool:
    """Whether a page may be written anew and deleted: its front matter says so."""
    head, end, _ = path.read_text(encoding="utf-8", errors="replace").partition("\n---\n")
    return bool(end) and head.startswith("---\n") and GENERATED in head.split("\n")


def chart_pages(
    project: Project, charts: Mapping[str, ChartSource], records: Mapping[str, ChartRecord]
) -> dict[Path, bytes]:
    """The page of each chart, as a file of the pages' folder."""
    return {
        project.chart_pages / f"{chart_id}.md": _page(source, records[chart_id].reading).encode()
        for chart_id, source in charts.items()
    }


def _page(source: ChartSource, reading: Reading) -> str:
    """The page of a single chart: what the builder needs to know of it, and one macro call."""
    title, description = (_quoted(words) for words in (reading.title, reading.alt))
    code = f"{source.place.file}#L{source.place.line}"
    head = f"title: {title}\ndescription: {description}\ncode: {code}\nsearch:\n  boost: 0.5\n{GENERATED}"
    return f'---\n{head}\n---\n\n{{{{ chart_page("{source.id}") }}}}\n'


def _quoted(words: str) -> str:
    """Words as HTML in a YAML string: the theme does not escape front matter, and the builder takes braces for code."""
    return json.dumps(escape(words).replace("{", "&#123;").replace("}", "&#125;"), ensure_ascii=False)


def downloads(project: Project, data: Dataset, lists: Sequence[Listing]) -> dict[Path, bytes]:
    """What is published besides charts: tables and maps as they are, lists, and the data package of them all."""
    files = {}
    names = [f"tables/{table_id}.csv" for table_id in data.tables]
    names += [f"maps/{map_id}.geojson" for map_id in data.maps]
    for name in names:
        files[project.files / name] = (project.data / name).read_bytes()
    for listing in lists:
        files[project.files / "lists" / f"{listing.name}.csv"] = listing.to_csv()
    files[project.files / "datapackage.json"] = data_package(project, data, lists)
    return files
