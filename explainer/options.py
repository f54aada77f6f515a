"""What several commands can be given."""

from pathlib import Path

import click

#: The project that a command is about.
PROJECT = click.option(
    "--project",
    "-p",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder that holds mkdocs.yml.  [default: this folder]",
)
