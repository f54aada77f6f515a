"""The offline bundle: what is in the ZIP, and that it is the same everywhere."""

import io
import json
import os
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.bundle.archive import archive
from tests.projects import explainer, own_part, replace, rivers
from tests.test_build import is_elsewhere, pages

names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\:"), min_size=1, max_size=20)


class TestWrongInput:
    def refused(self, project: Path) -> str:
        result = explainer(project, "bundle")
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        return result.stderr

    @pytest.mark.slow
    def test_a_page_with_problems_leaves_the_last_bundle(self, project: Path) -> None:
        assert explainer(project, "bundle").returncode == 0
        bundle = next(project.glob("dist/*.zip"))
        before = bundle.read_bytes()
        page = project / "docs/index.md"
        page.write_text(page.read_text(encoding="utf-8") + '\n{{ fact("nothing") }}\n', encoding="utf-8")
        assert 'unknown fact "nothing"' in self.refused(project)
        assert bundle.read_bytes() == before
        assert [path.name for path in project.glob("dist/*")] == [bundle.name]

    def test_words_that_cannot_be_read(self, project: Path) -> None:
        own_part(project, "text/README.txt").write_bytes(b"\xff")
        assert "macros/text/README.txt:1: the file is not UTF-8" in self.refused(project)

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("{{ nothing }}", 'macros/text/README.txt: these words know no "nothing" – use address'),
            ("first\n{% if %}", "macros/text/README.txt:2: Expected an expression"),
        ],
    )
    def test_words_that_are_no_template(self, project: Path, words: str, message: str) -> None:
        own_part(project, "text/README.txt").write_text(words, encoding="utf-8")
        assert message in self.refused(project)

    @pytest.mark.parametrize("slug", ["../up", "Two Words", "-a", "a/b"])
    def test_a_slug_that_is_no_name(self, project: Path, slug: str) -> None:
        replace(project / "mkdocs.yml", "  explainer:\n", f'  explainer:\n    slug: "{slug}"\n')
        assert f'the slug "{slug}" cannot begin names of files' in self.refused(project)
        assert not (project / "dist").exists()


@given(
    files=st.dictionaries(names, st.binary(max_size=2000), max_size=8), day=st.dates(date(1980, 1, 1), date(2099, 1, 1))
)
@settings(max_examples=50, deadline=None)
def test_an_archive_holds_what_was_put_in(files: dict[str, bytes], day: date) -> None:
    """As another program reads it."""
    with ZipFile(io.BytesIO(archive(files, day))) as found:
        assert found.testzip() is None
        assert {info.filename: found.read(info) for info in found.infolist()} == files
        assert all(info.date_time == (day.year, day.month, day.day, 0, 0, 0) for info in found.infolist())
        assert all(info.external_attr >> 16 == 0o100644 for info in found.infolist())


