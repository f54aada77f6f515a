"""What stands among a project's files and is no plain file of its own: links, pipes, devices, names nobody can read."""

import os
from collections.abc import Iterator
from pathlib import Path

from explainer.errors import Place, Problem, printable
from explainer.project import Project

#: Endings of files that browsers run, and that the builder would publish as they are.
CODE = {".htm", ".html", ".js", ".mht", ".mjs", ".shtml", ".swf", ".wasm", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"}


def foreign_files(project: Project) -> Iterator[Problem]:
    """A problem for each such file in the folders of data, charts, pages and macros.

    A link could publish what lies outside the project, or lead the builder in circles; a pipe would keep it waiting.
    """
    folders = [project.data, project.charts, project.docs]
    folders += [project.root / project.macros.partition(".")[0]] if project.macros else []
    for folder in folders:
        yield from _foreign(folder, project)
    for path in sorted(project.docs.rglob("*")):
        if path.suffix.lower() in CODE:
            message = f"a file *{path.suffix} would be published as code – write a page in Markdown instead"
            yield Problem(Place(printable(project.name_of(path))), message)


def _foreign(folder: Path, project: Project) -> Iterator[Problem]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            path = Path(entry.path)
            wrong = _reason(entry)
            if wrong is not None:
                yield Problem(Place(printable(project.name_of(path))), wrong)
            elif entry.is_dir():
                yield from _foreign(path, project)


def _reason(entry: os.DirEntry[str]) -> str | None:
    if entry.name.startswith("."):  # of editors and version control: neither read nor published
        return None
    if not entry.name.isprintable():
        return "the name of this file holds characters that cannot be seen – rename it"
    if entry.is_symlink():
        return "this is a link to another place – put the file itself here"
    if not (entry.is_file() or entry.is_dir()):
        return "this is neither a file nor a folder – remove it"
    return None
