"""This project itself, on the explainer from which the peers have their pages and tables."""

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.explainers import write_explainer
from benchmarks.peers.content import Page
from benchmarks.peers.peer import Peer
from benchmarks.peers.table import OURS
from explainer import __version__


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the explainer."""
    write_explainer(folder, len(pages))


PEER = Peer(
    name=OURS,
    version=__version__,
    write=write,
    command=(sys.executable, "-m", "explainer", "build"),
    site="site",
    tables="data/tables",
    sources="docs",
    address=lambda page: page.address,
)
