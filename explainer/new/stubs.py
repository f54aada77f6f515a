"""What a new thing of each kind consists of: files, the place where people go on, and what they are told.

A stub names only what the project has. Each kind has one template: the block `stub` is what is written, `steps` what is
said.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from explainer.data import Table
from explainer.data.dating import AHEAD
from explainer.data.models import ID, Source
from explainer.data.urls import mistake_in
from explainer.errors import ExplainerError, Place, did_you_mean
from explainer.new.inserting import with_entry, with_page
from explainer.project import CONFIG
from explainer.schemas import FOLDER
from explainer.survey import Survey

#: Rows of a table that the stub of a chart draws.
MOST = 12


@dataclass(frozen=True)
class Stub:
    """The files that a new thing changes or adds, whole, where people go on, and what they are told."""

    files: Mapping[Path, bytes]
    place: Place
    steps: str


def source(found: Survey, new_id: str, topic: str | None, url: str | None) -> Stub:
    """A source that nobody has read."""
    _require_new(found, "source", new_id)
    if url and (mistake := mistake_in(url)):
        raise ExplainerError(f"--url: {mistake}")
    language = found.project.locale.partition("_")[0]
    return _entry(found, "source", "sources", new_id, _topic(found, new_id, topic), {"url": url, "language": language})


def fact(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """A statement with one fact."""
    _require_new(found, "statement", new_id)
    topic = _topic(found, new_id, topic)
    return _entry(found, "fact", "facts", new_id, topic, _sourced(found, topic, source_id))


def event(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """An event of a category that the project has, if it has any."""
    _require_new(found, "event", new_id)
    topic, data = _topic(found, new_id, topic), found.data
    known = [each.category for each in (*data.events.values(), *data.of_topic(data.events, topic))]
    categories = [each for each in known if each not in AHEAD] or ["event"]
    values = {"category": categories[-1], "others": sorted({*known} - {categories[-1]})}
    return _entry(found, "event", "events", new_id, topic, _sourced(found, topic, source_id) | values)


def claim(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """A claim, after the last one: if no source is named, it comes from the same."""
    _require_new(found, "claim", new_id)
    claims = [*found.data.claims.values()]
    for each in claims:
        if new_id in each.covers:
            raise ExplainerError(f'the claim "{each.id}" covers "{new_id}" already – choose another id')
    topic = _topic(found, new_id, topic)
    values = _sourced(found, topic, source_id) | {"evidence": _sourced(found, topic, None)["source"]}
    if not claims:
        return _entry(found, "claim", "claims", new_id, topic, values)
    values |= {} if source_id else {"source": claims[-1].source}
    last = Path(found.data.places["claim", claims[-1].id].file)
    return _entry(found, "claim", "claims", new_id, topic, values, last.stem)


def term(found: Survey, new_id: str, topic: str | None) -> Stub:
    """A word of the glossary."""
    _require_new(found, "term", new_id)
    return _entry(found, "term", "terms", new_id, _topic(found, new_id, topic), {})


def table(found: Survey, new_id: str, source_id: str | None) -> Stub:
    """A table with two columns and one row, and its descriptor."""
    _require_new(found, "table", new_id)
    topic = _topic(found, new_id, None)
    folder = found.project.data / "tables"
    described, rows = folder / f"{new_id}.yml", folder / f"{new_id}.csv"
    template, sourced = _template("table"), _sourced(found, topic, source_id)
    head = _first_line(found, "tables", described)
    files = {
        rows: _block(template, "rows", {}).encode(),
        described: (head + _block(template, "stub", sourced)).encode(),
    }
    place = Place(found.project.name_of(described), head.count("\n") + 1)
    values = {"place": place, "rows": found.project.name_of(rows), "id": new_id, "topic": topic}
    return Stub(files, place, _block(template, "steps", values))


def chart(found: Survey, new_id: str, topic: str | None, table_id: str | None) -> Stub:
    """A module of its own that draws a table: the one that is named, or else the first of the topic that it can."""
    project = found.project
    _require_form(new_id)
    if new_id in found.charts.charts:
        raise _exists("chart", new_id, found.charts.charts[new_id].place)
    tables = [found.data.tables[table_id]] if table_id else _tables(found, _topic(found, new_id, topic))
    drawn = next(((each.id, *columns) for each in tables if (columns := _drawable(each))), None)
    if drawn is None:
        lack = "has no column of numbers, none of them below zero, beside a key that is one column of words"
        subject = f'the table "{table_id}"' if table_id else "each table of the topic"
        raise ExplainerError(f"{subject} {lack} – name another (--table), or run “explainer new table” first")
    name = new_id.replace("-", "_")
    name = name if name.isidentifier() and not iskeyword(name) else f"chart_{name}"
    path = project.charts / f"{name}.py"
    if path.exists():
        raise ExplainerError(f"{project.name_of(path)} exists already – choose another id")
    template, place = _template("chart"), Place(project.name_of(path), 1)
    values: dict[str, object] = dict(zip(("table", "label", "value"), drawn, strict=True))
    values |= {"id": new_id, "name": name, "most": MOST, "place": place}
    values |= {"golden": (project.root / "tests" / "golden").is_dir()}
    return Stub({path: _block(template, "stub", values).encode()}, place, _block(template, "steps", values))


def page(found: Survey, new_id: str) -> Stub:
    """A page, and its line in the navigation if there is one."""
    project = found.project
    _require_form(new_id)
    path = project.docs / f"{new_id}.md"
    for each in (path, path.with_suffix("") / "index.md", path.with_suffix("") / "README.md"):
        if each.exists():
            raise _exists("page", new_id, Place(project.name_of(each)))
    config = project.root / CONFIG
    settings, line = with_page(config.read_bytes(), path.name, CONFIG)
    template, place = _template("page"), Place(project.name_of(path), 2)
    nav = Place(CONFIG, line) if line else None
    steps = _block(template, "steps", {"place": place, "nav": nav, "fact": next(iter(found.data.facts), None)})
    return Stub({path: _block(template, "stub", {}).encode(), config: settings}, place, steps)


def _entry(
    found: Survey,
    kind: str,
    folder: str,
    new_id: str,
    topic: str,
    values: Mapping[str, object],
    file: str | None = None,
) -> Stub:
    """An entry at the end of a list of the data: of the topic's, or of the one that is named."""
    project, template = found.project, _template(kind)
    path = project.data / folder / f"{file or topic}.yml"
    before = path.read_bytes() if path.exists() else _first_line(found, folder, path).encode()
    known = {**values, "id": new_id, "topic": topic}
    content, line = with_entry(before, _block(template, "stub", known), project.name_of(path))
    place = Place(project.name_of(path), line)
    return Stub({path: content}, place, _block(template, "steps", {**known, "place": place}))


