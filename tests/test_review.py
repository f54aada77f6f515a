"""A pull request is looked at by its own code, and told what was found by ours: as the workflows run both."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from explainer.diff.change import Change, Difference, Report
from explainer.diff.lines import code
from explainer.diff.plain import as_json
from explainer.review.comment import LIMIT, MARK, Run, comment
from explainer.review.github import main
from explainer.visible import visible
from tests.projects import ROOT

WELL = json.dumps({"version": 1, "outcome": "well", "problems": []})
PROBLEMS = json.dumps(
    {
        "problems": [
            {"file": "data/facts/rivers.yml", "line": 9, "column": 14, "message": "it is 30", "remedy": "write 31"},
            {"file": None, "line": None, "column": None, "message": "the disk is full", "remedy": None},
        ]
    }
)
FACT = Change("fact", "length.total", "changed", "Length", (Difference("value", "30.50", "31.50", "+1.00, +3.3%"),))
CHART = Change("chart", "lengths", "redrawn", "Lengths", (Difference('row "Long", km', "20.5", "21.5", "+1.0, +4.9%"),))
REPORT = Report("main", "0123456789abcdef", (FACT, CHART), {})
ADDRESS = "https://host.test/us/site/actions/runs/77"
LINKS = {"preview": f"{ADDRESS}/artifacts/12", "report": f"{ADDRESS}/artifacts/13"}
RUN = Run("abcdef0123456789", has_failed=False, address=ADDRESS, artefacts=LINKS)

#: What a comment of ours may hold beside words.
OWN_MARKUP = re.compile(
    rf"{re.escape(MARK)}|<details( open)?><summary>[A-Z][a-z]+: \d+</summary>|</details>|\s", re.MULTILINE
)
HOSTILE = (
    "@everyone &#64;team #1 <img src=//evil.test/x> ![x](//evil.test/y) [approve](//evil.test/z) http://evil.test\n"
    "\n</details>\n## Approved\u202e `a` ``` $x$ <!-- :tick: -->"
)


def plain(text: str) -> Any:
    """The JSON of a report, to be made wrong."""
    return json.loads(as_json(replace(REPORT, changes=(replace(FACT, title=text, id=text), CHART))))


def pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """What a comment consists of, as any Markdown reader sees it: kinds of markup and what each holds."""
    for token in MarkdownIt("commonmark").parse(markdown):
        for each in token.children or [token]:
            yield each.type, str(each.attrs.get("href", each.content))


def assert_ours(markdown: str, links: Mapping[str, str] = LINKS) -> None:
    """No comment but of the form that we give it, whatever it tells of."""
    assert len(markdown.encode()) <= LIMIT
    found = [*pieces(markdown)]
    assert {kind for kind, _ in found} & {"image", "html_inline", "fence", "code_block"} == set()
    assert {held for kind, held in found if kind == "link_open"} <= {*links.values(), ADDRESS}
    assert all(OWN_MARKUP.sub("", held) == "" for kind, held in found if kind == "html_block")
    words = "".join(held for kind, held in found if kind == "text")
    assert not re.search(r"[@#$<]|//|evil|Approved", words.replace("[!WARNING]", ""))
    assert not re.search(r"@\w", markdown), "not even where markup is lost"
    assert markdown.count("<details") == markdown.count("</details>\n") + markdown.endswith("</details>")


class TestComment:
    def test_says_what_changes_and_where_to_look(self) -> None:
        text = comment(RUN, ["data/facts/rivers.yml"], WELL, as_json(REPORT))
        assert text.startswith(f"{MARK}\n## What this pull request changes\n")
        assert "**The check found no problems.** What changes – facts: 1, charts: 1." in text
        assert "- `length.total` changed: `Length`\n    - `value`: `30.50` → `31.50` (`+1.00, +3.3%`)\n" in text
        assert '- `lengths` redrawn: `Lengths`\n    - `row "Long", km`: `20.5` → `21.5`' in text
        assert f"[The preview]({LINKS['preview']}) is the whole site" in text
        assert f"[The report]({LINKS['report']}) shows each chart before and after" in text
        assert "about `abcdef0123`. Nobody has looked at it, and it approves nothing" in text
        assert "WARNING" not in text
        assert_ours(text)

    def test_nothing_changes(self) -> None:
        text = comment(RUN, ["README.md"], WELL, as_json(replace(REPORT, changes=())))
        assert "**The check found no problems.** Nothing changes for readers." in text
        assert "<details" not in text

    def test_lists_the_problems_of_a_failed_check(self) -> None:
        text = comment(replace(RUN, has_failed=True, artefacts={}), [], PROBLEMS, None)
        assert "**The check failed: it found 2 problems.**" in text
        assert "- `data/facts/rivers.yml:9:14`: `it is 30` – `write 31`\n- `the disk is full`\n" in text
        assert "preview" not in text
        assert_ours(text)

    @pytest.mark.parametrize(("check", "says"), [(WELL, "**The run failed**"), (None, "**The run failed**")])
    def test_a_run_that_failed_is_never_told_as_well(self, check: str | None, says: str) -> None:
        text = comment(replace(RUN, has_failed=True), [], check, as_json(REPORT))
        assert says in text
        assert "no problems" not in text

    @pytest.mark.parametrize(
        "name",
        [
            "explainer/cli.py",
            "mkdocs.yml",
            "databank/x",
            ".github/scripts/look",
            "Makefile",
            "macros/text/edition.md",
            "explainer/macros/text/edition.md",
            "tests/golden/__init__.py",
        ],
    )
    def test_code_that_may_have_made_it_up_is_named_first(self, name: str) -> None:
        text = comment(RUN, ["data/x.yml", name, *["`@x`"] * 3], WELL, as_json(REPORT))
        assert f"> [!WARNING]\n> This pull request changes code (`{name}`, ``" in text
        assert "and 1 more" in text
        assert text.index("WARNING") < text.index("<details")
        assert_ours(text)

    @pytest.mark.parametrize("text", [HOSTILE, "`", "``", "", "\\", "\ud800", "a`" * 400, "💥" * 2000], ids=ascii)
    def test_hostile_words_stay_words(self, text: str) -> None:
        changes = plain(text)
        changes["changes"][0]["differences"] *= 2
        changes["changes"][0]["differences"][0] = {"field": text, "old": text, "new": text, "by": text}
        problem = {"file": text, "line": text, "column": text, "message": text, "remedy": text}
        for check in (WELL, json.dumps({"problems": [problem]})):
            told = comment(RUN, [text], check, json.dumps(changes))
            assert_ours(told)
            assert "lengths" in told, "what comes after it stands there too"

    @settings(deadline=None, max_examples=60)
    @given(st.text(st.characters(exclude_characters="@") | st.sampled_from("` \\$")))
    def test_code_holds_all_of_any_text_and_nothing_else(self, text: str) -> None:
        found = [*pieces(f"- {code(text)} → {code('next')}\n")]
        shown = [held for kind, held in found if kind == "code_inline"]
        assert shown == [visible(text) or " ", "next"]
        assert [held for kind, held in found if kind == "text"] in ([" → "], ["", " → "])

    def test_what_does_not_fit_is_cut_with_a_word_on_where_the_rest_is(self) -> None:
        changes = tuple(replace(FACT, id=f"fact-{number}", title="Ә" * 500) for number in range(400))
        text = comment(RUN, [], WELL, as_json(replace(REPORT, changes=(*changes, CHART))))
        assert LIMIT - 3000 < len(text.encode()) <= LIMIT
        assert text.endswith(
            f"</details>\n\n**A comment can hold no more: the rest stands [here]({LINKS['report']}).**"
        )
        assert "<details><summary>Facts: 400</summary>\n\n- `fact-0` changed" in text
        assert "Charts" not in text[200:]
        assert_ours(text)

    def test_as_much_as_fits_is_told_to_the_last_line(self) -> None:
        problems = [{"file": None, "line": None, "column": None, "message": "wrong", "remedy": None}] * 9_000
        text = comment(RUN, [], json.dumps({"problems": problems}), None)
        assert LIMIT - 2 * len("- `wrong`\n") < len(text.encode()) <= LIMIT
        assert_ours(text)

    def test_a_line_longer_than_a_comment_is_cut_too(self) -> None:
        problems = [{"file": "a" * LIMIT, "line": 1, "column": 1, "message": "b" * LIMIT, "remedy": None}] * 200
        text = comment(replace(RUN, artefacts={}), [], json.dumps({"problems": problems}), None)
        assert text.endswith(f"the rest stands [here]({ADDRESS}).**")
        assert_ours(text)

    @pytest.mark.parametrize(
        "wrong",
        [
            "",
            "null",
            "[]",
            "{}",
            "not JSON",
            "[" * 100_000,
            '{"changes": {}}',
            json.dumps({**plain("x"), "revision": 1}),
            json.dumps({**plain("x"), "changes": [1]}),
            json.dumps(plain("x")).replace('"kind": "fact"', '"kind": "<b>"'),
            json.dumps(plain("x")).replace('"kind": "fact"', '"kind": []'),
            json.dumps(plain("x")).replace('"what": "changed"', '"what": "approved"'),
            json.dumps(plain("x")).replace('"old": "30.50"', '"old": 1'),
            "9" * 5000,
        ],
        ids=ascii,
    )
    def test_what_is_no_report_is_not_told(self, wrong: str) -> None:
        for check, changes in ((WELL, wrong), (wrong, as_json(REPORT))):
            text = comment(RUN, [], check, changes)
            assert "**What the run found cannot be read**" in text
            assert_ours(text)


GH = """#!/bin/sh
printf '%s\\n' "$*" >> calls
case "$*" in *--input*) exec cat > sent ;; esac
exec cat "$(printf %s "$2" | tr -c 'a-zA-Z0-9' _)"
"""
EVENT = {
    "repository": {"default_branch": "main"},
    "workflow_run": {
        "id": 77,
        "conclusion": "success",
        "head_sha": "abcdef0123456789",
        "head_branch": "idea&x=1",
        "head_repository": {"full_name": "they/site", "owner": {"login": "they"}},
    },
}
PULL = {"number": 5, "head": {"sha": "abcdef0123456789", "repo": {"full_name": "they/site"}}}
PULLS = "repos/us/site/pulls?state=open&base=main&head=they%3Aidea%26x%3D1"
ARTEFACTS = "repos/us/site/actions/runs/77/artifacts?per_page=100"
COMMENTS = "repos/us/site/issues/5/comments?per_page=100"
ARCHIVE = "repos/us/site/actions/artifacts/13/zip"
FILES = "repos/us/site/pulls/5/files?per_page=100"


def artefact(key: int, name: str, size: int = 1000) -> dict[str, object]:
    return {"id": key, "name": name, "size_in_bytes": size}


def archive(**files: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as opened:
        opened.writestr("../../escape.json", "{}")
        for name, text in files.items():
            opened.writestr(f"{name}.json", text)
    return out.getvalue()


class Host:
    """A host that answers `gh` from files, and a workflow's surroundings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin/gh").write_text(GH, encoding="utf-8")
        (folder / "bin/gh").chmod(0o755)
        self.event: Any = json.loads(json.dumps(EVENT))
        self.answer(PULLS, [PULL])
        self.answer(
            ARTEFACTS, {"artifacts": [artefact(n, name) for n, name in enumerate(["x", "preview", "report"], 11)]}
        )
        self.answer(FILES, [[{"filename": "data/facts/rivers.yml"}], []])
        self.answer(COMMENTS, [[], []])
        self.answer(ARCHIVE, archive(check=WELL, changes=as_json(REPORT)))

    def answer(self, path: str, given: object) -> None:
        content = given if isinstance(given, bytes) else json.dumps(given).encode()
        (self.folder / re.sub("[^a-zA-Z0-9]", "_", path)).write_bytes(content)

    def comment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Do what the workflow does."""
        with monkeypatch.context() as patched:
            patched.chdir(self.folder)
            for name, value in self.surroundings().items():
                patched.setenv(name, value)
            main()

    def surroundings(self) -> dict[str, str]:
        """What the workflow finds when it starts."""
        (self.folder / "event.json").write_text(json.dumps(self.event), encoding="utf-8")
        (self.folder / "calls").write_text("", encoding="utf-8")
        return {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_REPOSITORY": "us/site",
            "GITHUB_SERVER_URL": "https://host.test",
        }

    def said(self) -> tuple[str, str]:
        """The call that wrote something, and the comment."""
        [call] = [line for line in (self.folder / "calls").read_text("utf-8").splitlines() if "--input" in line]
        return call, json.loads((self.folder / "sent").read_text("utf-8"))["body"]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def steps(workflow: str, job: str) -> list[dict[str, Any]]:
    return yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text("utf-8"))["jobs"][job]["steps"]


class TestCommenting:
    def test_the_step_of_the_workflow_needs_no_library(self, host: Host) -> None:
        [step] = [step for step in steps("comment.yml", "comment") if "run" in step]
        python, *arguments = step["run"].split()
        assert python == "python3"
        environment = {**host.surroundings(), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-S", *arguments]
        subprocess.run(command, cwd=host.folder, env=environment, capture_output=True, timeout=60, check=True)
        call, first = host.said()
        assert call == "api repos/us/site/issues/5/comments --method POST --input -"
        assert f"[The preview]({LINKS['preview']})" in first
        assert "`length.total`" in first
        assert_ours(first)
        assert not (host.folder.parent / "escape.json").exists()

    def test_a_later_run_changes_that_comment_and_no_other(self, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
        strangers = {"id": 1, "user": {"login": "they"}, "body": MARK}
        others = {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Another workflow"}
        gone = {"id": 3, "user": None, "body": MARK}
        own = {"id": 4, "user": {"login": "github-actions[bot]"}, "body": MARK}
        host.answer(COMMENTS, [[strangers, others], [gone, own]])
        host.event["workflow_run"]["conclusion"] = "failure"
        host.answer(ARCHIVE, archive(check=PROBLEMS))
        host.comment(monkeypatch)
        call, text = host.said()
        assert call == "api repos/us/site/issues/comments/4 --method PATCH --input -"
        assert "**The check failed: it found 2 problems.**" in text

    @pytest.mark.parametrize(
        "pulls",
        [
            [],
            [{**PULL, "head": {**PULL["head"], "sha": "0" * 16}}],
            [{**PULL, "head": {**PULL["head"], "repo": {"full_name": "us/site"}}}],
            [{**PULL, "head": {**PULL["head"], "repo": None}}],
            [PULL, {**PULL, "number": 6}],
        ],
        ids=["none", "it has moved on", "another repository", "a repository that is gone", "two"],
    )
    def test_says_nothing_unless_it_is_one_pull_requests_newest_commit(
        self, host: Host, pulls: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        host.answer(PULLS, pulls)
        host.comment(monkeypatch)
        assert capsys.readouterr().out.startswith("No open pull request has this commit as its newest – ")
        assert not (host.folder / "sent").exists()

    def test_says_nothing_of_a_repository_that_is_gone(self, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
        host.event["workflow_run"]["head_repository"] = None
        host.comment(monkeypatch)
        assert (host.folder / "calls").read_text("utf-8") == ""

    @pytest.mark.parametrize("number", ["5/../6", "five", None])
    def test_a_number_that_is_none_is_refused(
        self, host: Host, number: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        host.answer(PULLS, [{**PULL, "number": number}])
        with pytest.raises((ValueError, TypeError)):
            host.comment(monkeypatch)
        assert len((host.folder / "calls").read_text("utf-8").splitlines()) == 1, "nothing more is asked or written"

    @pytest.mark.parametrize(
        "break_it",
        [
            lambda host: host.answer(ARCHIVE, b"no archive"),
            lambda host: host.answer(ARCHIVE, archive(check=WELL)),
            lambda host: host.answer(ARCHIVE, archive(check=WELL, changes=as_json(REPORT) + " " * 9_000_000)),
            lambda host: host.answer(ARTEFACTS, {"artifacts": [artefact(13, "report", 9_000_000)]}),
            lambda host: host.answer(ARTEFACTS, {"artifacts": []}),
        ],
        ids=["no archive", "a file is missing", "a file that grows", "too large", "nothing"],
    )
    def test_what_cannot_be_read_is_said_to_be_so(
        self, host: Host, break_it: Callable[[Host], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        break_it(host)
        host.comment(monkeypatch)
        assert "**What the run found cannot be read**" in host.said()[1]

    @pytest.mark.parametrize(
        ("files", "named"),
        [
            ([{"filename": "docs/a.md", "previous_filename": "explainer/a.py"}], "explainer/a.py"),
            ([{"filename": "docs/a.md"}] * 3000, "and what is not listed"),
        ],
        ids=["moved away", "not listed"],
    )
    def test_code_that_is_easily_overlooked_is_named(
        self, host: Host, files: object, named: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        host.answer(FILES, [files])
        host.comment(monkeypatch)
        assert f"changes code (`{named}`)" in host.said()[1]

    def test_a_host_that_does_not_answer_is_one_sentence(self, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
        (host.folder / re.sub("[^a-zA-Z0-9]", "_", COMMENTS)).unlink()
        with pytest.raises(SystemExit, match=r"^GitHub did not answer \(gh api .*\) – run this again$"):
            host.comment(monkeypatch)


EXPLAINER = """#!/bin/sh
echo "$*" >> calls
case "$*" in
bundle)
    mkdir dist && cp site.zip dist/
    exit "$(cat bundled)" ;;
