"""What was measured, as a table with ratios to this project."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.timing import Usage, medians

#: Which peer the others are held against.
OURS = "explainer"
FIRST, NOTHING, CELL, SENTENCE = "first", "nothing changed", "cell changed", "sentence changed"


@dataclass(frozen=True)
class Build:
    """A build by a peer after something was changed; it is right when its page shows what table and text say."""

    peer: str
    what: str
    usage: Usage
    is_right: bool


@dataclass(frozen=True)
class Result:
    """What builds of one kind took in the middle, and whether all of them were right.

    `what` is what was changed, and behind a comma the cure of a drawing that was stale after that.
    """

    peer: str
    what: str
    usage: Usage
    runs: int
    is_right: bool

    def as_plain(self) -> dict[str, Any]:
        """The result as a file holds it."""
        plain = asdict(self)
        return {**plain, "usage": {name: round(value, 3) for name, value in plain["usage"].items()}}


def results_of(builds: Iterable[Build]) -> list[Result]:
    """A result for each kind of build of each peer, in the order of their first builds."""
    groups: dict[tuple[str, str], list[Build]] = {}
    for build in builds:
        groups.setdefault((build.peer, build.what), []).append(build)
    return [
        Result(peer, what, medians([each.usage for each in group]), len(group), all(each.is_right for each in group))
        for (peer, what), group in groups.items()
    ]


def table(results: Sequence[Result]) -> str:
    """A line for each result, with ratios to this project's after the same change."""
    own = {result.what: result.usage for result in results if result.peer == OURS}
    lines = [f"{'':22}{'build':34}{'wall s':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}{'MB':>7}  drawings"]
    for result in results:
        usage, same = result.usage, own[result.what.partition(",")[0]]
        lines.append(
            f"{result.peer:22}{result.what:34}{usage.wall:9.2f}{usage.wall / same.wall:8.1f}"
            f"{usage.cpu:9.2f}{usage.cpu / same.cpu:8.1f}{usage.tree:7.0f}  {'right' if result.is_right else 'stale'}"
        )
    return "\n".join(lines)


def best(results: Sequence[Result]) -> str:
    """For each kind of build, the fastest of those peers that never show a stale drawing, beside this project.

    After a change of data, the fastest cure of the others follows.
    """
    stale = {result.peer for result in results if not result.is_right}
    lines = []
    for own in results:
        if own.peer == OURS:
            correct = [each for each in results if each.what == own.what and each.peer not in {*stale, OURS}]
            cured = [each for each in results if each.what.startswith(f"{own.what}, ") and each.is_right]
            lines += [
                f"{first.what}: {first.peer} takes {first.usage.wall / own.usage.wall:.1f} times as long"
                for first in (min(group, key=lambda each: each.usage.wall) for group in (correct, cured) if group)
            ]
    return "\n".join(lines)
