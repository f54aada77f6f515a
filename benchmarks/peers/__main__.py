"""Builds the same pages in each way, in turn, and says what each build costs and whether its drawings are right.

A build is the first, or one after nothing was changed, or one cell of a table, or one sentence. Where a drawing is
stale after that, each cure that there is gets a build too. Ratios count, since times depend on the machine.
"""

import argparse
import json
import platform
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.explainers import write_explainer
from benchmarks.peers import code_blocks, framework, jupyter_book, macros, ours
from benchmarks.peers.content import Page, read_pages
from benchmarks.peers.edits import Edits
from benchmarks.peers.peer import Peer
from benchmarks.peers.table import CELL, FIRST, NOTHING, SENTENCE, Build, Result, best, results_of, table
from benchmarks.timing import measure

RESULTS = Path(__file__).parent / "results.json"
PEERS = (ours.PEER, macros.PEER, code_blocks.PEER, jupyter_book.PEER, framework.PEER)


class Project:
    """A peer's project, and the builds of it that were measured."""

    def __init__(self, peer: Peer, folder: Path, pages: Sequence[Page]) -> None:
        folder.mkdir()
        peer.write(folder, pages)
        self.peer, self.folder = peer, folder
        self.edits = Edits(pages[0])
        self.builds: list[Build] = []

    def build(self, what: str = NOTHING) -> Build:
        """Build it, and look at the page that is edited. Raises `RuntimeError` when that fails."""
        usage = measure(self.peer.command, self.folder, **self.peer.environment)
        built = self.peer.built(self.folder, self.edits.page)
        is_right = self.edits.are_drawn(built) and self.edits.are_written(built)
        self.builds.append(Build(self.peer.name, what, usage, is_right=is_right))
        print(f"  {self.peer.name}, {what}: {usage.wall:.2f} s, {usage.cpu:.2f} s of processors", flush=True)
        return self.builds[-1]

    def build_first(self) -> None:
        """Build with nothing kept."""
        self.build(FIRST)

    def build_after_cell(self) -> None:
        """Change a cell and build; where that leaves a stale drawing, do so again for each cure, and cure it."""
        table = self.peer.table(self.folder, self.edits.chart)
        self.edits.change_cell(table)
        if self.build(CELL).is_right:
            return
        for number, cure in enumerate(self.peer.cures):
            if number:
                self.edits.change_cell(table)
                self.build(CELL)
            cure.prepare(self.folder, self.edits.page, self.edits.chart)
            self.build(f"{CELL}, {cure.name}")

    def build_after_sentence(self) -> None:
        """Change a sentence and build."""
        self.edits.change_sentence(self.peer.source(self.folder, self.edits.page))
        self.build(SENTENCE)


def main() -> None:
    """Measure at each size, show tables, and put the medians into the file of results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100], help="sizes [default: 10 100]")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each kind after the first [default: 3]")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file that results are added to")
    options = parser.parse_args()
    peers = [peer for peer in PEERS if works(peer)]
    for count in options.pages:
        results = results_of(measured(peers, count, options.rounds))
        keep(options.results, count, peers, results)
        print(f"\n{count} pages, {4 * count} charts, medians\n{table(results)}\n\n{best(results)}\n", flush=True)


def works(peer: Peer) -> bool:
    """Whether a peer can build one page here; says so if it cannot. This also brings its files into memory."""
    with tempfile.TemporaryDirectory() as name:
        try:
            build = Project(peer, Path(name) / "project", content(Path(name), 1)).build(FIRST)
        except (RuntimeError, OSError) as error:
            print(f"{peer.name} cannot build a page here, and is left out: {error}", flush=True)
            return False
    assert build.is_right, f"{peer.name} shows no drawing as it should be"
    return True


def measured(peers: Iterable[Peer], count: int, rounds: int) -> list[Build]:
    """Every build of all peers' projects of this many pages, the peers taking turns; one that fails drops out."""
    steps: list[Callable[[Project], object]] = [Project.build, Project.build_after_cell, Project.build_after_sentence]
    with tempfile.TemporaryDirectory() as name:
        pages = content(Path(name), count)
        projects = [Project(peer, Path(name) / f"project-{number}", pages) for number, peer in enumerate(peers)]
        in_turn = [*projects]
        for step in [Project.build_first, *steps * rounds]:
            for project in [*in_turn]:
                try:
                    step(project)
                except RuntimeError as error:
                    print(f"{project.peer.name} drops out: {error}", flush=True)
                    in_turn.remove(project)
    return [build for project in projects for build in project.builds]


def content(folder: Path, count: int) -> Sequence[Page]:
    """The pages of an explainer of this size."""
    return read_pages(write_explainer(folder / "content", count), count)


def keep(path: Path, count: int, peers: Iterable[Peer], results: Iterable[Result]) -> None:
    """Put the results for a size in their place in the file."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[str(count)] = {
        "pages": count,
        "charts": 4 * count,
        "system": f"{platform.system()} {platform.machine()}",
        "peers": {peer.name: {"version": peer.version, "less": peer.less} for peer in peers},
        "results": [result.as_plain() for result in results],
    }
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
