"""The floor of a page's weight: its prose as a bare page of the theme, without charts, tables, cards or our style."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from explainer.data import Dataset, load_dataset
from explainer.numbers import format_value, plain_text
from explainer.project import Project

#: Macros that show more than prose.
NO_PROSE = (
    "chart",
    "charts",
    "colour_roles",
    "corrections",
    "facts",
    "feed",
    "glossary",
    "key_figures",
    "reading_time",
    "sources",
    "table",
    "tables",
)


def write_bare(root: Path, pages: list[str], target: Path) -> None:
    """Write a project of some pages, named below docs/, for plain MkDocs with the theme as it comes, less its fonts."""
    project = Project.load(root)
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 – it gives Markdown
    environment.globals |= _macros(project, load_dataset(project.data, project.root))
    for page in pages:
        path = target / "docs" / page
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (project.docs / page).read_text(encoding="utf-8")
        path.write_text(environment.from_string(text).render(), encoding="utf-8")
    settings = {
        "site_name": project.name,
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": True}}],
        "nav": pages,
    }
    (target / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def _macros(project: Project, data: Dataset) -> dict[str, Callable[..., str]]:
    """What pages call, as plain words."""

    def plain(text: str) -> str:
        return plain_text(text, data, project.locale)

    def fact(fact_id: str, decimals: int | None = None, words: str | None = None) -> str:
        named = data.facts[fact_id]
        return words or format_value(named.value, named.unit, project.locale, decimals)

    def cite(*source_ids: str) -> str:
        return f"({'; '.join(data.sources[each].publisher for each in source_ids)})"

    def term(term_id: str, words: str | None = None) -> str:
        return words or data.terms[term_id].term

    def unbound(words: str, because: str) -> str:  # noqa: ARG001 – the reason is for those who read the page's file
        return words

    def timeline(*_: Any, **__: Any) -> str:
        events = sorted(data.events.values(), key=lambda event: event.date.first_day())
        return "\n".join(f"- {event.date}: {event.title}. {plain(event.summary or '')}" for event in events)

    def claim(claim_id: str) -> str:
        named = data.claims[claim_id]
        return f"### {named.claim}\n\n{named.finding}: {plain(named.explanation)} {plain(named.since or '')}"

    def claims() -> str:
        return "\n\n".join(map(claim, data.claims))

    def edition() -> str:
        return project.in_words(project.edition)

    prose: tuple[Callable[..., str], ...] = (fact, cite, term, unbound, timeline, claim, claims, edition)
    return {each.__name__: each for each in prose} | {name: lambda *_, **__: "" for name in NO_PROSE}
