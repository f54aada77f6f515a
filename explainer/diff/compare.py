"""Compares the working tree with a revision."""

import subprocess
import sys
from pathlib import Path

from explainer.data import Dataset
from explainer.diff.change import KINDS, Change, Report, What
from explainer.diff.entries import changed_entries
from explainer.diff.readings import changed_reading
from explainer.diff.revision import Snapshots, copy_drawn, snapshots
from explainer.diff.sentences import changed_pages
from explainer.drawing.registry import find_charts
from explainer.errors import ExplainerError, MachineError, ProblemsFound
from explainer.manifest import ChartRecord, read_manifest
from explainer.prepare import prepare
from explainer.project import Project
from explainer.site import check_data
from explainer.visible import visible

Pictures = dict[str, tuple[bytes | None, bytes | None]]


def compare(project: Project, revision: str, *, with_pages: bool = True) -> Report:
    """Everything that changes: entries, charts (both sides are drawn) and pages, if wanted (both sites are built).

    The revision's charts run, and its macros for pages. Raises `ExplainerError` when it cannot be had or built, and
    `ProblemsFound` for problems in the working tree.
    """
    with snapshots(project, revision) as sides:
        before, after = _datasets(sides, revision)
        entries = changed_entries(before, after)
        old, new = (Project.load(root) for root in (sides.old, sides.new))
        copy_drawn(project, sides.new)
        prepare(new, after, find_charts(new))
        copy_drawn(new, sides.old)  # so that it draws only what is different
        _build(sides, revision, with_pages=with_pages)
        charts, pictures = _changed_charts(old, new)
        pages = changed_pages(_site(sides.old), _site(sides.new)) if with_pages else ()
        order = list(KINDS)
        changes = sorted((*entries, *charts, *pages), key=lambda change: order.index(change.kind))
        return Report(revision, sides.commit, tuple(changes), pictures)


def compare_data(project: Project, revision: str) -> tuple[Dataset, Dataset]:
    """The data of the revision and of the working tree; nothing is drawn and no code of the revision runs.

    Raises `ExplainerError` as `compare` does.
    """
    with snapshots(project, revision) as sides:
        return _datasets(sides, revision)


def _datasets(sides: Snapshots, revision: str) -> tuple[Dataset, Dataset]:
    new, _ = check_data(Project.load(sides.new))
    try:
        old, _ = check_data(Project.load(sides.old))
    except ExplainerError as error:
        first, *others = error.format_message().splitlines()
        more = f", and {len(others)} more" if isinstance(error, ProblemsFound) and others else ""
        message = (
            f'the revision "{revision}" does not pass the checks of today – compare with a later one ({first}{more})'
        )
        raise ExplainerError(message) from None
    return old, new


def _site(root: Path) -> Path:
    return root.parent / f"{root.name}-site"


def _build(sides: Snapshots, revision: str, *, with_pages: bool) -> None:
    """Build both sites, side by side, or else only draw the old side.

    Raises `ExplainerError` with the last thing that a side says.
    """
    folders = [(sides.old, _site(sides.old)), (sides.new, _site(sides.new))] if with_pages else [(sides.old,)]
    running = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "explainer.diff.side", *map(str, each)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in folders
    ]
    outcomes = [(process.communicate()[1], process.returncode) for process in running]
    names = (f'the revision "{revision}"', "the working tree")
    for name, (said, code) in zip(names, outcomes, strict=False):
        if code:
            reason = said.strip().splitlines()[-1] if said.strip() else "its builder ended early"
            message = f"{name} cannot be built by today's code ({reason}) – mend it, or name another revision"
            raise (MachineError if code == MachineError.exit_code else ExplainerError)(message)


def _changed_charts(old: Project, new: Project) -> tuple[list[Change], Pictures]:
    """The charts of which any file differs, and what they look like on both sides."""
    before, after = read_manifest(old), read_manifest(new)
    changes: list[Change] = []
    pictures: Pictures = {}
    for chart_id in sorted({*before, *after}):
        a, b = before.get(chart_id), after.get(chart_id)
        if a is None or b is None or a.files != b.files:
            what: What = "redrawn" if a and b else "added" if b else "removed"
            differences = tuple(changed_reading(a.reading, b.reading)) if a and b else ()
            changes.append(Change("chart", chart_id, what, _title(b or a), differences))
            pictures[chart_id] = (_picture(old, chart_id), _picture(new, chart_id))
    return changes, pictures


def _title(record: ChartRecord | None) -> str:
    return visible(record.reading.title) if record else ""


def _picture(project: Project, chart_id: str) -> bytes | None:
    path = project.files / "charts" / f"{chart_id}.svg"
    return path.read_bytes() if path.is_file() else None
