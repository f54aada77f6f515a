"""What readers wait for: Lighthouse on each main page, as on a phone of the middle class with a slow connection.

The pages come from a server on this machine that compresses, as a good host does; the median of some runs counts.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.browser.find import CHROMIUM, find
from tests.browser.visits import MAIN
from tests.judges.hosting import host
from tests.judges.lighthouse import Judgement, judge

SITE = Path(__file__).parent.parent / "site"
RUNS = 3

FIGURES: dict[str, Callable[[Judgement], float]] = {
    "performance": lambda judgement: judgement.performance,
    "accessibility": lambda judgement: judgement.accessibility,
    "practices": lambda judgement: judgement.best_practices,
    "SEO": lambda judgement: judgement.seo,
    "LCP s": lambda judgement: judgement.largest_paint / 1000,
    "CLS": lambda judgement: judgement.shift,
    "TBT ms": lambda judgement: judgement.blocking,
    "KB": lambda judgement: sum(judgement.transferred.values()) / 1000,
}


def main() -> int:
    """Print a row for each page; the exit status says whether there was a browser to ask."""
    chromium = find(CHROMIUM)
    if chromium is None:
        print("No Chromium: readers' waiting cannot be measured. Install it, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    print(f"{'page':16}" + "".join(f"{name:>14}" for name in FIGURES))
    with host(SITE) as address:
        for name in MAIN:
            runs = [judge(address + name, chromium) for _ in range(RUNS)]
            values = [median(figure(each) for each in runs) for figure in FIGURES.values()]
            print(f"{name or 'home':16}" + "".join(f"{value:14.4g}" for value in values), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
