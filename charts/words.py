"""Words that the charts of several topics put together in the same way."""

from collections.abc import Iterable


def listed(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    words = list(parts)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
