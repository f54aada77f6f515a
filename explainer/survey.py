"""Everything that is wrong with a project, found in one go, without what only follows from something else."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explainer.calls import written_pages
from explainer.children import beside
from explainer.data import Dataset
from explainer.data.dating import misdated
from explainer.data.load import DataRead, read_dataset
from explainer.drawing.registry import ChartSource, ChartsRead, read_charts
from explainer.drawing.roles import read_roles
from explainer.elsewhere import address_problems
from explainer.errors import Place, Problem, ProblemsFound, did_you_mean, is_near
from explainer.generated import require_own_pages
from explainer.lists import list_names
from explainer.manifest import is_fresh, read_manifest
from explainer.ownfiles import foreign_files
from explainer.page_links import link_problems
from explainer.pages import check_pages
from explainer.project import Project
from explainer.redirects import broken_addresses

#: The kinds of things that pages list by the topic of their file.
LISTED = ("source", "statement", "table", "map", "event")
#: Where macros look for the entry of a thing: the folder of pages by topic, and the call that lists entries there.
ENTRIES = {
    "statement": ("facts", "facts"),
    "source": ("sources", "sources"),
    "table": ("data", "tables"),
    "map": ("data", "tables"),
}


@dataclass(frozen=True)
class Survey:
    """A project as far as it could be read, and all its problems; `undrawn` are the charts that were not verified."""

    project: Project
    read: DataRead
    charts: ChartsRead
    problems: tuple[Problem, ...]
    undrawn: tuple[str, ...] = ()

    @property
    def data(self) -> Dataset:
        """What could be read of the data."""
        return self.read.data

    def is_unread(self, kind: str, key: str) -> bool:
        """Whether a missing thing may stand in what could not be read."""
        if kind == "chart":
            return not self.charts.is_complete
        if kind == "topic":
            return not self.project.topics
        return self.read.is_unread(kind, key)

    def require_well(self) -> tuple[Dataset, Mapping[str, ChartSource]]:
        """Data and charts. Raises `ProblemsFound` when there is any problem."""
        if self.problems:
            raise ProblemsFound(self.problems)
        return self.data, self.charts.charts


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Spare the search for garbage: what is read stays and has no circles, so that it finds none and takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@_collecting_nothing()
def survey_data(project: Project) -> Survey:
    """Settings, data, the code of charts and the colours. Raises `ExplainerError` when there is no data at all."""
    found = _around(project, read := _read(project))
    return replace(found, problems=(*found.problems, *_in_data(project, read)))


def _read(project: Project) -> DataRead:
    """The data, which is not checked yet. Raises `ExplainerError` when there is none."""
    foreign = [*foreign_files(project)]
    if foreign:
        raise ProblemsFound(foreign)  # nothing more is read
    return read_dataset(project.data, project.root)


def _in_data(project: Project, read: DataRead) -> list[Problem]:
    """What is wrong with the data by themselves."""
    return [*read.problems, *address_problems(read), *misdated(read.data, project.edition, read.place)]


def _around(project: Project, read: DataRead) -> Survey:
    """Settings, the code of charts and the colours, and what data must agree with in these."""
    charts = read_charts(project)
    problems = [*project.problems, *charts.problems]
    problems += _problems_of(read_roles, project)
    problems += _problems_of(require_own_pages, project, charts.charts)
    problems += _unknown_topics(project, read.data)
    problems += _taken_names(project, read.data)
    problems += _early_corrections(project, read.data)
    return Survey(project, read, charts, tuple(problems))


@_collecting_nothing()
def survey(project: Project) -> Survey:
    """Settings, data, the code of charts, colours and pages."""
    read = _read(project)
    checked = beside(lambda: _in_data(project, read))
    found = _around(project, read)
    problems = [*found.problems]
    problems += _lost_pages(project)
    problems += link_problems(project, found.charts.charts, found.is_unread)
    if project.macros:
        problems += _problems_of(lambda: check_pages(project, found.data, found.charts.charts, found.is_unread))
    if found.read.is_complete and found.charts.is_complete and project.topics:
        problems += _problems_of(lambda: [*broken_addresses(project, found.data, found.charts.charts)])
    return replace(found, problems=(*problems, *checked()))


def survey_all(project: Project) -> Survey:
    """All that `survey` finds, and what is wrong with schemas, drawings and pages that were made from these files.

    When some data could not be read, what was drawn is not held against it.
    """
    from explainer.schemas import stale_schemas  # makes schemas, which other commands need not

    found = survey(project)
    if not (found.read.is_complete and found.charts.is_complete) or _problems_of(read_roles, project):
        return found
    undrawn: list[str] = []
    problems = [*found.problems, *_missing_pages(project, found.data), *stale_schemas(project)]
    problems += [*_problems_of(lambda: undrawn.extend(_verify(found)))]
    return replace(found, problems=tuple(problems), undrawn=tuple(undrawn))


def _verify(found: Survey) -> list[str]:
    """Verify the charts that are drawn, and the site if it was built from these; gives the ids of the other charts.

    Raises `ChartsDisagree` with all that is wrong.
    """
    from explainer.verify import Verifier  # reads fonts and pictures, which other commands need not

    project, data, charts = found.project, found.data, found.charts.charts
    records = read_manifest(project)
    fresh = {
        each: records[each]
        for each, source in charts.items()
        if is_fresh(project, data, source, records.get(each), png=False)
    }
    verifier = Verifier(project, data, charts, fresh)
    verifier.charts()
    if verifier.site_is_current:
        verifier.pages(project.site)
    return sorted(charts.keys() - fresh.keys())


def _lost_pages(project: Project) -> Iterator[Problem]:
    """Pages that the navigation names and that are not there; those of charts are made later."""
    pages = {path.relative_to(project.docs).as_posix() for path in written_pages(project)}
    for page, place in project.navigation:
        if page not in pages and not (project.docs / page).is_relative_to(project.chart_pages):
            yield Problem(place, f'the navigation names "{page}", which is no page – {did_you_mean(page, pages)}')


def _missing_pages(project: Project, data: Dataset) -> Iterator[Problem]:
    """Pages that would list what there is of a topic, and lack."""
    seen: set[Path] = set()
    for (kind, key), place in data.places.items():
        folder, macro = ENTRIES.get(kind, ("", ""))
        topic = data.topic(kind, key)
        page = project.docs / folder / f"{topic}.md"
        if folder and topic in project.topics and page not in seen and not page.is_file():
            seen.add(page)
            call = f'{{{{ {macro}("{topic}") }}}}'
            remedy = f"add that page, with {call}" + (", and name it in the navigation" if project.navigation else "")
            yield Problem(place, f"readers would look for this in {project.name_of(page)} – {remedy}")


def _problems_of(step: Callable[..., Any], *arguments: object) -> list[Problem]:
    """What a step gives as problems, or raises as such."""
    try:
        given = step(*arguments)
    except ProblemsFound as found:
        return list(found.problems)
    return given if isinstance(given, list) else []


def _unknown_topics(project: Project, data: Dataset) -> Iterator[Problem]:
    """Data files and claims of a topic that the site does not have: nothing would list them."""
    places = {data.places[kind, key].file: data.topic(kind, key) for kind, key in data.places if kind in LISTED}
    for file, topic in places.items() if project.topics else ():
        if topic not in project.topics:
            message = (
                f'the file belongs to no topic: "{topic}" is not among them – {a_topic_for(topic, project.topics)}'
            )
            yield Problem(Place(file), message)
    for claim in data.claims.values() if project.topics else ():
        if claim.topic not in project.topics:
            message = f'unknown topic "{claim.topic}" – {a_topic_for(claim.topic, project.topics)}'
            yield Problem(data.places["claim", claim.id], message)


def a_topic_for(wanted: str, topics: Collection[str]) -> str:
    """The remedy for a topic that the site does not have: a misspelt one, or a new one."""
    if is_near(wanted, topics):
        return did_you_mean(wanted, topics)
    return f"use one of: {', '.join(sorted(topics))}, or name it as a new one in mkdocs.yml"


def _taken_names(project: Project, data: Dataset) -> Iterator[Problem]:
    """Tables and maps that are named as a list that the data package holds too."""
    lists = list_names(project)
    names = {("table", table_id): table_id for table_id in data.tables}
    names |= {("map", map_id): f"{map_id}-map" for map_id in data.maps}
    for key, name in names.items():
        if name in lists or (key[0] == "map" and name in data.tables):
            yield Problem(data.places[key], f'the name "{name}" is taken by another table – rename the file')


def _early_corrections(project: Project, data: Dataset) -> Iterator[Problem]:
    """Corrections that are dated after the edition that makes them."""
    for correction in data.corrections.values():
        if project.edition and correction.date > project.edition:
            message = f"the correction is dated after the edition – write {project.edition}, or an earlier day"
            yield Problem(data.places["correction", correction.id], message)
