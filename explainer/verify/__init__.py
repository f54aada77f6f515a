"""Proves that what was written about a chart agrees: drawings, files to download, words, and the figures in pages.

It reads the files, not the code that wrote them. Each rule is a function that takes a `WrittenChart` and gives a
sentence for each thing that is wrong; `RULES` is the list of them. Importing this package does not import matplotlib.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from explainer.data import Dataset
from explainer.drawing.registry import ChartSource
from explainer.drawing.roles import read_roles
from explainer.errors import Problem, ProblemsFound
from explainer.manifest import ChartRecord
from explainer.project import Project
from explainer.verify import colours, layout, numbers, png, sizes, structure
from explainer.verify.chart import Rule, WrittenChart
from explainer.verify.pages import wrong_in
from explainer.verify.verdicts import Verdicts, digest_of, state_of

RULES: tuple[Rule, ...] = (
    structure.nothing_acts_or_fetches,
    structure.ids_are_its_own,
    structure.boards_are_named,
    numbers.files_agree,
    numbers.labels_agree,
    numbers.words_agree,
    colours.classes_are_roles,
    colours.nothing_is_translucent,
    colours.file_has_the_roles_colours,
    colours.text_stands_out,
    colours.marks_stand_out,
    layout.letters_exist,
    layout.text_is_on_the_board,
    layout.marks_are_on_the_board,
    layout.texts_keep_apart,
    layout.texts_are_uncovered,
    png.png_carries_its_data,
    png.png_has_the_roles_colours,
    sizes.boards_are_small,
    sizes.png_is_small,
)


class ChartsDisagree(ProblemsFound):
    """Files of charts that do not agree, or are not fit to be shown; the site was left as it was."""

    outcome = "the site was left as it was"


class Verifier:
    """Holds the charts of a project that have been drawn, and the pages that show them, against the rules.

    `records` are those of charts whose files are as they were drawn.
    """

    def __init__(
        self, project: Project, data: Dataset, charts: Mapping[str, ChartSource], records: Mapping[str, ChartRecord]
    ) -> None:
        roles = read_roles(project)
        self._charts = {each: WrittenChart(project, data, roles, charts[each], records[each]) for each in records}
        self._state = state_of(records)
        self._verdicts = Verdicts(project)

    @property
    def site_is_current(self) -> bool:
        """Whether the site was built from these drawings."""
        return self._verdicts.site == self._state

    def charts(self) -> None:
        """Hold the files of each chart against every rule. Raises `ChartsDisagree` with all that is wrong."""
        problems: list[Problem] = []
        for chart in self._charts.values():
            digest = digest_of(chart.id, chart.record, chart.project.locale)
            if not self._verdicts.knows(digest):
                wrong = [_problem(chart, sentence) for sentence in _sentences(chart)]
                problems += wrong
                if not wrong:
                    self._verdicts.add(digest)
        if problems:
            raise ChartsDisagree(problems)

    def pages(self, site: Path) -> None:
        """Hold the figures in a built site against what was drawn. Raises `ChartsDisagree` with all that is wrong."""
        problems: list[Problem] = []
        for path in sorted(site.rglob("*.html")):
            html = path.read_text(encoding="utf-8")
            page = f"site/{path.relative_to(site).as_posix()}"
            digest = digest_of(self._state, page, html)
            if not self._verdicts.knows(digest):
                wrong = [_problem(self._charts[each], f"{page}: {what}") for each, what in wrong_in(html, self._charts)]
                problems += wrong
                if not wrong:
                    self._verdicts.add(digest)
        if problems:
            raise ChartsDisagree(problems)

    def forget_site(self) -> None:
        """Keep what was found good, but not for any site: it is about to be replaced."""
        self._verdicts.save("")

    def remember(self) -> None:
        """Keep what was found good, for a site that was built from these drawings."""
        self._verdicts.save(self._state)


def _sentences(chart: WrittenChart) -> Iterator[str]:
    try:
        assert chart.pictures
    except ValueError as error:  # it cannot be read, which is all that can be said of it
        yield str(error)
        return
    for rule in RULES:
        yield from rule(chart)


def _problem(chart: WrittenChart, sentence: str) -> Problem:
    return Problem(chart.source.place, f'the chart "{chart.id}" in {sentence}')
