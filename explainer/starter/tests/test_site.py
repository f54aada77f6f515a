"""What must hold of this explainer, beside what `explainer check` finds in any: here stands what matters to you."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site, which there is only when everything is as it must be."""
    explainer("build")
    return ROOT / "site"


def test_data_charts_and_pages_pass_all_checks() -> None:
    explainer("check")


def test_readers_see_the_length_of_a_year(site: Path) -> None:
    assert "365.2425" in (site / "calendar/index.html").read_text(encoding="utf-8")


def test_the_table_can_be_downloaded_as_it_is(site: Path) -> None:
    table = "tables/calendar-changes.csv"
    assert (site / "files" / table).read_bytes() == (ROOT / "data" / table).read_bytes()


def explainer(*arguments: str) -> None:
    """Run the command line in this project; what it finds wrong fails the test."""
    command = [sys.executable, "-m", "explainer", *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
