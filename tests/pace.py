"""Which tests are quick, so that all of them together take seconds: those that neither build nor browse.

A test is slow by the fixtures that it uses, or where it says so (`pytest.mark.slow`). All others may not do what takes
long, so that none of them becomes slow unnoticed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import pytest

#: Fixtures that are slow to make, and so is every test that uses one.
SLOW = {
    *("own_project", "addressed_project", "own_bundle", "single_file", "taught", "built_scripts", "leftwards_scripts"),
    *("chromium", "firefox"),
}
#: Commands that draw, build or serve.
BUILDING = {"build", "bundle", "charts", "diff", "release", "serve"}

P = ParamSpec("P")
T = TypeVar("T")

_running: pytest.Item | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark tests as slow that are so by their fixtures."""
    for item in items:
        if not SLOW.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note which test it is whose work begins."""
    global _running  # noqa: PLW0603
    _running = item


@contextmanager
def for_all() -> Iterator[None]:
    """Let what is made once, for all tests, take its time."""
    global _running  # noqa: PLW0603
    noted, _running = _running, None
    yield
    _running = noted


def takes_long(work: Callable[P, T]) -> Callable[P, T]:
    """Have a function refuse to do its work in a test that is not slow."""

    @wraps(work)
    def done(*arguments: P.args, **options: P.kwargs) -> T:
        require_slow(work.__name__)
        return work(*arguments, **options)

    return done


def require_slow(what: str) -> None:
    """Fail a test that is about to do what takes long, unless it is slow."""
    if _running is not None and _running.get_closest_marker("slow") is None:
        pytest.fail(f"this test does what takes long ({what}) – mark it with @pytest.mark.slow, or do without")
