"""The command line.

`explainer init | new | check | explain | diff | charts | build | bundle | published | release | serve`; `explainer
schemas` writes what editors check data files by.
"""

import gc
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from explainer import __version__
from explainer.errors import ExplainerError
from explainer.new.commands import new
from explainer.options import PROJECT

if TYPE_CHECKING:
    from explainer.link_report import LinkReport
    from explainer.survey import Survey

#: How `check` can report.
FORMATS = ("text", "json", "github")
#: What can make the site of the pages.
BUILDERS = ("mkdocs", "zensical", "properdocs")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="explainer")
def main() -> None:
    """Build a site in which every number, chart and verdict comes from a data file with a source.

    Data stands in data/, charts in charts/, pages in docs/. Start with “explainer build”; while you edit, keep
    “explainer serve” running. “explainer new” writes the beginning of something new. When something is wrong, each
    problem is one line: the file, the line and column, what is wrong, and how to mend it.

    Exit status: 0 all is well, 1 there is something to mend in the project's files, 2 the command was called wrongly,
    3 the machine stands in the way (a full disk, a folder that may not be written).
    """
    # Commands keep most of what they make, so that searching it for garbage is mostly in vain, also when they end.
    gc.set_threshold(100_000)
    click.get_current_context().call_on_close(gc.freeze)


main.add_command(new)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), help="Folder of the new explainer.")
@click.option("--title", required=True, help="Title of the site, in a few words.")
def init(folder: Path, title: str) -> None:
    """Write a small explainer into DIR, a new or empty folder, to begin another one with.

    It is about the calendar, complete and true: tables, charts, facts, claims, a timeline, tests, and a workflow. What
    to do next is said on standard output.
    """
    from explainer.init import begin

    begin(folder, title)
    click.echo(f"cd {quote(str(folder))}\nexplainer serve\nThen edit data/facts/calendar.yml and docs/index.md.")


@main.command()
@PROJECT
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Lines to read, one JSON object, or annotations for GitHub; the last two on standard output.",
)
@click.option("--report", is_flag=True, help="When all is well, also say what facts rest on. Only with --format text.")
@click.option("--links", is_flag=True, help="When all is well, also ask whether addresses elsewhere can be reached.")
def check(root: Path, form: str, *, report: bool, links: bool) -> None:
    """Check settings, data, the code of charts, and pages; write nothing.

    All problems are reported together, also those of what “explainer build” drew: numbers that disagree, text that
    overlaps or is hard to see, colours that are no roles. What only follows from another problem is left out.

    Places that say TODO are no problems, but listed as still to do; no edition can be made while there are any.

    The JSON object holds “version” (1), “outcome” (well, problems, stopped), “counts”, and “problems”: for each “file”,
    “line”, “column”, “message” and “remedy”, null where there is none.

    The report says how many facts of each topic are recomputed by arithmetic, bound to a cell or a sum of a table, or
    literal, and then what some of the literal ones could be checked against, if that is the same thing.

    With --links, which needs a network, addresses are told on standard output by what came of them: gone (no such page
    or host), moved for good, cannot be told (hosts refuse robots, or failed just now), reachable. A gone address is a
    problem, exit status 1, unless its source records an archived copy that is not gone; all else is none. Each host is
    asked slowly, so this takes minutes. The JSON object then also holds “links”.
    """
    if report and form != "text":
        raise click.UsageError("--report is for people: leave out --format")
    from explainer.project import Project
    from explainer.reports import as_annotations, as_json, counts
    from explainer.survey import Survey, survey_all

    found: Survey | None = None
    asked: LinkReport | None = None
    try:
        found = survey_all(Project.read(root))
        found.require_well()
        if links:
            from explainer.link_report import report_links

            asked = report_links(found)
    except ExplainerError as error:
        if form == "text":
            raise
        lines = [as_json(error, counts(found))] if form == "json" else as_annotations(error, root)
        click.echo("\n".join(lines))
        click.get_current_context().exit(error.exit_code)
    if asked is not None:
        _tell(asked, form, root, counts(found))
    if asked is None or form != "json":
        _tell_that_all_is_well(found, form, root, report=report)


