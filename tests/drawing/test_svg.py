"""Drawings become small SVG whose colours are roles and whose text is text."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure

from explainer.drawing.canvas import svg_of
from explainer.drawing.svg import UnusableSvg, compact_svg

ROLES = {"#fe0001": "ink", "#fe0002": "accent"}


def figure() -> Figure:
    figure = Figure(figsize=(3, 1), dpi=72, facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1), facecolor="none")
    axes.set_axis_off()
    axes.set_xlim(0, 216)
    axes.set_ylim(0, 72)
    return figure


def compact(drawing: Figure, prefix: str = "x") -> ET.Element:
    import matplotlib as mpl

    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "x", "font.family": "DejaVu Sans"}):
        content, width, height = compact_svg(svg_of(drawing), prefix, ROLES)
    assert (width, height) == (216, 72)
    return ET.fromstring(f"<svg>{content}</svg>")


def test_text_stays_text() -> None:
    drawing = figure()
    words = "Қазақстан & <тест> 81.31%"
    drawing.axes[0].text(10, 20, words, color="#fe0001", weight="bold", ha="right")
    text = compact(drawing).find("text")
    assert text is not None
    assert text.text == words
    assert text.attrib["class"] == "f-ink"
    assert (text.attrib["x"], text.attrib["text-anchor"], text.attrib["font-weight"]) == ("10", "end", "700")


def test_bars_are_short_paths() -> None:
    drawing = figure()
    drawing.axes[0].barh([20], [100], left=10, height=20, color="#fe0002")
    path = compact(drawing).find("path")
    assert path is not None
    assert path.attrib == {"class": "f-accent", "d": "M10 62H110V42H10z"}


def test_neighbours_share_their_look() -> None:
    drawing = figure()
    drawing.axes[0].barh([20, 50], [100, 50], height=10, color="#fe0002")
    root = compact(drawing)
    assert [child.tag for child in root] == ["g"]
    assert [dict(child.attrib).keys() for child in root[0]] == [{"d"}, {"d"}]


def test_ids_start_with_the_charts_name() -> None:
    drawing = figure()
    drawing.axes[0].plot([10, 50], [10, 50], color="#fe0002", marker="o")
    root = compact(drawing, "votes-wide")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert ids == ["votes-wide-m0"]
    assert {use.attrib["href"] for use in root.iter("use")} == {"#votes-wide-m0"}


def test_rotated_text_keeps_its_angle() -> None:
    drawing = figure()
    drawing.axes[0].text(30, 10, "up", rotation=90, color="#fe0001")
    text = compact(drawing).find("text")
    assert text is not None
    assert text.attrib["transform"].startswith("rotate(-90 ")


@pytest.mark.parametrize("colour", ["#ff0000", "black", "#fe0003"])
def test_other_colours_are_refused(colour: str) -> None:
    drawing = figure()
    drawing.axes[0].barh([20], [100], color=colour)
    with pytest.raises(UnusableSvg, match="which is no role"):
        compact(drawing)


def test_images_are_refused() -> None:
    drawing = figure()
    drawing.axes[0].imshow([[0, 1], [1, 0]])
    with pytest.raises(UnusableSvg, match="<image>"):
        compact(drawing)
