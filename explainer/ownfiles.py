"""What stands among a project's files and is no plain file of its own: links, pipes, devices, names nobody can read."""

import os
from collections.abc import Iterator
from pathlib import Path
from posixpath import splitext

from explainer.errors import Place, Problem
from explainer.files import machine_faults_explained
from explainer.project import Project
from explainer.visible import printable

#: Endings of what the folder of pages may hold: pages, looks, pictures and data, and nothing that browsers run.
PUBLISHED = {".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".css", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
PUBLISHED |= {".ico", ".woff2", ".csv", ".json", ".geojson", ".txt", ".pdf", ".bib", ".cff"}


#: Folders in one another: more is a mistake, or meant to stop those who walk through them.
DEEPEST = 20


def foreign_files(project: Project) -> Iterator[Problem]:
    """A problem for each such file in the folders of data, charts, pages and macros, and for a site that is none.

    A link could publish what lies outside the project, or lead the builder in circles; a pipe would keep it waiting.
    Raises `MachineError` when the folder of the site cannot be read.
    """
    for folder in (project.data, project.charts, project.docs, project.own_parts):
        for path, wrong in _foreign(folder, project):
            yield Problem(Place(printable(project.name_of(path))), wrong)
    if _holds_no_site(project.site):
        message = "the folder holds what no build has made – move that away, or name another as site_dir"
        yield Problem(Place(printable(project.name_of(project.site))), message)


def _holds_no_site(folder: Path) -> bool:
    """Whether a folder holds files that are no site: the build would put its own in their place."""
    marks = (folder / "index.html", folder / "sitemap.xml")
    with machine_faults_explained(folder):
        return folder.is_dir() and any(folder.iterdir()) and not any(mark.exists() for mark in marks)


def _foreign(top: Path, project: Project) -> Iterator[tuple[Path, str]]:
    """What is wrong in a folder, at any depth: where, and what."""
    todo = [top] if top.is_dir() else []
    while todo:
        folder = todo.pop()
        if len(folder.relative_to(top).parts) > DEEPEST:
            yield folder, f"the folders nest deeper than {DEEPEST} levels – flatten them"
            continue
        try:
            with os.scandir(folder) as found:
                entries = [*found]
        except OSError as error:
            yield folder, f"the folder cannot be read ({error.strerror}) – check that it may be read"
            continue
        for entry in entries:
            wrong = _reason(entry) or (_unpublished(entry, project) if top == project.docs else None)
            if wrong is not None:
                yield Path(entry.path), wrong
            elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                todo.append(Path(entry.path))


def _unpublished(entry: os.DirEntry[str], project: Project) -> str | None:
    """What is wrong with a file among the pages that may be code."""
    ending = splitext(entry.name)[1].lower()
    if entry.name.startswith(".") or not entry.is_file() or ending in PUBLISHED:
        return None
    path = Path(entry.path)
    if path in (project.files, project.chart_pages):  # in the way, which is told where it matters
        return None
    return f'a file "*{path.suffix}" may be code, and is not published – write a page in Markdown instead'


def _reason(entry: os.DirEntry[str]) -> str | None:
    if entry.is_symlink() and not _leads_nowhere(entry):
        return "this is a link to another place – put the file itself here"
    if entry.name.startswith("."):  # of editors and version control
        return None
    if not entry.name.isprintable() or set(entry.name) & set("{}"):
        return "the name of this file holds braces, or characters that cannot be seen – rename it"
    if not (entry.is_file() or entry.is_dir()):
        return "this is neither a file nor a folder – remove it"
    return None


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Whether a link's target is missing, as with the locks of some editors, whose names begin with a dot."""
    try:
        entry.stat()
    except FileNotFoundError:
        return entry.name.startswith(".")
    except OSError:
        return False
    return False
