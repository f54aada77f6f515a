"""A drawing can share a page with others and be read aloud: its ids are its own, and nothing in it acts or fetches."""

import re
from collections import Counter
from collections.abc import Iterator

from explainer.verify.chart import WrittenChart

ALLOWED = {"svg", "g", "defs", "path", "use", "text"}
ALLOWED_IN_FILES = {*ALLOWED, "title", "desc", "style"}
FOREIGN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|@import|javascript:|data:", re.IGNORECASE)


def ids_are_its_own(chart: WrittenChart) -> Iterator[str]:
    """Every id starts with the chart's id and the board, and stands once; what is named exists."""
    for board, picture in chart.boards.items():
        ids = Counter(element.attrib["id"] for element in picture.root.iter() if "id" in element.attrib)
        for name, count in ids.items():
            if not name.startswith(f"{chart.id}-{board}-"):
                yield f'{picture.file}: the id "{name}" may stand elsewhere too – begin it with {chart.id}-{board}-'
            elif count > 1:
                yield f'{picture.file}: the id "{name}" stands there twice – rename one'
        for element in picture.root.iter():
            if "href" in element.attrib and element.attrib["href"].removeprefix("#") not in ids:
                yield f'{picture.file}: it names "{element.attrib["href"]}", which is not in it – define it there'


def boards_are_named(chart: WrittenChart) -> Iterator[str]:
    """A drawing for pages is one image, named by the figure's title and described by its alternative text."""
    expected = {"role": "img", "aria-labelledby": f"{chart.id}-title", "aria-describedby": f"{chart.id}-alt"}
    for picture in chart.boards.values():
        for name, value in expected.items():
            if picture.root.get(name) != value:
                yield f'{picture.file}: it lacks {name}="{value}" – readers would hear its parts or nothing'
    if chart.sheet.root.get("role") != "img":
        yield f'{chart.sheet.file}: it lacks role="img" – readers would hear its parts'


def nothing_acts_or_fetches(chart: WrittenChart) -> Iterator[str]:
    """No script, no handler of events, no picture or address from elsewhere: only paths, text and markers."""
    for picture in chart.pictures:
        allowed = ALLOWED_IN_FILES if picture is chart.sheet else ALLOWED
        for element in picture.root.iter():
            if element.tag not in allowed:
                yield f"{picture.file}: it holds <{element.tag}> – use paths and text only"
            for name, value in element.attrib.items():
                if name.startswith("on") or FOREIGN.search(value):
                    yield f'{picture.file}: it holds {name}="{value}", which acts or leads elsewhere – take it out'
            if element.tag == "style" and FOREIGN.search(element.text or ""):
                yield f"{picture.file}: its styles fetch something from elsewhere – take that out"
