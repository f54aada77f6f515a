"""Jupyter Book 1: pages of MyST with code cells, executed in a kernel and cached by their code."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.content import Chart, Page
from benchmarks.peers.peer import ENVIRONMENTS, Cure, Peer, locked, path_with, write_charts, write_files, write_pages

SETTINGS = """\
title: Made-up places
only_build_toc_files: true
execute:
  execute_notebooks: cache
"""
FRONT = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""
CELL = """\
```{code-cell} ipython3
:tags: [remove-input]
from pathlib import Path

from IPython.display import SVG, display

from figures import WIDTHS, svg

for size in WIDTHS:
    display(SVG(svg("%(kind)s", Path("data/%(id)s.csv"), size)))
```"""
#: Removes a page from the cache.
FORGET = """\
import sys
from jupyter_cache import get_cache

cache = get_cache("_build/.jupyter_cache")
for record in cache.list_cache_records():
    if record.uri.endswith(f"/{sys.argv[1]}.md"):
        cache.remove_cache(record.pk)
"""
PYTHON = ENVIRONMENTS / "jupyter/bin/python"


def write(folder: Path, pages: Sequence[Page]) -> None:
    """Write the book."""
    write_charts(folder, "data", pages)
    chapters = "".join(f"  - file: {page.name}\n" for page in pages)
    contents = f"format: jb-book\nroot: index\nchapters:\n{chapters}"
    write_files(folder, {"_config.yml": SETTINGS, "_toc.yml": contents, "index.md": "# Made-up places\n"})
    write_pages(folder, pages, CELL, FRONT)


def _clean(folder: Path, *_: object) -> None:
    shutil.rmtree(folder / "_build")  # as “jupyter-book clean --all” does


def _forget(folder: Path, page: Page, _: Chart) -> None:
    subprocess.run((PYTHON, "-c", FORGET, page.name), cwd=folder, check=True)
    (folder / f"{page.name}.md").touch()


PEER = Peer(
    name="Jupyter Book 1",
    version=locked("jupyter", "jupyter-book"),
    write=write,
    command=(ENVIRONMENTS / "jupyter/bin/jupyter-book", "build", "--quiet", "."),
    site="_build/html",
    tables="data",
    sources=".",
    less="no PNG",
    environment={"PATH": path_with("jupyter")},
    cures=(Cure("clean --all", _clean), Cure("forget its page", _forget)),
)
