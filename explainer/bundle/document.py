"""All pages of a site as one document: one outline, ids of their own, links that stay inside, each card once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from explainer.bundle.gather import Branch, Gatherer, SitePage
from explainer.bundle.markup import classes, parse, remove, serialised, text_of, unwrap, with_parents

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What makes no sense in one document: links of a place to itself, small pictures of charts that stand elsewhere in it.
#: And what would weigh more than it is worth: formulas in the names of the data's own, and what each source supports.
LEFT_OUT = {"headerlink", "statement__link", "statement__check", "gallery__board", "sources__supports"}
#: What describes files that do not come with the document: their columns and first rows.
OF_FILES = "dataset"
#: What leads to files, and to what only a site has.
DOWNLOADS = "figure__downloads"
#: Ids of what stands around the text.
OF_FRAME = {"contents", "contents-title", "text", "find", "find-back", "find-on", "find-count"} | {
    f"scheme-{name}" for name in ("system", "light", "dark")
}
#: Attributes that hold the ids of other elements, and the one that holds a name which must be a page's own.
NAMING_IDS = ("for", "headers", "list", "popovertarget", "aria-controls", "aria-describedby", "aria-labelledby")
GROUP = "name"
#: Attributes of elements of drawings that hold the address of a picture, as "src" does elsewhere.
SHOWING = {"image": {"href", "xlink:href"}}
#: What may stand in an address as it is.
ANCHOR = ":/~."


@dataclass
class Chapter:
    """A page, or what holds pages, in the document.

    `level` is 1 for those that the navigation names first. `path` are the titles of what it stands in, and its own.
    `sections` are the ids and titles of a page's own headings below its title. `sheet` is what the sheets of paper are
    called on which its own text stands: what holds pages begins on that of the first.
    """

    id: str
    title: str
    path: str
    level: int
    sheet: str
    body: Element
    sections: list[tuple[str, str]]
    chapters: list["Chapter"]

    @property
    def listed(self) -> list[tuple[str, str]]:
        """The sections that the contents name: of all pages, they would be too many."""
        return self.sections if self.level == 1 else []

    @property
    def html(self) -> str:
        """The chapter's own text, without the chapters in it."""
        return "".join([self.body.text or "", *(f"{serialised(each)}{each.tail or ''}" for each in self.body)])

    def walk(self) -> Iterator["Chapter"]:
        """The chapter and all in it, in their order."""
        yield self
        for chapter in self.chapters:
            yield from chapter.walk()


@dataclass
class Document:
    """The chapters of a document, and the cards that its figures open, each of which stands in it once."""

    chapters: list[Chapter]
    cards: list[Element]

    def roots(self) -> Iterator[Element]:
        """All markup: the text of each chapter, and each card."""
        yield from (chapter.body for chapter in self.walk())
        yield from self.cards

    def walk(self) -> Iterator[Chapter]:
        """All chapters in their order."""
        for chapter in self.chapters:
            yield from chapter.walk()


def compose(site: Gatherer) -> Document:
    """One document out of the pages of a site."""
    left_out = LEFT_OUT if site.address else LEFT_OUT | {DOWNLOADS}
    in_order = [_Page(page, left_out) for page in _pages_of(site.tree)]
    repeating = {}
    for page in (_Page(page, left_out) for page in site.others):
        if page.repeats(in_order):
            repeating[page.url] = page.figures
        else:
            in_order.append(page)
    book = _Book(in_order, repeating, site)
    cards = _Cards()
    for page in in_order:
        page.outline()
        book.join(page)
        cards.take_from(page.body)
    others = [page for page in site.others if page.url in book.pages]
    document = Document([*_chapters([*site.tree, *others], book)], cards.elements)
    _shorten_ids(document)
    return document


def _shorten_ids(document: Document) -> None:
    """Number the ids of all but chapters and their sections, and remove those that nothing names: they weigh much."""
    elements = [each for root in document.roots() for each in root.iter()]
    kept = {each.id for each in document.walk()} | {id_ for each in document.walk() for id_, _ in each.sections}
    named = {name for each in elements for name in _named_by(each)}
    numbers = (name for number in count(1) if (name := f"n{number}") not in kept)
    names = {id_: id_ if id_ in kept else next(numbers) for each in elements if (id_ := each.get("id")) in named | kept}
    for each in elements:
        if "id" in each.attrib:
            id_ = each.attrib.pop("id")
            if id_ in names:
                each.set("id", names[id_])
        for name in NAMING_IDS:
            if name in each.attrib:
                _name(each, name, names)
        if each.get("href", "").startswith("#"):
            target = unquote(each.attrib["href"][1:])
            each.set("href", f"#{quote(names.get(target, target), safe=ANCHOR)}")


