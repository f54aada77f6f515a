"""What a page weighs: the bytes that a browser fetches for each main page, by kind, beside a bare page of the theme.

The browser says what it fetches; the bytes are those of the bodies that a server on this machine sends, which
compresses as hosts do (gzip at its usual level). The bare page has the same prose, and no charts, tables, cards or
style of ours; its site has only these pages, and so a smaller search index than one of all pages.
"""

import gzip
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

from playwright.sync_api import Browser, Request

from benchmarks.bare import write_bare
from benchmarks.browser import chromium
from benchmarks.timing import measure, python
from tests.browser.visits import MAIN
from tests.judges.hosting import TEXT, compressed, host

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "weight.json"
#: Kinds of what is fetched, by what browsers call it; all else is “other”.
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "image": "images"}
COLUMNS = (*KINDS.values(), "other", "sum", "requests")
#: A chart in a page; figures do not nest.
CHART = re.compile(rb'<figure class="figure" id=.*?</figure>', re.DOTALL)


def main() -> None:
    """Weigh the main pages of both sites, keep what was found, and print a row for each."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        bare = Path(name)
        write_bare(ROOT, [f"{page.strip('/') or 'index'}.md" for page in MAIN], bare)
        measure(python("mkdocs", "build", "--quiet"), bare)
        ours, theirs = (weigh(browser, site) for site in (ROOT / "site", bare / "site"))
    charts = {page: bytes_per_chart(ROOT / "site" / page / "index.html") for page in MAIN}
    results = {"ours": ours, "bare": theirs, "a chart adds": charts}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(show(results))


def weigh(browser: Browser, site: Path) -> dict[str, dict[str, int]]:
    """The compressed bytes of each main page's parts by kind, their sum and number, as a first visit fetches them."""
    weights = {}
    with host(site) as address:
        for name in MAIN:
            fetched = requests_of(browser, address + name)
            weight = Counter(dict.fromkeys(COLUMNS, 0))
            for request in fetched:
                path = site / request.url.removeprefix(address).partition("?")[0]
                weight[KINDS.get(request.resource_type, "other")] += sent(
                    path / "index.html" if path.is_dir() else path
                )
            weight["sum"], weight["requests"] = weight.total(), len(fetched)
            weights[name] = dict(weight)
    return weights


def requests_of(browser: Browser, address: str) -> list[Request]:
    """What a browser that keeps nothing asks for when it opens a page, and in the second after that."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", note)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1000)
    return requests


def sent(path: Path) -> int:
    """The bytes that the server sends of a file."""
    return len(compressed(path)) if path.suffix in TEXT else path.stat().st_size


def bytes_per_chart(page: Path) -> int | None:
    """By how much each chart lengthens the compressed page: None where there is none."""
    html = page.read_bytes()
    without, count = CHART.subn(b"", html)
    return round((len(gzip.compress(html, 6)) - len(gzip.compress(without, 6))) / count) if count else None


def show(results: dict[str, Any]) -> str:
    """A table in Markdown, in kilobytes."""
    lines = [f"| page | {' | '.join(COLUMNS)} | a chart adds |", f"| --- |{' ---: |' * (len(COLUMNS) + 1)}"]
    for name in MAIN:
        for site in ("ours", "bare"):
            weight = results[site][name]
            cells = [f"{weight[column] / 1000:.1f}" for column in COLUMNS[:-1]] + [str(weight["requests"])]
            added = results["a chart adds"][name] if site == "ours" else None
            cells.append(f"{added / 1000:.1f}" if added else "")
            lines.append(f"| {name.strip('/') or 'home'}, {site} | {' | '.join(cells)} |")
    known = [each for each in results["a chart adds"].values() if each]
    return "\n".join([*lines, "", f"All in KB. A chart adds {mean(known) / 1000:.1f} KB on average, and no request."])


if __name__ == "__main__":
    main()
