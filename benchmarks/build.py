"""Times builds beside their floor, as whole processes that run in turn, and keeps the medians in results.json.

The floor of a build with nothing to draw is plain MkDocs over the pages as macros have expanded them; what must be
drawn adds the figures of those charts as matplotlib saves them. Absolute times depend on the machine; ratios decide.
"""

import argparse
import json
import platform
import tempfile
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import write_material
from benchmarks.subjects import REAL, Subject, prepare
from benchmarks.table import RESULTS, show, targets
from benchmarks.timing import Usage, as_plain, in_turn, measure, python
from explainer.children import cores

ROOT = Path(__file__).parent.parent
#: What is measured, and how often: builds of what is there already, and first builds.
RUNS = {REAL: (7, 3), "10": (7, 3), "100": (5, 1), "500": (3, 1), "1000": (1, 1)}
QUICK = {REAL: (3, 1), "10": (3, 1), "100": (1, 1)}


def main() -> None:
    """Measure what the command line names, and show the table of all results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", metavar="SIZE", help=f"{REAL}, or numbers of pages [default: {[*RUNS]}]")
    parser.add_argument("--runs", type=int, help="how often builds of what is there already are measured")
    parser.add_argument("--quick", action="store_true", help=f"few runs, and only of {[*QUICK]}")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file that results are added to")
    options = parser.parse_args()
    runs = QUICK if options.quick else RUNS
    for size in options.sizes or runs:
        again, first = runs.get(size, RUNS["1000"])
        with tempfile.TemporaryDirectory() as work:
            print(f"{size}:", flush=True)
            keep(options.results, size, measure_all(Path(work), size, options.runs or again, first))
    print(show(json.loads(options.results.read_text(encoding="utf-8"))))


def measure_all(work: Path, size: str, again: int, first: int) -> dict[str, Any]:
    """Write an explainer and its floor, and measure both; the first round is no measurement where there are several."""
    subject = prepare(size, work / "ours")
    figures, saved = work / "figures.pickle", work / "saved"
    charts = write_material(subject.folder, figures)
    drawing = partial(measure, python("benchmarks.figures", figures, saved, *charts), ROOT)
    taken = in_turn({"first": partial(build_first, subject), "draw": drawing}, first, warm_up=first > 1)
    measure(python("benchmarks.plain", subject.folder, work / "plain"), ROOT)
    edited = subject.charts_of_cell()
    taken |= in_turn(
        {
            "plain": partial(measure, python("mkdocs", "build", "--quiet"), work / "plain"),
            "nothing": partial(build, subject),
            "cell": partial(build_with_cell, subject),
            "sentence": partial(build_with_sentence, subject),
            "draw cell": partial(measure, python("benchmarks.figures", figures, saved, *edited), ROOT),
            "check": partial(measure, python("explainer", "check"), subject.folder),
            "help": partial(measure, python("explainer", "--help"), subject.folder),
        },
        again,
        warm_up=again > 1,
    )
    return {
        "pages": subject.pages,
        "charts": len(charts),
        "built": len([*(subject.folder / "site").rglob("*.html")]),
        "taken": {name: as_plain(usages) for name, usages in taken.items()},
    }


def build(subject: Subject) -> Usage:
    """Build with nothing changed since the last time."""
    return measure(python("explainer", "build"), subject.folder)


def build_first(subject: Subject) -> Usage:
    """Build with nothing kept."""
    subject.forget()
    return build(subject)


def build_with_cell(subject: Subject) -> Usage:
    """Build with another value in a cell that a chart reads."""
    subject.change_cell()
    return build(subject)


def build_with_sentence(subject: Subject) -> Usage:
    """Build with another sentence on a page."""
    subject.change_sentence()
    return build(subject)


def keep(path: Path, size: str, result: dict[str, Any]) -> None:
    """Put a result in its place in the file of results, and hold all results against the targets."""
    before = json.loads(path.read_text(encoding="utf-8"))["sizes"] if path.exists() else {}
    machine = {
        "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    versions = {name: version(name) for name in ("matplotlib", "mkdocs", "mkdocs-material")}
    known = {**before, size: {**result, "machine": machine, "versions": versions}}
    sizes = {each: known[each] for each in sorted(known, key=lambda each: int(each) if each.isdigit() else 0)}
    results = {"sizes": sizes, "targets": [line.as_plain() for line in targets(sizes)]}
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
