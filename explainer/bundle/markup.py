"""HTML as a tree and back, for those who make other pages out of pages that were found good."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

#: Elements that have no content.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: Where white space is shown as it is written.
PREFORMATTED = {"pre", "textarea"}
#: What holds no words of its own, so that white space in it is nothing.
WORDLESS = {"article", "dl", "figure", "ol", "section", "table", "tbody", "thead", "tr", "ul", "defs", "g", "svg"}
#: What is around the markup.
ROOT = "div"
SPACE = re.compile(r"[ \t\r\n\f]+")


def parse(html: str) -> Element:
    """Markup as the content of an element; runs of white space that browsers show as one space are one."""
    parser = _Parser()
    parser.feed(html)
    return parser.end()


def serialised(element: Element) -> str:
    """An element as markup, without what follows it."""
    tail, element.tail = element.tail, None
    html = tostring(element, encoding="unicode", method="html")
    element.tail = tail
    return html


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split()


def text_of(element: Element) -> str:
    """The words of an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def remove(parent: Element, child: Element) -> None:
    """Take an element out, and leave what follows it."""
    _join(parent, child, child.tail or "")
    parent.remove(child)


def unwrap(parent: Element, child: Element) -> None:
    """Put what an element holds in its place."""
    position = list(parent).index(child)
    _join(parent, child, child.text or "")
    parent[position : position + 1] = list(child)
    if len(child):
        child[-1].tail = (child[-1].tail or "") + (child.tail or "")
    else:
        _join_at(parent, position, child.tail or "")


def with_parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """Every element below a root with its parent, as they are now."""
    return iter([(parent, child) for parent in root.iter() for child in parent])


def _join(parent: Element, child: Element, text: str) -> None:
    _join_at(parent, list(parent).index(child), text)


def _join_at(parent: Element, position: int, text: str) -> None:
    """Add text before the child at a position."""
    if position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class _Parser(HTMLParser):
    """Builds the tree. An end tag ends what is open inside it; one that ends nothing is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._tree = TreeBuilder()
        self._tree.start(ROOT, {})

    def end(self) -> Element:
        """The whole tree, once all is read."""
        self.close()
        for tag in (*reversed(self._open), ROOT):
            self._tree.end(tag)
        return self._tree.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._tree.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        self._tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            ended = self._open.pop()
            self._tree.end(ended)
            if ended == tag:
                break

    def handle_data(self, data: str) -> None:
        if PREFORMATTED.intersection(self._open):
            self._tree.data(data)
        elif data.strip() or not self._open or self._open[-1] not in WORDLESS:
            self._tree.data(SPACE.sub(" ", data))
