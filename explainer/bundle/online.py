"""Pages that stay online: who is handed a copy of the site has no use for them. Their front matter says so."""

from typing import Any

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from explainer.calls import front_matter

#: The setting of such a page.
ONLINE_ONLY = "online_only"


def leave_out(nav: Navigation, files: Files) -> list[File]:
    """Take the pages that stay online out of the navigation; gives their files."""
    left_out = [file for file in files.documentation_pages() if _stays(file)]
    nav.items = _without(nav.items, left_out)
    nav.pages = [page for page in nav.pages if page.file not in left_out]
    around = zip([None, *nav.pages], nav.pages, [*nav.pages[1:], None], strict=False)
    for before, page, after in around:
        page.previous_page, page.next_page = before, after
    return left_out


def _stays(file: File) -> bool:
    return front_matter(file.content_string).get(ONLINE_ONLY) is True


def _without(items: list[Any], left_out: list[File]) -> list[Any]:
    """The parts of a navigation that have pages left."""
    kept = []
    for item in items:
        if item.is_section:
            item.children = _without(item.children, left_out)
        if item.children if item.is_section else not (item.is_page and item.file in left_out):
            kept.append(item)
    return kept
