"""What pages can call."""

from collections.abc import Callable
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import get_args

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from explainer.data.models import Source, SourceKind
from explainer.prepare import Prepared, open_prepared
from explainer.references import ChartId, ColumnName, EvidenceId, FactId, TableId, TermId
from macros.links import Links
from macros.templates import Templates


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

    def public(self) -> tuple[Callable[..., str], ...]:
        """The macros, in the order of the documentation."""
        return (
            self.chart,
            self.fact,
            self.cite,
            self.table,
            self.key_figures,
            self.term,
            self.sources,
            self.facts,
            self.tables,
            self.glossary,
            self.edition,
        )

    @pass_context
    def chart(self, context: Context, chart_id: ChartId) -> str:
        """A chart as a figure: title, drawing for wide and narrow screens, sources, note, table and downloads."""
        reading = self.prepared.reading(chart_id)
        boards = {name: Markup(svg) for name, svg in self.prepared.boards(chart_id).items()}  # noqa: S704 – drawn by us
        sources = self.prepared.data.sources.of(reading.sources)
        return self._block("chart", context, id=chart_id, reading=reading, boards=boards, sources=sources)

    @pass_context
    def fact(self, context: Context, fact_id: FactId, decimals: int | None = None) -> str:
        """A fact's value, linked to where it is explained; `decimals` rounds it."""
        return self._inline("fact", context, fact=self.prepared.data.facts[fact_id], decimals=decimals)

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
        facts = self.prepared.data.facts.of(fact_ids)
        return self._block("key_figures", context, facts=facts, sources=self.prepared.data.sources)

    @pass_context
    def term(self, context: Context, term_id: TermId, words: str | None = None) -> str:
        """A word linked to its explanation in the glossary; `words` shows something else than the term itself."""
        return self._inline("term", context, term=self.prepared.data.terms[term_id], words=words)

    @pass_context
    def sources(self, context: Context) -> str:
        """All sources, grouped by kind."""

        def rank(source: Source) -> int:
            return get_args(SourceKind).index(source.kind)

        ordered = sorted(
            self.prepared.data.sources.values(), key=lambda source: (rank(source), source.publisher.lower())
        )
        groups = [(kind, list(group)) for kind, group in groupby(ordered, key=lambda source: source.kind)]
        return self._block("sources", context, groups=groups)

    @pass_context
    def facts(self, context: Context) -> str:
        """All statements with their facts: value, date, how it was checked, sources, notes."""
        return self._block("facts", context, data=self.prepared.data)

    @pass_context
    def tables(self, context: Context) -> str:
        """All tables: what they hold, their columns, licence and download."""
        return self._block("tables", context, data=self.prepared.data)

    @pass_context
    def glossary(self, context: Context) -> str:
        """All terms with their explanations."""
        terms = sorted(self.prepared.data.terms.values(), key=lambda term: term.term.lower())
        return self._block("glossary", context, terms=terms, sources=self.prepared.data.sources)

    def edition(self) -> str:
        """The date of this edition."""
        return self.templates.date(self.prepared.project.edition)

    def _block(self, template: str, context: Context, **values: object) -> str:
        return self.templates.block(template, links=Links.of(context, self.prepared.project.docs), **values)

    def _inline(self, template: str, context: Context, **values: object) -> str:
        return self.templates.inline(template, links=Links.of(context, self.prepared.project.docs), **values)
