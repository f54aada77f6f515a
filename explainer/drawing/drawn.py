"""What drawing a chart gives. Importing this does not import matplotlib."""

from dataclasses import dataclass

from explainer.drawing.reading import Reading


@dataclass(frozen=True)
class Drawing:
    """A chart's reading, what it read, and its files by name; the PNG only if it was asked for."""

    chart_id: str
    reading: Reading
    reads: tuple[tuple[str, str], ...]
    inline: dict[str, str]
    svg: str
    png: bytes | None
    csv: str
