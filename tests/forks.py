"""Processes that start at once: forks of one that has imported what a build needs, and has done nothing else."""

import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from tempfile import TemporaryDirectory

from explainer import painters
from explainer.cli import main

context = get_context("forkserver")
context.set_forkserver_preload(
    [
        __name__,
        "explainer.drawing.worker",
        "explainer.site",
        "explainer.verify.rules",
        "material.extensions.emoji",
        "mkdocs_macros.plugin",
    ]
)

PATIENCE = 300


def command(folder: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> CompletedProcess[str]:
    """Run the command line in a folder; gives its end and its words as `subprocess.run` does."""
    with TemporaryDirectory() as said:
        streams = [Path(said) / name for name in ("stdout", "stderr")]
        process = context.Process(target=_command, args=(folder, arguments, environment, streams))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutExpired(list(arguments), PATIENCE)
        return CompletedProcess(arguments, process.exitcode, *(path.read_text(encoding="utf-8") for path in streams))


def _command(folder: Path, arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[Path]) -> None:
    for number, path in enumerate(streams, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    sys.stdout, sys.stderr = (
        os.fdopen(number, "w", encoding="utf-8", errors=errors, closefd=False)
        for number, errors in ((1, "strict"), (2, "backslashreplace"))
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in environment
    sys.path.insert(0, str(folder))
    draw_in_forks()
    main(list(arguments), prog_name="explainer")


def draw_in_forks() -> None:
    """Have this process draw in forks of its own, which spares imports."""
    painters.get_context = lambda _: get_context("fork")  # type: ignore[attr-defined,assignment]
