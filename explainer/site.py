"""Building the site: aside, then swapped in, so that a failed build leaves the last good one as it was."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from explainer import builders
from explainer.builders import MKDOCS
from explainer.built import PAGE, BuiltSite
from explainer.data import Dataset
from explainer.data.load import forget_files
from explainer.drawing.registry import ChartSource
from explainer.edition import set_environment
from explainer.errors import ExplainerError
from explainer.feed import write_feed
from explainer.hosting import write_for_crawlers
from explainer.inert import require_inert, scripts_of
from explainer.links import require_links
from explainer.memory import Memory
from explainer.policy import write_policy
from explainer.prepare import Prepared, holding, prepare
from explainer.progress import say
from explainer.project import Project
from explainer.python import forget_trees
from explainer.redirects import keep_addresses
from explainer.survey import survey, survey_data
from explainer.swap import NEW, swap
from explainer.todo import todos
from explainer.uptodate import Sources
from explainer.writing import ASIDE, sole_writer

if TYPE_CHECKING:
    from mkdocs.plugins import BasePlugin

    from explainer.verify import Verifier

#: Where it is kept what was found in built pages.
FOUND = "found.db"
FOREIGN = re.compile(rb"https://unpkg\.com/[^\"'`\\\s]*")
#: Where the theme's script asks whether to fetch the search index as soon as a page is open.
FETCHED_AT_ONCE = re.compile(rb'(?<=\()location\.protocol!=="file:"(?=\))')

#: Where Zensical's script puts a style element around its search, which the pages' policy would not let it have.
STYLE_ELEMENT = re.compile(rb'(\w+)\.appendChild\(\w+\("style",\{\},(\w+)\.toString\(\)\)\)')
STYLE_SHEET = rb"(\1.adoptedStyleSheets=[new CSSStyleSheet],\1.adoptedStyleSheets[0].replaceSync(\2.toString()))"


def check(project: Project) -> tuple[Dataset, Mapping[str, ChartSource]]:
    """Read and check settings, data, charts and pages. Raises `ProblemsFound` with the problems of all."""
    return survey(project).require_well()


def check_data(project: Project) -> tuple[Dataset, Mapping[str, ChartSource]]:
    """Read and check settings, data and the code of charts. Raises `ProblemsFound` with the problems of all."""
    return survey_data(project).require_well()


def build(project: Project, builder: str = MKDOCS) -> None:
    """Check, draw what is out of date, and build `site/`.

    Raises `ExplainerError`; `site/` is then as it was.
    """
    sources = Sources.of(project, builder)
    with built(project, builder=builder, keeps_addresses=True) as (site, verifier):
        verifier.forget_site()  # between this and what follows a kill may fall: which site stands is then unknown
        swap(site.parent, project.site)
        verifier.remember()
        sources.record(project)
    say(f"Built {project.name_of(project.site)}/: open it with “explainer serve”, or put it on any web server.")
    if left := sum(1 for _ in todos(project)):
        say(f"It says TODO in some places, or rests on some that do: “explainer check” lists all {left}.")


@contextmanager
def built(
    project: Project,
    *plugins: "BasePlugin",  # type: ignore[type-arg]
    builder: str = MKDOCS,
    keeps_addresses: bool = False,
) -> Iterator[tuple[Path, "Verifier"]]:
    """A site that was checked, drawn and built aside, and found good; it is removed in the end.

    `plugins` go to MkDocs besides those of the project. `keeps_addresses` makes the site answer for every address
    that was ever published. Raises `ExplainerError`.
    """
    from explainer.verify import Verifier  # reads fonts and pictures, which other commands need not

    with to_write(project, check) as (data, charts):
        forget_trees()
        forget_files()
        prepared, _ = prepare(project, data, charts, meanwhile=partial(_get_ready, builder))
        verifier = Verifier(project, data, charts, prepared.charts)
        verifier.charts()
        with tempfile.TemporaryDirectory(dir=project.cache, prefix=ASIDE) as aside:
            site = run_builder(prepared, Path(aside) / NEW, *plugins, builder=builder, policy=True)
            complete(project, data, site, keeps_addresses=keeps_addresses)
            write_policy(site)
            verifier.pages(site.folder)
            yield site.folder, verifier


def _get_ready(builder: str) -> None:
    """Import what is needed once charts are drawn."""
    for module in ("explainer.verify.rules", *builders.IMPORTED.get(builder, ())):
        import_module(module)


def draw(project: Project, *, pngs: bool = True) -> tuple[Prepared, list[str]]:
    """Check data and charts, and draw what is out of date; gives the ids of the charts that were drawn, too.

    Without `pngs`, these have none afterwards.
    """
    with to_write(project, check_data) as (data, charts):
        return prepare(project, data, charts, pngs=pngs)


@contextmanager
def to_write(
    project: Project, read: Callable[[Project], tuple[Dataset, Mapping[str, ChartSource]]]
) -> Iterator[tuple[Dataset, Mapping[str, ChartSource]]]:
    """Read a project, and keep other commands from writing in it meanwhile.

    It is read before waiting for others, since what is wrong should be told at once and leave nothing behind; and again
    after that, since what is written last should be what the files say last.
    """
    found = read(project)
    with sole_writer(project) as waited:
        yield read(project) if waited else found


def run_builder(
    prepared: Prepared,
    folder: Path,
    *plugins: "BasePlugin",  # type: ignore[type-arg]
    builder: str = MKDOCS,
    policy: bool = False,
) -> BuiltSite:
    """Run a builder for a project into a folder, strictly, and read what it has made.

    With `policy`, each page says its own.

    `plugins` go to MkDocs besides those of the project. Raises `ExplainerError` when the builder fails or warns, or
    when readers' browsers would run what is not the theme's.
    """
    project = prepared.project
    set_environment(prepared)
    with holding(prepared):
        made = builders.run(builder, project, folder, plugins)
    write_for_crawlers(folder, made.address)
    renamed = _restrain_script(folder)
    with Memory.of(project, FOUND) as memory:
        site = BuiltSite(folder, memory, renamed, policy=policy)
    require_inert(site, scripts_of(made.theme))
    return site


def complete(project: Project, data: Dataset, site: BuiltSite, *, keeps_addresses: bool = True) -> None:
    """Add to a built site what is made of its pages, and hold it against the rules for ids and links.

    Raises `ExplainerError`.
    """
    if keeps_addresses:
        keep_addresses(project, site)
    _require_unique_ids(site)
    write_feed(project, data, site)
    require_links(project, site)


def _require_unique_ids(site: BuiltSite) -> None:
    """An id is an address: twice on a page, it leads readers to the wrong place. Raises `ExplainerError`."""
    for name, page in site.pages.items():
        if name.endswith(PAGE) and page.twice:
            first = page.twice[0]
            raise ExplainerError(f'{name}: the id "{first}" stands on this page twice – rename one, or show it once')


def restrained(script: bytes) -> bytes:
    """The theme's script, so that it fetches nothing that a reader has not asked for.

    It loses the addresses of diagrams and of help for old browsers: nothing here needs those, and a page that promises
    to fetch nothing from elsewhere should not be able to. And it fetches the search index, which weighs more than any
    page, when the search is opened, as it does by itself only where pages are files. Styles that it brings along are
    a sheet, as the policy wants it.
    """
    script = STYLE_ELEMENT.sub(STYLE_SHEET, FOREIGN.sub(b"about:blank", script))
    return FETCHED_AT_ONCE.sub(b"!1", script)


def _restrain_script(folder: Path) -> dict[str, str]:
    """Restrain the theme's script; gives its old name and the new one.

    It gets a name of its own, since browsers keep for good what has once stood under the theme's.
    """
    renamed = {}
    for path in (folder / "assets" / "javascripts").glob("bundle.*.js"):
        script = restrained(path.read_bytes())
        renamed[path.name] = f"bundle.{sha256(script).hexdigest()[:8]}.min.js"
        path.unlink()
        path.with_name(renamed[path.name]).write_bytes(script)
    return renamed
