"""Proves that a built site does nothing by itself: whatever came in through data and pages is words, not code."""

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from explainer.errors import Place, Problem, ProblemsFound
from explainer.visible import visible

#: Elements that run something, hold something foreign, or change what all addresses mean.
REFUSED = {"applet", "base", "embed", "fencedframe", "frame", "iframe", "object", "portal", "animate", "set"}
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
#: A script in a template.
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Where the theme's own scripts name the site's start.
START = re.compile(r'new URL\("[^"]*"')
#: The address of a script that comes with the theme, from any page of a site that may stand below any path.
OF_THEME = re.compile(r"(?!//)(?:[\w.~%/-]*/)?assets/javascripts/[\w-]+(?:[./][\w-]+)*\Z")
JSON = {"application/json", "application/ld+json"}


def require_inert(site: Path, theme: Iterable[str]) -> None:
    """Look at every file of a site that a browser could run; scripts in the templates of the theme's folders may stay.

    Raises `ProblemsFound` with what each such file would run first.
    """
    problems: list[Problem] = []
    templates = [path.read_text(encoding="utf-8") for folder in theme for path in Path(folder).rglob("*.html")]
    known = {START.sub("", script) for template in templates for script in SCRIPT.findall(template)}
    for path in sorted(each for each in site.rglob("*") if each.is_file()):
        name = path.relative_to(site)
        suffix = path.suffix.lower()
        if suffix in {".html", ".htm", ".xhtml", ".svg"}:
            html = path.read_text(encoding="utf-8", errors="replace")
            page = _Page(html)
            active = [
                *page.active,
                *re.findall("\0", html),
                *(script for script in page.scripts if START.sub("", script) not in known),
            ]
        else:
            is_foreign = suffix in {".js", ".mjs", ".wasm"} and name.parts[:2] != ("assets", "javascripts")
            active = ["code"] if is_foreign else []
        if active:
            message = f'readers\' browsers would run "{visible(active[0])[:80]}" – take it out of the page'
            problems.append(Problem(Place(name.as_posix()), message))
    if problems:
        raise ProblemsFound(problems)


class _Page(HTMLParser):
    """The inline scripts of a page, and all else in it that a browser would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.active: list[str] = []
        self._script: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]  # drawings may call things of HTML by a prefix
        values = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        self.active += self._reasons(tag, values)
        if tag == "script":
            self._script = "src" if "src" in values else values.get("type", "")

    def _reasons(self, tag: str, values: dict[str, str]) -> Iterator[str]:
        text = self.get_starttag_text() or tag
        if tag in REFUSED or (tag == "meta" and values.get("http-equiv", "").strip().lower() == "refresh"):
            yield text
        if tag == "script" and not _is_of_theme(values):
            yield text
        if "<" in text[1:]:  # browsers and this parser may differ on where such a tag ends
            yield text
        for name, value in values.items():
            is_code = name in ADDRESSES and value != NOTHING and CODE.match(SKIPPED.sub("", value))
            if name.startswith("on") or name in SENDING or is_code:
                yield text

    def handle_pi(self, data: str) -> None:
        if not data.startswith("xml "):
            self.active.append(f"<?{data}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and "<" in data:  # inside drawings and formulas, browsers read on
            self.active.append(data)
        if self._script in JSON:
            try:
                json.loads(data)
            except ValueError:
                self.active.append(data)
        elif self._script not in (None, "src"):
            self.scripts.append(data)

    def handle_comment(self, data: str) -> None:
        if "<" in data or data.startswith((">", "->")):  # browsers may end a comment earlier
            self.active.append(f"<!--{data}-->")

    def unknown_decl(self, data: str) -> None:
        self.active.append(f"<![{data}]>")

    def handle_decl(self, decl: str) -> None:
        if "<" in decl or "[" in decl:
            self.active.append(f"<!{decl}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None


def _is_of_theme(script: dict[str, str]) -> bool:
    """Whether a script is written in the page, or is a file that comes with the theme."""
    names = script.keys() & ADDRESSES
    return not names or (names == {"src"} and OF_THEME.match(script["src"]) is not None)
