"""Building the site: aside, then swapped in, so that a failed build leaves the last good one as it was."""

import logging
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.addresses import ids_in
from explainer.data import Dataset
from explainer.drawing.registry import ChartSource
from explainer.edition import colophon
from explainer.errors import ExplainerError
from explainer.feed import write_feed
from explainer.files import is_machine_fault, machine_error
from explainer.hosting import write_for_crawlers
from explainer.inert import require_inert
from explainer.links import require_links
from explainer.policy import write_policy
from explainer.prepare import Prepared, open_prepared, prepare
from explainer.progress import say
from explainer.project import CONFIG, Project
from explainer.redirects import keep_addresses
from explainer.survey import survey, survey_data
from explainer.swap import NEW, swap
from explainer.writing import ASIDE, sole_writer

if TYPE_CHECKING:
    from mkdocs.plugins import BasePlugin

    from explainer.verify import Verifier

FOREIGN = re.compile(rb"https://unpkg\.com/[^\"'`\\\s]*")
#: Where the theme's script asks whether to fetch the search index as soon as a page is open.
FETCHED_AT_ONCE = re.compile(rb'(?<=\()location\.protocol!=="file:"(?=\))')


def check(project: Project) -> tuple[Dataset, Mapping[str, ChartSource]]:
    """Read and check settings, data, charts and pages. Raises `ProblemsFound` with the problems of all."""
    return survey(project).require_well()


def check_data(project: Project) -> tuple[Dataset, Mapping[str, ChartSource]]:
    """Read and check settings, data and the code of charts. Raises `ProblemsFound` with the problems of all."""
    return survey_data(project).require_well()


def build(project: Project) -> None:
    """Check, draw what is out of date, and build `site/`. Raises `ExplainerError`; `site/` is then as it was."""
    with built(project, keeps_addresses=True) as (site, verifier):
        verifier.forget_site()  # between this and what follows a kill may fall: which site stands is then unknown
        swap(site.parent, project.site)
        verifier.remember()
    say(f"Built {project.name_of(project.site)}/: open it with “explainer serve”, or put it on any web server.")


@contextmanager
def built(
    project: Project,
    *plugins: "BasePlugin",  # type: ignore[type-arg]
    keeps_addresses: bool = False,
) -> Iterator[tuple[Path, "Verifier"]]:
    """A site that was checked, drawn and built aside, and found good; it is removed in the end.

    `plugins` go to the builder besides those of the project. `keeps_addresses` makes the site answer for every address
    that was ever published. Raises `ExplainerError`.
    """
    from explainer.verify import Verifier  # reads fonts and pictures, which other commands need not

    with to_write(project, check) as (data, charts):
        prepared, _ = prepare(project, data, charts)
        verifier = Verifier(project, data, charts, prepared.charts)
        verifier.charts()
        with tempfile.TemporaryDirectory(dir=project.cache, prefix=ASIDE) as aside:
            site = Path(aside) / NEW
            run_builder(project, site, *plugins)
            if keeps_addresses:
                keep_addresses(project, site)
            _require_unique_ids(site)
            write_feed(project, data, site)
            require_links(project, site)
            write_policy(site)
            verifier.pages(site)
            yield site, verifier


def draw(project: Project) -> tuple[Prepared, list[str]]:
    """Check data and charts, and draw what is out of date; gives the ids of the charts that were drawn, too."""
    with to_write(project, check_data) as (data, charts):
        return prepare(project, data, charts)


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


