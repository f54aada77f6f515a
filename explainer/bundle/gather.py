"""What a site consists of: its pages in the order of the navigation, its stylesheets, and what it says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from explainer.addresses import with_slash
from explainer.bundle.embed import Embedder
from explainer.bundle.markup import parse, text_of
from explainer.bundle.online import leave_out
from explainer.bundle.plugin import FIRST
from explainer.theme import SHEETS


@dataclass(frozen=True)
class SitePage:
    """A page's address from the site's start, the file that it is written in, its title, and the markup of its text.

    Titles are words, as in all that is gathered: what the builder calls a title is markup.
    """

    url: str
    file: str
    title: str
    html: str


@dataclass(frozen=True)
class Branch:
    """A part of the navigation that has a title and no page of its own."""

    title: str
    children: tuple["Branch | SitePage", ...]


class Gatherer(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Notes what the builder makes a site of, once all pages are rendered; those that stay online are no part of it.

    `address` is where the site is published, empty where that is not known. `others` are pages outside the navigation.
    `terms` are markup. `css` and `embedder` hold what the site shows besides its pages.
    """

    tree: tuple[Branch | SitePage, ...]
    others: tuple[SitePage, ...]
    embedder: Embedder
    address: str
    description: str
    terms: str
    language: str
    css: str

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Have pages say nothing of where they are edited, which nobody does from a copy."""
        config.edit_uri = ""

    def on_nav(self, nav: Navigation, *, files: Files, **_: object) -> None:
        """Keep the navigation: its pages have no text yet."""
        self._left_out = leave_out(nav, files)
        self._navigation = nav

    def on_env(self, _env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Note everything."""
        named = {page.url for page in self._navigation.pages}
        pages = [each.page for each in files.documentation_pages() if each.page and each not in self._left_out]
        folder = Path(config.docs_dir)
        self.tree = tuple(_items(self._navigation.items, folder.name))
        self.others = tuple(_page(page, folder.name) for page in pages if page.url not in named)
        self.embedder = Embedder(files)
        self.address = with_slash(config.site_url or "")
        self.description = config.site_description or ""
        self.terms = config.copyright or ""
        self.language = str(config.theme["language"])
        by_address = {each.dest_uri: each for each in files}
        sheets = [by_address[name] for name in (*SHEETS, *map(str, config.extra_css)) if name in by_address]
        self.css = "\n".join(
            self.embedder.style(each.content_string, each.dest_uri, f"{folder.name}/{each.src_uri}") for each in sheets
        )


def _items(items: list[Any], folder: str) -> Iterator[Branch | SitePage]:
    for item in items:
        if item.is_section:
            yield Branch(text_of(parse(item.title)), tuple(_items(item.children, folder)))
        elif item.is_page:
            yield _page(item, folder)


def _page(page: Any, folder: str) -> SitePage:
    title = text_of(parse(page.title))
    return SitePage(page.url.removeprefix("./"), f"{folder}/{page.file.src_uri}", title, page.content)
