"""Charts: a function's registration, the boards it draws on, what it reads, and how the result becomes SVG and PNG.

Importing this package does not import matplotlib: only drawing does.
"""

from explainer.drawing.reading import Cell, Column, Reading, unbound
from explainer.drawing.registry import chart

__all__ = ["Cell", "Column", "Reading", "chart", "unbound"]
