"""One table at the end of a run: what facts rest on, which bad inputs were tried and how they ended, kills survived.

Tests take part by `record_property("bad input", outcome)` or `record_property("kill", outcome)`, once for each input or
kill, in words that say how it ended. A run without any of these, or of some tests only, ends without the table.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from _pytest.terminal import TerminalReporter

from explainer.data import load_dataset
from explainer.data.grounds import Ground, grounds
from explainer.project import Project
from tests.projects import ROOT

#: What tests record, the heading of its rows, and outcomes that are shown even when none was seen.
RECORDED = {
    "bad input": ("Bad inputs tried", ("ended in a clean report",)),
    "kill": ("Kills survived", ("the old site stayed", "the new site was in place")),
}


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the table; reports carry what tests recorded, also from other processes."""
    reports = [report for each in terminalreporter.stats.values() for report in each]
    recorded = Counter(
        (name, str(outcome))
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, outcome in report.user_properties
        if name in RECORDED
    )
    if recorded and not terminalreporter.stats.get("deselected"):
        terminalreporter.write_sep("=", "facts, bad inputs, kills")
        for line in _table(recorded):
            terminalreporter.write_line(line)


def _table(recorded: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield from _rows("Facts", fact_grounds())
    for name, (heading, outcomes) in RECORDED.items():
        seen = {outcome: count for (each, outcome), count in sorted(recorded.items()) if each == name}
        yield from _rows(heading, {**dict.fromkeys(outcomes, 0), **seen})


def _rows(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{heading:<40}{sum(counts.values()):>8,}"
    for what, count in counts.items():
        yield f"  {what:<38}{count:>8,}"


def fact_grounds() -> Mapping[str, int]:
    """How many of this project's facts rest on what."""
    project = Project.read(ROOT)
    totals = Counter(grounds(load_dataset(project.data, project.root)).values())
    return {ground.value: totals[ground] for ground in Ground}
