"""How a site is arranged: all that MkDocs knows of it before it makes the first page."""

import re
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from material.plugins.search.plugin import SearchPlugin
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs_macros.plugin import MacrosPlugin

from explainer.calls import FRONT_MATTER, HEADING, Macro, written_pages
from explainer.compiled import CompiledTemplates
from explainer.edition import colophon, set_environment
from explainer.inert import scripts_of
from explainer.prepare import Prepared
from explainer.project import CONFIG

#: The plug-ins that make the search index, and that lend pages the macros.
SEARCH, MACROS = "material/search", "macros"
#: How many pages are kept as templates, for as long as their text stays: compiling them takes longer than filling them.
PAGES = 16
#: What begins and ends a macro call.
CALL = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


class Arrangement:
    """Settings, files, navigation and templates of a site. It can stay as it is while only data and charts change."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        """Do what MkDocs does before it makes the first page; of pages, only what the navigation shows is read.

        Pages are to be written to `folder`, which is emptied.
        """
        self._rests_on = _foundation(prepared)
        set_environment(prepared)
        shutil.rmtree(folder, ignore_errors=True)
        config = load_config(str(prepared.project.root / CONFIG), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="serve", dirty=False)
        self.config: MkDocsConfig = config.plugins.on_config(config)
        self.config.plugins.on_pre_build(config=self.config)
        env, files = self.config.theme.get_env(), get_files(self.config)
        files.add_files_from_theme(env, self.config)
        self.files = files = self.config.plugins.on_files(files, config=self.config)
        set_exclusions(files, self.config)
        nav = get_navigation(files, self.config)
        self.nav = self.config.plugins.on_nav(nav, config=self.config, files=files)
        for page in self.nav.pages:
            page.read_source(self.config)
        if isinstance(search := self.config.plugins.get(SEARCH), SearchPlugin):
            search.search_index = _NoIndex()
        if isinstance(macros := self.config.plugins.get(MACROS), MacrosPlugin):
            macros.env.from_string = lru_cache(PAGES)(macros.env.from_string)  # type: ignore[assignment,method-assign]
        self.env = self.config.plugins.on_env(env, config=self.config, files=files)
        self.env.bytecode_cache = CompiledTemplates(prepared.project)
        self.scripts = scripts_of(self.config.theme.dirs)
        self.documents = files.documentation_pages()
        self.named = {each.dest_uri: each for each in files if each.inclusion.is_included()}  # type: ignore[no-untyped-call]
        self.outlines = {path: _outline(path) for path in written_pages(prepared.project)}

    def suits(self, prepared: Prepared) -> bool:
        """Whether a site with this in it is arranged in the same way, when neither settings nor pages have changed."""
        return self._rests_on == _foundation(prepared)

    def differ_in_words(self, paths: Iterable[Path]) -> bool:
        """Whether these files are pages of which nothing has changed that others show."""
        return all(path in self.outlines and _outline(path) == self.outlines[path] for path in paths)

    def lend(self, macros: Mapping[str, Macro]) -> None:
        """Have pages call these macros from now on."""
        if isinstance(plugin := self.config.plugins.get(MACROS), MacrosPlugin):
            plugin.env.globals |= macros


class _NoIndex:
    """Takes no entries from pages that are shown: the index is made when it is asked for."""

    def add_entry_from_context(self, page: Page) -> None:
        """Do nothing."""


def _foundation(prepared: Prepared) -> object:
    """What an arrangement takes from data and charts: names of files, titles in the navigation, the colophon."""
    data, charts = prepared.data, prepared.charts
    files = ([*data.tables], [*data.maps], [each.name for each in prepared.lists], [*charts])
    pages = {prepared.project.chart_pages / f"{chart_id}.md": record for chart_id, record in charts.items()}
    named = [prepared.project.docs / page for page, _ in prepared.project.navigation]
    return files, [pages[page].reading.title for page in named if page in pages], colophon(prepared)


def _outline(path: Path) -> object:
    """All of a page that others show: its settings, its title, and what it calls; None when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    front, heading = FRONT_MATTER.match(text), HEADING.search(text)
    return front and front[1], heading and heading[1], CALL.findall(text)