def run_builder(project: Project, site: Path, *plugins: "BasePlugin") -> None:  # type: ignore[type-arg]
    """Run MkDocs into the folder `site`, strictly; `plugins` go to it besides those of the project.

    Raises `ExplainerError` when it fails or warns.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_edition_timestamp(project)))
    if os.environ.get("REPO_URL"):
        os.environ.setdefault("EDIT_URI", "edit/main/docs/")
    os.environ |= colophon(open_prepared(project.root))
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a notice about the theme's successor, no fault of the pages
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    _show_warnings()
    try:
        config = load_config(str(project.root / CONFIG), site_dir=str(site), strict=True)
        config.validation.links.anchors = logging.INFO  # `require_links` says more, and of all pages
        for plugin in (_compiled_templates(project), *plugins):
            config.plugins[type(plugin).__name__] = plugin
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        _restrain_script(site)
        require_inert(site, config.theme.dirs)
        write_for_crawlers(site, config.site_url or "")
        config.plugins.on_shutdown()
    except ExplainerError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 – theme, plug-ins and extensions are other people's code
        if is_machine_fault(error):
            raise machine_error(error, site) from None
        reason = " ".join(str(error).split()).rstrip(".")
        if isinstance(error, SystemExit) and not isinstance(error, MkDocsException):
            reason = "a page could not be rendered"
        raise ExplainerError(f"{CONFIG}: the site was not built ({reason}) – mend what is reported above") from None


def _require_unique_ids(site: Path) -> None:
    """An id is an address: twice on a page, it leads readers to the wrong place. Raises `ExplainerError`."""
    for path in sorted(site.rglob("*.html")):
        ids = Counter(ids_in(path))
        twice = [each for each, count in ids.items() if count > 1]
        if twice:
            page = path.relative_to(site).as_posix()
            raise ExplainerError(f'{page}: the id "{twice[0]}" stands on this page twice – rename one, or show it once')


def _compiled_templates(project: Project) -> "BasePlugin":  # type: ignore[type-arg]
    """A plugin that lends the builder a store of compiled templates."""
    from jinja2 import Environment
    from mkdocs.plugins import BasePlugin

    from explainer.compiled import CompiledTemplates

    class Lender(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
        def on_env(self, env: Environment, **_: object) -> Environment:
            env.bytecode_cache = CompiledTemplates(project)
            return env

    return Lender()


def _restrain_script(site: Path) -> None:
    """Have the theme's script fetch nothing that a reader has not asked for.

    It loses the addresses of diagrams and of help for old browsers: nothing here needs those, and a page that promises
    to fetch nothing from elsewhere should not be able to. And it fetches the search index, which weighs more than any
    page, when the search is opened, as it does by itself only where pages are files. It gets a name of its own, since
    browsers keep for good what has once stood under the theme's.
    """
    for path in (site / "assets" / "javascripts").glob("bundle.*.js"):
        script = FETCHED_AT_ONCE.sub(b"!1", FOREIGN.sub(b"about:blank", path.read_bytes()))
        renamed = path.with_name(f"bundle.{sha256(script).hexdigest()[:8]}.min.js")
        path.unlink()
        renamed.write_bytes(script)
        for page in site.rglob("*.html"):
            html = page.read_bytes()
            if path.name.encode() in html:
                page.write_bytes(html.replace(path.name.encode(), renamed.name.encode()))


def _edition_timestamp(project: Project) -> int:
    return int(datetime.fromisoformat(project.edition).replace(tzinfo=UTC).timestamp())


class _EchoHandler(logging.Handler):
    """Shows the builder's warnings and errors on standard error, all but what the machine is to blame for."""

    def emit(self, record: logging.LogRecord) -> None:
        if is_machine_fault(sys.exception()):  # told in a sentence by who catches it
            return
        click.echo(f"{record.levelname.lower()}: {_without_traceback(record.getMessage())}", err=True)


def _without_traceback(message: str) -> str:
    """What failed and where; the inside of libraries helps nobody who edits a page."""
    head, traceback, rest = message.partition("Traceback (most recent call last)")
    if not traceback:
        return message
    page = re.search(r"[\w./-]+\.md", head)
    lines = [line for line in rest.splitlines() if line.strip() and not line.startswith((" ", "`"))]
    what = re.sub(r"^explainer\.errors\.\w+: ", "", lines[-1]) if lines else "it cannot be rendered"
    return f"{page[0] if page else 'a page'}: {what}"


def _show_warnings() -> None:
    logger = logging.getLogger("mkdocs")
    if not any(isinstance(handler, _EchoHandler) for handler in logger.handlers):
        logger.addHandler(_EchoHandler(logging.WARNING))
