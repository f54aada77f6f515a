"""What can be set."""

from collections.abc import Iterable

from explainer.manual.entries import Entry, Item
from explainer.settings import OF_MKDOCS, OF_PAGES, OWN, VARIABLES, Setting


def entries() -> tuple[Entry, ...]:
    """The settings by where they stand."""
    return (
        of("The explainer", "own", "In `mkdocs.yml`, below `extra: explainer:`.", OWN.values()),
        of("MkDocs", "mkdocs", "In `mkdocs.yml`, and known to MkDocs; the engine reads these too.", OF_MKDOCS),
        of("Pages", "pages", "At the head of a page's file, between two lines of `---`.", OF_PAGES),
        of("Environment", "environment", "Read, or set for `mkdocs.yml` to read (`!ENV`).", VARIABLES),
    )


def of(title: str, id_: str, text: str, settings: Iterable[Setting]) -> Entry:
    """The settings of one place."""
    items = tuple(Item(each.name, f"{id_}-{each.name}", each.text, _kind(each)) for each in settings)
    return Entry(title, id_, text, items=items, is_code=False)


def _kind(setting: Setting) -> str:
    if not setting.default:
        return ""
    return f"without it: {setting.default if ' ' in setting.default else f'`{setting.default}`'}"
