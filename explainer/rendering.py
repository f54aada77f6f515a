"""Pages rendered by several processes at once, and not again while they stay the same: a plug-in lent to MkDocs.

The HTML of a page follows from its Markdown with all macros expanded, from the extensions, and from the files that it
can link to; so does what the search finds in it. It is remembered by the digest of all these. Forks of this
process begin with the last page, while the process itself begins with the first and takes over what they have done.
"""

import json
import logging
import os
import pickle
import pkgutil
import zlib
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from copy import copy
from functools import cached_property, lru_cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, NamedTuple

import markdown.extensions
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs_macros.plugin import MacrosPlugin

from explainer.children import WORTH, forks, serve_parent
from explainer.memory import Memory

#: The extensions of Python-Markdown, and those of another package that read files besides the page.
SHORT = {module.name for module in pkgutil.iter_modules(markdown.extensions.__path__)}
READING = {"pymdownx.snippets", "pymdownx.b64"}
#: The level of compression that takes next to no time.
FAST = 1
#: How many parts a page has that wait until it is written.
PARTS = 3
#: What plug-ins do with a page until it is rendered. Where others than the macros take part, nothing is shared.
BEFORE = ("pre_page", "page_read_source", "page_markdown", "page_content")

#: What is known of a rendered page, in a form that has JSON: `content`, `toc`, `title`, and `found`, which is what the
#: search finds in it, as it will stand in the index.
Rendered = dict[str, Any]
#: What a fork has done: the key of a page and, unless it is remembered under that, the page as compressed JSON.
Done = tuple[str, bytes]


class Rendering(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Renders the pages of one build, which wait in a file. It is a context, at the end of which no fork is left."""

    def __init__(self, memory: Memory, file: IO[bytes]) -> None:
        super().__init__()
        self.memory = memory
        self.shelf = _Shelf(file)
        self._forks: ProcessPoolExecutor | None = None
        self._promised: dict[str, Future[Done | None]] = {}

    def __enter__(self) -> "Rendering":
        return self

    def __exit__(self, *_: object) -> None:
        if self._forks is not None:
            self._forks.shutdown(cancel_futures=True)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 – MkDocs names it
        """Take over the pages, now that all that they can link to is known."""
        if not _only_macros_act(config):
            return
        self._task = _Task(config, files)
        for page in self._task.pages:
            page.__class__ = _SharedPage
            page.rendering = self  # type: ignore[attr-defined]
        if forks() > 1 and len(self._task.pages) >= WORTH:
            self._ask_forks(forks() - 1)

    def render(self, page: Page) -> Rendered:
        """A page whose macros have been expanded, as it is remembered, or else rendered now."""
        key = self._task.key_of(page, self.memory)
        known = self.memory.get(key) if self._task.is_pure else None
        return known or self._kept(key, self._task.rendered(page))

    def done_by_fork(self, page: Page) -> Rendered | None:
        """A page as a fork has rendered it; None when that is left to this process."""
        promised = self._promised.pop(page.file.src_uri, None)
        if promised is None or promised.cancel():
            return None
        try:
            done = promised.result()
        except BrokenExecutor:  # it was killed, perhaps for want of memory
            return None
        if done is None:
            return None
        key, packed = done
        return self._kept(key, json.loads(zlib.decompress(packed))) if packed else self.memory.get(key)

    def _ask_forks(self, count: int) -> None:
        _Fork.task, _Fork.memory_file = self._task, self.memory.path
        self._forks = ProcessPoolExecutor(count, get_context("fork"), _Fork.begin)
        for number, page in reversed([*enumerate(self._task.pages)]):
            self._promised[page.file.src_uri] = self._forks.submit(_Fork.render, number)

    def _kept(self, key: str, rendered: Rendered) -> Rendered:
        if self._task.is_pure:
            self.memory.put(key, rendered)
        return rendered


class _Place(NamedTuple):
    """Where something stands on a shelf."""

    start: int
    length: int


class _Shelf:
    """A file for what pages consist of, all of which wait for the last one: memory need not hold them meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        # The builder sets what it has just asked for, and asks for the parts of one page several times.
        self.put = lru_cache(PARTS)(self._put)
        self.get = lru_cache(PARTS)(self._get)

    def _put(self, part: object) -> _Place:
        packed = zlib.compress(pickle.dumps(part), FAST)
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(packed)
        return _Place(start, len(packed))

    def _get(self, place: _Place) -> Any:
        self._file.seek(place.start)
        return pickle.loads(zlib.decompress(self._file.read(place.length)))  # noqa: S301 – written above


class _Shelved:
    """A part of a page that stands on the shelf of its rendering once it was set."""

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, page: "_SharedPage", _: type) -> Any:
        part = vars(page)[self._name]
        return page.rendering.shelf.get(part) if isinstance(part, _Place) else part

    def __set__(self, page: "_SharedPage", part: object) -> None:
        vars(page)[self._name] = page.rendering.shelf.put(part)


