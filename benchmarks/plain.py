"""The floor of a build: a project for plain MkDocs, whose pages are those of another with every macro expanded.

`python -m benchmarks.plain PROJECT TARGET` writes one; the other project must have been built.
"""

import re
import shutil
import sys
from pathlib import Path


def expand_pages(project: Path, target: Path) -> None:
    """Write the pages of a project, and all that they are shown with, into a project that uses no macros."""
    from mkdocs.config import load_config
    from mkdocs.structure.files import get_files
    from mkdocs.structure.nav import get_navigation

    config = load_config(str(project / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    files = get_files(config)
    get_navigation(files, config)
    shutil.copytree(project / "docs", target / "docs")
    for file in files.documentation_pages():
        page = file.page
        assert page is not None
        page.read_source(config)
        markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        front = re.match(r"\A---\n.*?\n---\n", file.content_string, re.DOTALL)
        (target / "docs" / file.src_uri).write_text((front[0] if front else "") + markdown, encoding="utf-8")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    plain = re.sub(r"^(?:  - macros:\n(?:      .*\n)+)", "", settings, flags=re.MULTILINE)
    assert "macros" not in plain
    (target / "mkdocs.yml").write_text(plain, encoding="utf-8")


if __name__ == "__main__":
    expand_pages(Path(sys.argv[1]), Path(sys.argv[2]))
