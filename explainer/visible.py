"""Text of which all can be seen."""


def visible(text: str) -> str:
    """Text on one line in which nothing hides: marks that cannot be seen are written out."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Text on one line, fit for any terminal: what could steer one is written as in Python."""
    return text if text.isprintable() else "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
