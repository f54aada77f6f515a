"""Proves that what was written about a chart agrees: drawings, files to download, words, and the figures in pages.

It reads the files, not the code that wrote them. Each rule is a function that takes a `WrittenChart` and gives a
sentence for each thing that is wrong; `rules.RULES` is the list of them. What reads fonts and pictures is imported when
something is to be judged, and nothing here imports matplotlib.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.children import spread
from explainer.data import Dataset
from explainer.drawing.registry import ChartSource
from explainer.drawing.roles import Roles, read_roles
from explainer.errors import Problem, ProblemsFound
from explainer.files import names_in
from explainer.manifest import ChartRecord
from explainer.project import Project
from explainer.verify.verdicts import Verdicts, digest_of, state_of

if TYPE_CHECKING:
    from explainer.verify.chart import WrittenChart

#: Where a drawing or a figure begins in a page.
SHOWN = re.compile(rb'<svg class="board [^>]*aria-labelledby="([^"]+)-title"|<figure class="figure[^"]*" id="([^"]+)">')


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
        self._project, self._data = project, data
        self._sources, self._records = charts, records
        self._state = state_of(records)
        self._verdicts = Verdicts(project)

    @property
    def site_is_current(self) -> bool:
        """Whether the site was built from these drawings."""
        return self._verdicts.site == self._state

    def charts(self) -> None:
        """Hold the files of each chart against every rule. Raises `ChartsDisagree` with all that is wrong."""
        digests = {each: digest_of(each, record, self._project.locale) for each, record in self._records.items()}
        unknown = [each for each, digest in digests.items() if not self._verdicts.knows(digest)]
        if not unknown:
            return
        from explainer.verify.rules import sentences

        problems: list[Problem] = []
        for chart_id, wrong in zip(unknown, spread(lambda each: [*sentences(self._chart(each))], unknown), strict=True):
            problems += [self._problem(chart_id, sentence) for sentence in wrong]
            if not wrong:
                self._verdicts.add(digests[chart_id])
        if problems:
            raise ChartsDisagree(problems)

    def pages(self, site: Path) -> None:
        """Hold the figures in a built site against what was drawn. Raises `ChartsDisagree` with all that is wrong."""
        problems: list[Problem] = []
        for name in sorted(name for name in names_in(site) if name.endswith(".html")):
            html = (site / name).read_bytes()
            shown = {each: self._records[each] for each in sorted(_shown_in(html)) if each in self._records}
            digest = digest_of(name, sha256(html).hexdigest(), state_of(shown))
            if shown and not self._verdicts.knows(digest):
                from explainer.verify.pages import wrong_in

                found = wrong_in(html.decode(), {each: self._chart(each) for each in shown})
                wrong = [self._problem(each, f"site/{name}: {what}") for each, what in found]
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

    def _chart(self, chart_id: str) -> "WrittenChart":
        """A chart as it was written; what is read of it is kept as long as this is."""
        from explainer.verify.chart import WrittenChart

        return WrittenChart(self._project, self._data, self._roles, self._sources[chart_id], self._records[chart_id])

    @cached_property
    def _roles(self) -> Roles:
        return read_roles(self._project)

    def _problem(self, chart_id: str, sentence: str) -> Problem:
        return Problem(self._sources[chart_id].place, f'the chart "{chart_id}" in {sentence}')


def _shown_in(html: bytes) -> set[str]:
    """The ids of the charts, and of other things, whose drawings or figures are in a page."""
    return {(drawing or figure).decode() for drawing, figure in SHOWN.findall(html)}
