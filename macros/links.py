"""Addresses within the site, relative to the page, so that it works under any path and from a folder."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2.runtime import Context

from explainer.errors import ExplainerError


@dataclass(frozen=True)
class Links:
    """Addresses as seen from one page. `root` leads to the site's start; `directories` tells how pages are named."""

    root: str
    directories: bool
    docs: Path

    @classmethod
    def of(cls, context: Context, docs: Path) -> "Links":
        """The links of the page that is being rendered; `docs` is the folder of all pages."""
        url = str(context["page"].url).removeprefix("./")
        return cls("../" * url.count("/"), bool(context["config"]["use_directory_urls"]), docs)

    def page(self, name: str, anchor: str = "") -> str:
        """The address of a page by its name without ending, and of a place in it. Raises `ExplainerError`."""
        if not _exists(self.docs / f"{name}.md"):
            raise ExplainerError(f"macros link to the page {name}.md, which does not exist – add it")
        address = f"{self.root}{name}/" if self.directories else f"{self.root}{name}.html"
        return address + (f"#{quote(anchor)}" if anchor else "")

    def file(self, name: str) -> str:
        """The address of a generated file."""
        return f"{self.root}files/{quote(name)}"


@cache
def _exists(page: Path) -> bool:
    """Remembered, since a page of facts asks hundreds of times."""
    return page.is_file()
