"""MkDocs with mkdocs-macros: a macro calls matplotlib, writes files into the site, and returns a picture of them."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.content import Page
from benchmarks.peers.peer import ENVIRONMENTS, Peer, locked, write_charts, write_files, write_pages

SETTINGS = """\
site_name: Made-up places
theme:
  name: material
  font: false
plugins:
  - search
  - macros:
      module_name: main
      on_error_fail: true
"""
MACROS = """\
from pathlib import Path

from figures import WIDTHS, png, svg


def define_env(env):
    folder = Path(env.conf["site_dir"]) / "charts"

    @env.macro
    def chart(name, kind):
        table = Path("data") / f"{name}.csv"
        folder.mkdir(parents=True, exist_ok=True)
        for size in WIDTHS:
            (folder / f"{name}-{size}.svg").write_text(svg(kind, table, size), encoding="utf-8")
        (folder / f"{name}.png").write_bytes(png(kind, table))
        return (
            f'<picture><source media="(max-width: 600px)" srcset="../charts/{name}-narrow.svg">'
            f'<img src="../charts/{name}-wide.svg" alt=""></picture>'
        )
"""


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the project."""
    write_charts(folder, "data", pages)
    write_files(folder, {"mkdocs.yml": SETTINGS, "main.py": MACROS})
    write_files(folder / "docs", {"index.md": "# Made-up places\n"})
    write_pages(folder / "docs", pages, '{{ chart("%(id)s", "%(kind)s") }}')


PEER = Peer(
    name="mkdocs-macros",
    version=locked("mkdocs", "mkdocs-macros-plugin"),
    write=write,
    command=(ENVIRONMENTS / "mkdocs/bin/python", "-m", "mkdocs", "build", "--quiet"),
    site="site",
    tables="data",
    sources="docs",
)
