"""Adding to files that people write, whose own text stays byte for byte as it is."""

import re

import yaml

from explainer.errors import ExplainerError, Place

#: An empty line before an entry, where text ends that begins one.
APART = re.compile(r"\n[ \t]*\r?\n *- *\Z")


def with_entry(content: bytes, entry: str, file: str) -> tuple[bytes, int]:
    """A file's list of entries with one more at its end, written as the file is, and the line that this begins on.

    An empty list makes room for it. Raises `ExplainerError` when the list stands in brackets.
    """
    text, newline = _read(content)
    entries = yaml.compose(text, yaml.SafeLoader)
    indent, apart = 0, False
    if isinstance(entries, yaml.SequenceNode) and entries.flow_style:
        text = _without_empty(text, entries, Place(file, entries.start_mark.line + 1))
    elif isinstance(entries, yaml.SequenceNode):
        indent, (*others, last) = entries.start_mark.column, entries.value
        apart = bool(others) and APART.search(text, 0, last.start_mark.index) is not None
    text = _ended(text, newline)
    if apart and not text.endswith(newline * 2):
        text += newline
    lines = [f"{' ' * indent}{line}" if line else "" for line in entry.splitlines()]
    return (text + newline.join([*lines, ""])).encode(), len(re.findall(r"\r\n|\r|\n", text)) + 1


def with_page(content: bytes, page: str, file: str) -> tuple[bytes, int]:
    """The settings with one more page at the end of their navigation, and the line that names it.

    Without a navigation of their own they stay as they are, and the line is 0. Raises `ExplainerError` when it stands
    in brackets.
    """
    text, newline = _read(content)
    settings = yaml.compose(text, yaml.SafeLoader)
    pairs = settings.value if isinstance(settings, yaml.MappingNode) else ()
    nav = next((value for key, value in pairs if key.value == "nav"), None)
    if nav is None:
        return content, 0
    if not isinstance(nav, yaml.SequenceNode) or nav.flow_style:
        place = Place(file, nav.start_mark.line + 1)
        raise ExplainerError(f"{place}: the navigation has no lines of its own – write each page as a line “- page.md”")
    end = text.find("\n", _end_of(nav)) + 1 or len(text)
    before = _ended(text[:end], newline)
    line = f"{' ' * nav.start_mark.column}- {page}{newline}"
    return (before + line + text[end:]).encode(), before.count("\n") + 1


def _read(content: bytes) -> tuple[str, str]:
    """A file's text, and how its lines end."""
    text = content.decode()
    return text, "\r\n" if "\r\n" in text else "\n"


def _ended(text: str, newline: str) -> str:
    """The text with an end of its last line."""
    return text if not text or text.endswith("\n") else text + newline


def _without_empty(text: str, entries: yaml.SequenceNode, place: Place) -> str:
    """The text without the brackets of an empty list, nor a line that held nothing else."""
    if entries.value:
        raise ExplainerError(f"{place}: the list stands in brackets – write each entry in lines of its own, “- id: …”")
    before, after = text[: entries.start_mark.index].rstrip(" "), text[entries.end_mark.index :].lstrip(" \t")
    return before + (re.sub(r"\A\r?\n", "", after) if not before or before.endswith("\n") else after)


def _end_of(node: yaml.Node) -> int:
    """Where the last value in a node ends."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end_of(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index
