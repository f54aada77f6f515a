"""MkDocs with markdown-exec: code blocks in the pages print the drawings."""

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
  - markdown-exec
markdown_extensions:
  - pymdownx.superfences
"""
BLOCK = """\
```python exec="on" html="yes"
from pathlib import Path

from figures import WIDTHS, svg

for size in WIDTHS:
    print(svg("%(kind)s", Path("data/%(id)s.csv"), size))
```"""


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the project."""
    write_charts(folder, "data", pages)
    write_files(folder, {"mkdocs.yml": SETTINGS})
    write_files(folder / "docs", {"index.md": "# Made-up places\n"})
    write_pages(folder / "docs", pages, BLOCK)


PEER = Peer(
    name="markdown-exec",
    version=locked("mkdocs", "markdown-exec"),
    write=write,
    command=(ENVIRONMENTS / "mkdocs/bin/python", "-m", "mkdocs", "build", "--quiet"),
    site="site",
    tables="data",
    sources="docs",
    less="no PNG",
)
