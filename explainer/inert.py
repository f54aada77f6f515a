"""Proves that a built site does nothing by itself: whatever came in through data and pages is words, not code."""

import json
import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import names_in
from explainer.tags import MARKUP, Tag
from explainer.visible import visible

if TYPE_CHECKING:
    from explainer.built import BuiltSite  # which reads pages by the rules below

#: Elements that run something, hold something foreign, or change what all addresses mean.
REFUSED = {"applet", "base", "embed", "fencedframe", "frame", "iframe", "object", "portal", "animate", "set"}
#: Elements that are written with what they hold.
HOLDERS = {"script", "style"}
#: Attributes that hold a document, or send what readers do elsewhere.
SENDING = {"srcdoc", "action", "formaction", "ping"}
#: Attributes that hold an address.
ADDRESSES = {"href", "src", "data", "poster", "background", "srcset"}
#: Addresses that are code, or documents of their own.
CODE = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
#: The icon of a page that asks for none.
NOTHING = "data:,"
#: What browsers leave out of the beginning of an address.
SKIPPED = re.compile(r"[\x00-\x20]+")
#: What no page needs, and makes some encodings of which this is not one.
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r"})
#: A script in a template.
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Where the theme's own scripts name the site's start.
START = re.compile(r'new URL\("[^"]*"')
#: The address of a script that comes with the theme, from any page of a site that may stand below any path.
OF_THEME = re.compile(r"(?!//)(?:[\w.~%/-]*/)?assets/javascripts/[\w-]+(?:[./][\w-]+)*\Z")
#: Types of script elements that hold data, which browsers never run.
DATA_TYPES = {"application/json", "application/ld+json"}
#: Files that browsers run.
RUN = {".js", ".mjs", ".wasm"}


def scripts_of(theme: Iterable[str]) -> frozenset[str]:
    """The scripts in a theme's templates, by the folders of these, without what differs from page to page."""
    return frozenset(START.sub("", script) for folder in theme for script in _scripts_in(Path(folder)))


def require_inert(site: "BuiltSite", known: Container[str]) -> None:
    """Hold each file that a browser could run against these rules; scripts in it that are known may stay.

    Raises `ProblemsFound` with what each such file would run first.
    """
    used = {script for page in site.pages.values() for script in page.scripts}
    foreign = {script for script in used if START.sub("", script) not in known}
    problems = []
    for name in sorted(site.files):
        active = "code" if _is_foreign_code(name) else ""
        if page := site.pages.get(name):
            active = page.active or next((each for each in page.scripts if each in foreign), "")
        if active:
            message = f'readers\' browsers would run "{visible(active)[:80]}" – take it out of the page'
            problems.append(Problem(Place(name), message))
    if problems:
        raise ProblemsFound(problems)


def acts(tag: Tag) -> bool:
    """Whether a tag runs something, sends something, or changes how all that follows is read."""
    if tag.is_torn or tag.element in REFUSED:
        return True
    if tag.element in HOLDERS and not _is_of_theme(tag):
        return True
    if tag.element == "meta" and _changes_page(tag):
        return True
    return any(_is_active(_plain(name), value) for name, value in tag.attributes.items() if _may_act(name))


def acts_within(holder: Tag, held: str) -> bool:
    """Whether a script or a style holds more than its own code, data or looks."""
    if MARKUP.search(held):  # inside drawings and formulas, browsers read on
        return True
    if holder.get("src"):  # which drawings do not know
        return bool(held.strip())
    return holder.get("type") in DATA_TYPES and not _is_json(held)


def is_code(holder: Tag) -> bool:
    """Whether browsers run what this holds."""
    return holder.name == "script" and not holder.get("src") and holder.get("type") not in DATA_TYPES


def _changes_page(meta: Tag) -> bool:
    """Whether this leads readers on, or names another encoding than that by which the page is read here."""
    values = {_plain(name): value.strip().lower() for name, value in meta.attributes.items()}
    encoding = values.get("charset", "utf-8")
    if values.get("http-equiv") == "content-type":
        encoding = values.get("content", "").partition("charset=")[2]
    return values.get("http-equiv") == "refresh" or encoding != "utf-8"


@lru_cache(1024)
def _may_act(attribute: str) -> bool:
    """Whether there is a value with which this attribute would act."""
    return _plain(attribute) in ADDRESSES | SENDING or _plain(attribute).startswith("on")


def _is_active(name: str, value: str) -> bool:
    if name in ADDRESSES:
        return ":" in value and value != NOTHING and CODE.match(SKIPPED.sub("", value)) is not None
    return True


def _is_of_theme(holder: Tag) -> bool:
    """Whether a script or a style is written in the page, or is a script's file that comes with the theme."""
    addresses = [name for name in holder.attributes if _plain(name) in ADDRESSES]
    is_file = addresses == ["src"] and OF_THEME.match(holder.get("src"))
    return holder.name == holder.element and (not addresses or bool(is_file))


def _plain(name: str) -> str:
    """A name without the prefix that drawings may give it."""
    return name.rpartition(":")[2]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return not text
    return True


def _is_foreign_code(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in RUN and path.parts[:2] != ("assets", "javascripts")


def _scripts_in(folder: Path) -> Iterator[str]:
    """The inline scripts of the templates in a folder, at any depth."""
    for name in names_in(folder):
        content = (folder / name).read_bytes() if name.endswith(".html") else b""
        if b"<script>" in content:
            yield from SCRIPT.findall(content.decode())
