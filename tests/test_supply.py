"""What comes from elsewhere: nothing enters unlocked, unlicensed, or through a workflow that gives too much away."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.advisories import NoAnswer, node_weaknesses, python_weaknesses
from tests.projects import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
REQUIREMENT = re.compile(r"[\w.-]+==\S+( ; [^\n]+?)?( +--hash=sha256:[0-9a-f]{64})+ *\n")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / name), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_requirement_is_one_version_with_hashes_from_no_named_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[^\s#])", text.replace("\\\n", ""), flags=re.MULTILINE)[1:]
    assert entries
    wrong = [each for each in entries if not REQUIREMENT.match(each)]
    assert wrong == []
    assert "://" not in text


def test_a_licence_that_is_not_listed_is_refused() -> None:
    result = tool("pip-licenses", "--allow-only", "MIT")
    assert result.returncode == 1
    assert "not in allow-only licenses was found" in result.stderr


def test_a_careless_workflow_is_refused(tmp_path: Path) -> None:
    [pinned, *_] = re.findall(r"actions/checkout@[0-9a-f]{40} # v[\d.]+", WORKFLOWS[0].read_text(encoding="utf-8"))
    workflows = tmp_path / ".github/workflows"
    workflows.mkdir(parents=True)
    careless = WORKFLOWS[0].read_text(encoding="utf-8").replace(pinned, "actions/checkout@v4")
    (workflows / "careless.yml").write_text(careless, encoding="utf-8")
    result = tool("zizmor", "--offline", "--pedantic", "--quiet", str(tmp_path))
    assert result.returncode not in (0, 1, 2), "one finding, and no failure of the tool itself"
    assert "unpinned-uses" in result.stdout


def test_workflows_name_no_repository_of_ours() -> None:
    for path in WORKFLOWS:
        assert "://" not in path.read_text(encoding="utf-8"), path.name


class TestAdvisories:
    def test_weaknesses_of_python_packages_are_lines_with_a_remedy(self) -> None:
        weak = {"name": "parser", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]}
        unmended = {"name": "reader", "version": "2.0", "vulns": [{"id": "X-2", "fix_versions": []}]}
        sound = {"name": "writer", "version": "3.0", "vulns": []}
        assert python_weaknesses(json.dumps({"dependencies": [weak, unmended, sound]})) == [
            "parser 1.0: X-1 – update to 1.1",
            "reader 2.0: X-2 – no version mends it yet",
        ]

    def test_only_serious_weaknesses_of_node_packages_count(self) -> None:
        packages = {"a": {"range": "<2", "severity": "high"}, "b": {"range": "<3", "severity": "low"}}
        [line] = node_weaknesses(json.dumps({"vulnerabilities": packages}))
        assert line.startswith("a <2: high – ")

    @pytest.mark.parametrize("answer", ["", "Traceback", '{"message": "405 Method Not Allowed"}', "{}"])
    def test_a_service_that_says_nothing_does_not_count_as_sound(self, answer: str) -> None:
        with pytest.raises(NoAnswer):
            node_weaknesses(answer)
        with pytest.raises(NoAnswer):
            python_weaknesses(answer)

    def test_a_package_that_was_not_judged_does_not_count_as_sound(self) -> None:
        skipped = {"name": "parser", "skip_reason": "not found"}
        with pytest.raises(NoAnswer, match="1 of 1 packages are not known there, parser for one"):
            python_weaknesses(json.dumps({"dependencies": [skipped]}))
