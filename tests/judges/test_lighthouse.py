"""What of Lighthouse's judgement does not depend on the machine; its timings are in `benchmarks/readers.py`."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.browser.visits import MAIN
from tests.judges.hosting import host
from tests.judges.lighthouse import judge

pytestmark = pytest.mark.browser
#: No page is judged twice.
judged = cache(judge)


@pytest.fixture(scope="module")
def hosted(own_project: Path) -> Iterator[str]:
    with host(own_project / "site") as address:
        yield address


@pytest.mark.parametrize("name", MAIN, ids=lambda name: name.strip("/") or "home")
def test_page_has_full_marks_and_holds_still(hosted: str, chromium: str, name: str) -> None:
    judgement = judged(hosted + name, chromium)
    marks = (judgement.accessibility, judgement.best_practices, judgement.seo)
    assert marks == (100, 100, 100), judgement.faults
    assert judgement.shift == 0


def test_first_view_of_the_election_is_light(hosted: str, chromium: str) -> None:
    """All that a reader's first visit fetches, compressed as a host does."""
    transferred = judged(hosted + "election/", chromium).transferred
    assert sum(transferred.values()) <= 150_000, transferred
