"""Reads what `explainer explain` needs as far as it can be read, and prints trees."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError

from explainer.calls import (
    arguments,
    find_macros,
    macro_calls,
    parse_page,
    references,
    renders_macros,
    shows_samples,
    written_pages,
)
from explainer.data import load_dataset
from explainer.drawing.registry import ChartSource, find_charts
from explainer.errors import ExplainerError, Place, ProblemsFound
from explainer.files import read_text
from explainer.manifest import is_fresh, read_manifest
from explainer.project import Project
from explainer.provenance import Known, Node
from explainer.visible import visible


def read_known(project: Project) -> tuple[Known, list[str]]:
    """All that is known, and a sentence for each thing that could not be read and is left out.

    Raises `ProblemsFound` when the data have problems: without them nothing can be explained.
    """
    data = load_dataset(project.data, project.root)
    notes: list[str] = []
    charts: Mapping[str, ChartSource] = {}
    uses: dict[tuple[str, str], tuple[Place, ...]] = {}
    try:
        charts = find_charts(project)
    except ProblemsFound:
        notes.append("The code of charts has problems, so charts are left out – run “explainer check”.")
    try:
        uses = _uses(project, notes)
    except ExplainerError as error:
        notes.append(f"Pages are left out: {error.format_message()}")
    records = read_manifest(project)
    records = {
        each: records[each]
        for each, source in charts.items()
        if is_fresh(project, data, source, records.get(each), png=False)
    }
    if len(records) < len(charts):
        count = len(charts) - len(records)
        notes.append(f"What {count} of the charts read is not known, as they are not drawn – run “explainer charts”.")
    return Known(data, charts, records, uses, project.locale), notes


def _uses(project: Project, notes: list[str]) -> dict[tuple[str, str], tuple[Place, ...]]:
    """The places in pages that name each thing; a page that shows samples of its parts does not count."""
    macros = find_macros(project)
    found: dict[tuple[str, str], dict[Place, None]] = {}
    for path in written_pages(project):
        name = project.name_of(path)
        try:
            text = read_text(path, name)
            if not renders_macros(text) or shows_samples(text):
                continue
            for macro, call in macro_calls(parse_page(text), macros):
                for reference, each in references(macros[macro], arguments(call, macros[macro])):
                    found.setdefault((reference.kind, each), {})[Place(name, call.lineno)] = None
        except (ProblemsFound, TemplateSyntaxError, TypeError, RecursionError):
            notes.append(f"{name} has problems and is left out – run “explainer check”.")
    return {thing: tuple(places) for thing, places in found.items()}


def as_text(trees: Iterable[Node]) -> str:
    """An indented tree for people."""
    return "\n".join(line for tree in trees for line in _lines(tree, 0))


def as_json(trees: Iterable[Node]) -> str:
    """The same trees as plain values."""
    return json.dumps([_plain(tree) for tree in trees], ensure_ascii=False, indent=1)


FORMATS: dict[str, Callable[[Iterable[Node]], str]] = {"text": as_text, "json": as_json}


def _lines(node: Node, depth: int) -> Iterator[str]:
    name = f"{node.kind} {node.id}" if node.id else ""
    words = visible(": ".join(part for part in (name, node.text) if part))
    yield f"{'  ' * depth}{words}" + (f" ({node.place})" if node.place else "")
    for child in node.children:
        yield from _lines(child, depth + 1)


def _plain(node: Node) -> dict[str, Any]:
    place = {"file": node.place.file, "line": node.place.line, "column": node.place.column} if node.place else None
    children = [_plain(child) for child in node.children]
    return {"kind": node.kind, "id": node.id, "text": node.text, "place": place, "children": children}