def _name(element: Element, attribute: str, names: Mapping[str, str]) -> None:
    """Let an attribute hold what ids are called now, without those of what was left out."""
    words = [names[word] for word in element.attrib[attribute].split() if word in names]
    if words:
        element.set(attribute, " ".join(words))
    else:
        del element.attrib[attribute]


def _named_by(element: Element) -> Iterator[str]:
    """The ids that an element names."""
    for name in NAMING_IDS:
        yield from element.get(name, "").split()
    if element.get("href", "").startswith("#"):
        yield unquote(element.attrib["href"][1:])


def _pages_of(tree: Iterable[Branch | SitePage]) -> Iterator[SitePage]:
    for item in tree:
        if isinstance(item, Branch):
            yield from _pages_of(item.children)
        else:
            yield item


def _chapters(tree: Iterable[Branch | SitePage], book: "_Book", above: tuple[str, ...] = ()) -> Iterator[Chapter]:
    for item in tree:
        titles = (*above, item.title)
        if isinstance(item, Branch):
            body = parse("")
            id_ = next(book.parts)
            heading = Element("h1", {"class": "level-1"})
            heading.text = item.title
            body.append(heading)
            inner = [*_chapters(item.children, book, titles)]
        else:
            page, inner = book.pages[item.url], []
            id_, body = page.id, page.body
        sections = [(each.get("id", ""), text_of(each)) for each in body.iter("h2") if each.get("id")]
        _demote(body, len(titles))
        sheet = inner[0].sheet if inner else next(book.sheets)
        yield Chapter(id_, item.title, " · ".join(titles), len(titles), sheet, body, sections, inner)


def _demote(body: Element, by: int) -> None:
    """Let headings be as many levels lower, each one below that which it belongs to, whatever levels the page skips."""
    around: list[str] = []
    for each in body.iter():
        if each.tag in HEADINGS:
            while around and around[-1] >= each.tag:
                around.pop()
            around.append(each.tag)
            each.tag = HEADINGS[min(by + len(around), len(HEADINGS)) - 1]


@dataclass
class _Page:
    """A page of the site that becomes a chapter, without what has a class that is to be left out."""

    page: SitePage
    left_out: set[str]

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def file(self) -> str:
        return self.page.file

    @cached_property
    def id(self) -> str:
        """What the chapter is called: the page's address, which ends like that of a folder where the frame has it."""
        address = self.url.removesuffix(".html").strip("/") or "index"
        return f"{address}/" if address in OF_FRAME else address

    @cached_property
    def body(self) -> Element:
        body = parse(self.page.html)
        for parent, child in with_parents(body):
            of_file = child.tag == "details" and OF_FILES in classes(parent)
            if child.tag == "script" or of_file or self.left_out.intersection(classes(child)):
                remove(parent, child)
            if child.get("role") == "region":  # there are too many to go from one to the next
                child.set("role", "group")
            if child.tag == "pre":  # it can be wider than a screen, and is moved with the keyboard then
                child.set("tabindex", "0")
        if body.find(".//h1") is None:
            heading = Element("h1")
            heading.text = self.page.title
            body.insert(0, heading)
        return body

    @cached_property
    def ids(self) -> list[str]:
        """The ids in the page, as the site has them."""
        return [each.attrib["id"] for each in self.body.iter() if "id" in each.attrib]

    @cached_property
    def figures(self) -> list[str]:
        return [each.get("id", "") for each in self.body.iter("figure")]

    def repeats(self, pages: Iterable["_Page"]) -> bool:
        """Whether the page shows nothing but figures that others show, and what is said of them there."""
        shown = {figure for page in pages for figure in page.figures}
        return bool(self.figures) and shown.issuperset(self.figures)

    def outline(self) -> None:
        """Give each heading a class by its level on the page, which it loses in the document."""
        for each in self.body.iter():
            if each.tag in HEADINGS:
                each.set("class", " ".join([*classes(each), f"level-{each.tag[1]}"]))


