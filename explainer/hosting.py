"""What hosts and crawlers read besides pages: headers with lifetimes for caches, `robots.txt`, the sitemap."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urljoin

from explainer.errors import ExplainerError

HEADERS, ROBOTS, SITEMAP = "_headers", "robots.txt", "sitemap.xml"
#: What hosts that read `_headers` take for one line, in characters, and how many blocks.
LONGEST_LINE, MOST_BLOCKS = 2000, 100

#: Names that change with what is in them.
HASHED = re.compile(r"\.[0-9a-f]{8}\.min\.(?:css|js)\Z")
#: Kept for good; asked for anew each time; trusted for ten minutes, since pages tell the same numbers.
FOR_GOOD = "public, max-age=31536000, immutable"
ASKED_FOR = "no-cache"
BRIEFLY = "public, max-age=600, must-revalidate"
#: Where files to download stand, and the theme's.
DOWNLOADS, THEME = "files", "assets"


def write_headers(site: Path, everywhere: Mapping[str, str]) -> None:
    """Write `_headers`: what holds `everywhere`, and how long what may be kept.

    Hosts join the values of a header that several blocks set, so no address has a lifetime from two of them. Raises
    `ExplainerError` when hosts would refuse a line.
    """
    blocks = [("/*", everywhere), *((path, {"Cache-Control": lifetime}) for path, lifetime in _lifetimes(site))]
    lines = []
    for path, headers in blocks[:MOST_BLOCKS]:  # what is left over, hosts have asked for anew by themselves
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ExplainerError(f"{HEADERS}: too many different inline scripts to name each – put them into files")
    (site / HEADERS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lifetimes(site: Path) -> Iterator[tuple[str, str]]:
    """Addresses with their lifetime: each hashed file by its name, then folders and pages at the top."""
    for path in sorted((site / THEME).rglob("*")):
        if HASHED.search(path.name):
            yield f"/{quote(path.relative_to(site).as_posix())}", FOR_GOOD
    if (site / DOWNLOADS).is_dir():
        yield f"/{DOWNLOADS}/*", BRIEFLY
    yield "/", ASKED_FOR
    for path in sorted(site.iterdir()):
        if path.is_dir() and path.name not in (DOWNLOADS, THEME):
            yield f"/{quote(path.name)}/*", ASKED_FOR
        elif path.suffix == ".html":
            yield f"/{quote(path.name)}", ASKED_FOR


def write_for_crawlers(site: Path, address: str) -> None:
    """Write `robots.txt`, which names the sitemap, or take the sitemap away where the site's `address` is unknown.

    Both can hold full addresses only.
    """
    lines = ["User-agent: *", "Allow: /"]
    if address:
        lines += ["", f"Sitemap: {urljoin(address, SITEMAP)}"]
    else:
        for path in site.glob(f"{SITEMAP}*"):
            path.unlink()
    (site / ROBOTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