def _tell_that_all_is_well(found: "Survey", form: str, root: Path, *, report: bool) -> None:
    """Say how much there is of what, and what is still to do."""
    from explainer.progress import say
    from explainer.reports import as_json, as_warnings, counts, summary, table_of_grounds

    if form != "text":
        for line in [as_json(None, counts(found))] if form == "json" else as_warnings(found, root):
            click.echo(line)
        return
    for line in summary(found):
        say(line)
    for line in table_of_grounds(found.data) if report else ():
        click.echo(line)


def _tell(asked: "LinkReport", form: str, root: Path, counts: Mapping[str, int]) -> None:
    """Say what came of the addresses elsewhere; exits with 1 when one is gone and nothing stands in for it."""
    from explainer.reports import as_annotations, as_json

    error = asked.error
    if form == "json":
        click.echo(as_json(error, {**counts, **asked.counts()}, asked.as_dicts()))
    else:
        for line in asked.lines() if form == "text" else as_annotations(error, root) if error else ():
            click.echo(line)
    if error:
        click.get_current_context().exit(error.exit_code)


@main.command()
@PROJECT
def charts(root: Path) -> None:
    """Draw the charts that are out of date.

    A chart is drawn again when a table or fact that it reads, its code or the style has changed. Where the address of
    the site is known, the cards of its pages are drawn, too.
    """
    from explainer.painters import expect_work
    from explainer.progress import say
    from explainer.project import Project

    project = Project.read(root)
    expect_work(project)
    from explainer.site import draw

    prepared, drawn = draw(project)
    say(f"{len(drawn)} of {len(prepared.charts)} charts drawn; the others were up to date.")


@main.command()
@PROJECT
@click.option(
    "--builder", type=click.Choice(BUILDERS), default="mkdocs", show_default=True, help="What makes the pages."
)
def build(root: Path, builder: str) -> None:
    """Check everything, draw charts, and build the site in site/.

    When anything is wrong, site/ stays as it was. When no file in the project's folder has changed since the last
    build, nothing is done. Every builder reads mkdocs.yml, and readers see the same pages.
    """
    from explainer.painters import expect_work
    from explainer.project import Project
    from explainer.uptodate import is_up_to_date

    project = Project.read(root)
    if not expect_work(project) and is_up_to_date(project, builder):
        from explainer.progress import say

        say(f"{project.name_of(project.site)}/ is up to date: nothing that it is made from has changed.")
        return
    from explainer.site import build

    build(project, builder)


@main.command()
@PROJECT
@click.option("--single-file", is_flag=True, help="One HTML file in place of the ZIP; with --pdf, both.")
@click.option("--pdf", is_flag=True, help="One PDF in place of the ZIP; needs Chromium on this machine.")
def bundle(root: Path, *, single_file: bool, pdf: bool) -> None:
    """Write the offline bundle into dist/: a ZIP with the site, to be read without a server or a network.

    Pages whose front matter says “online_only: true” are left out, here and in the other forms.

    The same files give the same bytes, on every system of a kind. A PDF is the same where the browser is.
    """
    from explainer.painters import expect_work
    from explainer.project import Project

    project = Project.read(root)
    expect_work(project)
    if single_file:
        from explainer.bundle.onefile import write_single_file

        write_single_file(project)
    if pdf:
        from explainer.bundle.pdf import write_pdf

        write_pdf(project)
    if not (single_file or pdf):
        from explainer.bundle.offline import write_offline_bundle

        write_offline_bundle(project)


@main.command()
@PROJECT
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(UTC).strftime("%Y-%m-%d"),
    show_default="today, in UTC",
    help="Date of the edition.",
)
@click.option("--branch", default="main", show_default=True, help="Branch on which editions are made.")
def release(root: Path, day: datetime, branch: str) -> None:
    """Make a new edition: set its date, write the changelog, commit and tag; push nothing.

    What docs/changes.md says under “Unreleased” becomes the section of the edition, together with what changed in the
    data since the last one. When anything is wrong, everything stays as it was. The command that publishes the edition
    is printed on standard output.
    """
    from explainer.project import Project
    from explainer.release import release

    click.echo(release(Project.load(root), day.date(), branch))


