"""The whole site as one PDF, printed by a browser: twice, since the contents can only name pages that are known."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from explainer.bundle.document import HEADINGS, Document, compose
from explainer.bundle.gather import Gatherer
from explainer.bundle.markup import classes, remove, text_of, with_parents
from explainer.bundle.onefile import gather, render, sheet
from explainer.errors import ExplainerError
from explainer.files import write_atomically
from explainer.progress import say
from explainer.project import Project
from explainer.visible import visible

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
#: Seconds that printing may take.
LONGEST = 300
SHEET = "paper.css"
#: What stands for a page's number before it is known: as wide as any.
UNKNOWN = "000"
#: How often the document is printed: a number that is longer than thought could move what follows.
MOST_TIMES = 3
#: Characters of what a browser said that are told.
MOST_SAID = 200
#: The numbers of a chart, which it also shows.
CHART_TABLE = "figure__table"
#: The headings before those of the chapters: the site's name, and that of the contents.
OF_FRONT = 2


def write_pdf(project: Project) -> Path:
    """Print the document into `dist/`, and give its path.

    Raises `ExplainerError` also where there is no browser; a PDF of the same name is then as it was.
    """
    browser = _browser()
    path = project.handed_out("pdf")
    site = gather(project)
    document = _for_paper(compose(site))
    pdf = _normalised(_printed(project, site, document, browser), project, site, document)
    write_atomically(path, pdf)
    say(f"Wrote {project.name_of(path)} ({len(pdf) / 1e6:.2f} MB).")
    return path


def _browser() -> str:
    """The path of a Chromium. Raises `ExplainerError` when there is none."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        what = f'CHROMIUM names "{named}", which is no program' if named else "there is no Chromium on this machine"
        raise ExplainerError(f"the PDF cannot be printed: {what} – install Chromium, or name one in CHROMIUM")
    return found


def _printed(project: Project, site: Gatherer, document: Document, browser: str) -> bytes:
    """A PDF whose contents name the right pages. Raises `ExplainerError` when they cannot be made to."""
    more_css = sheet(project, site, SHEET) + "".join(_headed(document))
    ids = [id_ for chapter in document.walk() for id_ in (chapter.id, *(each for each, _ in chapter.listed))]
    numbers = dict.fromkeys(ids, UNKNOWN)
    for _ in range(MOST_TIMES):
        pdf = _print(render(project, site, document, more_css=more_css, numbers=numbers), browser)
        right = _pages(pdf)
        lost = [id_ for id_ in ids if id_ not in right]
        if lost:
            raise ExplainerError(
                f'the PDF does not say on which page "{lost[0]}" is – name a newer Chromium in CHROMIUM'
            )
        if all(right[id_] == number for id_, number in numbers.items()):
            return pdf
        numbers = {id_: right[id_] for id_ in ids}
    raise ExplainerError("the PDF's contents do not name the right pages – print the single file by hand")


def _for_paper(document: Document) -> Document:
    """The document without what is pressed: figures are words, and what is closed is open, but for tables of charts."""
    for root in document.roots():
        for parent, child in with_parents(root):
            if CHART_TABLE in classes(child):
                remove(parent, child)
        for each in root.iter():
            if each.tag == "button":
                each.tag = "span"
                each.attrib.clear()
            elif each.tag == "details":
                each.set("open", "")
    return Document(document.chapters, [])


def _headed(document: Document) -> list[str]:
    """The styles of sheets that are headed with the title of the chapter on them."""
    return [
        f".on-{each.sheet} {{ page: {each.sheet} }}\n"
        f"@page {each.sheet} {{ @top-right {{ content: {_quoted(each.path)};"
        " color: #566170; font: 9pt system-ui, sans-serif } }\n"
        for each in document.walk()
        if not each.chapters
    ]


def _quoted(words: str) -> str:
    """Words as a string of a stylesheet."""
    return '"' + "".join(each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in words) + '"'


def _print(html: str, browser: str) -> bytes:
    """What a browser prints. Raises `ExplainerError` when it prints nothing."""
    with tempfile.TemporaryDirectory(prefix="explainer-") as folder:
        page, pdf = Path(folder) / "document.html", Path(folder) / "document.pdf"
        page.write_text(html, encoding="utf-8")
        rights = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *OPTIONS, *rights, f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}"]
        try:
            ended = subprocess.run([*command, page.as_uri()], capture_output=True, check=False, timeout=LONGEST)  # noqa: S603
        except subprocess.TimeoutExpired:
            reason = f" in {LONGEST} seconds"
        except OSError as error:
            reason = f" ({error.strerror})"
        else:
            if pdf.is_file():
                return pdf.read_bytes()
            reason = _last_words(ended.stderr)
        raise ExplainerError(f"{browser}: it printed nothing{reason} – name another Chromium in CHROMIUM")


def _last_words(said: bytes) -> str:
    """What a browser said last, to be put into a sentence; empty when it said nothing."""
    last = said.decode(errors="replace").strip().rpartition("\n")[2]
    return f' and said "{visible(last)[:MOST_SAID]}"' if last else ""


def _pages(pdf: bytes) -> Mapping[str, str]:
    """The number of the page on which each place stands that something in the document links to.

    Browsers name places as links do, and those may write an id in another way.
    """
    reader = PdfReader(BytesIO(pdf))
    pages = {
        name.removeprefix("/"): str((reader.get_destination_page_number(place) or 0) + 1)
        for name, place in reader.named_destinations.items()
    }
    return {unquote(name): page for name, page in pages.items()} | pages


def _bookmarks(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    """All bookmarks below one, in the order of the document."""
    each = parent.get("/First")
    while each is not None:
        bookmark = each.get_object()
        yield bookmark
        yield from _bookmarks(bookmark)
        each = bookmark.get("/Next")


def _normalised(pdf: bytes, project: Project, site: Gatherer, document: Document) -> bytes:
    """The PDF with what the project says of it, and without what differs each time that it is printed.

    Raises `ExplainerError` when its outline is not that of the document.
    """
    writer = PdfWriter(clone_from=BytesIO(pdf))
    headings = [text_of(each) for chapter in document.walk() for each in chapter.body.iter() if each.tag in HEADINGS]
    bookmarks = [*_bookmarks(cast("DictionaryObject", writer.root_object["/Outlines"]))][OF_FRONT:]
    if len(bookmarks) != len(headings):
        raise ExplainerError("the PDF lacks bookmarks of some headings – name a newer Chromium in CHROMIUM")
    for bookmark, heading in zip(
        bookmarks, headings, strict=True
    ):  # browsers say some words twice or run them together
        bookmark[NameObject("/Title")] = TextStringObject(heading)
    day = f"D:{project.edition.replace('-', '')}000000Z"
    said = {"/Title": project.name, "/Author": project.name, "/Subject": site.description}
    writer.metadata = {name: words for name, words in said.items() if words} | {"/CreationDate": day, "/ModDate": day}
    writer.pdf_header = "%PDF-1.7"
    writer.root_object[NameObject("/Lang")] = TextStringObject(site.language)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()
