"""Whatever disturbs a build, a kill, another build or a full disk: the site stays whole and the next build is right."""

import fcntl
import random
import resource
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crashes import PATIENCE, Moment, kill, start, was_killed
from tests.projects import contents, explainer, replace

pytestmark = pytest.mark.slow

KILLS, PARTS = 50, 5

STAYED, REPLACED = "the old site stayed", "the new site was in place"

#: Moments of a build, and which site stands when it is killed there.
MOMENTS = {
    "as a file is being written": (Moment("open", r"lake-areas\.\w+\.svg\.\d+\.part"), STAYED),
    "as a file takes its place": (Moment("os.rename", r"lake-areas\.csv'"), STAYED),
    "as the record takes its place": (Moment("os.rename", r"/manifest\.json'"), STAYED),
    "as the builder writes pages": (Moment("open", r"/build-.*/index\.html', 'w", count=3), STAYED),
    "before the exchange": (Moment("ctypes.dlsym", "renameat2|renamex_np"), STAYED),
    "after the exchange": (Moment("os.rename", r"/verified\.json'", count=2), REPLACED),
    "as the old site is removed": (Moment("shutil.rmtree", "/build-"), REPLACED),
}

#: Runs a shell command where it may mount folders without anybody else seeing them.
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")


def can_mount() -> bool:
    """Whether this machine allows that."""
    try:
        return subprocess.run([*UNSHARE, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


needs_mounts = pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount folders for a test")

OLD = "Balkhash,3,75.0\nZaysan,1,25.0"
NEW = "Balkhash,1,50.0\nZaysan,1,50.0"

Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Editions:
    """The small project as built before and after a number changed.

    Its folders, before and after; what was made in each; and the seconds that the second build took.
    """

    folder: Path
    rebuilt: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    duration: float

    def copy(self, target: Path) -> Path:
        """The project, built, with a change that was not built yet."""
        project = Path(shutil.copytree(self.folder, target))
        edit(project, OLD, NEW)
        return project


@pytest.fixture(scope="module")
def editions(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Editions:
    changed = Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("editions") / "new"))
    edit(changed, OLD, NEW)
    process = start(changed)
    began = time.monotonic()
    assert not was_killed(process)
    duration = time.monotonic() - began
    editions = Editions(built_rivers, changed, made(built_rivers), made(changed), duration)
    assert site_of(editions.old) != site_of(editions.new)
    assert editions.old["docs/files/charts/lake-areas.svg"] != editions.new["docs/files/charts/lake-areas.svg"]
    return editions


@pytest.fixture
def changed(editions: Editions, tmp_path: Path) -> Path:
    """The project, built, with a change that was not built yet."""
    return editions.copy(tmp_path / "rivers")


def edit(project: Path, old: str, new: str) -> None:
    replace(project / "data/tables/lakes.csv", old, new)


def made(project: Path) -> dict[str, bytes]:
    """All that a build makes and keeps, but for what only saves time; no folder of a build may be left over."""
    assert list(project.glob(".cache/explainer/build-*")) == []
    assert list(project.rglob(".*.part")) == []
    folders = ("site", "docs/files", "docs/charts", ".cache/explainer")
    files = {f"{folder}/{name}": data for folder in folders for name, data in contents(project / folder).items()}
    return {name: data for name, data in files.items() if "/templates/" not in name and ".db" not in name}


def site_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix("site/"): data for name, data in files.items() if name.startswith("site/")}


