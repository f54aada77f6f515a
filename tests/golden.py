"""What every chart looked like when someone last looked at it: an SVG for each chart and board, in `tests/golden/`.

A chart that is drawn otherwise fails a test. `python -m tests.golden show` puts before and after side by side on a page
to look at; `python -m tests.golden accept` makes what is drawn now the new golden picture, also after a change of data.
Pictures are compared byte by byte, as the locked libraries give the same bytes everywhere.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from explainer.drawing.roles import read_roles
from explainer.errors import ExplainerError
from explainer.files import write_atomically
from explainer.prepare import Prepared, prepare
from explainer.project import Project
from explainer.site import check_data
from tests.projects import ROOT

FOLDER = ROOT / "tests" / "golden"
PAGE = ROOT / ".cache" / "golden.html"
STYLE = """
body { background: #fff; color: #111; font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }
section { border-top: 1px solid #999; }
.board { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0 0 1rem; }
.overlay { background: #fff; display: grid; isolation: isolate; }
.overlay img { grid-area: 1 / 1; }
.overlay img + img { mix-blend-mode: difference; }
"""


def drawn(prepared: Prepared) -> dict[str, str]:
    """Every chart as it is drawn now, by the file's name (`ID.board.svg`): a file that shows it in the light scheme."""
    light = read_roles(prepared.project).light
    return {
        f"{chart_id}.{board}.svg": _standing_alone(svg, prepared.reading(chart_id).title, light)
        for chart_id in prepared.charts
        for board, svg in prepared.boards(chart_id).items()
    }


def kept(folder: Path = FOLDER) -> dict[str, str]:
    """The golden pictures, by the file's name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.svg"))}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each chart that differs, by its id."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return {
        chart_id: _sentence(chart_id, list(differing), before, after)
        for chart_id, differing in groupby(names, key=_chart_of)
    }


def page(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A page that shows both boards of each chart that differs: before, after, and where they differ."""
    names = sorted(before.keys() | after.keys())
    sections = "".join(
        f"<section><h2>{escape(chart_id)}</h2><p>{escape(sentence)}</p>"
        + "".join(_board(name, before, after) for name in names if _chart_of(name) == chart_id)
        + "</section>"
        for chart_id, sentence in differences(before, after).items()
    )
    title = "Charts that are drawn otherwise"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        f"<h1>{title}</h1>{sections or '<p>None: every chart looks as it did.</p>'}</html>\n"
    )


def accept(pictures: Mapping[str, str], folder: Path = FOLDER) -> None:
    """Keep these pictures, and no others."""
    folder.mkdir(exist_ok=True)
    for name, svg in pictures.items():
        write_atomically(folder / name, svg)
    for path in folder.glob("*.svg"):
        if path.name not in pictures:
            path.unlink()


def main(command: str) -> Iterator[str]:
    """Carry out `show` or `accept`, and say line by line what there is to see."""
    project = Project.load(ROOT)
    prepared, _ = prepare(project, *check_data(project))
    before, after = kept(), drawn(prepared)
    yield from differences(before, after).values()
    if command == "accept":
        accept(after)
        yield f"{len(after)} pictures kept in {project.name_of(FOLDER)}/."
    else:
        write_atomically(PAGE, page(before, after))
        yield f"Before and after side by side: {PAGE}"


def _chart_of(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def _sentence(chart_id: str, names: list[str], before: Mapping[str, str], after: Mapping[str, str]) -> str:
    boards = " and ".join(name.split(".")[1] for name in names)
    if not any(name in before for name in names):
        return f'the chart "{chart_id}" has no golden picture yet – keep what is drawn with “make golden-accept”'
    if not any(name in after for name in names):
        return f'there is no chart "{chart_id}" any more – remove its golden picture with “make golden-accept”'
    return (
        f'the chart "{chart_id}" is drawn otherwise ({boards}) – look at it with “make golden”, then keep it with '
        "“make golden-accept”, or mend it"
    )


def _standing_alone(svg: str, title: str, colours: Mapping[str, str]) -> str:
    """An inline SVG as a file: with the colours that it uses, a title, and an element on each line."""
    start, _, content = svg.partition(">")
    box = re.search(r'viewBox=.* height="[^"]+"', start)
    assert box is not None
    rules = "".join(
        f".{kind}-{role}{{{name}:{colour}}}"
        for kind, name in (("f", "fill"), ("s", "stroke"))
        for role, colour in colours.items()
        if re.search(rf'[" ]{kind}-{role}[" ]', content)
    )
    style = f"svg{{background:{colours['surface']};font-family:system-ui,sans-serif}}{rules}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box[0]}><title>{escape(title, quote=False)}</title>'
    return f"{head}\n<style>{style}</style>\n" + content.replace("><", ">\n<") + "\n"


def _board(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    pictures = {"before": [before.get(name)], "after": [after.get(name)]}
    pictures["overlay: what differs is not black"] = [before.get(name), after.get(name)]
    return f'<h3>{escape(name)}</h3><div class="board">{"".join(map(_figure, pictures, pictures.values()))}</div>'


def _figure(caption: str, svgs: list[str | None]) -> str:
    images = "".join(f'<img alt="" src="data:image/svg+xml,{quote(svg)}">' for svg in svgs if svg)
    return f'<figure><figcaption>{caption}</figcaption><div class="overlay">{images}</div></figure>'


if __name__ == "__main__":
    if sys.argv[1:] not in (["show"], ["accept"]):
        sys.exit("Usage: python -m tests.golden show | accept")
    try:
        for line in main(sys.argv[1]):
            print(line)
    except ExplainerError as error:
        sys.exit(str(error))
