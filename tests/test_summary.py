"""The table at the end of a run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import ROOT
from tests.summary import fact_grounds

pytestmark = pytest.mark.slow

TESTS = """
import pytest

@pytest.mark.parametrize("number", range(3))
def test_input(number, record_property):
    record_property("bad input", "ended in a clean report" if number else "hung")
    record_property("bad input", "ended in a clean report")
    assert number < 2

def test_nothing():
    pass
"""


@pytest.mark.parametrize("options", [["-q", "-n", "2"], ["-n", "0"]], ids=["quiet and spread", "by itself"])
def test_counts_what_tests_recorded(tmp_path: Path, options: list[str]) -> None:
    output = run(tmp_path, *options)
    rows = [tuple(line.rsplit(maxsplit=1)) for line in output.splitlines()]
    grounds = [(f"  {what}", f"{count:,}") for what, count in fact_grounds().items()]
    assert grounds[0] in rows
    start = rows.index(("Facts", f"{sum(fact_grounds().values()):,}"))
    assert rows[start + 1 : start + 1 + len(grounds)] == grounds
    assert rows[start + 1 + len(grounds) :][:6] == [
        ("Bad inputs tried", "6"),
        ("  ended in a clean report", "5"),
        ("  hung", "1"),
        ("Kills survived", "0"),
        ("  the old site stayed", "0"),
        ("  the new site was in place", "0"),
    ]


def test_a_part_that_records_nothing_ends_without_it(tmp_path: Path) -> None:
    output = run(tmp_path, "-k", "nothing")
    assert "1 passed" in output
    assert "Facts" not in output


def run(folder: Path, *options: str) -> str:
    (folder / "conftest.py").write_text("from tests.summary import pytest_terminal_summary\n")
    (folder / "test_it.py").write_text(TESTS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        *options,
        str(folder),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False).stdout
