"""What a site consists of: its pages in the order of the navigation, its stylesheets, and what it says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from explainer.addresses import with_slash


@dataclass(frozen=True)
class SitePage:
    """A page's address from the site's start, its title, and the markup of its text."""

    url: str
    title: str
    html: str


@dataclass(frozen=True)
class Branch:
    """A part of the navigation that has a title and no page of its own."""

    title: str
    children: tuple["Branch | SitePage", ...]


class Gatherer(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Notes what the builder makes a site of, once all pages are rendered.

    `address` is where the site is published, empty where that is not known. `others` are pages outside the navigation.
    """

    tree: tuple[Branch | SitePage, ...]
    others: tuple[SitePage, ...]
    address: str
    description: str
    terms: str
    language: str
    css: str

    def on_nav(self, nav: Navigation, **_: object) -> None:
        """Keep the navigation: its pages have no text yet."""
        self._navigation = nav

    def on_env(self, _env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Note everything."""
        named = {page.url for page in self._navigation.pages}
        pages = [each.page for each in files.documentation_pages() if each.page]
        self.tree = tuple(_items(self._navigation.items))
        self.others = tuple(_page(page) for page in pages if page.url not in named)
        self.address = with_slash(config.site_url or "")
        self.description = config.site_description or ""
        self.terms = config.copyright or ""
        self.language = str(config.theme["language"])
        sheets = [Path(config.docs_dir) / str(name) for name in config.extra_css]
        self.css = "\n".join(path.read_text(encoding="utf-8") for path in sheets if path.is_file())


def _items(items: list[Any]) -> Iterator[Branch | SitePage]:
    for item in items:
        if item.is_section:
            yield Branch(item.title, tuple(_items(item.children)))
        elif item.is_page:
            yield _page(item)


def _page(page: Any) -> SitePage:
    return SitePage(page.url.removeprefix("./"), page.title, page.content)
