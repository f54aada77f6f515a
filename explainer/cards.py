"""The pictures that stand for pages where their addresses are shared: which there are, and which are out of date."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from explainer.calls import HEADING, constant, front_matter, main_chart, parse_page, renders_macros, written_pages
from explainer.data import Dataset
from explainer.drawing.registry import ChartSource
from explainer.files import file_digest, read_text, remove_others, write_atomically
from explainer.manifest import ChartRecord, engine_digest
from explainer.project import Project

RECORD = "cards.json"

#: Markup of a heading that a picture cannot show, and what stands in its place.
MARKUP = ((r"\{\{.*?\}\}|\{%.*?%\}|<[^<>]*>", ""), (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"), (r"[*`]+|\\(?=\W)", ""))


@dataclass(frozen=True)
class Card:
    """What a page's card shows: words, and the chart beneath them if the page has one.

    `page` is the page's address without ending (`lakes`, `charts/lakes-depth`; `index` for the start).
    """

    page: str
    site: str
    title: str
    text: str
    sources: str
    edition: str
    chart: ChartSource | None


def has_cards(project: Project) -> bool:
    """Whether cards were drawn, and none was lost."""
    record = _read_record(project)
    return bool(record) and all(card_path(project, page).is_file() for page in record)


def find_cards(
    project: Project, data: Dataset, charts: Mapping[str, ChartSource], records: Mapping[str, ChartRecord]
) -> dict[str, Card]:
    """The card of each page: of those that people write, and of those of single charts."""
    edition = f"Edition of {project.in_words(project.edition)}"

    def card(page: str, title: str, text: str, chart_id: str | None) -> Card:
        sources = [data.sources[each].publisher for each in records[chart_id].reading.sources] if chart_id else []
        line = f"Sources: {'; '.join(dict.fromkeys(sources))}" if sources else ""
        return Card(page, project.name, title, text, line, edition, charts[chart_id] if chart_id else None)

    cards = {}
    for path in written_pages(project):
        page = _address(project, path)
        title, description, chart_id = _read_page(path, project.name_of(path), records)
        cards[page] = card(page, title, records[chart_id].reading.title if chart_id else description, chart_id)
    for chart_id in charts:
        page = _address(project, project.chart_pages / f"{chart_id}.md")
        reading = records[chart_id].reading
        cards[page] = card(page, reading.title, reading.subtitle, chart_id)
    return cards


def card_keys(project: Project, cards: Mapping[str, Card], records: Mapping[str, ChartRecord]) -> dict[str, str]:
    """The fingerprint of all that each card comes from: its words, its chart, the style, the engine."""
    style = " ".join([*map(file_digest, (project.roles, *project.fonts)), engine_digest()])
    keys = {}
    for page, card in cards.items():
        chart = records[card.chart.id].key if card.chart else ""
        words = [card.site, card.title, card.text, card.sources, card.edition]
        keys[page] = sha256(json.dumps([style, chart, words]).encode()).hexdigest()
    return keys


def stale_cards(project: Project, keys: Mapping[str, str]) -> list[str]:
    """The pages whose card is missing, damaged, or came from something else."""
    recorded = _read_record(project)
    return [page for page, key in keys.items() if recorded.get(page) != [key, file_digest(card_path(project, page))]]


def write_cards(project: Project, keys: Mapping[str, str], pictures: Iterable[tuple[str, bytes]]) -> None:
    """Write what was drawn for pages, delete the cards of pages that are gone, and record what each card came from."""
    for page, picture in pictures:
        write_atomically(card_path(project, page), picture)
    paths = {page: card_path(project, page) for page in sorted(keys)}
    remove_others(project.files / "cards", {path.as_posix() for path in paths.values()})
    record = {page: [keys[page], file_digest(path)] for page, path in paths.items()}
    write_atomically(project.cache / RECORD, json.dumps(record, indent=1) + "\n")


def card_path(project: Project, page: str) -> Path:
    """Where a page's card is published."""
    return project.files / "cards" / f"{page}.png"


def _read_record(project: Project) -> dict[str, list[str]]:
    try:
        record = json.loads((project.cache / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _address(project: Project, path: Path) -> str:
    name = path.relative_to(project.docs).with_suffix("").as_posix()
    return re.sub(r"/(index|README)$", "", f"/{name}").removeprefix("/") or "index"


def _read_page(path: Path, name: str, known: Mapping[str, ChartRecord]) -> tuple[str, str, str | None]:
    """A page's title and description in plain words, and its main chart."""
    text = read_text(path, name)
    front = front_matter(text)
    heading = HEADING.search(text)
    title = str(front.get("title") or "") or (heading[1] if heading else path.stem)
    return _plain(title), _plain(str(front.get("description") or "")), _main_chart(text, known)


def _plain(words: str) -> str:
    for pattern, plain in MARKUP:
        words = re.sub(pattern, plain, words)
    return " ".join(words.split())


def _main_chart(text: str, known: Mapping[str, ChartRecord]) -> str | None:
    """The chart that a page names as its main one, or else shows first.

    A page that cannot be read has none, and is reported by its own check.
    """
    if not renders_macros(text):
        return None
    named = main_chart(text)
    if named and named[0] in known:
        return named[0]
    try:
        page = parse_page(text)
    except (TemplateSyntaxError, RecursionError):
        return None
    for call in page.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "chart" and call.args:
            chart_id = constant(call.args[0])
            if isinstance(chart_id, str) and chart_id in known:
                return chart_id
    return None
