"""Text of which all can be seen."""

from explainer.errors import printable


def visible(text: str) -> str:
    """Text on one line in which nothing hides: marks that cannot be seen are written out."""
    return printable(" ".join(text.split()))
