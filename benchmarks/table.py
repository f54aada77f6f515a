"""Holds what builds took against what they may take, and shows both as tables: `python -m benchmarks.table`."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
#: Builds and commands as the tables call them.
NAMES = {
    "plain": "Plain MkDocs",
    "draw": "Figures of all charts",
    "draw cell": "Figures of one cell's charts",
    "first": "First build",
    "nothing": "Nothing changed",
    "cell": "One cell changed",
    "sentence": "One sentence changed",
    "check": "`explainer check`",
    "help": "`explainer --help`",
}
#: The sizes that what grows with a site is measured between.
SMALL, LARGE = "100", "1000"

Taken = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Line:
    """A target: what it is about, what it may be at most and where that holds, and what it is, by size of the site."""

    what: str
    limit: float
    sizes: tuple[str, ...]
    measured: dict[str, float]

    def as_plain(self) -> dict[str, Any]:
        """Plain values, with the sizes at which the target was missed."""
        missed = [size for size in self.sizes if self.measured.get(size, 0.0) > self.limit]
        return {**asdict(self), "missed": missed}


def targets(sizes: Mapping[str, Any]) -> list[Line]:
    """Every target with what was measured; sizes that were not measured are left out."""

    def each(value: Callable[[Taken], float]) -> dict[str, float]:
        return {size: round(value(result["taken"]), 3) for size, result in sizes.items()}

    def wall(name: str) -> dict[str, float]:
        return each(lambda taken: taken[name]["wall"])

    every = tuple(sizes)
    small = tuple(size for size in every if not size.isdigit() or int(size) <= int(SMALL))
    found = [
        Line("Nothing changed ÷ plain MkDocs", 1.3, every, each(lambda t: t["nothing"]["wall"] / t["plain"]["wall"])),
        Line("One cell changed − plain MkDocs, s", 0.8, small, each(lambda t: t["cell"]["wall"] - t["plain"]["wall"])),
        Line(
            "One sentence changed − plain MkDocs, s",
            0.8,
            small,
            each(lambda t: t["sentence"]["wall"] - t["plain"]["wall"]),
        ),
        Line(
            "First build ÷ (plain MkDocs + figures of all charts)",
            1.2,
            every,
            each(lambda t: t["first"]["wall"] / (t["plain"]["wall"] + t["draw"]["wall"])),
        ),
        Line("`explainer check`, s", 1.0, tuple(size for size in every if not size.isdigit()), wall("check")),
        Line("`explainer --help`, s", 0.15, every, wall("help")),
    ]
    return found + (_growth(sizes) if SMALL in sizes and LARGE in sizes else [])


def _growth(sizes: Mapping[str, Any]) -> list[Line]:
    """How time and memory grow from a small site to a large one."""
    small, large = sizes[SMALL], sizes[LARGE]
    lines = []
    for name in ("plain", "first", "nothing", "cell", "sentence"):
        per_page = [size["taken"][name]["wall"] / size["pages"] for size in (small, large)]
        limits = () if name == "plain" else (LARGE,)  # MkDocs is no work of ours, and stands there to compare
        what = f"{NAMES[name]}: cost of a page at 1,000 pages ÷ at 100"
        lines.append(Line(what, 1.3, limits, {LARGE: round(per_page[1] / per_page[0], 3)}))
    for name in ("plain", "first", "cell"):
        grown = large["taken"][name]["main"] - small["taken"][name]["main"]
        limits = () if name == "plain" else (LARGE,)
        what = f"{NAMES[name]}: memory of the main process for each further page that is built, KB"
        lines.append(Line(what, 60, limits, {LARGE: round(1000 * grown / (large["built"] - small["built"]), 1)}))
    return lines


def show(results: Mapping[str, Any]) -> str:
    """Both tables in Markdown: what was taken, and the targets."""
    sizes = results["sizes"]
    heads = [f"{int(size):,} pages" if size.isdigit() else "this site" for size in sizes]
    parts = [_row("seconds (of processors)", heads), _rule(len(heads))]
    for name, words in NAMES.items():
        taken = [size["taken"][name] for size in sizes.values()]
        parts.append(_row(words, [f"{each['wall']:.2f} ({each['cpu']:.2f})" for each in taken]))
    for part, words in (("main", "Main process, MB"), ("tree", "All processes, MB")):
        for name in ("plain", "first", "cell"):
            taken = [size["taken"][name] for size in sizes.values()]
            parts.append(_row(f"{words}: {NAMES[name].lower()}", [f"{each[part]:.0f}" for each in taken]))
    parts += ["", _row("target", ["at most", *heads]), _rule(len(heads) + 1)]
    for line in results["targets"]:
        cells = [_cell(line, size) for size in sizes]
        parts.append(_row(line["what"], [f"{line['limit']:g}", *cells]))
    return "\n".join(parts)


def _cell(line: Mapping[str, Any], size: str) -> str:
    if size not in line["measured"]:
        return ""
    value = f"{line['measured'][size]:.2f}"
    return f"**{value}**" if size in line["missed"] else value


def _row(head: str, cells: list[str]) -> str:
    return f"| {head} | {' | '.join(cells)} |"


def _rule(cells: int) -> str:
    return f"| --- |{' ---: |' * cells}"


if __name__ == "__main__":
    print(show(json.loads(Path(sys.argv[1] if len(sys.argv) > 1 else RESULTS).read_text(encoding="utf-8"))))