"check --format json") echo '{"problems": []}' ;;
"check --format github") echo "::error::wrong" ;;
diff*) mkdir -p review/report && echo '{}' > review/report/changes.json ;;
esac
case "$1" in check) exit "$(cat checked)" ;; esac
"""


class TestLooking:
    """The script that runs in the pull request, with a command in place of ours that says what it was asked for."""

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        binaries = tmp_path / ".venv/bin"
        binaries.mkdir(parents=True)
        (binaries / "python").symlink_to(sys.executable)
        (binaries / "explainer").write_text(EXPLAINER, encoding="utf-8")
        (binaries / "explainer").chmod(0o755)
        with ZipFile(tmp_path / "site.zip", "w") as opened:
            opened.writestr("rivers/index.html", "<p>")
        return tmp_path

    @pytest.mark.parametrize(
        ("bundled", "checked", "status", "made"),
        [
            (0, 0, 0, {"report/check.json", "report/changes.json", "preview/rivers/index.html"}),
            (1, 1, 1, {"report/check.json"}),
            (1, 0, 1, {"report/check.json"}),
        ],
        ids=["all is well", "there are problems", "it cannot be built"],
    )
    def test_what_is_handed_over(self, checkout: Path, bundled: int, checked: int, status: int, made: set[str]) -> None:
        (checkout / "bundled").write_text(str(bundled), encoding="utf-8")
        (checkout / "checked").write_text(str(checked), encoding="utf-8")
        script = ROOT / ".github/scripts/look"
        result = subprocess.run([script, "main"], cwd=checkout, capture_output=True, text=True, timeout=60, check=False)
        assert result.returncode == status, result.stderr
        assert "::error::wrong\n" in result.stdout
        review = checkout / "review"
        assert {path.relative_to(review).as_posix() for path in review.rglob("*") if path.is_file()} == made
        calls = (checkout / "calls").read_text("utf-8").splitlines()
        assert calls[:3] == ["bundle", "check --format json", "check --format github"]
        assert calls[3:] == (["diff main --into review/report"] if status == 0 else [])


class TestWorkflows:
    def test_what_runs_the_code_of_a_pull_request_may_only_read(self) -> None:
        text = (ROOT / ".github/workflows/report.yml").read_text("utf-8")
        workflow = yaml.safe_load(text)
        assert workflow[True] == "pull_request"
        assert workflow["permissions"] == {}
        assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}]
        assert "secrets" not in text
        assert "github.token" not in text

    def test_what_may_write_runs_nothing_of_it(self) -> None:
        workflow = yaml.safe_load((ROOT / ".github/workflows/comment.yml").read_text("utf-8"))
        followed = yaml.safe_load((ROOT / ".github/workflows/report.yml").read_text("utf-8"))["name"]
        assert workflow[True] == {"workflow_run": {"workflows": [followed], "types": ["completed"]}}
        checkout, say = steps("comment.yml", "comment")
        assert checkout["with"] == {"persist-credentials": False, "sparse-checkout": "explainer"}
        assert "${{" not in say["run"]
        assert say["env"] == {"GH_TOKEN": "${{ github.token }}"}

    def test_both_name_what_is_handed_over_alike(self) -> None:
        kept = [step["with"] for step in steps("report.yml", "report") if "upload" in step.get("uses", "")]
        assert [(each["name"], each["path"]) for each in kept] == [
            ("report", "review/report"),
            ("preview", "review/preview"),
        ]
