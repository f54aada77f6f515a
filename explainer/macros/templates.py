"""Fills the templates in `html/`, which hold all markup and all words of the macros; a project may replace each."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from explainer.compiled import CompiledTemplates
from explainer.data.corrections import corrected
from explainer.data.dataset import Cell
from explainer.data.dates import PartialDate
from explainer.data.models import Claim, Column, Correction, Event, Fact, Source, typed
from explainer.data.text import FactReference, render_text
from explainer.macros.links import Links
from explainer.numbers import format_number, format_partial_date, format_value, language_name, plain_text
from explainer.prepare import Prepared

#: Characters that Markdown would take for its own in the middle of a line.
MARKDOWN = re.compile(r"[\\`*_{}\[\]!~^|:@$+]")
#: What begins a block of code, wherever it stands.
FENCE = re.compile(r"`{3,}|~{3,}")


class Templates:
    """The templates with the data of one site. Everything from data is escaped for where it lands."""

    def __init__(self, prepared: Prepared) -> None:
        self.data = prepared.data
        self.locale = prepared.project.locale
        self.edition = prepared.project.edition
        self.environment = Environment(
            loader=FileSystemLoader([prepared.project.own_parts / "html", Path(__file__).parent / "html"]),
            bytecode_cache=CompiledTemplates(prepared.project),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals["language"] = prepared.project.locale.partition("_")[0]
        self.environment.filters |= {
            "value": self.value,
            "date": self.date,
            "cell": self.cell,
            "number": self.number,
            "plain": self.plain,
            "text": self.text,
            "prose": self.prose,
            "lead_source": self.lead_source,
            "language": self.language,
            "in_words": self.in_words,
            "corrected_value": self.corrected_value,
            "has_unit": has_unit,
        }

    def block(self, name: str, **values: object) -> str:
        """A template that stands by itself in a page: Markdown leaves its HTML alone, all but fences of code."""
        html = self.environment.get_template(f"{name}.html").render(**values).strip()
        return FENCE.sub(lambda match: f"&#{ord(match[0][0])};" * len(match[0]), html)

    def inline(self, name: str, **values: object) -> str:
        """A template in the middle of a line: nothing in it may look like Markdown."""
        html = " ".join(self.environment.get_template(f"{name}.html").render(**values).split())
        return MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", html)

    def value(self, fact: Fact, decimals: int | None = None) -> str:
        """A fact's value for readers."""
        return format_value(fact.value, fact.unit, self.locale, decimals)

    def date(self, date: str) -> str:
        """A partial date in words."""
        return format_partial_date(PartialDate(date), self.locale)

    def number(self, cell: Decimal | str | None, unit: str | None) -> str:
        """A cell of a chart's table."""
        return format_value(cell, unit or "text", self.locale) if cell is not None else "–"

    def cell(self, cell: Cell, column: Column) -> str:
        """A cell of a table; sources are shown by their publishers."""
        match cell:
            case None:
                return "–"
            case tuple():
                return "; ".join(dict.fromkeys(self.data.sources[each].publisher for each in cell))
            case Decimal() if column.unit == "year":
                return str(cell)
            case Decimal():
                return format_number(cell, self.locale)
            case PartialDate():
                return format_partial_date(cell, self.locale)
        return cell.replace("_", " ") if column.type == "category" else cell

    def language(self, code: str) -> str:
        """The name of a language."""
        return language_name(code, self.locale)

    def in_words(self, word: str, words: Mapping[str, str]) -> str:
        """A word of the data's vocabulary as readers see it."""
        return words[word]

    def finding(self, finding: str) -> str:
        """A finding as readers see it."""
        words: Mapping[str, str] = self.environment.get_template("words.html").module.findings  # type: ignore[attr-defined]
        return words[finding]

    def list_title(self, kind: str) -> str:
        """What readers call a kind of list."""
        words: Mapping[str, str] = self.environment.get_template("words.html").module.lists  # type: ignore[attr-defined]
        return words[kind]

    def corrected_value(self, text: str, correction: Correction) -> str:
        """The old or new value of a correction as readers see such values."""
        match corrected(self.data, correction.what):
            case Fact(unit=unit):
                return format_value(typed(text, unit), unit, self.locale)
            case Claim():
                return self.finding(text)
            case Event():
                return self.date(text)
        return text  # of something withdrawn, nothing else is known

    def plain(self, text: str) -> str:
        """Text of a data file with its facts written out."""
        return plain_text(text, self.data, self.locale)

    def text(self, text: str, links: Links) -> Markup:
        """Text of a data file with its facts as links, for lists of what is known."""
        return self._text(text, "fact_link.html", links)

    def prose(self, text: str, links: Links) -> Markup:
        """Text of a data file for readers: each fact opens a card that says what stands behind it."""
        return self._text(text, "fact.html", links)

    def lead_source(self, fact: Fact) -> Source:
        """The source to name where there is room for one: the first no older than the fact, or else the newest."""
        sources = self.data.sources.of(fact.sources)
        current = [
            each for each in sources if each.published and each.published >= (fact.as_of or "")[: len(each.published)]
        ]
        return next(iter(current), max(sources, key=lambda source: source.published or ""))

    def _text(self, text: str, template: str, links: Links) -> Markup:
        def fact(reference: FactReference) -> Markup:
            html = self.environment.get_template(template).render(
                fact=self.data.facts[reference.fact_id],
                decimals=reference.decimals,
                words=reference.words,
                links=links,
            )
            return Markup(html.strip())  # noqa: S704

        return Markup("").join(render_text(text, words=escape, fact=fact))


def has_unit(fact: Fact) -> bool:
    """Whether a fact's unit is a word to write after its value."""
    return isinstance(fact.value, Decimal) and fact.unit not in ("percent", "year")
