"""What is still to do: every place that says `TODO`, as the stubs of new things do until somebody fills them in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from explainer.calls import written_pages
from explainer.errors import Place, Problem, ProblemsFound
from explainer.project import Project
from explainer.prose import prose_of

MARK = re.compile(r"\bTODO\b[^\n]*")
#: What may follow the words in a line: the end of a comment, a quote, a tag or a cell.
END = " \t\r\"',)<>"


def todos(project: Project) -> Iterator[Problem]:
    """Each place in data, in the code of charts and in what pages say, with the words that stand there."""
    for path in sorted(project.data.rglob("*")):
        if path.suffix in (".yml", ".csv"):
            yield from _todos_in(path, project)
    for path in sorted(project.charts.rglob("*.py")):
        yield from _todos_in(path, project)
    for path in written_pages(project):
        yield from _todos_in(path, project, prose_of)


def require_done(project: Project) -> None:
    """Raises `ProblemsFound` when anything is still to do."""
    found = [Problem(each.place, f"{each.message} – fill it in, or remove it") for each in todos(project)]
    if found:
        raise ProblemsFound(found)


def _todos_in(path: Path, project: Project, seen: Callable[[str], str] = str) -> Iterator[Problem]:
    try:
        text = path.read_bytes()
    except OSError:  # which is told by those who read it
        return
    if b"TODO" not in text:  # as in nearly all files
        return
    for number, line in enumerate(seen(text.decode("utf-8", "replace")).split("\n"), start=1):
        for found in MARK.finditer(line):
            yield Problem(Place(project.name_of(path), number, found.start() + 1), found[0].rstrip(END))
