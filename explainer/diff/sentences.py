"""What readers read on built pages, sentence by sentence, and which sentences change."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from html.parser import HTMLParser
from pathlib import Path

from explainer.diff.change import Change, Difference
from explainer.visible import visible

#: Elements that no sentence runs across.
BLOCKS = re.compile(
    "address|article|aside|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|"
    "ol|p|pre|section|summary|table|tbody|thead|tr|ul"
)
#: What is no text of the page: code, and drawings, which are compared as files.
SILENT = {"script", "style", "svg", "template"}
#: Links beside the text: the theme's own, and those to where things are edited.
APPENDAGES = {"headerlink", "md-content__button", "edit"}
#: How many sentences below its place an old one is looked for.
NEAR = 10
#: Where a sentence may end, and the letter or digit that comes next.
ENDS = re.compile(r"(?:(?<=[.!?…؟۔।])|(?<=[.!?…؟۔।][\"'”’»)\]]))\s+(?=[\"'“‘«„(\[]?([^\W_]))")


def changed_pages(old: Path, new: Path) -> Iterator[Change]:
    """Each page of two built sites that readers read differently, in the order of their addresses."""
    before, after = _pages(old), _pages(new)
    for name in sorted({*before, *after}):
        a, b = before.get(name), after.get(name)
        if a is None or b is None:
            yield Change("page", name, "added" if a is None else "removed", _read(b or a or b"").title)
        elif a != b:
            was, now = _read(a), _read(b)
            differences = tuple(dict.fromkeys(_changed(was.sentences, now.sentences)))  # once, however often it stands
            if differences:
                yield Change("page", name, "changed", now.title, differences)


def _pages(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}


def _read(page: bytes) -> "_Article":
    article = _Article()
    article.feed(page.decode())
    article.close()
    return article


def _changed(old: list[str], new: list[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield from _paired(old[i:j], new[k:m])


def _paired(old: list[str], new: list[str]) -> Iterator[Difference]:
    """Each old sentence beside the new one that it has become, where there is one not far below."""
    start = 0
    for before in old:
        near = get_close_matches(before, new[start : start + NEAR], n=1)
        end = new.index(near[0], start) if near else start
        yield from (Difference("", None, each) for each in new[start:end])
        yield Difference("", before, near[0] if near else None)
        start = end + len(near)
    yield from (Difference("", None, each) for each in new[start:])


class _Article(HTMLParser):
    """The title and the sentences of a page's own content, as readers see them before they press anything."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.sentences: list[str] = []
        self._words: list[str] = []
        self._depth = 0
        self._skipped = ("", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        skipped, depth = self._skipped
        if depth:
            self._skipped = (skipped, depth + (tag == skipped))
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        if self._depth and (tag in SILENT or "popover" in given or classes & APPENDAGES):
            self._skipped = (tag, 1)
            return
        if BLOCKS.fullmatch(tag):
            self._end_block()
        elif tag in ("td", "th") and self._words:
            self._words.append(" | ")
        elif tag == "br":
            self._words.append(" ")
        if tag == "article" and (self._depth or "md-content__inner" in classes):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        skipped, depth = self._skipped
        if depth:
            self._skipped = (skipped, depth - (tag == skipped))
            return
        if BLOCKS.fullmatch(tag):
            self._end_block(is_title=tag == "h1" and not self.title)
        if tag == "article" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and not self._skipped[1]:
            self._words.append(data)

    def _end_block(self, *, is_title: bool = False) -> None:
        text = visible("".join(self._words))
        self._words = []
        if is_title:
            self.title = text
        self.sentences += _sentences(text)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text: none begins with a letter that could be a capital, but is none."""
    start = 0
    for gap in ENDS.finditer(text):
        if gap[1] == gap[1].title():
            yield text[start : gap.start()]
            start = gap.end()
    if text:
        yield text[start:]