@main.command()
@PROJECT
def published(root: Path) -> None:
    """Add the addresses of the built site to published.txt, the list of all that readers may have kept.

    From then on, a page, file or entry that goes away needs a line in redirects.yml that says where it stands now:
    “old/: new/”. Nothing is ever taken off the list. “explainer release” does this by itself for an edition, if there
    is a list; run it for what is published between editions.
    """
    from explainer.addresses import PUBLISHED, record_published
    from explainer.built import BuiltSite
    from explainer.progress import say
    from explainer.project import Project

    project = Project.load(root)
    if not (project.site / "index.html").is_file():
        raise ExplainerError(f"there is no {project.name_of(project.site)}/ yet – run “explainer build” first")
    say(f"{PUBLISHED}: {len(record_published(project, BuiltSite(project.site)))} addresses are new.")


@main.command()
@PROJECT
def schemas(root: Path) -> None:
    """Write schemas/: what editors complete, explain and check data files by (JSON Schema).

    The files are made from this version of the generator, and are to be committed. In a data file, the first line
    “# yaml-language-server: $schema=../../schemas/facts.json” names the one for it; “explainer new” writes that line.
    """
    from explainer.progress import say
    from explainer.project import Project
    from explainer.schemas import write_schemas

    project = Project.load(root)
    say(f"{project.name_of(project.schemas)}/ holds {', '.join(write_schemas(project))}.")


@main.command()
@PROJECT
@click.argument("wanted", metavar="ID", help="Id of what is to be explained.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines to read, or one JSON object.",
)
def explain(root: Path, wanted: str, form: str) -> None:
    """Show where a fact, statement, claim, chart, table, map, event, source or term comes from, and what uses it.

    Data must be without problems; charts and pages that have any are left out, and named.
    """
    from explainer.explain import FORMATS, read_known
    from explainer.progress import say
    from explainer.project import Project
    from explainer.provenance import provenance

    known, notes = read_known(Project.load(root))
    click.echo(FORMATS[form](provenance(known, wanted)))
    for note in notes:
        say(note)


@main.command()
@PROJECT
@click.argument("revision", help="Commit, tag or branch, as git names it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html", "corrections"]),
    default="text",
    show_default=True,
    help="html shows charts before and after; corrections are entries for data/corrections/ that lack only the reason.",
)
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write changes.txt, .md, .json and .html into a folder, in place of standard output.",
)
def diff(root: Path, revision: str, form: str, folder: Path | None) -> None:
    """Say what the working tree changes compared with a git REVISION.

    Facts, claims, events, sources, terms and tables are compared entry by entry, charts by drawing both sides, pages by
    building both sites and comparing sentences. The working tree is only read. The revision's charts and macros are
    run, so name only revisions that you trust.
    """
    if folder is not None and form != "text":
        raise click.UsageError("--into writes every form: leave out --format")
    from explainer.diff.compare import compare, compare_data
    from explainer.diff.corrections import correction_entries
    from explainer.diff.show import FORMS, write_report
    from explainer.progress import say
    from explainer.project import Project

    project = Project.load(root)
    if folder is not None:
        write_report(compare(project, revision), folder)
        return
    if form != "corrections":
        _, written = FORMS[form]
        click.echo(written(compare(project, revision)))
        return
    entries = correction_entries(*compare_data(project, revision), project.edition)
    click.echo(entries, nl=False)
    say(
        "Give each a reason, in a file of data/corrections/."
        if entries
        else "No published value has changed that is not listed."
    )


@main.command()
@PROJECT
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
def serve(root: Path, port: int) -> None:
    """Show the site at http://127.0.0.1:8000/ to this machine, and follow every change.

    A page is made when a browser asks for it, and open pages are shown anew, where readers stand, when a file has
    changed. What is wrong is told in the terminal and in open pages, which stay as they were until it is mended. All
    that “explainer check” finds is told a moment after a change is shown. Only “explainer build” proves that every link
    and every published address leads somewhere, that no id stands twice on a page, and what pages may run; in the
    preview they run nothing but the theme's scripts and one that listens for changes.
    """
    from explainer.project import Project
    from explainer.serve import serve

    serve(Project.read(root), port)