class _SharedPage(Page):
    """A page that asks a rendering for its HTML."""

    rendering: Rendering
    by_fork: Rendered | None
    content = _Shelved()
    toc = _Shelved()
    found = _Shelved()

    def read_source(self, config: MkDocsConfig) -> None:
        super().read_source(config)
        self.by_fork = self.rendering.done_by_fork(self)
        if self.by_fork is not None:
            self.markdown = ""  # so that macros, which ran there, have nothing to do here

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 – the rendering has them
        rendered = self.by_fork or self.rendering.render(self)
        self.content = rendered["content"]
        self.toc = get_toc(rendered["toc"])
        self._title_from_render = rendered["title"]
        self.found = rendered["found"]
        self.markdown, self.by_fork = "", None


class _Task:
    """The pages of a build, and how one of them is rendered."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.config, self.files = config, files
        self.pages = [file.page or Page(None, file, config) for file in files.documentation_pages()]
        search = next((each for each in config.plugins.values() if isinstance(each, SearchPlugin)), None)
        self._search = _SharedIndex.of(search) if search is not None and search.config.enabled else None

    @cached_property
    def is_pure(self) -> bool:
        """Whether HTML follows from texts and settings alone, so that it can be remembered."""
        names = self.config.markdown_extensions
        return all(name in SHORT or (name.startswith("pymdownx.") and name not in READING) for name in names)

    @cached_property
    def _settings(self) -> str:
        """The fingerprint of all that decides about the HTML of every page."""
        files = sorted((file.src_uri, file.url, file.inclusion.name) for file in self.files)
        extensions = [(name, self.config.mdx_configs.get(name)) for name in self.config.markdown_extensions]
        search = sorted(self._search.config.items()) if self._search is not None else None
        settings = [files, extensions, self.config.validation, self.config.use_directory_urls, search]
        return sha256(repr(settings).encode()).hexdigest()

    def key_of(self, page: Page, memory: Memory) -> str:
        """The key under which a page is remembered whose macros have been expanded."""
        own = (page.file.src_uri, page.file.dest_uri, str(page.title), repr(page.meta), page.markdown or "")
        return memory.key("page", self._settings, *own)

    def rendered(self, page: Page) -> Rendered:
        """A page whose macros have been expanded, rendered now."""
        aside = copy(page)
        aside.__class__ = Page
        aside.render(self.config, self.files)
        return {
            "content": aside.content,
            "toc": [*map(_token, aside.toc)],
            "title": aside._title_from_render,
            "found": self._search.found_in(aside) if self._search is not None else "",
        }


class _SharedIndex(SearchIndex):  # type: ignore[misc]
    """The index of the theme's search, which takes over what was found in a page when it was rendered."""

    @classmethod
    def of(cls, search: SearchPlugin) -> "_SharedIndex":
        """The index of a plug-in, which has this one from now on."""
        search.search_index = cls(**search.search_index.config)
        return search.search_index  # type: ignore[no-any-return]

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self._pages: list[_SharedPage] = []

    def found_in(self, page: Page) -> str:
        """What is found in a page, as it stands in the index, between commas."""
        aside = SearchIndex(**self.config)
        aside.add_entry_from_context(page)
        return json.dumps(aside.entries, separators=(",", ":"), default=str)[1:-1]

    def add_entry_from_context(self, page: _SharedPage) -> None:
        """Add what is found in a page."""
        self._pages.append(page)

    def generate_search_index(self, prev: SearchIndex | None) -> str:
        """The whole index."""
        empty: str = super().generate_search_index(prev)
        return empty.removesuffix("]}") + ",".join(filter(None, (page.found for page in self._pages))) + "]}"


class _Fork:
    """A fork of the process that builds."""

    task: _Task
    memory_file: Path
    memory: Memory
    warnings: list[logging.LogRecord]

    @classmethod
    def begin(cls) -> None:
        """Be quiet: what there is to tell is told where the page is rendered again."""
        serve_parent()
        cls.memory = Memory(cls.memory_file)
        handler = _Noting()
        logging.getLogger("mkdocs").handlers = [handler]
        cls.warnings = handler.records

    @classmethod
    def render(cls, number: int) -> Done | None:
        """A page by its number; None when it cannot be rendered, or not without a warning."""
        cls.warnings.clear()
        task, page = cls.task, cls.task.pages[number]
        try:
            Page.read_source(page, task.config)
            page.markdown = task.config.plugins.on_page_markdown(
                page.markdown or "", page=page, config=task.config, files=task.files
            )
            key = task.key_of(page, cls.memory)
            is_known = task.is_pure and cls.memory.get(key) is not None
            packed = b"" if is_known else zlib.compress(json.dumps(task.rendered(page)).encode(), FAST)
        except (Exception, SystemExit):  # noqa: BLE001 – macros are other people's code
            return None
        return None if cls.warnings else (key, packed)


class _Noting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def _only_macros_act(config: MkDocsConfig) -> bool:
    """Whether nothing but macros takes part in the making of a page until it is rendered."""
    methods = [method for name in BEFORE for method in config.plugins.events[name]]
    return all(isinstance(getattr(method, "__self__", None), MacrosPlugin) for method in methods)


def _token(link: AnchorLink) -> dict[str, Any]:
    return {"name": link.title, "id": link.id, "level": link.level, "children": [*map(_token, link.children)]}