class _Book:
    """What the pages of a document are to each other: which id is whose, and where links lead.

    `repeating` are the addresses of pages that are left out, each with its figures, which stand in other pages.
    """

    def __init__(self, pages: list[_Page], repeating: Mapping[str, list[str]], site: Gatherer) -> None:
        self.pages = {page.url: page for page in pages}
        self.repeating = repeating
        self.address = site.address
        self.embedder = site.embedder
        times = (
            Counter(each for page in pages for each in page.ids)
            + Counter(page.id for page in pages)
            + Counter(OF_FRAME)
        )
        self.ids = {
            page.url: {each: each if times[each] == 1 else f"{page.id}:{each}" for each in page.ids} for page in pages
        }
        for page in pages:  # a title is where its page is
            title = page.body.find(".//h1")
            if title is not None and "id" in title.attrib:
                self.ids[page.url][title.attrib.pop("id")] = page.id
        self.parts = (name for number in count(1) if (name := f"part-{number}") not in times)
        self.sheets = (f"sheet-{number}" for number in count(1))

    def join(self, page: _Page) -> None:
        """Let ids and links of a page be those of the document, and let the document hold what it shows.

        Raises `ExplainerError` when it shows what cannot be held.
        """
        leading_to_site = [link for each in page.body.iter() if DOWNLOADS in classes(each) for link in each.iter("a")]
        for each in page.body.iter():
            self._rename(page, each)
            each.attrib.pop("srcset", None)  # one picture is enough
            for name in each.attrib.keys() & SHOWING.get(each.tag, {"src"}):
                each.set(name, self.embedder.address(each.attrib[name], page.url, page.file))
            if "href" in each.attrib and each.tag not in SHOWING:
                each.set("href", self._address(page, each.attrib["href"], stays=each not in leading_to_site))
            if each.tag == "a":
                for name in ("title", "rel"):  # what a link's place says too, and what the document says for all
                    each.attrib.pop(name, None)
        _release_links(page.body, page.id)

    def _rename(self, page: _Page, element: Element) -> None:
        ids = self.ids[page.url]
        if "id" in element.attrib:
            element.set("id", ids[element.attrib["id"]])
        for name in NAMING_IDS:
            if name in element.attrib:
                _name(element, name, ids)
        if element.tag == "input" and GROUP in element.attrib:
            element.set(GROUP, f"{page.id}:{element.attrib[GROUP]}")

    def _address(self, page: _Page, href: str, *, stays: bool) -> str:
        """Where a link leads from the document; empty when that comes with a site that is not known to be published."""
        if urlsplit(href).scheme:
            return href
        target = urlsplit(urljoin(f"/{page.url}", href))
        url, anchor = target.path.removeprefix("/"), unquote(target.fragment)
        found = self._place(page, url, anchor) if stays else ""
        if found:
            return f"#{quote(found, safe=ANCHOR)}"
        return urljoin(self.address, target._replace(path=url).geturl()) if self.address else ""

    def _place(self, page: _Page, url: str, anchor: str) -> str:
        """The id in the document of a place in the site; empty when it is not in the document."""
        if url in self.pages:
            return self.ids[url].get(anchor, self.pages[url].id)
        for name in self.repeating.get(url, ()):  # a page of figures: they stand in this page, or else in another
            for each in (page, *self.pages.values()):
                if name in each.figures:
                    return self.ids[each.url][name]
        return ""


def _release_links(body: Element, page_id: str) -> None:
    """Unwrap links that lead nowhere, or to where they stand."""
    around = {child: parent for parent, child in with_parents(body)}

    def stands_in(element: Element) -> Iterator[str]:
        while element in around:
            element = around[element]
            yield element.get("id", "")
        yield page_id

    leading_nowhere = []
    for each in body.iter("a"):
        target = each.get("href")
        if target == "" or (target and target[0] == "#" and unquote(target[1:]) in {each.get("id"), *stands_in(each)}):
            leading_nowhere.append(each)
    for each in leading_nowhere:
        unwrap(around[each], each)


@dataclass
class _Cards:
    """The cards of all pages: what says the same is one card."""

    elements: list[Element] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)

    def take_from(self, body: Element) -> None:
        """Take the cards out of a page, and let what opens them open those that are kept."""
        names = {}
        for parent, child in with_parents(body):
            if "popover" in child.attrib:
                remove(parent, child)
                child.tail = None
                old = child.attrib.pop("id")
                names[old] = self._keep(child)
        for each in body.iter():
            if "popovertarget" in each.attrib:
                _name(each, "popovertarget", names)

    def _keep(self, card: Element) -> str:
        content = serialised(card)
        if content not in self._known:
            self._known[content] = f"card::{len(self._known) + 1}"
            card.set("id", self._known[content])
            self.elements.append(card)
        return self._known[content]
