"""Telling what is going on: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


def say(message: str) -> None:
    """One line about what is being done, on standard error."""
    click.echo(message, err=True)


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """Report `total` steps; call the given function with a name as each one ends."""
    if not sys.stderr.isatty():
        yield lambda name: say(f"{label} {name}")
        return
    from rich.console import Console  # only needed on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(label, total=total, name="")
        yield lambda name: progress.update(task, advance=1, name=name)


@contextmanager
def counting_on_terminals(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """The same, but silent elsewhere: for steps that nobody wants to read one by one."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with counting(label, total) as step:
        yield step