@pytest.mark.slow
def test_is_the_same_bytes_anywhere(tmp_path: Path) -> None:
    here, there = rivers(tmp_path / "here"), rivers(tmp_path / "with a space" / "деревня")
    assert explainer(here, "bundle", TZ="America/Lima").returncode == 0
    umask = os.umask(0o077)
    try:
        assert explainer(there, "bundle", PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C").returncode == 0
    finally:
        os.umask(umask)
    first, second = next(here.glob("dist/*")), next(there.glob("dist/*"))
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_addresses_to_cite_are_those_of_the_hosted_site(project: Path) -> None:
    assert explainer(project, "bundle", SITE_URL="https://host.test/deep/").returncode == 0
    bundle = next(project.glob("dist/*.zip"))
    with ZipFile(bundle) as files:
        page = files.read(f"{bundle.stem}/charts/lake-areas.html").decode()
        readme = files.read(f"{bundle.stem}/README.txt").decode()
    assert "https://host.test/deep/charts/lake-areas/" in page
    assert 'href="../index.html"' in page
    assert 'rel="canonical"' not in page
    assert "\n    SITE_URL=https://host.test/deep/ explainer bundle\r\n" in readme
    assert readme.endswith("byte for byte.\r\n")


@pytest.mark.slow
class TestPagesThatStayOnline:
    @pytest.fixture
    def project(self, drawn: Path) -> Path:
        """The small project with a page that stays online, between others in the navigation."""
        page = "---\nonline_only: true\n---\n\n# How to help\n\n## Quagga {: #second }\n\nA word.\n"
        (drawn / "docs/help").mkdir()
        (drawn / "docs/help/us all.md").write_text(page, encoding="utf-8")
        replace(drawn / "mkdocs.yml", "  - Glossary:", "  - Helping:\n      - help/us all.md\n  - Glossary:")
        index = drawn / "docs/index.md"
        link = "\n\nYou can [help *us*](<help/us all.md#second>).\n"
        index.write_text(index.read_text(encoding="utf-8") + link, encoding="utf-8")
        return drawn

    def test_are_no_part_of_a_copy_and_links_lead_to_the_site(self, project: Path) -> None:
        assert explainer(project, "bundle", SITE_URL="https://host.test/deep").returncode == 0
        bundle = next(project.glob("dist/*.zip"))
        with ZipFile(bundle) as files:
            texts = {
                name.partition("/")[2]: files.read(name).decode("utf-8", "ignore")
                for name in files.namelist()
                if name.endswith((".html", "index.js", "SUMS"))
            }
        assert 'href="https://host.test/deep/help/us%20all/#second">help <em>us</em></a>' in texts["index.html"]
        assert [name for name, text in texts.items() if "all.html" in text or "Helping" in text] == []
        assert "Quagga" not in texts["search/search_index.js"]
        assert "glossary.html" in texts["search/search_index.js"]
        assert "help/us all.html" not in texts
        assert 'href="glossary.html" class="md-footer__link md-footer__link--next"' in texts["charts.html"]

    def test_where_nobody_knows_the_address_there_is_no_link(self, project: Path) -> None:
        assert explainer(project, "bundle").returncode == 0
        bundle = next(project.glob("dist/*.zip"))
        with ZipFile(bundle) as files:
            assert "You can help <em>us</em>." in files.read(f"{bundle.stem}/index.html").decode()


@pytest.fixture(scope="module")
def folder(own_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("unpacked")
    with ZipFile(own_bundle) as files:
        files.extractall(target)
    (folder,) = target.iterdir()
    assert folder.name == own_bundle.stem
    return folder


class TestOwnBundle:
    def test_is_small_enough_to_send(self, own_bundle: Path) -> None:
        assert own_bundle.stat().st_size <= 4_000_000

    def test_every_file_has_its_checksum(self, folder: Path) -> None:
        sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        assert sums == {
            name: sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name != "SHA256SUMS"
        }
        assert (
            subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
        )

    def test_says_what_it_is_and_brings_licences_and_data(self, folder: Path) -> None:
        readme = (folder / "README.txt").read_bytes()
        assert b"edition of 2" in readme
        assert readme.count(b"\n") == readme.count(b"\r\n") > 10
        assert (folder / "LICENSE").is_file()
        assert "MIT" in (folder / "licences/mkdocs-material.txt").read_text("utf-8") or "Permission is hereby" in (
            folder / "licences/mkdocs-material.txt"
        ).read_text("utf-8")
        package = json.loads((folder / "files/datapackage.json").read_text("utf-8"))
        assert all((folder / "files" / resource["path"]).is_file() for resource in package["resources"])

    def test_links_lead_to_files(self, folder: Path) -> None:
        for name, page in pages(folder).items():
            for link in [*page.links, *page.fetched]:
                if is_elsewhere(link) or link.startswith(("#", "mailto:", "data:")):
                    continue
                assert (folder / name).parent.joinpath(link.partition("#")[0]).resolve().is_file(), f"{name}: {link}"
