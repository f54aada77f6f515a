"""Builds the same pages in each way, in turn, and says what each build costs and whether its drawings are right.

A build is the first, or one after nothing was changed, or one cell of a table, or one sentence. Where a drawing is
stale after that, each cure that there is gets a build too. Ratios count, since times depend on the machine.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.explainers import write_explainer
from benchmarks.peers import code_blocks, framework, jupyter_book, macros, ours
from benchmarks.peers.content import Page, read_pages
from benchmarks.peers.edits import Edits
from benchmarks.peers.peer import ENVIRONMENTS, Peer
from benchmarks.timing import Usage, measure, medians

PEERS = (ours.PEER, macros.PEER, code_blocks.PEER, jupyter_book.PEER, framework.PEER)
FIRST, NOTHING, CELL, SENTENCE = "first", "nothing changed", "cell changed", "sentence changed"


@dataclass(frozen=True)
class Build:
    """A build that was measured; it is right when its page shows what the table and the text say."""

    peer: str
    pages: int
    what: str
    usage: Usage
    is_right: bool


class Project:
    """A peer's project, and the builds of it that were measured."""

    def __init__(self, peer: Peer, folder: Path, pages: Sequence[Page]) -> None:
        folder.mkdir()
        peer.write(folder, pages)
        self.peer, self.folder, self.pages = peer, folder, pages
        self.edits = Edits(pages[0])
        self.builds: list[Build] = []

    def build(self, what: str) -> Build:
        """Build it, and look at the page that is edited. Raises `RuntimeError` when that fails."""
        usage = measure(self.peer.command, self.folder, **self.peer.environment)
        built = self.peer.built(self.folder, self.edits.page)
        is_right = self.edits.are_drawn(built) and self.edits.are_written(built)
        self.builds.append(Build(self.peer.name, len(self.pages), what, usage, is_right=is_right))
        print(f"  {self.peer.name}, {what}: {usage.wall:.2f} s, {usage.cpu:.2f} s of processors", flush=True)
        return self.builds[-1]

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
    """Measure at each size, print tables, and keep every build in a file for later use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100], help="sizes (10 and 100)")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each kind after the first (3)")
    parser.add_argument("--results", type=Path, default=ENVIRONMENTS / "results.json", help="file for every build")
    options = parser.parse_args()
    peers = [peer for peer in PEERS if works(peer)]
    builds: list[Build] = []
    for count in options.pages:
        builds += measured(peers, count, options.rounds)
        options.results.write_text(json.dumps([asdict(each) for each in builds], indent=1) + "\n", encoding="utf-8")
        print(
            f"\n{count} pages, {4 * count} charts, medians\n{table([each for each in builds if each.pages == count])}"
        )
    for peer in peers:
        if peer.less:
            print(f"{peer.name}: {peer.less}")


def works(peer: Peer) -> bool:
    """Whether a peer can build one page here; what it says if it cannot. This also brings its files into memory."""
    with tempfile.TemporaryDirectory() as name:
        try:
            build = Project(peer, Path(name) / "project", content(Path(name), 1)).build(FIRST)
        except (RuntimeError, OSError) as error:
            print(f"{peer.name} cannot build a page here, and is left out: {error}", file=sys.stderr)
            return False
    assert build.is_right, f"{peer.name} shows no drawing as it should be"
    return True


def measured(peers: Iterable[Peer], count: int, rounds: int) -> list[Build]:
    """Every build of all peers' projects of this many pages, the peers taking turns."""
    with tempfile.TemporaryDirectory() as name:
        pages = content(Path(name), count)
        projects = [Project(peer, Path(name) / f"project-{number}", pages) for number, peer in enumerate(peers)]
        for project in projects:
            project.build(FIRST)
        for _ in range(rounds):
            for project in projects:
                project.build(NOTHING)
            for project in projects:
                project.build_after_cell()
            for project in projects:
                project.build_after_sentence()
    return [build for project in projects for build in project.builds]


def content(folder: Path, count: int) -> Sequence[Page]:
    """The pages of an explainer of this size."""
    return read_pages(write_explainer(folder / "content", count), count)


def table(builds: Sequence[Build]) -> str:
    """A line for each kind of build of each peer, with ratios to this project's build after the same change."""
    groups: dict[tuple[str, str], list[Build]] = {}
    for build in builds:
        groups.setdefault((build.peer, build.what), []).append(build)
    taken = {key: medians([build.usage for build in group]) for key, group in groups.items()}
    lines = [f"{'':22}{'build':34}{'wall s':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}{'MB':>7}  drawings"]
    for (peer, what), usage in taken.items():
        same = taken[ours.PEER.name, what.partition(",")[0]]
        drawings = "right" if all(build.is_right for build in groups[peer, what]) else "stale"
        lines.append(
            f"{peer:22}{what:34}{usage.wall:9.2f}{usage.wall / same.wall:8.1f}"
            f"{usage.cpu:9.2f}{usage.cpu / same.cpu:8.1f}{usage.tree:7.0f}  {drawings}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
