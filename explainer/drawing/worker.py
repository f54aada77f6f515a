"""Draws charts, with all boards and files, and cards, in processes that alone import matplotlib."""

import sys
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager

from explainer.data import Dataset
from explainer.data.catalogue import EVERYTHING
from explainer.drawing.artboard import STYLE, WIDTHS, Artboard, BoardName
from explainer.drawing.canvas import svg_of
from explainer.drawing.card import draw_card
from explainer.drawing.drawn import Drawing
from explainer.drawing.fonts import FAMILY
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource, registered
from explainer.drawing.roles import Roles, stand_ins
from explainer.drawing.sheet import MARGIN, draw_sheet, lay_out, png_of
from explainer.drawing.svg import UnusableSvg, compact_svg, inline_svg, standalone_svg
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound
from explainer.project import Project

if TYPE_CHECKING:
    from explainer.cards import Card


class Painter:
    """Draws the charts and cards of one project with one dataset. It lives as long as its process."""

    def __init__(self, project: Project, data: Dataset, roles: Roles) -> None:
        sys.path.insert(0, str(project.root))
        warnings.filterwarnings("ignore", r"Glyph \d+ .+ missing")  # told once all is drawn, with the remedy
        self.project = project
        self.data = data
        self.roles = roles
        self.stand_ins = stand_ins(roles)
        self.light = {self.stand_ins[role]: colour for role, colour in roles.light.items()}
        self.roles_by_colour = {colour: role for role, colour in self.stand_ins.items()}
        self.style = {**STYLE, "font.family": [FAMILY, *map(_family, project.fonts)]}

    def draw(self, source: ChartSource, *, png: bool = True) -> Drawing:
        """Draw a chart, `png` or not. Raises `ProblemsFound` that names the line of the chart's code."""
        try:
            import_module(source.module)
            return self._draw(source, png=png)
        except ProblemsFound:
            raise
        except UnusableSvg as error:
            raise self._problem(source.place, source, str(error)) from None
        except (Exception, SystemExit) as error:  # noqa: BLE001 – charts are other people's code: anything may happen
            raise self._problem(self._deepest_line(error) or source.place, source, _sentence(error)) from None

    def draw_card(self, card: "Card") -> bytes:
        """Draw the card of a page, whose chart must be one that can be drawn."""
        if card.chart is None:
            mpl.rcdefaults()
            cast("dict[str, Any]", mpl.rcParams).update(self.style)
            return draw_card(card, self.roles.light, ())
        import_module(card.chart.module)
        drawings = [self._board(card.chart, self.data, name, self.roles.light)[0] for name in WIDTHS]
        return draw_card(card, self.roles.light, drawings)

    def _draw(self, source: ChartSource, *, png: bool) -> Drawing:
        reads: set[tuple[str, str]] = set()
        data = self.data.observed_by(reads)
        drawn = {name: self._board(source, data, name, self.stand_ins) for name in WIDTHS}
        readings = {name: reading for name, (_, reading) in drawn.items()}
        reading = readings["wide"]
        if any(other != reading for other in readings.values()):
            raise self._problem(
                source.place, source, "its reading differs between the boards – compute it from the data alone"
            )
        compact = {name: self._compact(source, figure, name) for name, (figure, _) in drawn.items()}
        source_ids = reading.sources or self._sources_of(reads)
        source_line = "Sources: " + "; ".join(dict.fromkeys(data.sources[each].publisher for each in source_ids))
        sheet = lay_out(reading, source_line, compact["wide"][2])
        frame = draw_sheet(sheet, self.stand_ins)
        words, *_ = compact_svg(svg_of(frame), source.id, self.roles_by_colour)
        content = f'{words}<g transform="translate({MARGIN:g} {sheet.drawing_top:g})">{compact["wide"][0]}</g>'
        carried = {"Title": reading.title, "Description": reading.alt, "Source": source_line, "Table": reading.to_csv()}
        ground = self.roles.light["surface"]
        return Drawing(
            chart_id=source.id,
            reading=replace(reading, sources=tuple(source_ids)),
            reads=tuple(sorted(reads)),
            inline={name: inline_svg(*compact[name], source.id, name) for name in WIDTHS},
            svg=standalone_svg(content, sheet.width, sheet.height, self.roles, reading.title, reading.alt),
            png=png_of(sheet, frame, drawn["wide"][0], self.light, ground, carried) if png else None,
            csv=reading.to_csv(),
        )

    def _board(
        self, source: ChartSource, data: Dataset, name: BoardName, colours: Mapping[str, str]
    ) -> tuple[Figure, Reading]:
        board = Artboard(name, colours, self.project.locale)
        settings: dict[str, Any] = {**self.style, "text.color": colours["ink"], "svg.hashsalt": f"{source.id}-{name}"}
        mpl.rcdefaults()  # whatever a matplotlibrc on this machine says
        cast("dict[str, Any]", mpl.rcParams).update(settings)
        reading = registered(source.id)(data, board)
        if board.figure is None or not isinstance(reading, Reading):
            raise self._problem(source.place, source, "it must draw on board.axes(…) and return a Reading")
        return board.figure, reading

    def _compact(self, source: ChartSource, figure: Figure, name: BoardName) -> tuple[str, float, float]:
        return compact_svg(svg_of(figure), f"{source.id}-{name}", self.roles_by_colour)

    def _sources_of(self, reads: set[tuple[str, str]]) -> tuple[str, ...]:
        """The sources of the tables that were read, or else of the facts, or else of events and maps, each once."""
        data = self.data
        tables = [each.descriptor.sources for key, each in data.tables.items() if _was_read(reads, "table", key)]
        facts = [fact.sources for key, fact in data.facts.items() if _was_read(reads, "fact", key)]
        others = [event.sources for key, event in data.events.items() if _was_read(reads, "event", key)]
        others += [each.descriptor.sources for key, each in data.maps.items() if _was_read(reads, "map", key)]
        return tuple(dict.fromkeys(each for sources in tables or facts or others for each in sources))

    def _deepest_line(self, error: BaseException) -> Place | None:
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            path = Path(frame.filename)
            if path.is_relative_to(self.project.charts):
                return Place(self.project.name_of(path), frame.lineno or 0)
        return None

    def _problem(self, place: Place, source: ChartSource, message: str) -> ProblemsFound:
        return ProblemsFound([Problem(place, f'the chart "{source.id}" cannot be drawn: {message}')])


def _family(file: Path) -> str:
    """Make a font known to matplotlib, plain and for want of another bold, by a name that no other font has."""
    name = f"{file} of this project"
    fontManager.ttflist += [FontEntry(fname=str(file), name=name, weight=weight) for weight in ("normal", "bold")]
    return name


def _was_read(reads: set[tuple[str, str]], kind: str, key: str) -> bool:
    return (kind, key) in reads or (kind, EVERYTHING) in reads


def _sentence(error: BaseException) -> str:
    if isinstance(error, ExplainerError):
        return str(error)
    return f"{type(error).__name__}: {error} – correct this line"
