"""A site that is made page by page, when somebody asks: the steps of MkDocs' build, in another order."""

import logging
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock

from material.plugins.search.plugin import SearchIndex
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from explainer.addresses import NOWHERE
from explainer.builders import without_traceback
from explainer.built import BuiltSite
from explainer.calls import FRONT_MATTER, HEADING, find_macros, written_pages
from explainer.compiled import CompiledTemplates
from explainer.edition import set_environment
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound
from explainer.feed import FEED, write_feed
from explainer.files import is_machine_fault, machine_error
from explainer.inert import require_inert
from explainer.pages import PageChecker
from explainer.prepare import Prepared, draw_png
from explainer.project import CONFIG
from explainer.site import restrained

#: The plug-in that makes the search index, and the index.
SEARCH, INDEX = "material/search", "search/search_index.json"
#: The theme's script, which readers get restrained.
SCRIPT = re.compile(r"assets/javascripts/bundle\.[^/]*\.js")
#: The pictures of charts, which are drawn when they are asked for.
PNG = re.compile(r"files/charts/([^/]+)\.png")
#: What begins and ends a macro call.
CALL = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
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

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self._project = prepared.project
        self._folder = self._project.cache / "serve"
        self._made: dict[str, bytes] = {}
        self._contents: dict[str, str | None] = {}
        self._well: dict[Path, bytes] = {}
        self._indexing = Lock()
        find_macros(self._project)
        with self._at_work(CONFIG, "correct this setting"):
            self._begin()

    def _begin(self) -> None:
        """Do what MkDocs does before it makes the first page; of pages, only what the navigation shows is read."""
        set_environment(self.prepared)
        shutil.rmtree(self._folder, ignore_errors=True)
        config = load_config(str(self._project.root / CONFIG), site_dir=str(self._folder), strict=True)
        config.plugins.on_startup(command="serve", dirty=False)
        self._config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        env, files = config.theme.get_env(), get_files(config)
        files.add_files_from_theme(env, config)
        self._files = files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        self._nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        for page in self._nav.pages:
            page.read_source(config)
        if search := config.plugins.get(SEARCH):
            search.search_index = _NoIndex()
        self._env = config.plugins.on_env(env, config=config, files=files)
        self._env.bytecode_cache = CompiledTemplates(self._project)
        self._documents = files.documentation_pages()
        self._named = {each.dest_uri: each for each in files if each.inclusion.is_included()}  # type: ignore[no-untyped-call]
        self._checker = PageChecker.of(self._project, self.prepared.data, self.prepared.charts)
        self._outlines = {path: _outline(path) for path in written_pages(self._project)}

    def __contains__(self, name: str) -> bool:
        """Whether the site has a page or a file of the project's or the theme's own."""
        return name in self._named

    def get(self, name: str) -> bytes | None:
        """A file of the site; None if there is none. Raises `ExplainerError` when a page cannot be made."""
        file = self._named.get(name)
        if file is not None and not file.is_documentation_page():
            with suppress(OSError):  # it has just gone
                return restrained(file.content_bytes) if SCRIPT.fullmatch(name) else file.content_bytes
            return None
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

    def differ_in_words(self, paths: Iterable[Path]) -> bool:
        """Whether these files are pages of which nothing has changed that others show."""
        return all(path in self._outlines and _outline(path) == self._outlines[path] for path in paths)

    def require_well(self, paths: Iterable[Path]) -> None:
        """Check those of the files that are pages. Raises `ProblemsFound`."""
        problems: list[Problem] = []
        for path in paths:
            text = path.read_bytes() if path in self._outlines and path.is_file() else None
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
        if name == INDEX and SEARCH in self._config.plugins:
            return self._index()
        if name == FEED:
            return self._feed()
        if (png := PNG.fullmatch(name)) and png[1] in self.prepared.charts:
            return draw_png(self.prepared, png[1])
        return self._template(name) if name in self._config.theme.static_templates else None

    def _page(self, file: File) -> bytes:
        with self._at_work(self._source(file), CORRECT):
            _build_page(self._read(file), self._config, self._documents, self._nav, self._env)
            return self._written(file.dest_uri)

    def _read(self, file: File) -> Page:
        """A page with its text as HTML. A page is checked first, since what it calls is run."""
        self.require_well([_path(file)])
        page = file.page or Page(None, file, self._config)
        if file.src_uri not in self._contents:
            _populate_page(page, self._config, self._files)
            self._contents[file.src_uri] = page.content
        page.content = self._contents[file.src_uri]  # the search takes its own marks out of it
        return page

    def _template(self, name: str) -> bytes | None:
        """A page of the theme's own. What stands in for any page has addresses from the site's start."""
        address = self._config.site_url
        with self._at_work(name, "correct this template"):
            try:
                self._config.site_url = "" if name == NOWHERE else address
                _build_theme_template(name, self._env, self._files, self._config, self._nav)
            finally:
                self._config.site_url = address
            return self._written(name)

    def _index(self) -> bytes:
        """The index of all pages that can be read."""
        made = self._made
        with self._indexing:
            index = SearchIndex(**self._config.plugins[SEARCH].config)
            for file in self._documents:
                if self._made is not made:  # whoever asked is told to ask again
                    return b""
                with suppress(ExplainerError), self._at_work(self._source(file), CORRECT):
                    index.add_entry_from_context(self._read(file))
            return str(index.generate_search_index(None)).encode()

    def _feed(self) -> bytes | None:
        """The feed, which is made from the page of changes."""
        file = self._files.get_file_from_path(self._project.changes.relative_to(self._project.docs).as_posix())
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
            require_inert(BuiltSite(self._folder), self._config.theme.dirs)
            return path.read_bytes()
        finally:
            path.unlink()

    def _source(self, file: File) -> str:
        return self._project.name_of(_path(file))

    @contextmanager
    def _at_work(self, file: str, remedy: str) -> Iterator[None]:
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
                    raise machine_error(error, self._folder) from None
                reason = next(iter(heard.sentences), str(error) or type(error).__name__).rstrip(".")
                raise ProblemsFound([Problem(Place(file), f"{reason} – {remedy}")]) from None
            finally:
                logger.removeHandler(heard)


class _NoIndex:
    """Takes no entries from pages that are shown: the index is made when it is asked for."""

    def add_entry_from_context(self, page: Page) -> None:
        """Do nothing."""


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


def _outline(path: Path) -> object:
    """All of a page that others show: its settings, its title, and what it calls; None when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    front, heading = FRONT_MATTER.match(text), HEADING.search(text)
    return front and front[1], heading and heading[1], CALL.findall(text)
