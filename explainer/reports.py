"""What was found, for those who read it and for programs: plain lines, one JSON object, or annotations of GitHub."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from explainer.data import Dataset
from explainer.data.grounds import Ground, by_topic, grounds, offers
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound, remedy_of
from explainer.survey import Survey
from explainer.todo import todos

#: The version of the JSON object: raised when something that was there changes its meaning or goes.
VERSION = 1
#: The word for each exit status.
OUTCOMES = {0: "well", 1: "problems", 3: "stopped"}


def as_json(
    error: ExplainerError | None, counts: Mapping[str, int], links: Sequence[Mapping[str, Any]] | None = None
) -> str:
    """One JSON object with the outcome, the counts, and each problem; and `links` if they were asked for.

    `outcome` is `well`, `problems` (of the project's files) or `stopped` (by the machine). A problem has `file`
    (relative to the project), `line` and `column` (from 1), each null where it is not known, `message`, and `remedy` or
    null.
    """
    problems = [_plain(error)] if error else []
    if isinstance(error, ProblemsFound):
        problems = [_plain(problem) for problem in error.problems]
    report = {
        "version": VERSION,
        "outcome": OUTCOMES[error.exit_code if error else 0],
        "counts": {"problems": len(problems), **counts},
        "problems": problems,
        **({} if links is None else {"links": links}),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_annotations(error: ExplainerError, root: Path) -> Iterable[str]:
    """A workflow command of GitHub for each problem, with files relative to the folder that `root` is relative to."""
    if isinstance(error, ProblemsFound):
        yield from (_annotation("error", problem, root) for problem in error.problems)
    else:
        yield f"::error::{_escaped(error.format_message())}"


def as_warnings(found: Survey, root: Path) -> Iterable[str]:
    """A workflow command of GitHub for each place where something is still to do, likewise."""
    return (_annotation("warning", problem, root) for problem in todos(found.project))


def counts(found: Survey | None) -> dict[str, int]:
    """How many things of each kind could be read, and how many charts could not be verified."""
    if found is None:
        return {}
    data = found.data
    totals = Counter(grounds(data).values())
    return {
        "facts": len(data.facts),
        **{ground.value: totals[ground] for ground in Ground},
        "tables": len(data.tables),
        "sources": len(data.sources),
        "charts": len(found.charts.charts),
        "unverified": len(found.undrawn),
        "todo": sum(1 for _ in todos(found.project)),
    }


def summary(found: Survey) -> Iterable[str]:
    """Lines about a project without problems."""
    count = counts(found)
    yield (
        f"No problems: {count['facts']} facts ({count['recomputed']} recomputed, {count['bound']} bound to a table), "
        f"{count['tables']} tables, {count['sources']} sources, {count['charts']} charts."
    )
    if found.undrawn:
        yield f"Not verified, as not drawn yet: {len(found.undrawn)} of the charts – run “explainer build”."
    if count["todo"]:
        yield "Still to do, before an edition can be made:"
        yield from map(str, todos(found.project))


def table_of_grounds(data: Dataset) -> Iterable[str]:
    """Lines that say how many facts of each topic rest on what, and which literal ones could be checked."""
    topics = by_topic(data)
    rows = {**topics, "all": sum(topics.values(), Counter())}
    width = max(len(topic) for topic in ("topic", *rows))
    yield f"{'topic':<{width}}" + "".join(f"{ground.value:>12}" for ground in Ground)
    for topic, numbers in rows.items():
        yield f"{topic:<{width}}" + "".join(f"{numbers[ground]:>12}" for ground in Ground)
    for offer in offers(data):
        yield f"{data.places['fact', offer.fact.id]}: {offer.fact.id} could be checked: {offer.formula}"


def _plain(problem: Problem | ExplainerError) -> dict[str, Any]:
    place = problem.place if isinstance(problem, Problem) else Place("")
    what, remedy = remedy_of(problem.message)
    return {
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
        "message": what,
        "remedy": remedy,
    }


def _annotation(level: str, problem: Problem, root: Path) -> str:
    place = problem.place
    given = {"file": (root / place.file).as_posix(), "line": place.line, "col": place.column}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value)
    return f"::{level} {properties}::{_escaped(' '.join(problem.message.split()))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
