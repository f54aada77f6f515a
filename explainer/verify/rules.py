"""The rules that the files of a chart are held against."""

from collections.abc import Iterator

from explainer.verify import colours, layout, numbers, png, sizes, structure
from explainer.verify.chart import Rule, WrittenChart

RULES: tuple[Rule, ...] = (
    structure.nothing_acts_or_fetches,
    structure.ids_are_its_own,
    structure.boards_are_named,
    numbers.files_agree,
    numbers.labels_agree,
    numbers.words_agree,
    colours.classes_are_roles,
    colours.nothing_is_translucent,
    colours.file_has_the_roles_colours,
    colours.text_stands_out,
    colours.marks_stand_out,
    layout.letters_exist,
    layout.text_is_on_the_board,
    layout.marks_are_on_the_board,
    layout.texts_keep_apart,
    layout.texts_are_uncovered,
    sizes.boards_are_small,
)
#: What the PNG is held against, where it was drawn.
PNG_RULES: tuple[Rule, ...] = (
    png.png_carries_its_data,
    png.png_has_the_roles_colours,
    sizes.png_is_small,
)


def sentences(chart: WrittenChart) -> Iterator[str]:
    """A sentence for each thing that is wrong with a chart."""
    try:
        assert chart.pictures
    except ValueError as error:  # it cannot be read, which is all that can be said of it
        yield str(error)
        return
    for rule in (*RULES, *PNG_RULES) if chart.has_png else RULES:
        yield from rule(chart)
