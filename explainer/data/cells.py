"""Cells of text that spreadsheets would take for formulas."""

import re

#: A number as data files write it.
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: What a cell begins with that a spreadsheet computes when it opens the file.
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
#: What some spreadsheets take for the end of a cell.
END = ";"


def is_computed(text: str) -> bool:
    """Whether a spreadsheet would compute a cell with this text; numbers, negative ones too, are what they are."""
    return inert(text) != text


def inert(text: str) -> str:
    """The text for a cell of a download, behind an apostrophe wherever a spreadsheet would begin to compute."""
    if END not in text and not text.startswith(COMPUTED):
        return text
    return END.join(f"'{part}" if _is_formula(part) else part for part in text.split(END))


def _is_formula(text: str) -> bool:
    return text.startswith(COMPUTED) and NUMBER.fullmatch(text) is None
