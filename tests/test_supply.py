"""What comes from elsewhere: nothing enters unlocked, unlicensed, or through a workflow that gives too much away."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.advisories import NoAnswer, node_weaknesses, python_weaknesses
from tests.projects import ROOT
from tests.test_diff import commit, git

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
REQUIREMENT = re.compile(r"[\w.-]+==\S+( ; [^\n]+?)?( +--hash=sha256:[0-9a-f]{64})+ *\n")
FORMS = [path for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]
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


class TestProposal:
    """The script that proposes newer locks, with git as it is and a host that notes what it is asked for."""

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        checkout = tmp_path / "checkout"
        (checkout / "requirements").mkdir(parents=True)
        (checkout / "requirements/site.txt").write_text("click==8.1\n", encoding="utf-8")
        git(checkout, "init", "-q")
        commit(checkout)
        subprocess.run(["git", "clone", "-q", "--bare", checkout, tmp_path / "origin"], check=True)
        git(checkout, "remote", "add", "origin", str(tmp_path / "origin"))
        host = tmp_path / "bin/gh"
        host.parent.mkdir()
        host.write_text(
            '#!/bin/sh\necho "$*" >> ../calls\ncase "$*" in "pr list"*) cat ../open ;; esac\n', encoding="utf-8"
        )
        host.chmod(0o755)
        return checkout

    def propose(self, checkout: Path, is_open: int) -> list[str]:
        """Run it while so many proposals are open; gives what the host was asked for."""
        (checkout.parent / "open").write_text(f"{is_open}\n", encoding="utf-8")
        (checkout.parent / "calls").write_text("", encoding="utf-8")
        path = f"{checkout.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
        script = ROOT / ".github/scripts/propose"
        subprocess.run([script], cwd=checkout, env={**os.environ, "PATH": path}, capture_output=True, check=True)
        return [" ".join(call.split()[:2]) for call in (checkout.parent / "calls").read_text("utf-8").splitlines()]

    def test_nothing_newer_is_not_proposed(self, checkout: Path) -> None:
        assert self.propose(checkout, 0) == []
        assert git(checkout.parent / "origin", "branch", "--list", "locks") == ""

    @pytest.mark.parametrize("is_open", [0, 1])
    def test_what_is_newer_is_proposed_once_and_tested(self, checkout: Path, is_open: int) -> None:
        lock, code = checkout / "requirements/site.txt", checkout / "code.py"
        start = git(checkout, "rev-parse", "HEAD")
        for version in ("8.2", "8.3"):
            git(checkout, "reset", "-q", "--hard", start)  # each month from the main branch
            lock.write_text(f"click=={version}\n", encoding="utf-8")
            code.write_text("nothing of the proposal", encoding="utf-8")
            calls = self.propose(checkout, is_open)
        assert calls == ["auth setup-git", "pr list", *(["pr create"] if not is_open else []), "workflow run"]
        assert git(checkout.parent / "origin", "show", "locks:requirements/site.txt") == "click==8.3"
        assert git(checkout.parent / "origin", "diff", "--name-only", "main", "locks") == "requirements/site.txt"
        assert git(checkout.parent / "origin", "rev-list", "--count", "main..locks") == "1"


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_forms_ask_for_little_and_name_no_address(form: Path) -> None:
    text = form.read_text(encoding="utf-8")
    fields = [each for each in yaml.safe_load(text)["body"] if each["type"] != "markdown"]
    names = [each["id"] for each in fields]
    assert len(names) == len({*names}) <= 5
    assert any(each.get("validations", {}).get("required") for each in fields)
    assert "://" not in text


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
