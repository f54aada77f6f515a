"""Text of which all can be seen."""


def visible(text: str) -> str:
    """Text on one line in which nothing hides: marks that cannot be seen are written out."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in " ".join(text.split()))
