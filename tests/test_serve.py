"""The preview answers as the built site does, to this machine only, and ends as it should."""

import re
import shutil
import socket
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.previews import Preview, free_port, previewed
from tests.projects import ADDRESS, build, contents, explainer, own_part, replace, with_changes

pytestmark = pytest.mark.slow

#: What readers get and the preview does not add, and the other way round.
POLICY = re.compile(rb'\s*<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
LISTENER = re.compile(rb'<script src="/\.preview/live\.js" data-state="[^"]*"></script>')
#: The theme's script has a name of its own where browsers keep it.
SCRIPT = re.compile(rb"bundle\.\w+\.min\.js")
#: What hosts and crawlers read.
FOR_HOSTS = {"_headers", "robots.txt", "sitemap.xml.gz"}
#: What an absent page names its files by depends on where the site will stand.
NOWHERE = "404.html"

#: A source that nothing rests on.
SPARE = """- id: spare
  title: Spare
  publisher: Nobody
  url: https://example.org/spare
  kind: press
  language: en
  seen: stored-page
"""


#: Edits that a preview must not miss, whatever it remembers: what each is of, the file, its words, and those after it.
EDITS: dict[str, tuple[str, str, str]] = {
    "a descriptor": ("data/tables/lakes.yml", "label: Area,", "label: Surface,"),
    "a source": ("data/sources/rivers.yml", "publisher: Almanac", "publisher: The Almanac"),
    "a source that is new": ("data/sources/rivers.yml", "- id: almanac", f"{SPARE}- id: almanac"),
    "a source that is gone": ("data/sources/rivers.yml", f"{SPARE}- id: almanac", "- id: almanac"),
    "a cell": ("data/tables/lakes.csv", "Balkhash,3,75.0\nZaysan,1,25.0", "Balkhash,1,50.0\nZaysan,1,50.0"),
    "a cell as it was": ("data/tables/lakes.csv", "Balkhash,1,50.0\nZaysan,1,50.0", "Balkhash,3,75.0\nZaysan,1,25.0"),
    "a module of charts": ("charts/shared.py", '"accent"', '"series-2"'),
    "a template": ("macros/html/glossary.html", '<dl class="glossary"', '<dl class="glossary words"'),
    "the navigation": ("mkdocs.yml", "  - Charts: charts.md", "  - Drawings: charts.md"),
}


def test_everything_is_as_in_the_built_site(built_rivers: Path, tmp_path: Path) -> None:
    """Also after edits of every kind, each of which leaves most of what is remembered as it was."""
    project = with_changes(Path(shutil.copytree(built_rivers, tmp_path / "rivers")), "# Changes\n\n{{ feed() }}\n")
    own_part(project, "html/glossary.html")
    build(project, SITE_URL=ADDRESS)
    with previewed(project, SITE_URL=ADDRESS) as preview:
        for file, old, new in EDITS.values():
            _show(preview, lambda file=file, old=old, new=new: replace(project / file, old, new))
        (project / "docs/files/tables/rivers.csv").write_text("of somebody else")
        _show(preview, lambda: _rename_lakes(project))
        more = 'f"Areas of lakes, and {len(data.tables)} tables"'  # the chart reads more than it did
        _show(preview, lambda: replace(project / "charts/lakes.py", '"Areas of lakes"', more))
        assert b"Areas of lakes, and 2 tables" in preview.get("")
        site = contents(build(project, SITE_URL=ADDRESS))
        (script,) = [name for name in site if name.endswith(".min.js") and SCRIPT.search(name.encode())]
        site = {name: content for name, content in site.items() if name not in {*FOR_HOSTS, NOWHERE, script}}
        assert len(site) > 80
        shown = {name: preview.get(name) for name in site}
    different = [name for name, content in site.items() if _bare(shown[name]) != _bare(content)]
    assert different == []


def _show(preview: Preview, edit: Callable[[], None]) -> None:
    """Make an edit and look at what it changes, so that all of that is remembered."""
    heard = len(preview.said)
    edit()
    preview.wait_for("Up to date.", heard)
    for path in ("", "charts/", "charts/lake-areas/", "glossary/", "data/lakes/", "sources/rivers/"):
        preview.get(path)


def _rename_lakes(project: Path) -> None:
    """Give a table another name; halfway, nothing fits."""
    replace(project / "charts/lakes.py", 'data.table("lakes")', 'data.table("lakes-all")')
    for ending in (".csv", ".yml"):
        (project / f"data/tables/lakes{ending}").rename(project / f"data/tables/lakes-all{ending}")
    replace(project / "data/tables/lakes-all.yml", 'sum("lakes"', 'sum("lakes-all"')


def _bare(content: bytes) -> bytes:
    """A page without what is added to it for readers, or for those who edit it."""
    content = re.sub(rb'(<meta charset="utf-8">)\s*', rb"\1", POLICY.sub(b"", content))
    return SCRIPT.sub(b"bundle.js", LISTENER.sub(b"", content))


def test_only_this_machine_is_answered_and_only_what_the_site_has(drawn: Path) -> None:
    (drawn / "redirects.yml").write_text("once/: timeline/#survey-ends\n")
    with previewed(drawn, SITE_URL=ADDRESS) as preview:
        assert preview.ask("/claims/").status == HTTPStatus.OK
        assert preview.ask("/claims/", Host=f"localhost:{preview.port}").status == HTTPStatus.OK
        assert preview.ask("/claims/", Host="elsewhere.test").status == HTTPStatus.MISDIRECTED_REQUEST
        assert preview.ask("/.preview/events", Host="elsewhere.test").status == HTTPStatus.MISDIRECTED_REQUEST
        assert _leads(preview, "/claims") == "/claims/"
        assert _leads(preview, "/once/") == "/timeline/#survey-ends"
        for path in ("/nowhere/", "/../mkdocs.yml", "/%2e%2e/mkdocs.yml", "//mkdocs.yml", "/.preview/../live.py"):
            answer = preview.ask(path)
            assert answer.status == HTTPStatus.NOT_FOUND, path
            assert "Page not found" in answer.read().decode()
        preview.stop()
        assert preview.process.returncode == 0
    assert "Traceback" not in preview.said


def _leads(preview: Preview, path: str) -> str | None:
    answer = preview.ask(path)
    assert answer.status == HTTPStatus.FOUND
    return answer.getheader("Location")


def test_a_page_is_checked_before_it_is_run(drawn: Path) -> None:
    """What stands in pages is never more than calls of macros, and never runs in browsers."""
    index = drawn / "docs/index.md"
    index.write_text(index.read_text() + "\n{{ config.plugins }}\n")
    claims = drawn / "docs/claims.md"
    claims.write_text(claims.read_text() + '\n<img src="x.png" onerror="alert(1)">\n')
    with previewed(drawn) as preview:
        assert "cannot be made yet" in preview.get("").decode()
        preview.wait_for("docs/index.md:23: this is more than a macro with plain arguments")
        assert "cannot be made yet" in preview.get("claims/").decode()
        preview.wait_for("claims/index.html: readers' browsers would run")


def test_there_must_be_something_to_show(project: Path) -> None:
    lakes = project / "data/tables/lakes.csv"
    lakes.write_text(lakes.read_text().replace("Balkhash,3", "Balkhash,three"))
    result = explainer(project, "serve", "--port", str(free_port()))
    assert result.returncode == 1
    assert 'area: "three" is not a whole number' in result.stderr


def test_a_port_in_use_is_told_in_a_sentence_before_anything_is_drawn(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = explainer(project, "serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == f"Error: port {port} cannot be used (Address already in use) – name another with --port\n"
