"""The charts as plain matplotlib code. Every peer's project has a copy of this file, which needs nothing of ours."""

import csv
from io import BytesIO, StringIO
from math import ceil
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

#: Width of each drawing in pixels.
WIDTHS = {"wide": 720, "narrow": 358}
#: Room for labels on both sides.
LEFT, RIGHT = 130, 60
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 13.0,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
}
ACCENT, OTHER, REST, GRID = "#00677f", "#bd5417", "#7f8a99", "#d5dae1"

Rows = list[dict[str, str]]


def draw(kind: str, table: Path, size: str) -> Figure:
    """A table in the form that its kind has, wide or narrow."""
    cast("dict[str, Any]", mpl.rcParams).update({**STYLE, "svg.hashsalt": f"{table.stem}-{size}"})
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    width = WIDTHS[size]
    figure = Figure(figsize=(width / 72, 260 / 72), dpi=72, facecolor="none")
    axes = figure.add_axes((LEFT / width, 0.1, 1 - (LEFT + RIGHT) / width, 0.85), facecolor="none")
    axes.tick_params(length=0)
    KINDS[kind](axes, rows)
    return figure


def svg(kind: str, table: Path, size: str) -> str:
    """The chart as an SVG element."""
    out = StringIO()
    draw(kind, table, size).savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()[out.getvalue().index("<svg") :]


def png(kind: str, table: Path) -> bytes:
    """The wide chart as a picture, with two pixels for each of the drawing."""
    out = BytesIO()
    draw(kind, table, "wide").savefig(out, format="png", dpi=144, facecolor="white")
    return out.getvalue()


def _harvest(axes: Axes, rows: Rows) -> None:
    """Bars with their values."""
    tonnes = [int(row["tonnes"]) for row in rows]
    bars = axes.barh([row["crop"] for row in rows], tonnes, color=[ACCENT, *[REST] * (len(rows) - 1)])
    axes.bar_label(bars, [f"{each:,}" for each in tonnes], padding=4)
    axes.invert_yaxis()
    axes.tick_params(labelbottom=False)


def _visitors(axes: Axes, rows: Rows) -> None:
    """Two lines with their last values."""
    years = [int(row["year"]) for row in rows]
    for column, colour, style, marker in (("near", OTHER, "--", "s"), ("far", ACCENT, "-", "o")):
        course = [int(row[column]) for row in rows]
        axes.plot(years, course, color=colour, linestyle=style, marker=marker, clip_on=False)
        axes.annotate(f"{course[-1]:,}", (years[-1], course[-1]), (9, 0), textcoords="offset points", va="center")
    axes.set_ylim(0)
    axes.set_xticks(years[::7])
    axes.grid(axis="y", color=GRID)


def _readers(axes: Axes, rows: Rows) -> None:
    """Dots with their values."""
    shares = [float(row["readers_pct"]) for row in rows]
    axes.hlines(range(len(rows)), 0, shares, color=GRID)
    for place, (row, share) in enumerate(zip(rows, shares, strict=True)):
        axes.plot([share], [place], "o" if place else "D", color=REST if place else ACCENT, markersize=9)
        axes.annotate(f"{row['readers_pct']}%", (share, place), (9, 0), textcoords="offset points", va="center")
    axes.set_xlim(0, 100)
    axes.set_yticks(range(len(rows)), [row["quarter"] for row in rows])
    axes.invert_yaxis()


def _council(axes: Axes, rows: Rows) -> None:
    """A square for each seat, before and after."""
    top = 0.0
    middles = []
    for row in rows:
        for left, column in ((0, "before"), (15, "after")):
            seats = int(row[column])
            for seat in range(seats):
                axes.add_patch(Rectangle((left + seat % 10, top + seat // 10), 0.8, 0.8, color=REST if top else ACCENT))
            axes.text(left + 10.5, top + 0.4, str(seats), va="center")
        middles.append(top + 0.4)
        top += ceil(max(int(row["before"]), int(row["after"])) / 10) + 0.5
    axes.set_yticks(middles, [row["party"] for row in rows])
    axes.set_xlim(0, 28)
    axes.set_ylim(top, 0)
    axes.tick_params(labelbottom=False)


KINDS = {"harvest": _harvest, "visitors": _visitors, "readers": _readers, "council": _council}
