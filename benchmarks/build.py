"""Times a build with nothing changed beside its floor: plain MkDocs over the pages as macros have expanded them.

Both run in turn, as whole processes; the ratio of the medians counts, since absolute times depend on the machine.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
RUNS = 7


def main() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        floor = Path(name) / "floor"
        _run([sys.executable, "-m", "explainer", "build"], ROOT)
        expand_pages(floor)
        ours = [sys.executable, "-m", "explainer", "build"]
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        times: dict[str, list[float]] = {"explainer build": [], "plain mkdocs build": []}
        for _ in range(RUNS + 1):
            times["explainer build"].append(_run(ours, ROOT))
            times["plain mkdocs build"].append(_run(plain, floor))
    medians = {label: median(values[1:]) for label, values in times.items()}  # the first run of each warms the disk
    for label, value in medians.items():
        print(f"{label:20} median {value:.2f} s of {RUNS} runs")
    print(f"ratio {medians['explainer build'] / medians['plain mkdocs build']:.2f}")


def expand_pages(target: Path) -> None:
    """Write a project whose pages are those of this one with every macro expanded, and which uses no macros."""
    from mkdocs.config import load_config
    from mkdocs.structure.files import get_files
    from mkdocs.structure.nav import get_navigation

    config = load_config(str(ROOT / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    files = get_files(config)
    get_navigation(files, config)
    for folder in ("docs", "overrides"):
        shutil.copytree(ROOT / folder, target / folder)
    for file in files.documentation_pages():
        page = file.page
        assert page is not None
        page.read_source(config)
        markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
        front = re.match(r"\A---\n.*?\n---\n", file.content_string, re.DOTALL)
        (target / "docs" / file.src_uri).write_text((front[0] if front else "") + markdown, encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    plain = re.sub(r"^(?:  - macros:\n(?:      .*\n)+|watch: .*\n)", "", settings, flags=re.MULTILINE)
    assert "macros" not in plain
    (target / "mkdocs.yml").write_text(plain, encoding="utf-8")


def _run(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
