"""`python -m explainer.review.github` comments on the pull request that a run of GitHub has looked at.

It runs where comments may be written, in the main branch, for the event that such a run has ended
(`.github/workflows/comment.yml`). Which pull request it is comes from GitHub, not from what the run handed over. That
is read in memory, by name and up to a size, and never written to a file. Beside Python it needs only `gh`.
"""

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Mapping
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zipfile import BadZipFile, ZipFile

from explainer.review.comment import MARK, Run, comment

#: Who writes comments with the token of a workflow.
AUTHOR = "github-actions[bot]"
#: What runs hand over, and the files in the second of these that are read.
ARTEFACTS = ("preview", "report")
CHECK, CHANGES = "check.json", "changes.json"
#: Bytes of a file or an archive; more is not read.
LARGEST = 8_000_000
#: How many changed files GitHub lists.
LISTED = 3_000
#: How reading an archive of anybody's can fail.
UNREADABLE = (BadZipFile, EOFError, KeyError, LZMAError, OSError, RuntimeError, ValueError, zlib.error)


def main() -> None:
    """Comment on the pull request of the run that the event names, or say why there is nothing to comment on.

    Exits with one sentence when GitHub does not answer.
    """
    try:
        _comment()
    except subprocess.CalledProcessError as error:
        sys.exit(f"GitHub did not answer ({' '.join(error.cmd)}) – run this again")


def _comment() -> None:
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    repository = os.environ["GITHUB_REPOSITORY"]
    number = _pull_request(event, repository)
    if number is None:
        print("No open pull request has this commit as its newest – its next run will say more.")  # noqa: T201
        return
    artefacts = _artefacts(event["workflow_run"]["id"], repository)
    address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{int(event['workflow_run']['id'])}"
    run = Run(
        commit=event["workflow_run"]["head_sha"],
        has_failed=event["workflow_run"]["conclusion"] != "success",
        address=address,
        artefacts={name: f"{address}/artifacts/{key}" for name, (key, _) in artefacts.items()},
    )
    found = _found(repository, *artefacts["report"]) if "report" in artefacts else {}
    _say(repository, number, comment(run, _files(repository, number), found.get(CHECK), found.get(CHANGES)))


def _gh(path: str, *options: str, given: Mapping[str, str] | None = None) -> bytes:
    """What GitHub answers; `given` is sent as JSON."""
    sent = ["--input", "-"] if given else []
    return subprocess.run(  # noqa: S603
        ["gh", "api", path, *options, *sent],  # noqa: S607 – on the machine's path
        input=json.dumps(given).encode() if given else None,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout


def _pull_request(event: Mapping[str, Any], repository: str) -> int | None:
    """The number of the open pull request into the main branch whose newest commit the run has looked at."""
    run, head = event["workflow_run"], event["workflow_run"]["head_repository"]
    if head is None:
        return None  # its repository is gone
    asked = {
        "state": "open",
        "base": event["repository"]["default_branch"],
        "head": f"{head['owner']['login']}:{run['head_branch']}",
    }
    newest = run["head_sha"], head["full_name"]
    found = [
        each["number"]
        for each in json.loads(_gh(f"repos/{repository}/pulls?{urlencode(asked)}"))
        if (each["head"]["sha"], (each["head"]["repo"] or {}).get("full_name")) == newest
    ]
    return int(found[0]) if len(found) == 1 else None


def _artefacts(run: int, repository: str) -> dict[str, tuple[int, int]]:
    """Id and size of each artefact that we know, the newest of a name."""
    listed = json.loads(_gh(f"repos/{repository}/actions/runs/{int(run)}/artifacts?per_page=100"))["artifacts"]
    known = sorted((each["id"], each["name"], each["size_in_bytes"]) for each in listed if each["name"] in ARTEFACTS)
    return {name: (int(key), int(size)) for key, name, size in known}


def _found(repository: str, artefact: int, size: int) -> dict[str, str]:
    """The files of the report that could be read."""
    if size > LARGEST:
        return {}
    archive = _gh(f"repos/{repository}/actions/artifacts/{artefact}/zip")
    return {name: text for name in (CHECK, CHANGES) if (text := _read(archive, name)) is not None}


def _read(archive: bytes, name: str) -> str | None:
    try:
        with ZipFile(BytesIO(archive)) as opened, opened.open(name) as file:
            content = file.read(LARGEST + 1)
        return content.decode() if len(content) <= LARGEST else None
    except UNREADABLE:
        return None


def _files(repository: str, number: int) -> list[str]:
    """The names of all that a pull request changes, and of what it moves away."""
    pages = json.loads(_gh(f"repos/{repository}/pulls/{number}/files?per_page=100", "--paginate", "--slurp"))
    files = [each for page in pages for each in page]
    names = [each[key] for each in files for key in ("filename", "previous_filename") if key in each]
    return names if len(files) < LISTED else [*names, "and what is not listed"]


def _say(repository: str, number: int, body: str) -> None:
    """Write the comment, in place of the one that was written before."""
    place = f"repos/{repository}/issues"
    pages = json.loads(_gh(f"{place}/{number}/comments?per_page=100", "--paginate", "--slurp"))
    own = [
        each["id"]
        for page in pages
        for each in page
        if (each["user"] or {}).get("login") == AUTHOR and each["body"].startswith(MARK)
    ]
    if own:
        _gh(f"{place}/comments/{int(own[0])}", "--method", "PATCH", given={"body": body})
    else:
        _gh(f"{place}/{number}/comments", "--method", "POST", given={"body": body})


if __name__ == "__main__":
    main()
