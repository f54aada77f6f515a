"""Nothing leaves its board, no text lies on another or under an area, and every letter can be measured.

Text is measured in DejaVu Sans (and the fonts that a project adds), as what its letters cover; readers' fonts are
narrower.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from explainer.project import CONFIG
from explainer.verify.chart import WrittenChart
from explainer.verify.geometry import Point, overlap
from explainer.verify.picture import Picture, Shape

#: Pixels by which something may lie beyond the edge, or in another text's box: what rounding to a tenth can do.
SLACK = 0.6


def letters_exist(chart: WrittenChart) -> Iterator[str]:
    """Every letter of every text is one that a font for measuring has, those of other scripts included."""
    texts = {(text.words, text.face): picture for picture in reversed(chart.pictures) for text in picture.words}
    for (words, face), picture in texts.items():
        if missing := face.missing(words):
            letters = ", ".join(f'"{letter}" (U+{ord(letter):04X})' for letter in missing)
            yield (
                f'{picture.file}: "{words}" holds {letters}, which no font has that text is measured with – write '
                f'other characters, or name a font that has them in {CONFIG}, under "extra: explainer: fonts:"'
            )


def text_is_on_the_board(chart: WrittenChart) -> Iterator[str]:
    """No text reaches beyond the edges of its drawing."""
    for picture in chart.pictures:
        for text in picture.words:
            beyond = _beyond(text.corners, picture)
            if beyond:
                yield (
                    f'{picture.file}: the text "{text.words}" reaches {beyond:.1f} pixels beyond the board – shorten '
                    "it, break it, or make room"
                )


def marks_are_on_the_board(chart: WrittenChart) -> Iterator[str]:
    """No area, line or marker reaches beyond the edges of its drawing."""
    for picture in chart.pictures:
        beyond = max((_beyond(points, picture) for shape in picture.shapes for points in _extent(shape)), default=0.0)
        if beyond:
            yield f"{picture.file}: a mark reaches {beyond:.1f} pixels beyond the board – keep it within the axes"


def texts_keep_apart(chart: WrittenChart) -> Iterator[str]:
    """No two texts of a drawing overlap."""
    for picture in chart.pictures:
        for one, other in combinations(picture.words, 2):
            if one.box.meets(other.box) and overlap(one.corners, other.corners) > SLACK:
                yield (f'{picture.file}: the texts "{one.words}" and "{other.words}" overlap – move one, or make room')


def texts_are_uncovered(chart: WrittenChart) -> Iterator[str]:
    """No area is painted over a text."""
    for picture in chart.pictures:
        for text in picture.words:
            above = [shape for shape in picture.areas_near(text) if shape.order > text.order]
            if any(shape.covers(point) for shape in above for point in text.samples):
                yield f'{picture.file}: the text "{text.words}" lies under an area – draw the area first'


def _extent(shape: Shape) -> Iterator[tuple[Point, Point]]:
    """Opposite corners of what each ring covers; a straight line has half its width beside it, but not at its ends."""
    around = shape.width / 2 if shape.stroke else 0.0
    for box in shape.boxes:
        right = around if box.left == box.right or box.top != box.bottom else 0.0
        down = around if box.top == box.bottom or box.left != box.right else 0.0
        yield (box.left - right, box.top - down), (box.right + right, box.bottom + down)


def _beyond(points: Iterable[Point], picture: Picture) -> float:
    """How far points lie beyond the edges; 0 when it is too little to count."""
    xs, ys = zip(*points, strict=True)
    furthest = max(-min(xs), max(xs) - picture.width, -min(ys), max(ys) - picture.height)
    return furthest if furthest > SLACK else 0.0
