"""What facts rest on, units of their checks, and their dates, through the command line."""

import json
from pathlib import Path

import pytest

from explainer.data.dating import is_later
from explainer.project import Project
from explainer.survey import survey_data
from tests.projects import explainer, replace

FACTS = "data/facts/rivers.yml"
SOURCES, LAKES = "data/sources/rivers.yml", "data/tables/lakes.yml"
DATE = "value: 2023-03-01, unit: date"
CELL = """, check: 'cell("rivers", "Ырғыз", "surveyed")'"""
#: What is written instead of what in which file, and how the problem of it begins.
WRONG = {
    "share without 100": (
        (FACTS, "check: 100 * cell(", "check: cell("),
        f'{FACTS}:17:14: the fact "length.longest_pct" is in percent, its check gives a ratio, which is a percentage',
    ),
    "length added to a share": (
        (FACTS, "days(survey.end, survey.start)", "length.total + length.longest_pct"),
        f'{FACTS}:29:14: the formula "length.total + length.longest_pct" adds or subtracts kilometres and percent',
    ),
    "share of a table without 100": (
        (LAKES, "share_pct = 100 * area", "share_pct = area"),
        f'{LAKES}:12:5: the column "share_pct" is in percent, the check gives a ratio',
    ),
    "check in a circle": (
        (FACTS, 'check: sum("rivers", "length")', "check: length.total"),
        f'{FACTS}:11:14: the check of "length.total" names the fact itself, which proves nothing',
    ),
    "checks in a circle": (
        (FACTS, 'check: sum("rivers", "length")', "check: 100 * survey.days / length.longest_pct"),
        f'{FACTS}:9:14: the fact "length.total" says 30.50, its check gives 87.7976',
        f'{FACTS}:17:14: the check of "length.longest_pct" rests on length.total and that on it',
    ),
    "date that is not that of the table": (
        (FACTS, DATE, DATE + CELL),
        f'{FACTS}:24:49: the fact "survey.end" says 2023-03-01, its check gives 2023-04-05',
    ),
    "date that is computed": (
        (FACTS, DATE, f"{DATE}, check: length.total + 1"),
        f'{FACTS}:24:80: the fact "survey.end" is no number – let its check name one fact or one cell',
    ),
    "fact after its sources": (
        (FACTS, "as_of: 2023-04-05", "as_of: 2023-05-01"),
        f"{FACTS}:3:10: as_of: 2023-05-01 is after all of its sources, the last of which is of 2023-04 – correct",
    ),
    "event after its sources": (
        (SOURCES, "published: 2024", "published: 2024-02"),
        "data/events/rivers.yml:8:9: date: 2024-03-01 is after all of its sources, the last of which is of 2024-02",
    ),
    "source after the edition": (
        (SOURCES, "published: 2024", "published: 2025"),
        f"{SOURCES}:14:14: published: 2025 is after the edition of 2024-05-06 – correct it",
    ),
    "table after the edition": (
        (LAKES, "as_of: 2023", "as_of: 2024-06"),
        f"{LAKES}:3:8: as_of: 2024-06 is after the edition of 2024-05-06",
    ),
}


def problems(project: Path) -> list[str]:
    return [str(problem) for problem in sorted(survey_data(Project.read(project)).problems)]


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_right_is_reported_once(project: Path, case: str) -> None:
    (file, old, new), *expected = WRONG[case]
    replace(project / file, old, new)
    found = problems(project)
    assert len(found) == len(expected), found
    assert all(one.startswith(other) for one, other in zip(found, expected, strict=True)), found


def test_plans_may_lie_ahead(project: Path) -> None:
    replace(project / SOURCES, "published: 2024", "published: 2024-02")
    replace(project / "data/events/rivers.yml", "category: result", "category: planned")
    replace(project / "data/events/rivers.yml", "date: 2024-03-01", "date: 2025-03-01")
    replace(project / FACTS, "as_of: 2023-04-05", "as_of: 2023-05-01")
    assert len(problems(project)) == 1
    replace(project / FACTS, "kilometres long in all.", "kilometres long in all, as planned.")
    assert problems(project) == []


def test_a_search_in_vain_may_be_later_than_what_it_rests_on(project: Path) -> None:
    replace(project / FACTS, "as_of: 2023-04-05", "as_of: 2024-04-01")
    assert len(problems(project)) == 1
    replace(project / FACTS, "kilometres long in all.", "kilometres long in all. No page that was read says more.")
    assert problems(project) == []


def test_a_date_that_is_that_of_the_table(project: Path) -> None:
    replace(project / FACTS, DATE, "value: 2023-04-05, unit: date" + CELL)
    replace(project / FACTS, "value: 59", "value: 94")
    assert problems(project) == []


def test_partial_dates_are_compared_as_far_as_both_go() -> None:
    assert is_later("2022-11-20", "2022-10")
    assert is_later("2023", "2022-12-31")
    assert not is_later("2022-11-20", "2022-11")
    assert not is_later("2022", "2022-11-20")


def test_the_report_says_what_facts_rest_on_and_what_is_offered(project: Path) -> None:
    replace(project / FACTS, '      check: sum("rivers", "length")\n', "")
    replace(
        project / FACTS,
        "start: {label: First day of the survey",
        "rest: {label: Rest, value: 10.00, unit: kilometres}\n    start: {label: First day of the survey",
    )
    result = explainer(project, "check", "--report")
    assert result.stdout.splitlines() == [
        "topic   recomputed       bound     literal",
        "rivers           2           0           4",
        "all              2           0           4",
    ]
    text = (project / "data/tables/rivers.csv").read_text("utf-8")
    (project / "data/tables/rivers.csv").write_text(text.replace("20.50", "20.75"), "utf-8")
    replace(project / FACTS, "value: 10.00", "value: 20.75")
    replace(project / FACTS, "value: 30.50", "value: 30.75")
    replace(project / FACTS, "value: 67.2", "value: 67.5")
    result = explainer(project, "check", "--report")
    assert result.stdout.splitlines()[3:] == [
        f'{FACTS}:22:5: survey.rest could be checked: cell("rivers", "Ырғыз", "length")'
    ]


def test_counts_tell_recomputed_bound_and_literal(project: Path) -> None:
    counts = json.loads(explainer(project, "check", "--format", "json").stdout)["counts"]
    assert (counts["recomputed"], counts["bound"], counts["literal"]) == (2, 1, 2)
    assert explainer(project, "check", "--format", "json", "--report").returncode == 2
