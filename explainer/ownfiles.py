"""What stands among a project's files and is no plain file of its own: links, pipes, devices, names nobody can read."""

import os
from collections.abc import Iterator
from pathlib import Path

from explainer.errors import Place, Problem, printable
from explainer.project import Project

#: Endings of what the folder of pages may hold: pages, looks, pictures and data, and nothing that browsers run.
PUBLISHED = {".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".css", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
PUBLISHED |= {".ico", ".woff2", ".csv", ".json", ".geojson", ".txt", ".pdf", ".bib", ".cff"}


def foreign_files(project: Project) -> Iterator[Problem]:
    """A problem for each such file in the folders of data, charts, pages and macros, and for a site that is none.

    A link could publish what lies outside the project, or lead the builder in circles; a pipe would keep it waiting.
    """
    folders = [project.data, project.charts, project.docs]
    folders += [project.root / project.macros.partition(".")[0]] if project.macros else []
    for folder in folders:
        yield from _foreign(folder, project)
    for path in sorted(project.docs.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(project.docs).parts)
        is_place_of_ours = path in (project.files, project.chart_pages)  # which is told where it is in the way
        if path.is_file() and not hidden and not is_place_of_ours and path.suffix.lower() not in PUBLISHED:
            message = f'a file "*{path.suffix}" may be code, and is not published – write a page in Markdown instead'
            yield Problem(Place(printable(project.name_of(path))), message)
    if _holds_no_site(project.site):
        message = "the folder holds what no build has made – move that away, or name another as site_dir"
        yield Problem(Place(printable(project.name_of(project.site))), message)


def _holds_no_site(folder: Path) -> bool:
    """Whether a folder holds files that are no site: the build would put its own in their place."""
    marks = (folder / "index.html", folder / "sitemap.xml")
    return folder.is_dir() and any(folder.iterdir()) and not any(mark.exists() for mark in marks)


def _foreign(folder: Path, project: Project) -> Iterator[Problem]:
    if not folder.is_dir():
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda each: each.name)
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror}) – check that it may be read"
        yield Problem(Place(printable(project.name_of(folder))), message)
        return
    for entry in entries:
        path = Path(entry.path)
        wrong = _reason(entry)
        if wrong is not None:
            yield Problem(Place(printable(project.name_of(path))), wrong)
        elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _foreign(path, project)


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
