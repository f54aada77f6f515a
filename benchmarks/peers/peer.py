"""What the runner must know of a way to build the pages, and what the projects of all peers have in common."""

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.content import Chart, Page

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
#: Where the peers are installed, each apart from this project's own environment; `make bench-peers` does it.
ENVIRONMENTS = ROOT / ".cache/peers"


@dataclass(frozen=True)
class Cure:
    """What its author can do about a stale drawing, before building again.

    `prepare` gets the project's folder, and the chart whose table has changed with the page that it stands on.
    """

    name: str
    prepare: Callable[[Path, Page, Chart], None]


@dataclass(frozen=True)
class Peer:
    """A way to build the pages.

    `write` writes a project into a folder that is there; `command`, run in that folder, builds it into its folder
    `site`. `tables` and `sources` are its folders of tables and pages, and `address` says where in these, and in the
    site, a page stands. `version` is the release that is locked; `less` says what it does less than the others.
    """

    name: str
    version: str
    write: Callable[[Path, Sequence[Page]], None]
    command: Sequence[str | Path]
    site: str
    tables: str
    sources: str
    address: Callable[[Page], str] = lambda page: page.name
    environment: Mapping[str, str] = field(default_factory=dict)
    cures: Sequence[Cure] = ()
    less: str = ""

    def table(self, folder: Path, chart: Chart) -> Path:
        """The file of a chart's table."""
        return folder / self.tables / f"{chart.id}.csv"

    def source(self, folder: Path, page: Page) -> Path:
        """The file of a page's Markdown."""
        return folder / self.sources / f"{self.address(page)}.md"

    def built(self, folder: Path, page: Page) -> Path:
        """The file of a page as it was built."""
        stem = folder / self.site / self.address(page)
        return stem / "index.html" if stem.is_dir() else stem.with_suffix(".html")


def locked(environment: str, package: str) -> str:
    """The version of a Python package in the lock of one of the environments."""
    lock = (ROOT / f"requirements/peers-{environment}.txt").read_text(encoding="utf-8")
    [version] = re.findall(rf"^{re.escape(package)}==(\S+)", lock, re.MULTILINE)
    return str(version)


def write_charts(folder: Path, tables: str, pages: Sequence[Page]) -> None:
    """The tables, and the code of the charts at the top of the project."""
    shutil.copyfile(HERE / "figures.py", folder / "figures.py")
    write_files(folder / tables, {f"{chart.id}.csv": chart.table for page in pages for chart in page.charts})


def write_pages(folder: Path, pages: Sequence[Page], block: str, front: str = "") -> None:
    """Pages of Markdown below `front`, in which each chart is a `block` with its id and kind filled in."""
    for page in pages:
        parts = [part if isinstance(part, str) else block % {"id": part.id, "kind": part.kind} for part in page.parts]
        write_files(folder, {f"{page.name}.md": front + "\n\n".join(parts) + "\n"})


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Files in a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def path_with(environment: str) -> str:
    """PATH with the commands of one of the environments first."""
    return f"{ENVIRONMENTS / environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
