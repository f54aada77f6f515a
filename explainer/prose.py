"""Finds numbers that are typed by hand in what readers see, where they should come from facts."""

import ast
import re
from collections.abc import Iterator

#: What is no prose, replaced by blanks of the same length so that places stay right.
NOT_PROSE = re.compile(
    r"""
    \A---\n.*?\n---\n            # front matter
    | ^[ ]*(?:```|~~~).*?^[ ]*(?:```|~~~)[ ]*$   # fenced code
    | `[^`\n]*`                  # inline code
    | <!--.*?-->                 # comments
    | \{\{.*?\}\} | \{%.*?%\} | \{\#.*?\#\}   # macro calls
    | <[^>\n]+>                  # HTML tags with their attributes
    | \]\([^)\n]*\)              # the addresses of links
    | \{[:.\#][^}\n]*\}          # attribute lists
    | ^\[[^\]\n]+\]:.*$          # link definitions
    | https?://\S+
    | ^[ ]*\d+\.[ ]              # numbering of lists
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: Numbers that name a time, a place in an order or a licence rather than measure something.
NAMES = re.compile(
    rf"\b\d{{1,2}}(?:[ ]?[–-][ ]?\d{{1,2}})?\s(?:{MONTHS})\b(?:\s\d{{4}}\b)?"  # 20 November 2022
    r"|\b(?:19|20)\d{2}(?:[–-](?:(?:19|20)?\d{2}))?\b(?![,.]?\d|%)"  # 2022, 2022–2023
    r"|\b\d{1,2}:\d{2}\b"  # 22:00
    r"|\b\d+(?:st|nd|rd|th)\b"  # the 21st
    r"|\bCC BY(?:-[A-Z]{2})* \d\.\d"
)
NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*%?")


def prose_of(text: str) -> str:
    """A page with all that is no prose replaced by blanks: what is left stands where it stood."""
    return NOT_PROSE.sub(blanks, text)


def typed_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of each number in the prose of a page that is no date, year or time of day."""
    prose = NAMES.sub(blanks, prose_of(text))
    for match in NUMBER.finditer(prose):
        line = prose.count("\n", 0, match.start()) + 1
        column = match.start() - (prose.rfind("\n", 0, match.start()) + 1) + 1
        yield line, column, match[0]


def typed_numbers_in_code(tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of each such number in the sentences of a chart's code, docstrings left out."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            # A single word is an id, a format or a key.
            for match in NUMBER.finditer(NAMES.sub(blanks, node.value)) if " " in node.value.strip() else ():
                yield node.lineno, node.col_offset + 1, match[0]


def blanks(match: re.Match[str]) -> str:
    """What stands for a match that is to be left out: nothing to read, but as long and with the same lines."""
    return re.sub(r"[^\n]", " ", match[0])
