"""What pages tell programs, in the words of schema.org: the form that it has in a page."""

import json
from collections.abc import Mapping

from markupsafe import Markup

#: Characters that could end the script element the data stand in.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def json_ld(thing: Mapping[str, object]) -> Markup:
    """A thing as JSON-LD, to be put into a script element."""
    described = {"@context": "https://schema.org", **without_unknown(thing)}
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    return Markup("".join(UNSAFE.get(character, character) for character in text))  # noqa: S704 – escaped here


def without_unknown(thing: Mapping[str, object]) -> dict[str, object]:
    """A thing without the properties that are not known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
