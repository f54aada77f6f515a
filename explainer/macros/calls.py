"""What pages can call."""

import re
from collections.abc import Callable
from functools import cached_property
from itertools import groupby, product
from pathlib import Path
from typing import get_args

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from explainer.calls import Use, find_uses
from explainer.data.models import Event, Finding, Source, SourceKind
from explainer.drawing.roles import read_roles
from explainer.errors import ExplainerError
from explainer.macros.datasets import Datasets
from explainer.macros.links import Links
from explainer.macros.reviews import claim_reviews
from explainer.macros.supports import Supports
from explainer.macros.templates import Templates
from explainer.manual import Part, entries_of
from explainer.prepare import Prepared, open_prepared
from explainer.references import (
    ChartId,
    ClaimId,
    ColumnName,
    DateText,
    EvidenceId,
    FactId,
    TableId,
    TermId,
    TopicId,
)

#: How many choices the stylesheet can tell apart in a row.
MOST_CHOICES = 12
#: How many words a reader takes in a minute.
PACE = 220


class Macros:
    """All macros of a site whose project stands in `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def prepared(self) -> Prepared:
        """Data and charts. Raises `ExplainerError` when they have to be prepared first."""
        return open_prepared(self.root)

    @cached_property
    def templates(self) -> Templates:
        """The templates, filled with this site's data."""
        return Templates(self.prepared)

    @cached_property
    def uses(self) -> dict[tuple[str, str], tuple[Use, ...]]:
        """Which pages name which thing."""
        return find_uses(self.prepared.project, {macro.__name__: macro for macro in self.public()})

    def public(self) -> tuple[Callable[..., str], ...]:
        """The macros, in the order of the documentation."""
        return (
            self.chart,
            self.fact,
            self.unbound,
            self.cite,
            self.table,
            self.key_figures,
            self.term,
            self.timeline,
            self.claim,
            self.claims,
            self.charts,
            self.chart_page,
            self.sources,
            self.facts,
            self.tables,
            self.glossary,
            self.corrections,
            self.feed,
            self.edition,
            self.reading_time,
            self.colour_roles,
            self.reference,
        )

    @pass_context
    def chart(self, context: Context, chart_id: ChartId) -> str:
        """A chart as a figure: title, drawing for wide and narrow screens, sources, note, table and downloads."""
        return self._block("chart", context, **self._chart(chart_id))

    @pass_context
    def fact(self, context: Context, fact_id: FactId, decimals: int | None = None, words: str | None = None) -> str:
        """A fact's value, which opens a card: what it is, its date, source and check.

        `decimals` rounds it; `words` says it otherwise, as in "two thirds", which is checked against the value.
        """
        return self._inline("fact", context, fact=self.prepared.data.facts[fact_id], decimals=decimals, words=words)

    def unbound(self, words: str, because: str) -> str:  # noqa: ARG002 – the reason is for those who read the page's file
        """The `words`, with a number that no fact backs, for a reason that is written beside it: `because`."""
        return self.templates.inline("unbound", words=words)

    @pass_context
    def cite(self, context: Context, *source_ids: EvidenceId) -> str:
        """Sources in brackets."""
        return self._inline("cite", context, sources=self.prepared.data.sources.of(source_ids))

    @pass_context
    def table(self, context: Context, table_id: TableId, columns: tuple[ColumnName, ...] | None = None) -> str:
        """A table with its sources and a download; `columns` names the columns to show, else all."""
        table = self.prepared.data.tables[table_id]
        shown = [table.column(name) for name in columns] if columns else list(table.descriptor.columns)
        sources = self.prepared.data.sources.of(table.descriptor.sources)
        return self._block("table", context, table=table, columns=shown, sources=sources)

    @pass_context
    def key_figures(self, context: Context, fact_ids: tuple[FactId, ...]) -> str:
        """Facts as tiles: value, what it is, date and source."""
        return self._block("key_figures", context, facts=self.prepared.data.facts.of(fact_ids))

    @pass_context
    def term(self, context: Context, term_id: TermId, words: str | None = None) -> str:
        """A word linked to its explanation in the glossary; `words` shows something else than the term itself."""
        return self._inline("term", context, term=self.prepared.data.terms[term_id], words=words)

    @pass_context
    def timeline(
        self,
        context: Context,
        topics: tuple[TopicId, ...],
        since: DateText = "",
        until: DateText = "",
        *,
        excerpt: bool = False,
    ) -> str:
        """The events of topics by year, with a filter by category; `since` and `until` are dates, both included.

        An `excerpt` has no filter and no addresses of its own, since the same events stand elsewhere on the page.
        """
        data = self.prepared.data
        events = sorted(
            (event for topic in topics for event in data.of_topic(data.events, topic) if _within(event, since, until)),
            key=lambda event: event.date,
        )
        years = [(year, list(group)) for year, group in groupby(events, key=lambda event: event.date[:4])]
        categories = sorted({event.category for event in events})
        if len(categories) > MOST_CHOICES:
            raise ExplainerError(
                f"the timeline has more than {MOST_CHOICES} categories, too many to choose from – join some"
            )
        return self._block("timeline", context, years=years, categories=categories, excerpt=excerpt, data=data)

    @pass_context
    def claim(self, context: Context, claim_id: ClaimId) -> str:
        """A claim in short: what is said, and the finding, linked to where it is checked."""
        return self._block("claim", context, claim=self.prepared.data.claims[claim_id])

    @pass_context
    def claims(self, context: Context) -> str:
        """All claims in the order of the data, by section, with filters by finding and topic."""
        data, claims = self.prepared.data, list(self.prepared.data.claims.values())
        known = {(claim.finding, claim.topic) for claim in claims}
        topics = {each: title for each, title in self.prepared.project.topics.items() if each in {t for _, t in known}}
        findings = [each for each in get_args(Finding) if each in {finding for finding, _ in known}]
        return self._block(
            "claims",
            context,
            sections=[(section, list(group)) for section, group in groupby(claims, key=lambda claim: claim.section)],
            topics=topics,
            findings=findings,
            missing=sorted(set(product(findings, topics)) - known),
            data=data,
            reviews=claim_reviews(claims, self._links(context), context["config"]["site_name"], self.templates),
        )

    @pass_context
    def charts(self, context: Context, topic: TopicId | None = None) -> str:
        """All charts by topic, or those of one, small, each linked to its page."""
        titles = {**self.prepared.project.topics, **self._other_charts()}
        shown = [topic] if topic else titles
        groups = [(titles[each], charts) for each in shown if (charts := self._charts_of(each))]
        return self._block("charts", context, groups=groups, topic=topic)

    @pass_context
    def chart_page(self, context: Context, chart_id: ChartId) -> str:
        """A chart's own page: the figure, how to cite and embed it, and the pages that use it."""
        project = self.prepared.project
        return self._block(
            "chart_page",
            context,
            **self._chart(chart_id),
            used_on=self.uses.get(("chart", chart_id), ()),
            edition=project.edition,
            site=context["config"]["site_name"],
            licence=project.licence,
        )

    @pass_context
    def sources(self, context: Context, topic: TopicId) -> str:
        """The sources of a topic, grouped by kind, with what each supports."""

        def rank(source: Source) -> int:
            return get_args(SourceKind).index(source.kind)

        data = self.prepared.data
        ordered = sorted(
            data.of_topic(data.sources, topic), key=lambda source: (rank(source), source.publisher.lower())
        )
        groups = [(kind, list(group)) for kind, group in groupby(ordered, key=lambda source: source.kind)]
        return self._block("sources", context, groups=groups, supports=self._supports)

    @pass_context
    def facts(self, context: Context, topic: TopicId) -> str:
        """The statements of a topic with their facts: value, date, how it was checked, sources, notes."""
        data = self.prepared.data
        return self._block("facts", context, data=data, statements=data.of_topic(data.statements, topic))

    @pass_context
    def tables(self, context: Context, topic: TopicId) -> str:
        """The tables, maps and lists of a topic: what they hold, a preview, columns, licence and download."""
        data = self.prepared.data
        lists = [each for each in self.prepared.lists if each.name.partition("-")[0] == topic]
        tables, maps = data.of_topic(data.tables, topic), data.of_topic(data.maps, topic)
        site, licence = context["config"]["site_name"], self.prepared.project.licence
        described = Datasets(f"data/{topic}", self._links(context), site, licence, self.templates)
        return self._block(
            "tables",
            context,
            data=data,
            tables=tables,
            maps=maps,
            lists=lists,
            uses=self.uses,
            described=described,
            title=self.prepared.project.topics[topic],
        )

    @pass_context
    def glossary(self, context: Context) -> str:
        """All terms with their explanations, by first letter."""
        terms = sorted(self.prepared.data.terms.values(), key=lambda term: term.term.lower())
        letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: term.term[0].upper())]
        return self._block("glossary", context, letters=letters, sources=self.prepared.data.sources)

    @pass_context
    def corrections(self, context: Context) -> str:
        """Every correction of a published value, the newest first: old and new value, reason and date."""
        data = self.prepared.data
        by_date = sorted(data.corrections.values(), key=lambda each: each.date)
        return self._block("corrections", context, corrections=by_date[::-1], data=data)

    @pass_context
    def feed(self, context: Context) -> str:
        """Where programs can follow editions and corrections; nothing where there is no feed."""
        return self._block("feed", context)

    def edition(self) -> str:
        """The date of this edition."""
        return self.templates.date(self.prepared.project.edition)

    @pass_context
    def reading_time(self, context: Context) -> str:
        """How long the page's prose, and the claims if it lists them, take to read."""
        # The address is all that both builders tell of a page.
        name = str(context["page"].url).removeprefix("./").removesuffix(".html").strip("/")
        docs = self.prepared.project.docs
        path = next(path for path in (docs / f"{name}.md", docs / name / "index.md") if path.is_file())
        text = path.read_text(encoding="utf-8")
        prose = re.sub(r"\{\{.*?\}\}", " x ", text.split("---\n", 2)[-1])
        if "{{ claims() }}" in text:
            claims = self.prepared.data.claims.values()
            prose += " ".join(f"{claim.claim} {claim.explanation} {claim.since or ''}" for claim in claims)
        words = len(re.findall(r"\w+", prose))
        return self._inline("reading_time", context, minutes=max(1, round(words / PACE)))

    @pass_context
    def colour_roles(self, context: Context) -> str:
        """The colour roles of charts, each with its colour in both schemes."""
        return self._block("colour_roles", context, roles=read_roles(self.prepared.project))

    def reference(self, part: Part) -> str:
        """A `part` of the reference of the generator: all that there is of it, from the code itself."""
        return self.templates.block("reference", entries=entries_of(part))

    @cached_property
    def _supports(self) -> Supports:
        return Supports(self.prepared, self.uses)

    def _chart(self, chart_id: str) -> dict[str, object]:
        """What templates need to show a chart."""
        reading = self.prepared.reading(chart_id)
        boards = {name: Markup(svg) for name, svg in self.prepared.boards(chart_id).items()}  # noqa: S704 – drawn by us
        sources = self.prepared.data.sources.of(reading.sources)
        return {"id": chart_id, "reading": reading, "boards": boards, "sources": sources}

    def _charts_of(self, topic: str) -> list[dict[str, object]]:
        """What templates need to show the charts of a topic."""
        return [self._chart(each) for each in self.prepared.charts if each.partition("-")[0] == topic]

    def _other_charts(self) -> dict[str, str]:
        """Charts whose id starts with no topic, each such word as its own heading."""
        words = dict.fromkeys(each.partition("-")[0] for each in self.prepared.charts)
        return {word: word.capitalize() for word in words if word not in self.prepared.project.topics}

    def _links(self, context: Context) -> Links:
        return Links.of(context, self.prepared)

    def _block(self, template: str, context: Context, **values: object) -> str:
        return self.templates.block(template, links=self._links(context), **values)

    def _inline(self, template: str, context: Context, **values: object) -> str:
        return self.templates.inline(template, links=self._links(context), **values)


def _within(event: Event, since: str, until: str) -> bool:
    """Whether an event lies between two dates, which may be partial: all of `until` counts."""
    return event.date >= since and (not until or event.date[: len(until)] <= until)
