"""Cells of text that spreadsheets would take for formulas."""

from explainer.data.models import NUMBER

#: What a cell begins with that a spreadsheet computes when it opens the file.
COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def is_computed(text: str) -> bool:
    """Whether a spreadsheet would compute a cell with this text; numbers, negative ones too, are what they are."""
    return text.startswith(COMPUTED) and NUMBER.fullmatch(text) is None


def inert(text: str) -> str:
    """The text for a cell of a download, behind an apostrophe where a spreadsheet would compute it."""
    return f"'{text}" if is_computed(text) else text
