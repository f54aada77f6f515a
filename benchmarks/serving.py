"""Times a preview in a browser: from the moment a file is written until the page shows it.

Beside it stands Zensical's own preview of the same pages with all macros expanded, in which a sentence is edited. It
knows no data, so that a cell cannot be edited there, draws nothing, and checks nothing.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from benchmarks.browser import chromium
from benchmarks.plain import expand_pages
from benchmarks.subjects import REAL, SENTENCE, Subject, prepare
from benchmarks.timing import as_for_people, measure, python
from tests.previews import free_port

SIZES = (REAL, "100", "500")
RUNS = 7
#: Seconds that are left to a preview after each change, for what it does when a page has been shown.
PAUSE = 4.0
#: Milliseconds that a page is waited for.
PATIENCE = 600_000
#: Where a reader has scrolled to.
BELOW = 600


@dataclass(frozen=True)
class Shown:
    """How long it took until changes were shown, and how much of the processors, both in seconds; medians.

    `kept` tells whether readers stayed where they were.
    """

    wall: float
    cpu: float
    kept: bool


def main() -> None:
    """Measure explainers of the sizes that the command line names, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help=f"{REAL}, or numbers of pages [default: {[*SIZES]}]")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"how often each change is made [default: {RUNS}]")
    options = parser.parse_args()
    with chromium() as browser:
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as work:
                subject = prepare(size, Path(work) / "ours")
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                for what, shown in measure_size(subject, Path(work), page, options.runs):
                    place = "" if shown.kept else "; readers lose their place"
                    print(
                        f"{size:>5} {what:28} {shown.wall:6.2f} s, {shown.cpu:6.2f} s of processors{place}", flush=True
                    )
                page.close()


def measure_size(subject: Subject, work: Path, page: Page, runs: int) -> Iterator[tuple[str, Shown]]:
    """Measure the previews of an explainer, by what is changed in which."""
    measure(python("explainer", "charts"), subject.folder)
    plain = work / "plain"
    expand_pages(subject.folder, plain)  # while charts are as a build wants them
    (chart,) = subject.charts_of_cell()[:1]
    with preview(python("explainer", "serve", "--port"), subject.folder) as (address, process):
        page.goto(f"{address}{subject.page.removesuffix('.md')}/", timeout=PATIENCE)
        figure = f"document.querySelector('#{chart} svg')?.outerHTML"
        yield "a cell", changes(page, process, subject.change_cell, figure, runs)
        yield "a sentence", changes(page, process, subject.change_sentence, SENTENCES, runs)
    with preview(python("zensical", "serve", "--dev-addr"), plain) as (address, process):
        page.goto(f"{address}{subject.page.removesuffix('.md')}/", timeout=PATIENCE)
        change = Subject(**{**vars(subject), "folder": plain}).change_sentence
        yield "a sentence, with Zensical", changes(page, process, change, SENTENCES, runs)


#: How often the sentence stands in the page; 0 also where a preview shows none.
SENTENCES = f"((document.querySelector('article')?.textContent ?? '').split('{SENTENCE}').length - 1)"


def changes(page: Page, process: int, change: Callable[[], None], watched: str, runs: int) -> Shown:
    """Make changes, each once the last was shown, and wait until an expression has another value that is true."""
    walls, cpus, places = [], [], []
    page.wait_for_timeout(PAUSE * 1000)
    page.evaluate(f"scrollTo(0, {BELOW})")
    for _ in range(runs):
        page.wait_for_load_state()
        before, used, start = page.evaluate(watched), processors(process), time.perf_counter()
        change()
        page.wait_for_function(
            f"before => document.readyState === 'complete' && {watched} && {watched} !== before",
            arg=before,
            timeout=PATIENCE,
        )
        walls.append(time.perf_counter() - start)
        cpus.append(processors(process) - used)
        page.wait_for_timeout(PAUSE * 1000)
        place = page.wait_for_function("() => ({ top: scrollY })").json_value()  # also when it is asked for once more
        places.append(abs(place["top"] - BELOW) < 3)
    return Shown(median(walls), median(cpus), all(places))


@contextmanager
def preview(command: Sequence[str | Path], folder: Path) -> Iterator[tuple[str, int]]:
    """A preview of a project, once it answers: its address, and the number of its process."""
    port = free_port()
    at = f"127.0.0.1:{port}" if command[-1] == "--dev-addr" else str(port)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*command, at], cwd=folder, env=as_for_people({}), stdout=said, stderr=said)
        try:
            while not answers(port):
                assert process.poll() is None, "the preview has ended"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/", process.pid
        finally:
            process.terminate()
            process.wait()


def answers(port: int) -> bool:
    """Whether anybody listens at a port of this machine."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def processors(pid: int) -> float:
    """Seconds of processors that a process and its children that have ended took; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0.0
    times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
