"""What a new thing of each kind consists of: files, the place where people go on, and what they are told.

A stub names only what the project has. Each kind has one template: the block `stub` is what is written, `steps` what is
said.
"""

import builtins
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from explainer.data.dating import AHEAD
from explainer.data.models import ID
from explainer.data.urls import mistake_in
from explainer.errors import ExplainerError, Place
from explainer.new.choosing import MOST, day_of, on_the_only_topic, source_for, table_for, topic_for
from explainer.new.inserting import with_entry, with_page
from explainer.project import CONFIG
from explainer.survey import Survey

#: What the stub of a chart calls, and what it imports for that: a function of such a name would take its place.
CALLED = {*dir(builtins), "bars", "chart"}


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
    return _entry(found, "source", "sources", new_id, topic, {"url": url, "language": language})


def fact(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """A statement with one fact."""
    _require_new(found, "statement", new_id)
    values = _sourced(found, topic_for(found, new_id, topic), source_id)
    return _entry(found, "fact", "facts", new_id, topic, values)


def event(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """An event of a category that the project has, if it has any."""
    _require_new(found, "event", new_id)
    own, data = topic_for(found, new_id, topic), found.data
    known = [each.category for each in (*data.events.values(), *data.of_topic(data.events, own))]
    categories = [each for each in known if each not in AHEAD] or ["event"]
    values = {"category": categories[-1], "others": sorted({*known} - {categories[-1]})}
    return _entry(found, "event", "events", new_id, topic, _sourced(found, own, source_id) | values)


def claim(found: Survey, new_id: str, topic: str | None, source_id: str | None) -> Stub:
    """A claim, after the last one unless that is in another topic's file; without a source, it comes from the same."""
    _require_new(found, "claim", new_id)
    claims = [*found.data.claims.values()]
    for each in claims:
        if new_id in each.covers:
            raise ExplainerError(f'the claim "{each.id}" covers "{new_id}" already – choose another id')
    own = topic_for(found, new_id, topic)
    values = _sourced(found, own, source_id) | {"evidence": source_for(found, own, None)}
    if not claims:
        return _entry(found, "claim", "claims", new_id, topic, values)
    values |= {} if source_id else {"source": claims[-1].source}
    last = Path(found.data.places["claim", claims[-1].id].file).stem
    of_another = last.partition("-")[0] in found.project.topics.keys() - {own}
    return _entry(found, "claim", "claims", new_id, topic, values, own if of_another else last)


def term(found: Survey, new_id: str, topic: str | None) -> Stub:
    """A word of the glossary."""
    _require_new(found, "term", new_id)
    return _entry(found, "term", "terms", new_id, topic, {})


def table(found: Survey, new_id: str, source_id: str | None) -> Stub:
    """A table with two columns and one row, and its descriptor."""
    _require_new(found, "table", new_id)
    topic = topic_for(found, new_id, None)
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
    drawn = table_for(found, new_id, topic, table_id)
    name = new_id.replace("-", "_")
    if not name.isidentifier() or iskeyword(name) or name in CALLED:
        name = f"chart_{name}"
    path = project.charts / f"{name}.py"
    if path.exists():
        raise ExplainerError(f"{project.name_of(path)} exists already – choose another id")
    template, place = _template("chart"), Place(project.name_of(path), 1)
    values: dict[str, object] = dict(zip(("table", "label", "value"), drawn, strict=True))
    values |= {"id": new_id, "name": name, "most": MOST, "place": place}
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
    given: str | None,
    values: Mapping[str, object],
    file: str | None = None,
) -> Stub:
    """An entry at the end of a list of the data: of the topic's, or of the one that is named."""
    project, template, topic = found.project, _template(kind), topic_for(found, new_id, given)
    path = project.data / folder / f"{file or topic}.yml"
    before = path.read_bytes() if path.exists() else _first_line(found, folder, path).encode()
    known = {**values, "id": new_id, "topic": topic}
    content, line = with_entry(before, _block(template, "stub", known), project.name_of(path))
    place = Place(project.name_of(path), line)
    steps = _block(template, "steps", {**known, "place": place}) + on_the_only_topic(found, new_id, given)
    return Stub({path: content}, place, steps)


def _sourced(found: Survey, topic: str, given: str | None) -> dict[str, object]:
    """A source, whether it was chosen by people, and a date."""
    source_id = source_for(found, topic, given)
    return {"source": source_id, "chosen": given is not None, "day": day_of(found, source_id)}


def _first_line(found: Survey, folder: str, path: Path) -> str:
    """What tells editors of the schema of a new file, where the project keeps it."""
    schema = found.project.schemas / f"{folder}.json"
    if not schema.is_file():
        return ""
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}\n"


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
