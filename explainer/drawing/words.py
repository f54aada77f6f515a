"""How much room words take. Each word is measured once in a process: most come again, on another board or line."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

#: Width, height and descent of words, as matplotlib gives them.
Extent = tuple[float, float, float]


class Room(NamedTuple):
    """What a line of text takes: its width, and how far it reaches above its baseline and (negative) below it."""

    width: float
    top: float
    bottom: float

    @property
    def extent(self) -> Extent:
        """The same as matplotlib has it."""
        return self.width, self.top - self.bottom, -self.bottom


def room(words: str, font: FontProperties) -> Room:
    """The room of a line in a font, in its units."""
    scale = font.get_size_in_points() / TextToPath.FONT_SCALE
    face = font.copy()
    face.set_size(TextToPath.FONT_SCALE)  # matplotlib measures outlines in this size

    def measure(word: str) -> Extent:
        return TextToPath().get_text_width_height_descent(word, face, ismath=False)

    width, top, bottom = room_in_pixels(words, face, None, measure)
    return Room(width * scale, top * scale, bottom * scale)


def room_in_pixels(words: str, font: FontProperties, dpi: float | None, measure: Callable[[str], Extent]) -> Room:
    """The room of a line in a font that `measure` knows, at so many pixels an inch (none: as outlines).

    A line takes what its words and the spaces between them take, one after the other: DejaVu Sans, which all text is
    measured in, moves no letter towards a space or away from one.
    """
    known = _known(font.copy(), dpi)
    rooms = []
    for word in (" ", *words.split(" ")):
        if word not in known:
            width, height, descent = measure(word)
            known[word] = Room(width, height - descent, -descent)
        rooms.append(known[word])
    space, *rooms = rooms
    return Room(
        sum(each.width for each in rooms) + space.width * (len(rooms) - 1),
        max(each.top for each in rooms),
        min(each.bottom for each in rooms),
    )


@cache
def _known(font: FontProperties, dpi: float | None) -> dict[str, Room]:  # noqa: ARG001 – a dictionary for each
    """The words that were measured in a font."""
    return {}
