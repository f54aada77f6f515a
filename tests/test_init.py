"""Beginning another explainer: the tutorial, done as it is written, and what can be done with what came of it."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from explainer import __version__
from explainer.cli import main
from tests.crashes import Moment, end
from tests.projects import ROOT, contents, explainer, replace

STARTER = ROOT / "explainer/starter"
WORKFLOW = ".github/workflows/site.yml"


def init(folder: Path, title: str = "The calendar", **environment: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), "--title", title], env=environment)


@pytest.fixture
def project(taught: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(taught, tmp_path / "calendar"))


class TestTutorial:
    def test_readers_see_what_it_adds(self, taught: Path) -> None:
        assert "8,760" in (taught / "site/calendar/index.html").read_text(encoding="utf-8")
        assert "Bulgaria follows" in (taught / "site/timeline/index.html").read_text(encoding="utf-8")

    def test_what_was_published_stays_so(self, project: Path) -> None:
        assert explainer(project, "published").returncode == 0
        assert explainer(project, "check").returncode == 0
        replace(project / "data/events/calendar.yml", "bulgaria-changes", "bulgaria")
        result = explainer(project, "check")
        assert "timeline/#bulgaria-changes" in result.stderr
        assert result.returncode == 1

    def test_another_topic_takes_the_place_of_the_calendar(self, tmp_path: Path) -> None:
        project = tmp_path / "lakes"
        init(project)
        replace(project / "mkdocs.yml", "      calendar: The calendar\n", "      lakes: Lakes\n")
        for path in [*project.glob("data/*/calendar*"), *project.glob("docs/**/calendar.md")]:
            path.unlink()
        (project / "charts/calendar.py").unlink()
        assert explainer(project, "new", "source", "lakes-atlas").returncode == 0
        replace(project / "data/sources/lakes.yml", "seen: not-seen", "seen: stored-page")
        assert explainer(project, "new", "fact", "lakes-depth").returncode == 0
        (project / "docs/index.md").write_text('# Lakes\n\n{{ fact("lakes-depth.value") }}\n', encoding="utf-8")
        left = explainer(project, "check").stderr.splitlines()
        assert [line.partition(" – ")[0] for line in left[:4]] == [
            "data/facts/lakes.yml:2:7: readers would look for this in docs/facts/lakes.md",
            "data/sources/lakes.yml:2:7: readers would look for this in docs/sources/lakes.md",
            'docs/claims.md:7:106: unknown source "cal-manual-1993"',
            'docs/timeline.md:13:15: unknown topic "calendar"',
        ]
        assert {line.split(":")[0] for line in left[4:-1]} == {"mkdocs.yml"}

    @pytest.mark.parametrize("command", ["bundle", "build --builder zensical"])
    def test_it_can_be_handed_out_and_built_otherwise(self, command: str, project: Path) -> None:
        result = explainer(project, *command.split())
        assert result.returncode == 0, result.stderr


class TestFiles:
    def test_only_what_must_differ_is_filled_in(self, tmp_path: Path) -> None:
        result = init(tmp_path / "new", "Äpfel & Birnen: wie's ist", SOURCE_DATE_EPOCH="1700000000")
        assert result.exit_code == 0, result.output
        written = contents(tmp_path / "new")
        begun = {name: content for name, content in contents(STARTER).items() if "__pycache__" not in name}
        assert {name for name in written if not name.startswith("schemas/")} == begun.keys()
        differing = {name for name in begun if written[name] != begun[name]}
        assert differing == {"README.md", "mkdocs.yml", "requirements.txt"}
        settings = written["mkdocs.yml"].decode()
        assert 'site_name: "Äpfel & Birnen: wie\'s ist"' in settings
        assert "slug: apfel-birnen-wie-s-ist" in settings
        assert 'edition: "2023-11-14"' in settings
        assert f"# Begun with explainer {__version__}, " in written["requirements.txt"].decode()
        assert not [name for name, content in written.items() if re.search(rb"@[A-Z]+@|[Kk]azakh", content)]

    def test_the_index_of_packages_is_not_asked_for_the_generator(self) -> None:
        """Somebody else's package has its name there."""
        lines = (STARTER / "requirements.txt").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not line.startswith("#")] == ["pytest>=8"]

    def test_any_title_that_is_taken_fits(self, tmp_path: Path) -> None:
        assert init(tmp_path / "new", "Ännchen's “Life” @ work: 100 % № 1 & more – қазір, 今, الآن").exit_code == 0
        result = explainer(tmp_path / "new", "check")
        assert result.returncode == 0, result.stderr

    def test_a_licence_is_the_authors_to_choose(self, taught: Path, tmp_path: Path) -> None:
        pages = [path.read_text(encoding="utf-8") for path in (taught / "site").rglob("*.html")]
        assert not [page for page in pages if "CC BY" in page or "/licenses/by" in page]
        init(tmp_path / "new")
        replace(tmp_path / "new/mkdocs.yml", "    # licence: CC-BY-4.0\n", "    licence: as you like\n")
        result = explainer(tmp_path / "new", "check")
        assert 'the licence "as you like" is no short name – write for example CC-BY-4.0' in result.stderr

    def test_git_and_packages_leave_out_none_of_them(self) -> None:
        files = [str(STARTER / name) for name in contents(STARTER) if "__pycache__" not in name]
        ignored = subprocess.run(
            ["git", "check-ignore", "--no-index", *files], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert ignored.stdout == ""
        assert ignored.returncode == 1

    def test_the_workflow_gives_nothing_away_and_names_actions_as_ours_do(self) -> None:
        zizmor = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--pedantic", "--quiet", str(STARTER)]
        result = subprocess.run(zizmor, capture_output=True, text=True, timeout=60, check=False)
        assert result.returncode == 0, result.stdout
        ours = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
        named = re.findall(r"uses: (.+)", (STARTER / WORKFLOW).read_text(encoding="utf-8"))
        assert named
        assert [each for each in named if each not in ours] == []

    def test_the_workflow_asks_nothing_that_forks_are_not_told(self) -> None:
        text = (STARTER / WORKFLOW).read_text(encoding="utf-8")
        assert {each.partition(".")[0] for each in re.findall(r"\b(?:vars|secrets|env)\.\w+", text)} == {"env"}
        workflow = yaml.safe_load(text)
        assert workflow["env"] == {"GENERATOR": "", "GENERATOR_REF": ""}
        _, ask, checkout, *_ = workflow["jobs"]["site"]["steps"]
        assert ask["if"] == " || ".join(f"env.{name} == ''" for name in workflow["env"])
        assert checkout["with"]["repository"] == "${{ env.GENERATOR }}"
        assert checkout["with"]["ref"] == "${{ env.GENERATOR_REF }}"


class TestFolder:
    def test_an_empty_folder_is_filled_and_its_history_kept(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        assert init(tmp_path).exit_code == 0
        assert {path.name for path in tmp_path.iterdir()} >= {".git", ".github", ".gitignore", "mkdocs.yml", "data"}
        again = init(tmp_path)
        assert again.exit_code == 2
        assert "is no empty folder – name one that is, or a new one" in again.output

    @pytest.mark.parametrize(
        "make", [lambda path: path.write_text("x"), lambda path: (path / "notes").mkdir(parents=True)]
    )
    def test_what_is_there_is_left_alone(self, make, tmp_path: Path) -> None:
        folder = tmp_path / "taken"
        make(folder)
        assert init(folder).exit_code == 2
        assert [path.name for path in tmp_path.rglob("*")] in (["taken"], ["taken", "notes"])

    @pytest.mark.parametrize("made", [False, True])
    def test_who_is_asked_to_end_leaves_nothing(self, tmp_path: Path, *, made: bool) -> None:
        folder = tmp_path / "new"
        if made:
            folder.mkdir()
        moment = Moment("os.rename", "/requirements.txt'", signal=signal.SIGTERM)
        assert end(["init", str(folder), "--title", "Calendar"], moment) == 128 + signal.SIGTERM
        assert [*tmp_path.rglob("*")] == ([folder] if made else [])

    def test_what_a_killed_one_left_is_cleared_away(self, tmp_path: Path) -> None:
        moment = Moment("os.rename", "/requirements.txt'")
        assert end(["init", str(tmp_path), "--title", "Calendar"], moment) == -signal.SIGKILL
        assert [path.name for path in tmp_path.glob(".explainer-*")]
        assert init(tmp_path).exit_code == 0
        assert [path.name for path in tmp_path.glob(".explainer-*")] == []

    @pytest.mark.parametrize("made", [False, True])
    def test_what_cannot_be_finished_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, made: bool
    ) -> None:
        folder = tmp_path / "new"
        if made:
            folder.mkdir()
        rename = Path.rename

        def refuse(path: Path, target: Path) -> Path:
            if path.name in ("mkdocs.yml", "new"):
                raise OSError(28, "No space left on device", str(target))
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", refuse)
        result = init(folder)
        assert result.exit_code == 3
        assert "No space left on device – free some space on this disk" in result.output
        assert [*tmp_path.rglob("*")] == ([folder] if made else [])


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "the title is empty"),
        (" \t", "the title is empty"),
        ("a\nb", "cannot be seen"),
        ("a\u202eb", "cannot be seen"),
        ("<b>Bold</b>", "“<”, which would be taken for markup"),
        ("{{ config }}", "“{”, which would be taken for markup"),
        ('A "title"', '“"”, which would be taken for markup'),
        ("*Stars*", "“*”, which would be taken for markup"),
        ("long " * 13, "has 64 characters – shorten it to 60"),
    ],
)
def test_a_title_that_is_none_is_refused(title: str, message: str, tmp_path: Path) -> None:
    result = init(tmp_path / "new", title)
    assert result.exit_code == 2
    assert message in result.output
    assert [*tmp_path.iterdir()] == []


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    result = init(tmp_path / "new", SOURCE_DATE_EPOCH="yesterday")
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH is “yesterday” – set it to a number of seconds" in result.output
