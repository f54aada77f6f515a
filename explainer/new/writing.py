"""Writing a stub: all of its files or none, and only if the project passes its checks with it as it did without."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path

from explainer.errors import Problem, ProblemsFound, remedy_of
from explainer.files import write_atomically
from explainer.new.stubs import Stub
from explainer.painters import Painters
from explainer.progress import say
from explainer.project import Project
from explainer.survey import Survey, survey
from explainer.writing import sole_writer, undone_when_ended


class StubDoesNotPass(ProblemsFound):
    """Problems that a stub has brought; the project is as it was."""

    outcome = "the stub was taken back"


def write(root: Path, make: Callable[[Survey], Stub]) -> Stub:
    """Write what `make` makes of a project.

    Raises `ExplainerError` when it cannot be read, or has more problems with the stub; all files are then as they were,
    but for those that somebody has saved meanwhile.
    """
    project = Project.load(root)
    with sole_writer(project):
        before = survey(project)
        if not (before.read.is_complete and before.charts.is_complete):
            raise ProblemsFound(before.problems)
        stub = make(before)
        with undone_when_ended(), _taken_back(project, stub.files):
            for path, content in stub.files.items():
                write_atomically(path, content)
            after = survey(Project.load(root))
            known = {_kept(each) for each in before.problems}
            problems = [each for each in after.problems if _kept(each) not in known]
            problems += _undrawable(before, after)
            if problems:
                raise StubDoesNotPass(problems)
    return stub


def _kept(problem: Problem) -> tuple[str, str]:
    """A problem without its line, which a stub may move, and its remedy, which may name the stub."""
    return problem.place.file, remedy_of(problem.message)[0]


def _undrawable(before: Survey, after: Survey) -> Iterable[Problem]:
    """The problems of drawing charts that are new."""
    charts = [chart for chart_id, chart in after.charts.charts.items() if chart_id not in before.charts.charts]
    if not charts or after.problems:
        return
    with Painters(after.project, after.data) as painters:
        for _, result in painters.draw(charts, lambda _: inf, pngs=False):
            yield from result if isinstance(result, tuple) else ()


@contextmanager
def _taken_back(project: Project, files: Mapping[Path, bytes]) -> Iterator[None]:
    """Files as they were before the block wrote these, and no new folders, when it fails or is stopped.

    What somebody else has written into them since stays.
    """
    were = {path: path.read_bytes() if path.exists() else None for path in files}
    added = {path.parent for path in were if not path.parent.exists()}
    try:
        yield
    except BaseException:
        for path, content in were.items():
            if path.exists() and path.read_bytes() not in (files[path], content):
                say(
                    f"{project.name_of(path)} was saved by somebody else meanwhile and stays – take the stub out of it."
                )
            elif content is None:
                path.unlink(missing_ok=True)
            else:
                write_atomically(path, content)
        for folder in added:
            with suppress(OSError):  # something else stands there by now
                folder.rmdir()
        raise