def _first_line(found: Survey, folder: str, path: Path) -> str:
    """What tells editors of the schema of a new file, where the project keeps it."""
    schema = found.project.root / FOLDER / f"{folder}.json"
    if not schema.is_file():
        return ""
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}\n"


def _topic(found: Survey, new_id: str, given: str | None) -> str:
    """The topic that is named, or that an id begins with, or the only one."""
    topics = found.project.topics
    topic = given or (new_id.partition("-")[0] if len(topics) > 1 else next(iter(topics)))
    if topic in topics:
        return topic
    remedy = did_you_mean(topic, topics, "add it to mkdocs.yml")
    if given:
        raise ExplainerError(f'unknown topic "{given}" – {remedy}')
    raise ExplainerError(f'the id "{new_id}" does not begin with a topic, and --topic names none – {remedy}')


def _sourced(found: Survey, topic: str, source_id: str | None) -> dict[str, object]:
    """The source that is named, or else the first of the topic that was read, whether it was chosen, and a date.

    Nothing is later than its sources or the edition.
    """
    data = found.data
    if source_id:
        named = data.sources[source_id]
        if not _was_read(named):
            raise ExplainerError(f'the source "{source_id}" was not read and is no evidence – name one that was')
    else:
        named = _first_read(data.of_topic(data.sources, topic), topic)
    day = min(named.published or found.project.edition, found.project.edition)
    return {"source": named.id, "chosen": source_id is not None, "day": day}


def _first_read(sources: Iterable[Source], topic: str) -> Source:
    for each in sources:
        if _was_read(each):
            return each
    raise ExplainerError(
        f'the topic "{topic}" has no source that somebody has read – run “explainer new source” first, '
        "or name one of another topic (--source)"
    )


def _was_read(source: Source) -> bool:
    return source.seen != "not-seen"


def _tables(found: Survey, topic: str) -> list[Table]:
    return found.data.of_topic(found.data.tables, topic)


def _drawable(table: Table) -> tuple[str, str] | None:
    """The column of words that is the key of a table, and a column of numbers that can be bars, if it has both."""
    first, *others = table.descriptor.key
    if others or table.column(first).is_numeric:
        return None
    for column in table.descriptor.columns:
        if column.is_numeric and column.unit:
            numbers = [row.number(column.name) for row in table.rows if row[column.name] is not None][:MOST]
            if numbers and min(numbers) >= 0 and max(numbers) > 0:
                return first, column.name
    return None


def _require_new(found: Survey, kind: str, new_id: str) -> None:
    _require_form(new_id)
    if place := found.data.places.get((kind, new_id)):
        raise _exists(kind, new_id, place)


def _require_form(new_id: str) -> None:
    if ID.fullmatch(new_id) is None:
        raise ExplainerError(f'"{new_id}" is not an id – use lower-case letters, digits and single hyphens')


def _exists(kind: str, new_id: str, place: Place) -> ExplainerError:
    return ExplainerError(f'the {kind} "{new_id}" stands at {place} already – choose another id')


@cache
def _template(kind: str) -> Template:
    environment = Environment(  # noqa: S701 – it makes no HTML
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        variable_start_string="<<",
        variable_end_string=">>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(f"{kind}.jinja")


def _block(template: Template, name: str, values: Mapping[str, object]) -> str:
    return "".join(template.blocks[name](template.new_context({**values})))
