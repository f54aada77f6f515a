"""A site that is made page by page, when somebody asks: the steps of MkDocs' build, in another order."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock

from material.plugins.search.plugin import SearchIndex
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from explainer.addresses import NOWHERE
from explainer.builders import without_traceback
from explainer.built import BuiltSite
from explainer.calls import find_macros
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound
from explainer.feed import FEED, write_feed
from explainer.files import is_machine_fault, machine_error
from explainer.inert import require_inert
from explainer.pages import PageChecker
from explainer.prepare import Prepared, draw_png
from explainer.preview.arrangement import SEARCH, Arrangement
from explainer.project import CONFIG
from explainer.site import restrained

#: The search index.
INDEX = "search/search_index.json"
#: The theme's script, which readers get restrained.
SCRIPT = re.compile(r"assets/javascripts/bundle\.[^/]*\.js")
#: The pictures of charts, which are drawn when they are asked for.
PNG = re.compile(r"files/charts/([^/]+)\.png")
#: What the macros' plug-in says of a page, among much else.
EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
#: What to do when a page cannot be made.
CORRECT = "correct this page, or what it calls"

# MkDocs, its plug-ins and the macros keep what they are doing in places of their own.
_one_at_a_time = RLock()


class Pages:
    """A site as it was prepared. What is asked for is made from the files of pages as they are then, and remembered.

    Raises `ExplainerError` when settings, theme, plug-ins or macros are of no use.
    """

    def __init__(self, prepared: Prepared, arrangement: Arrangement | None = None) -> None:
        """Pages of a site that is arranged already, or is to be arranged first."""
        self.prepared = prepared
        self._project = prepared.project
        self._folder = self._project.cache / "serve"
        self._made: dict[str, bytes] = {}
        self._contents: dict[str, str | None] = {}
        self._well: dict[Path, bytes] = {}
        self._indexing = Lock()
        self._macros = find_macros(self._project)
        if arrangement is None:
            with _alone(CONFIG, "correct this setting", self._folder):
                arrangement = Arrangement(prepared, self._folder)
        self.arrangement = arrangement
        self._checker = PageChecker.of(self._project, prepared.data, prepared.charts)

    def __contains__(self, name: str) -> bool:
        """Whether the site has a page or a file of the project's or the theme's own."""
        return name in self.arrangement.named

    def get(self, name: str) -> bytes | None:
        """A file of the site; None if there is none. Raises `ExplainerError` when a page cannot be made."""
        file = self.arrangement.named.get(name)
        if file is not None and not file.is_documentation_page():
            with suppress(OSError):  # it has just gone
                return restrained(file.content_bytes) if SCRIPT.fullmatch(name) else file.content_bytes
            file = None
        made = self._made
        if name not in made:
            content = self._make(name, file)
            if content is None:
                return None
            made[name] = content
        return made[name]

    def forget(self) -> None:
        """Make anew what is asked for from now on."""
        self._made = {}
        self._contents = {}

    def require_well(self, paths: Iterable[Path]) -> None:
        """Check those of the files that are pages. Raises `ProblemsFound`."""
        problems: list[Problem] = []
        for path in paths:
            text = path.read_bytes() if path in self.arrangement.outlines and path.is_file() else None
            if text is not None and self._well.get(path) != text:
                found = [*self._checker.check(path)]
                problems += found
                if not found:
                    self._well[path] = text
        if problems:
            raise ProblemsFound(problems)

    def _make(self, name: str, file: File | None) -> bytes | None:
        if file is not None:
            return self._page(file)
        if name == INDEX and SEARCH in self.arrangement.config.plugins:
            return self._index()
        if name == FEED:
            return self._feed()
        if (png := PNG.fullmatch(name)) and png[1] in self.prepared.charts:
            return draw_png(self.prepared, png[1])
        return self._template(name) if name in self.arrangement.config.theme.static_templates else None

    def _page(self, file: File) -> bytes:
        with self._at_work(self._source(file), CORRECT):
            _build_page(
                self._read(file),
                self.arrangement.config,
                self.arrangement.documents,
                self.arrangement.nav,
                self.arrangement.env,
            )
            return self._written(file.dest_uri)

    def _read(self, file: File) -> Page:
        """A page with its text as HTML. A page is checked first, since what it calls is run."""
        self.require_well([_path(file)])
        page = file.page or Page(None, file, self.arrangement.config)
        if file.src_uri not in self._contents:
            _populate_page(page, self.arrangement.config, self.arrangement.files)
            self._contents[file.src_uri] = page.content
        page.content = self._contents[file.src_uri]  # the search takes its own marks out of it
        return page

    def _template(self, name: str) -> bytes | None:
        """A page of the theme's own. What stands in for any page has addresses from the site's start."""
        address = self.arrangement.config.site_url
        with self._at_work(name, "correct this template"):
            try:
                self.arrangement.config.site_url = "" if name == NOWHERE else address
                _build_theme_template(
                    name, self.arrangement.env, self.arrangement.files, self.arrangement.config, self.arrangement.nav
                )
            finally:
                self.arrangement.config.site_url = address
            return self._written(name)

    def _index(self) -> bytes:
        """The index of all pages that can be read."""
        made = self._made
        with self._indexing:
            index = SearchIndex(**self.arrangement.config.plugins[SEARCH].config)
            for file in self.arrangement.documents:
                if self._made is not made:  # whoever asked is told to ask again
                    return b""
                with suppress(ExplainerError), self._at_work(self._source(file), CORRECT):
                    index.add_entry_from_context(self._read(file))
            return str(index.generate_search_index(None)).encode()

    def _feed(self) -> bytes | None:
        """The feed, which is made from the page of changes."""
        file = self.arrangement.files.get_file_from_path(
            self._project.changes.relative_to(self._project.docs).as_posix()
        )
        if file is None:
            return None
        with self._at_work(self._source(file), CORRECT):
            path = Path(file.abs_dest_path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.get(file.dest_uri) or b"")
            write_feed(self._project, self.prepared.data, BuiltSite(self._folder))
            path.unlink()
            feed = self._folder / FEED
            if not feed.is_file():
                return None
            content = feed.read_bytes()
            feed.unlink()
            return content

    def _written(self, name: str) -> bytes:
        """What MkDocs has just written, if it runs nothing in browsers but the theme's scripts."""
        path = self._folder / name
        try:
            require_inert(BuiltSite(self._folder), self.arrangement.scripts)
            return path.read_bytes()
        finally:
            path.unlink()

    def _source(self, file: File) -> str:
        return self._project.name_of(_path(file))

    @contextmanager
    def _at_work(self, file: str, remedy: str) -> Iterator[None]:
        """Make something of a file, alone. Raises `ProblemsFound` in it for whatever other people's code raises."""
        with _alone(file, remedy, self._folder):
            self.arrangement.lend(self._macros)
            yield


@contextmanager
def _alone(file: str, remedy: str, folder: Path) -> Iterator[None]:
    """Let nobody else work meanwhile. Raises `ProblemsFound` in `file` for whatever other people's code raises."""
    logger, heard = logging.getLogger("mkdocs"), _Heard(logging.WARNING)
    with _one_at_a_time:
        logger.addHandler(heard)
        try:
            yield
        except ExplainerError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 – theme, plug-ins and extensions are theirs
            if is_machine_fault(error):
                raise machine_error(error, folder) from None
            reason = next(iter(heard.sentences), str(error) or type(error).__name__).rstrip(".")
            raise ProblemsFound([Problem(Place(file), f"{reason} – {remedy}")]) from None
        finally:
            logger.removeHandler(heard)


class _Heard(logging.Handler):
    """What MkDocs and its plug-ins say of what goes wrong."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        emphasised = EMPHASIS.search(message)
        self.sentences.append(emphasised[1] if emphasised else without_traceback(message))


def _path(file: File) -> Path:
    assert file.abs_src_path is not None
    return Path(file.abs_src_path)
