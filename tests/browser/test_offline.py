"""The unpacked bundle is read as files, without a network, in two browsers."""

import json
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.judges.lighthouse import NODE

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parent.parent / "judges/offline.mjs"
#: What is in the page itself.
WITHIN = ("data:", "blob:", "about:")


@pytest.mark.parametrize("kind", ["chrome", "firefox"])
def test_all_works_from_files(own_bundle: Path, tmp_path: Path, request: pytest.FixtureRequest, kind: str) -> None:
    browser = request.getfixturevalue("chromium" if kind == "chrome" else "firefox")
    (tmp_path / "downloads").mkdir()
    with ZipFile(own_bundle) as files:
        files.extractall(tmp_path)
    folder = tmp_path / own_bundle.stem
    command = [NODE, SCRIPT, kind, browser, folder, tmp_path / "profile", tmp_path / "downloads"]
    read = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert read.returncode == 0, read.stderr
    seen = json.loads(read.stdout)
    assert seen["messages"] == []
    inside = (folder.as_uri(), (tmp_path / "downloads").as_uri(), *WITHIN)
    assert [address for address in seen["requests"] if not address.startswith(inside)] == []
    assert seen["elsewhere"] == "http://elsewhere.invalid/", "a request is noted, and fails"
    assert "presidential election of 20 November 2022" in seen["search"][0]
    assert seen["scheme"] == ["default", "slate"]
    assert "reforms.html" in seen["links"]
    assert len(seen["charts"]) >= 9
    assert min(seen["charts"]) > 600
    published = folder / "files/charts" / seen["download"]
    assert (tmp_path / "downloads" / seen["download"]).read_bytes() == published.read_bytes()
    assert "81.31%" in seen["card"]
    assert seen["permalink"] == ["result", True]
    every, some = seen["filter"]
    assert 0 < some < every
