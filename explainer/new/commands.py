"""`explainer new KIND ID`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.options import PROJECT

if TYPE_CHECKING:
    from explainer.new.stubs import Stub
    from explainer.survey import Survey

ID = click.argument("new_id", metavar="ID", help="Name of what is new: small letters, digits and hyphens.")
TOPIC = click.option("--topic", help="Topic that it belongs to, where the id does not begin with one.")
SOURCE = click.option("--source", "source_id", help="Source that it comes from.  [default: one that the topic has]")


@click.group()
def new() -> None:
    """Write a stub of something new where it belongs, check it, and say what to do next.

    The stub works as it is, and invents nothing: wherever something is to be written it says TODO, which readers see
    too, and “explainer check” lists. No edition can be made before all of it is filled in. What files hold already
    stays byte for byte as it is.
    """


@new.command()
@PROJECT
@ID
@TOPIC
@click.option("--url", help="Address of the source.")
def source(root: Path, new_id: str, topic: str | None, url: str | None) -> None:
    """A source, in data/sources/: a document that can be cited once somebody has read it."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.source(found, new_id, topic, url))


@new.command()
@PROJECT
@ID
@TOPIC
@SOURCE
def fact(root: Path, new_id: str, topic: str | None, source_id: str | None) -> None:
    """A statement with one fact in it, in data/facts/: what is established, and the value in it."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.fact(found, new_id, topic, source_id))


@new.command()
@PROJECT
@ID
@TOPIC
@SOURCE
def event(root: Path, new_id: str, topic: str | None, source_id: str | None) -> None:
    """An event, in data/events/: something with a date, for timelines."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.event(found, new_id, topic, source_id))


@new.command()
@PROJECT
@ID
@TOPIC
@SOURCE
def claim(root: Path, new_id: str, topic: str | None, source_id: str | None) -> None:
    """A claim, in data/claims/: what somebody said, and what the evidence says about it."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.claim(found, new_id, topic, source_id))


@new.command()
@PROJECT
@ID
@TOPIC
def term(root: Path, new_id: str, topic: str | None) -> None:
    """A word of the glossary, in data/terms/: explained once, for newcomers."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.term(found, new_id, topic))


@new.command()
@PROJECT
@ID
@SOURCE
def table(root: Path, new_id: str, source_id: str | None) -> None:
    """A table, in data/tables/: rows in a CSV, and what they mean. Its id begins with a topic."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.table(found, new_id, source_id))


@new.command()
@PROJECT
@ID
@TOPIC
@click.option("--table", "table_id", help="Table that it draws.  [default: the first of the topic that it can]")
def chart(root: Path, new_id: str, topic: str | None, table_id: str | None) -> None:
    """A chart, in charts/: a module that draws a table which the project has."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.chart(found, new_id, topic, table_id))


@new.command()
@PROJECT
@ID
def page(root: Path, new_id: str) -> None:
    """A page, in docs/, and its line in the navigation."""
    from explainer.new import stubs

    _write(root, lambda found: stubs.page(found, new_id))


def _write(root: Path, make: "Callable[[Survey], Stub]") -> None:
    from explainer.new.writing import write

    click.echo(write(root, make).steps, nl=False)
    click.echo("Then run “explainer check”; “explainer serve” shows it while you write.")