class TestKills:
    @pytest.mark.parametrize("part", range(PARTS))
    def test_at_any_time(self, editions: Editions, tmp_path: Path, part: int, record_property: Record) -> None:
        chance = random.Random(part)
        project = Path(shutil.copytree(editions.rebuilt, tmp_path / "rivers"))
        editing = Editing(project, editions)
        for number in range(part, KILLS, PARTS):
            moment = editions.duration * (number + chance.random()) / KILLS
            while True:
                editing.turn()
                process = start(project)
                process.join(moment)
                killed = kill(process)
                if killed:
                    record_property("kill", editing.outcome())
                editing.build()
                if killed:
                    break
                moment *= 0.9  # this build was quicker than the one that was measured

    @pytest.mark.parametrize("name", MOMENTS)
    def test_at_a_moment(self, editions: Editions, changed: Path, name: str, record_property: Record) -> None:
        moment, expected = MOMENTS[name]
        editing = Editing(changed, editions)
        assert was_killed(start(changed, moment))
        record_property("kill", editing.outcome())
        assert editing.outcome() == expected
        editing.build()

    def test_between_two_renames(self, editions: Editions, changed: Path, record_property: Record) -> None:
        """Where folders cannot be exchanged, a kill may find no site in its place; the next command puts it back."""
        editing = Editing(changed, editions)
        assert was_killed(start(changed, Moment("os.rename", "/build-[^']*/site', '[^']*/site'"), can_exchange=False))
        assert not (changed / "site").exists()
        assert explainer(changed, "charts").returncode == 0
        record_property("kill", editing.outcome())
        assert editing.outcome() == STAYED
        editing.build()

    def test_two_renames_give_the_same_site(self, editions: Editions, changed: Path) -> None:
        assert not was_killed(start(changed, can_exchange=False))
        assert made(changed) == editions.new

    def test_no_process_outlives_its_builder(self, changed: Path) -> None:
        """Only the builder itself is killed, as when memory runs out, while others draw."""
        process = subprocess.Popen(
            [sys.executable, "-m", "explainer", "build"], cwd=changed, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        assert next(process.stderr).startswith("Drew")
        process.kill()
        process.communicate(timeout=PATIENCE)  # ends when nobody is left who could write there


class Editing:
    """A project whose data goes from one edition to the other and back; it starts before its change was built."""

    def __init__(self, project: Path, editions: Editions) -> None:
        self.project = project
        self.texts = [OLD, NEW]
        self.made = [editions.old, editions.new]

    def turn(self) -> None:
        """Make the next change: what was new is old from now on."""
        self.texts.reverse()
        self.made.reverse()
        edit(self.project, *self.texts)

    def outcome(self) -> str:
        """Which site stands; fails when it is neither the old one nor the new one."""
        site = contents(self.project / "site")
        assert site in [site_of(each) for each in self.made], "the site is neither the old one nor the new one"
        return STAYED if site == site_of(self.made[0]) else REPLACED

    def build(self) -> None:
        """Build undisturbed; everything must then be as if nothing had happened before."""
        assert not was_killed(start(self.project))
        assert made(self.project) == self.made[1]


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="no system call that exchanges folders")
def test_there_is_a_site_at_every_moment(editions: Editions, tmp_path: Path) -> None:
    project = Path(shutil.copytree(editions.folder, tmp_path / "rivers"))
    page = project / "site/index.html"
    missing, looks, over = [], 0, threading.Event()

    def watch() -> None:
        nonlocal looks
        while not over.is_set():
            looks += 1
            if not page.exists():
                missing.append(looks)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            for _ in range(8):
                assert not was_killed(start(project))
        finally:
            over.set()
        watching.result(PATIENCE)
    assert looks > 1000
    assert missing == []


