"""The font that text is measured with, read from its files: which letters it has, and how large text is in it."""

from functools import cache
from itertools import pairwise

from fontTools.ttLib import TTFont

from explainer.drawing.fonts import font_file
from explainer.verify.geometry import Box


class Face:
    """DejaVu Sans, plain or bold. matplotlib ships it, but reading it does not import matplotlib."""

    def __init__(self, *, bold: bool) -> None:
        self._font = TTFont(font_file(bold=bold), lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._kerning: dict[tuple[str, str], float] = self._font["kern"].kernTables[0].kernTable
        self._unit = 1 / self._font["head"].unitsPerEm

    def missing(self, words: str) -> list[str]:
        """The letters that the font lacks."""
        return sorted({letter for letter in words if ord(letter) not in self._names})

    def box(self, words: str, size: float) -> Box:
        """What a line of text covers when it starts at 0, 0; letters that are missing cover nothing."""
        names = [self._names[ord(letter)] for letter in words if ord(letter) in self._names]
        glyphs = [self._glyph(name) for name in names]
        scale = size * self._unit
        width = sum(advance for advance, _, _ in glyphs) + sum(self._kerning.get(pair, 0) for pair in pairwise(names))
        above = max((top for _, top, _ in glyphs), default=0.0)
        below = min((bottom for _, _, bottom in glyphs), default=0.0)
        return Box(0.0, -above * scale, width * scale, -below * scale)

    @cache  # noqa: B019 – there are two faces, which live as long as the process
    def _glyph(self, name: str) -> tuple[float, float, float]:
        """How far a letter moves on, and how high and how deep it reaches, in the font's units."""
        outline = self._font["glyf"][name]
        return self._font["hmtx"][name][0], getattr(outline, "yMax", 0), getattr(outline, "yMin", 0)


@cache
def face(*, bold: bool) -> Face:
    """The plain or the bold face, read once."""
    return Face(bold=bold)
