"""The addresses on other hosts that a project's data and pages name, and what is wrong with those in data."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urldefrag

from explainer.data.load import DataRead
from explainer.data.urls import WEB, addresses_in, mistake_in
from explainer.data.yamlfile import Document, Path
from explainer.errors import Place, Problem
from explainer.page_links import page_links
from explainer.project import Project


@dataclass(frozen=True)
class Mention:
    """A place that names an address.

    `of_source` says that it is a source's own address, and `archived` that of the copy which the source records.
    """

    address: str
    place: Place
    of_source: bool = False
    archived: str | None = None


def address_problems(read: DataRead) -> Iterator[Problem]:
    """Addresses in the texts and tables of data that no reader could open; those of sources are checked as such."""
    for mention in _in_data(read):
        if not mention.of_source and (mistake := mistake_in(mention.address)):
            yield Problem(mention.place, mistake)


def mentions(project: Project, read: DataRead) -> dict[str, list[Mention]]:
    """All places that name an address elsewhere, by the address up to its fragment, in the order of files."""
    in_pages = (Mention(link.address, link.place) for link in page_links(project) if WEB.match(link.address))
    found: dict[str, list[Mention]] = {}
    for mention in sorted(chain(_in_data(read), in_pages), key=lambda each: each.place):
        found.setdefault(urldefrag(mention.address).url, []).append(mention)
    return found


def _in_data(read: DataRead) -> Iterator[Mention]:
    documents = {document.file: document for document, _ in read.documents.values()}
    for document in documents.values():
        for path, text in _texts(document.value, ()):
            yield from _in_text(document, path, text)
    for table in read.data.tables.values():
        file = read.data.places["table", table.id].file
        for line, row in zip(table.lines, table.rows, strict=True):
            for column, cell in enumerate(row.values(), start=1):
                for _, address in addresses_in(cell) if isinstance(cell, str) else ():
                    yield Mention(address, Place(file, line, column))


def _in_text(document: Document, path: Path, text: str) -> Iterator[Mention]:
    """The addresses in a text; those of a source and of its copy stand under keys of their own."""
    if path[-1] in ("url", "archived"):
        copy = document.value[path[0]].get("archived") if path[-1] == "url" else None
        yield Mention(text, document.place(path), of_source=path[-1] == "url", archived=copy)
        return
    for _, address in addresses_in(text):
        yield Mention(address, document.place_in(path, address))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a document, with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, (*path, key))
