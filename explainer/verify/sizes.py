"""Files stay small: a page holds several drawings, each of them twice."""

from collections.abc import Iterator

from explainer.verify.chart import WrittenChart

KB = 1024
#: Bytes of a drawing for pages, of one that shows a map, and of a PNG.
BOARD, MAP, PNG = 9 * KB, 14 * KB, 160 * KB


def boards_are_small(chart: WrittenChart) -> Iterator[str]:
    """A drawing for pages keeps within its budget, which is larger for maps."""
    budget = MAP if any(kind == "map" for kind, _ in chart.record.reads) else BOARD
    for picture in chart.boards.values():
        if picture.size > budget:
            yield (
                f"{picture.file}: it has {picture.size / KB:.1f} KB, more than {budget // KB} – draw like things "
                "together, with fewer points"
            )


def png_is_small(chart: WrittenChart) -> Iterator[str]:
    """The picture to download keeps within its budget."""
    size = chart.path("png").stat().st_size
    if size > PNG:
        yield f"{chart.name('png')}: it has {size / KB:.0f} KB, more than {PNG // KB} – draw less, or on a lower board"
