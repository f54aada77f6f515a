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

#: The keys under which the address of a source stands, and that of a copy of it.
SOURCE, COPY = "url", "archived"


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
    for document, path, address in _in_documents(read):
        if path[-1] != SOURCE and (mistake := mistake_in(address)):
            yield Problem(_place(document, path, address), mistake)
    for place, address in _in_tables(read):
        if mistake := mistake_in(address):
            yield Problem(place, mistake)


def mentions(project: Project, read: DataRead) -> dict[str, list[Mention]]:
    """All places that name an address elsewhere, by the address up to its fragment, in the order of files."""
    in_tables = (Mention(address, place) for place, address in _in_tables(read))
    in_pages = (Mention(link.address, link.place) for link in page_links(project) if WEB.match(link.address))
    found: dict[str, list[Mention]] = {}
    for mention in sorted(chain(_in_data(read), in_tables, in_pages), key=lambda each: each.place):
        found.setdefault(urldefrag(mention.address).url, []).append(mention)
    return found


def _in_data(read: DataRead) -> Iterator[Mention]:
    for document, path, address in _in_documents(read):
        of_source = path[-1] == SOURCE
        copy = document.value[path[0]].get(COPY) if of_source else None
        yield Mention(address, _place(document, path, address), of_source=of_source, archived=copy)


def _in_documents(read: DataRead) -> Iterator[tuple[Document, Path, str]]:
    """Each address, and the document and the path to the text that names it."""
    documents = {document.file: document for document, _ in read.documents.values()}
    for document in documents.values():
        for path, text in _texts(document.value, ()):
            if path[-1] in (SOURCE, COPY):
                yield document, path, text
            else:
                for _, address in addresses_in(text):
                    yield document, path, address


def _place(document: Document, path: Path, address: str) -> Place:
    """Where an address begins; it takes a search where it is a part of a text."""
    return document.place(path) if path[-1] in (SOURCE, COPY) else document.place_in(path, address)


def _in_tables(read: DataRead) -> Iterator[tuple[Place, str]]:
    for table in read.data.tables.values():
        file = read.data.places["table", table.id].file
        for line, row in zip(table.lines, table.rows, strict=True):
            for column, cell in enumerate(row.cells, start=1):
                for _, address in addresses_in(cell) if isinstance(cell, str) else ():
                    yield Place(file, line, column), address


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a document that may hold an address, with the path to it."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(each, str):
            if "://" in each or key in (SOURCE, COPY):
                yield (*path, key), each
        elif each is not None:
            yield from _texts(each, (*path, key))
