"""The commands with their options, as the command line has them."""

import inspect
from collections.abc import Iterator
from dataclasses import replace

import click

from explainer.cli import main
from explainer.manual.entries import Entry, Item

#: What a value is, by click's word for it.
KINDS = {"text": "words", "path": "a path", "directory": "a folder", "datetime": "a date"}


def entries() -> tuple[Entry, ...]:
    """The program itself, and each of its commands."""
    program = entry_of("explainer", main)
    return (replace(program, entries=()), *program.entries)


def entry_of(name: str, command: click.Command) -> Entry:
    """A command with its options, and with the commands that belong to it."""
    inner = command.commands if isinstance(command, click.Group) else {}
    return Entry(
        name,
        name.replace(" ", "-"),
        inspect.cleandoc(command.help or ""),
        call=" ".join([name, *command.collect_usage_pieces(click.Context(command))]),
        items=tuple(_items(name, command)),
        entries=tuple(entry_of(f"{name} {each}", of_it) for each, of_it in inner.items()),
    )


def _items(name: str, command: click.Command) -> Iterator[Item]:
    for param in command.params:
        names = ", ".join(param.opts) if isinstance(param, click.Option) else param.human_readable_name
        longest = max(param.opts, key=len).lstrip("-") if isinstance(param, click.Option) else names
        yield Item(names, f"{name} {longest}".replace(" ", "-"), getattr(param, "help", None) or "", _kind(param))


def _kind(param: click.Parameter) -> str:
    """What a parameter holds, and what it is when it is left out."""
    kind = KINDS.get(param.type.name, "")
    if isinstance(param.type, click.Choice):
        kind = ", ".join(f"`{each}`" for each in param.type.choices)
    elif isinstance(param.type, click.IntRange):
        kind = f"a whole number from {param.type.min} to {param.type.max}"
    if not isinstance(param, click.Option):
        return kind
    default = param.show_default if isinstance(param.show_default, str) else param.default if param.show_default else ""
    return "; ".join(filter(None, [kind, f"without it: {_code(default)}" if default else ""]))


def _code(default: object) -> str:
    return str(default) if " " in str(default) else f"`{default}`"
