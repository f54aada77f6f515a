"""Work that a fork does meanwhile."""

import os
import signal

import pytest

from explainer.children import beside, forks

alone = pytest.mark.skipif(forks() < 2, reason="on one core, or where forks are not safe, there are none")


@alone
def test_a_fork_does_the_work() -> None:
    assert beside(os.getpid)() != os.getpid()


@alone
def test_a_fork_that_is_killed_costs_only_time() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert beside(work)() == "done"


@alone
def test_what_work_raises_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    wait = beside(lambda: ""[1])
    with pytest.raises(IndexError):
        wait()
    assert capfd.readouterr() == ("", "")
