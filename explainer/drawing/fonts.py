"""The files of the font that text is measured and drawn in: matplotlib has them, but is not imported here."""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path

#: What all text is measured and drawn in. Only letters that it lacks are taken from a project's own fonts.
FAMILY = "DejaVu Sans"
FOLDER = "matplotlib/mpl-data/fonts/ttf"
FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


@cache
def font_file(*, bold: bool) -> Path:
    """The file of DejaVu Sans, plain or bold."""
    return Path(str(distribution("matplotlib").locate_file(f"{FOLDER}/{FILES[bold]}")))