class TestTogether:
    @pytest.mark.parametrize("count", [2, 3])
    def test_builds_at_once(self, editions: Editions, changed: Path, count: int) -> None:
        with ThreadPoolExecutor(count) as pool:
            results = list(pool.map(lambda _: explainer(changed, "build"), range(count)))
        assert [result.returncode for result in results] == [0] * count, [result.stderr for result in results]
        assert made(changed) == editions.new

    @pytest.mark.parametrize("command", ["build", "charts"])
    def test_waits_for_another_and_reads_what_changed_meanwhile(
        self, editions: Editions, changed: Path, command: str
    ) -> None:
        edit(changed, NEW, OLD)
        with (changed / ".cache/explainer/lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.write("4711")
            lock.flush()
            process = subprocess.Popen(
                [sys.executable, "-m", "explainer", command], cwd=changed, stderr=subprocess.PIPE, text=True
            )
            assert process.stderr is not None
            said = next(process.stderr)
            edit(changed, OLD, NEW)
        assert said == "Another command (process 4711) is writing in this project: waiting for it to end.\n"
        with process.stderr as lines:
            assert "Drew lake-areas" in lines.read()
        assert process.wait(PATIENCE) == 0
        expected = editions.new if command == "build" else editions.old
        assert contents(changed / "site") == site_of(expected)

    def test_checking_waits_for_nobody(self, changed: Path) -> None:
        with (changed / ".cache/explainer/lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            assert explainer(changed, "check").returncode == 0


def test_a_damaged_template_is_compiled_again(editions: Editions, changed: Path) -> None:
    compiled = sorted((changed / ".cache/explainer/templates").iterdir())
    assert len(compiled) > 10
    for number, path in enumerate(compiled):
        path.write_bytes(path.read_bytes()[: 10 * number])
    assert not was_killed(start(changed))
    assert made(changed) == editions.new


class TestMachine:
    """What the machine refuses is said in one sentence; the exit code is 3, and the last good site stays."""

    @pytest.mark.parametrize(
        ("limit", "name"),
        [
            (0, ""),
            (2_000, "docs/files/charts/lake-areas.png"),
            (100_000, ".cache/explainer/build-"),
            (900_000, ".cache/explainer/build-"),
        ],
        ids=["before anything", "as charts are drawn", "as the builder copies files", "as the builder writes pages"],
    )
    def test_file_too_large(self, editions: Editions, changed: Path, limit: int, name: str) -> None:
        page = changed / "docs/long.md"
        page.write_text("# Long\n\n" + "words " * (150_000 if limit == 900_000 else 1), encoding="utf-8")
        result = command(changed, sys.executable, "-m", "explainer", "build", limit=limit)
        assert_refused(result, changed / name, "File too large", "raise the limit on the size of files (ulimit -f)")
        assert contents(changed / "site") == site_of(editions.old)
        page.unlink()
        Editing(changed, editions).build()

    @pytest.mark.parametrize(
        ("verb", "name"),
        [
            ("build", ".cache"),
            ("charts", "docs/files"),
            ("build", "docs/charts"),
            ("charts", ".cache/explainer/charts"),
        ],
    )
    def test_a_file_stands_where_a_folder_must_be(
        self, editions: Editions, changed: Path, verb: str, name: str
    ) -> None:
        folder = changed / name
        shutil.rmtree(folder)
        folder.write_text("mine")
        result = explainer(changed, verb)
        assert_refused(result, folder, "", "a file stands where a folder must be: move it away")
        assert folder.read_text() == "mine"
        assert contents(changed / "site") == site_of(editions.old)
        folder.unlink()
        Editing(changed, editions).build()

    @needs_mounts
    @pytest.mark.parametrize("name", [".cache/explainer", "docs/files", ".cache/explainer/templates"])
    def test_full_disk(self, editions: Editions, changed: Path, name: str) -> None:
        """A disk of its own for one folder, and too small for it."""
        mount = f"mount -t tmpfs -o size=16k,mode=0755 none {shlex.quote(name)}"
        result = command(changed, *UNSHARE, f"{mount} && exec {shlex.quote(sys.executable)} -m explainer build")
        if name.endswith("templates"):
            assert result.returncode == 0, result.stderr
            assert site_of(made(changed)) == site_of(editions.new)
        else:
            assert_refused(result, changed / name, "No space left on device", "free some space on this disk")
            assert contents(changed / "site") == site_of(editions.old)
        Editing(changed, editions).build()

    @needs_mounts
    @pytest.mark.parametrize("name", [".cache", "docs/files", "docs/charts", "site", "."])
    def test_read_only(self, editions: Editions, changed: Path, name: str) -> None:
        replace(changed / "charts/lakes.py", "Areas of lakes", "Areas of the lakes")  # has a chart's page written anew
        folder = shlex.quote(str(changed / name))
        mount = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder} && cd {shlex.quote(str(changed))}"
        result = command(changed, *UNSHARE, f"{mount} && exec {shlex.quote(sys.executable)} -m explainer build")
        assert_refused(result, changed / name, "", "")
        assert contents(changed / "site") == site_of(editions.old)
        replace(changed / "charts/lakes.py", "Areas of the lakes", "Areas of lakes")
        Editing(changed, editions).build()


def command(project: Path, *arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command, with a limit on the size of files in bytes if given."""

    def restrain() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        arguments, cwd=project, capture_output=True, text=True, timeout=PATIENCE, check=False, preexec_fn=restrain
    )


def assert_refused(result: subprocess.CompletedProcess[str], path: Path, reason: str, remedy: str) -> None:
    """Exit code 3 and one sentence, which names a file at or below this path."""
    assert result.returncode == 3, result.stderr
    lines = [line for line in result.stderr.splitlines() if not line.startswith(("Drew ", "Made "))]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith(f"Error: {path}")
    assert reason in lines[0]
    assert f" – {remedy}" in lines[0]
    assert lines[0].endswith(", then run the command again")
