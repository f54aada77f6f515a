"""The fonts that text is measured with, read from their files: which letters they have, and how large text is."""

import unicodedata
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from explainer.drawing.fonts import font_file
from explainer.files import file_state
from explainer.verify.geometry import Box

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

#: Pixels of a letter where text is measured by the library that draws it.
LARGE = 100.0
#: Scripts that run from right to left, whose letters may join or stand above each other.
LEFTWARDS = ("R", "AL")


class Face:
    """DejaVu Sans, plain or bold, and a project's fonts for letters that it lacks.

    matplotlib ships the first, but reading it does not import matplotlib.
    """

    def __init__(self, *, bold: bool, others: tuple[Path, ...] = ()) -> None:
        self._files = (font_file(bold=bold), *others)
        self._font = TTFont(self._files[0], lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._more = {each for file in others for each in _letters(file)} - self._names.keys()
        self._kerning: dict[tuple[str, str], float] = self._font["kern"].kernTables[0].kernTable
        self._unit = 1 / self._font["head"].unitsPerEm

    def missing(self, words: str) -> list[str]:
        """The letters that the fonts lack."""
        return sorted({letter for letter in words if ord(letter) not in self._names and ord(letter) not in self._more})

    def box(self, words: str, size: float) -> Box:
        """What a line of text covers when it starts at 0, 0; letters that are missing cover nothing."""
        if any(ord(letter) in self._more or unicodedata.bidirectional(letter) in LEFTWARDS for letter in words):
            return self._shaped(words, size / LARGE)
        names = [self._names[ord(letter)] for letter in words if ord(letter) in self._names]
        glyphs = [self._glyph(name) for name in names]
        scale = size * self._unit
        width = sum(advance for advance, _, _ in glyphs) + sum(self._kerning.get(pair, 0) for pair in pairwise(names))
        above = max((top for _, top, _ in glyphs), default=0.0)
        below = min((bottom for _, _, bottom in glyphs), default=0.0)
        return Box(0.0, -above * scale, width * scale, -below * scale)

    def _shaped(self, words: str, scale: float) -> Box:
        """The same for letters whose form depends on those beside them, by the library that draws them."""
        from matplotlib.ft2font import LoadFlags

        self._drawn.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
        measured = (*self._drawn.get_width_height(), self._drawn.get_descent())
        width, height, below = (each / 64 * scale for each in measured)
        return Box(0.0, below - height, width, below)

    @cached_property
    def _drawn(self) -> "FT2Font":
        from matplotlib.ft2font import FT2Font

        others = [FT2Font(file) for file in self._files[1:]]  # anew: `get_font` knows files by their names alone
        font = FT2Font(self._files[0], _fallback_list=others)
        font.set_size(LARGE, 72)
        return font

    @cache  # noqa: B019 – faces are few, and live as long as the process
    def _glyph(self, name: str) -> tuple[float, float, float]:
        """How far a letter moves on, and how high and how deep it reaches, in the font's units."""
        outline = self._font["glyf"][name]
        return self._font["hmtx"][name][0], getattr(outline, "yMax", 0), getattr(outline, "yMin", 0)


def face(*, bold: bool, others: tuple[Path, ...] = ()) -> Face:
    """The plain or the bold face, read once, and again when one of the others is another file than before."""
    return _face(bold, others, tuple(map(file_state, others)))


@cache
def _face(bold: bool, others: tuple[Path, ...], states: tuple[tuple[int, ...], ...]) -> Face:  # noqa: ARG001, FBT001
    return Face(bold=bold, others=others)


def _letters(file: Path) -> list[int]:
    with TTFont(file, lazy=True) as font:
        return [*font.getBestCmap()]
