"""Addresses within the site, relative to the page, so that it works under any path and from a folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2.runtime import Context

from explainer.addresses import with_slash
from explainer.data import Dataset, Table
from explainer.data.models import Claim, Fact, Source, Statement, Term
from explainer.errors import ExplainerError
from explainer.macros.edits import Edits
from explainer.prepare import Prepared


@dataclass(frozen=True)
class Links:
    """Addresses as seen from one page. `root` leads to the site's start; `directories` tells how pages are named.

    `published` is the address of the site where it is known, else empty; `published_directories` tells how pages are
    named there, which differs in a copy to be read offline. `feed` is the full address of the feed; empty where none is
    made, since the address of the site is not known or MkDocs runs by itself. `edits` are the addresses at which things
    are edited. `cards` counts the cards on the page.
    """

    root: str
    directories: bool
    docs: Path
    data: Dataset
    published: str
    published_directories: bool
    feed: str
    edits: Edits
    cards: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, context: Context, prepared: Prepared) -> "Links":
        """The links of the page that is being rendered, the same for all of its macro calls, which share the count."""
        links: Links = context.get("_links") or cls._of(context, prepared)
        context.parent["_links"] = links
        return links

    @classmethod
    def _of(cls, context: Context, prepared: Prepared) -> "Links":
        url = str(context["page"].url).removeprefix("./")
        config = context["config"]
        published = with_slash(str(config["extra"].get("published") or config["site_url"] or ""))
        feed = (config["extra"].get("colophon") or {}).get("feed")
        return cls(
            root="../" * _depth(url, config, prepared.project.docs),
            directories=bool(config["use_directory_urls"]),
            docs=prepared.project.docs,
            data=prepared.data,
            published=published,
            published_directories=prepared.project.directories,
            feed=f"{published}{feed}" if published and feed else "",
            edits=Edits.of(config, prepared),
        )

    def new_card(self) -> str:
        """An id for the next card on this page."""
        return f"card-{next(self.cards)}"

    def page(self, name: str, anchor: str = "") -> str:
        """The address of a page by its name without ending, and of a place in it. Raises `ExplainerError`."""
        return self.root + self._path(name, anchor, directories=self.directories)

    def permanent(self, name: str, anchor: str = "") -> str:
        """The same as a full address for use elsewhere; only its path where the site's own address is not known."""
        return self.published + self._path(name, anchor, directories=self.published_directories)

    def file(self, name: str) -> str:
        """The address of a generated file."""
        return f"{self.root}files/{quote(name)}"

    def permanent_file(self, name: str) -> str:
        """The full address of a generated file."""
        return f"{self.published}files/{quote(name)}"

    def fact(self, fact: Fact) -> str:
        """Where a fact is explained."""
        return self.page(f"facts/{self.data.topic('fact', fact.id)}", fact.id)

    def statement(self, statement: Statement) -> str:
        """Where a statement stands with its facts."""
        return self.page(f"facts/{self.data.topic('statement', statement.id)}", statement.id)

    def source(self, source: Source) -> str:
        """Where a source is described."""
        return self.page(f"sources/{self.data.topic('source', source.id)}", source.id)

    def table(self, table: Table) -> str:
        """Where a table is described."""
        return self.page(f"data/{self.data.topic('table', table.id)}", f"table-{table.id}")

    def term(self, term: Term) -> str:
        """Where a term is explained."""
        return self.page("glossary", term.id)

    def claim(self, claim: Claim) -> str:
        """Where a claim is checked."""
        return self.page("claims", claim.id)

    def chart(self, chart_id: str) -> str:
        """The page of a chart."""
        return self.page(f"charts/{chart_id}")

    def _path(self, name: str, anchor: str, *, directories: bool) -> str:
        address = _address(self.docs, name, directories=directories)
        return f"{address}#{quote(anchor)}" if anchor else address


@cache
def _address(docs: Path, name: str, *, directories: bool) -> str:
    """The address of a page from the site's start; remembered, since a page of facts asks hundreds of times.

    Raises `ExplainerError` when there is no such page.
    """
    if not (docs / f"{name}.md").is_file():
        raise ExplainerError(f"macros link to the page {name}.md, which does not exist – add it")
    if not directories:
        return f"{quote(name)}.html"
    return "" if name == "index" else f"{quote(name.removesuffix('/index'))}/"


def _depth(url: str, config: Mapping[str, Any], docs: Path) -> int:
    """How many folders lead back from a page to the start.

    Zensical, whose settings are a plain dict, takes all links for those of the page's file, which lies one folder
    higher than the page unless it is an index, and leads them on from there.
    """
    is_file_in_folder = isinstance(config, dict) and not (docs / url / "index.md").is_file()
    return url.count("/") - (1 if config["use_directory_urls"] and is_file_in_folder else 0)
