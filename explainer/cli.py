"""The command line: `explainer check | charts | build | serve`."""

from pathlib import Path

import click

from explainer import __version__

PROJECT = click.option(
    "--project",
    "-p",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder that holds mkdocs.yml.  [default: this folder]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="explainer")
def main() -> None:
    """Build a site in which every number, chart and verdict comes from a data file with a source.

    Data stands in data/, charts in charts/, pages in docs/. Start with “explainer build”; while you
    edit, keep “explainer serve” running. When something is wrong, each problem is one line: the file,
    the line and column, what is wrong, and how to mend it.

    Exit status: 0 all is well, 1 there is something to mend, 2 the command was called wrongly.
    """


@main.command()
@PROJECT
def check(root: Path) -> None:
    """Check data, the code of charts, and pages; write nothing.

    All problems of data and charts are reported together, then all of pages, then all of what “explainer build” drew:
    numbers that disagree, text that overlaps or is hard to see, colours that are no roles.
    """
    from explainer.progress import say
    from explainer.project import Project
    from explainer.site import check, verify

    project = Project.load(root)
    data, charts = check(project)
    unverified = verify(project, data, charts)
    recomputed = sum(fact.check is not None for fact in data.facts.values())
    say(
        f"No problems: {len(data.facts)} facts ({recomputed} recomputed), "
        f"{len(data.tables)} tables, {len(data.sources)} sources, {len(charts)} charts."
    )
    if unverified:
        say(f"Not verified, as not drawn yet: {len(unverified)} of the charts – run “explainer build”.")


@main.command()
@PROJECT
def charts(root: Path) -> None:
    """Draw the charts that are out of date.

    A chart is drawn again when a table or fact that it reads, its code or the style has changed.
    """
    from explainer.prepare import prepare
    from explainer.progress import say
    from explainer.project import Project
    from explainer.site import check_data

    project = Project.load(root)
    prepared, drawn = prepare(project, *check_data(project))
    say(f"{len(drawn)} of {len(prepared.charts)} charts drawn; the others were up to date.")


@main.command()
@PROJECT
def build(root: Path) -> None:
    """Check everything, draw charts, and build the site in site/.

    When anything is wrong, site/ stays as it was.
    """
    from explainer.project import Project
    from explainer.site import build

    build(Project.load(root))


@main.command()
@PROJECT
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
def serve(root: Path, port: int) -> None:
    """Show the site at http://127.0.0.1:8000/ and build it again whenever a file changes."""
    from explainer.project import Project
    from explainer.serve import serve

    serve(Project.load(root), port)
