"""Recipes of the documentation, done as their pages say: what is shown there is run, edited and compared.

Of a page's fenced blocks these are steps, in their order; all others are only read:

- ```` ```console ````: each line that begins with `$ ` is a command, and the lines up to the next one are what it says,
  on standard output and then on standard error. `…` stands for any words in a line, and on a line by itself for any
  lines. A command that shows nothing may say what it likes, but must succeed.
- ```` ```diff title="FILE" ````: lines that begin with `-`, or with a space, stand in the file, exactly once; those
  with `+`, or a space, stand there afterwards.
- ```` ```yaml title="FILE" ````, or any other language: the lines come at the end of the file, which is made if there
  is none.

Commands are `explainer`, `cd`, `python -m` and `git`. What does not end, or needs a network, belongs into a block of
another language, such as `sh`.
"""

import re
import shlex
import subprocess
from difflib import unified_diff
from pathlib import Path
from textwrap import dedent

from tests.projects import explainer, run, surroundings

BLOCK = re.compile(r'^ *```(?P<language>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<body>.*?\n) *```$', re.M | re.S)
#: A change that is undone.
OTHER_WAY = str.maketrans("+-", "-+")
#: Who is called the author of commits.
AUTHOR = {f"GIT_{role}_{name}": "reader@host.test" for role in ("AUTHOR", "COMMITTER") for name in ("NAME", "EMAIL")}


def run_recipe(markdown: str, folder: Path) -> None:
    """Do what a page says, beginning in a folder.

    Raises `AssertionError`, which names the line of the page, where something else comes of it.
    """
    for block in BLOCK.finditer(markdown):
        line, body = markdown.count("\n", 0, block.start()) + 1, dedent(block["body"])
        try:
            if block["language"] == "console":
                folder = _enter(body, folder)
            elif block["language"] == "diff" and block["file"]:
                _change(folder / block["file"], body)
            elif block["file"]:
                _append(folder / block["file"], body)
        except AssertionError as error:
            raise AssertionError(f"the step on line {line} of the page: {error}") from None


def undo_recipe(markdown: str, folder: Path) -> None:
    """Undo the edits of a recipe whose outcome a folder holds. Raises `AssertionError` where it holds something else.

    A file of which nothing is left is taken away.
    """
    for block in reversed([*BLOCK.finditer(markdown)]):
        path, body = folder / str(block["file"]), dedent(block["body"])
        if block["language"] == "diff" and block["file"]:
            _change(path, "".join(line[0].translate(OTHER_WAY) + line[1:] for line in body.splitlines(keepends=True)))
        elif block["file"]:
            text = path.read_text(encoding="utf-8")
            assert text.endswith(body), f"{path.name} does not end as the page has it"
            if text == body:
                path.unlink()
            else:
                path.write_text(text.removesuffix(body), encoding="utf-8")


def _enter(body: str, folder: Path) -> Path:
    """Run the commands of a block, one after the other; gives the folder in which they leave who follows them."""
    for command in re.split(r"^\$ ", body, flags=re.M)[1:]:
        line, _, shown = command.partition("\n")
        words = shlex.split(line)
        if words[0] == "cd":
            folder /= words[1]
            assert folder.is_dir(), f"{words[1]} is no folder"
            continue
        status, said = _run(words, folder)
        if shown.strip():
            assert says(shown, said), f"“{line}” says otherwise\n{_difference(shown, said)}"
        else:
            assert status == 0, f"“{line}” fails\n{said}"
    return folder


def _run(words: list[str], folder: Path) -> tuple[int, str]:
    """The exit status of a command, and what it says."""
    match words:
        case ["explainer", *arguments]:
            result = explainer(folder, *arguments)
        case ["python", "-m", module, *arguments]:
            result = run(folder, module, *arguments)
        case ["git", *_]:
            result = subprocess.run(
                words, cwd=folder, env=surroundings(AUTHOR), capture_output=True, text=True, check=False
            )
        case _:
            raise AssertionError(f"recipes cannot run “{words[0]}”")
    return result.returncode, result.stdout + result.stderr


def says(shown: str, said: str) -> bool:
    """Whether a command says what a page shows, in which `…` stands for whatever there is."""
    lines = [r"(?:.*\n)*?" if line.strip() == "…" else _words(line) + r"\n" for line in shown.strip().splitlines()]
    return re.fullmatch("".join(lines), "".join(f"{line.rstrip()}\n" for line in said.strip().splitlines())) is not None


def _words(line: str) -> str:
    return ".*".join(map(re.escape, line.rstrip().split("…")))


def _difference(shown: str, said: str) -> str:
    lines = unified_diff(shown.strip().splitlines(), said.strip().splitlines(), "shown", "said", lineterm="", n=0)
    return "\n".join(lines)


def _change(path: Path, body: str) -> None:
    lines = body.splitlines(keepends=True)
    old, new = ("".join(line[1:] or "\n" for line in lines if line[0] != gone) for gone in "+-")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"what is to be changed stands {text.count(old)} times in {path.name}\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _append(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(body)
