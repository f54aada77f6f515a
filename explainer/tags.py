"""HTML as the tags in it, read so strictly that no browser finds others.

A bracket that opens, and a letter or one of `/!?` after it, must begin a tag, a comment or a declaration, wherever it
stands: in words, in values and in scripts too. So tags begin and end in the same places whatever a browser takes for
markup and what for words, which depends on the elements around and on whether it runs scripts. What is written in any
other way is unclear, and proves nothing.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

NAME = r"[A-Za-z][A-Za-z0-9:._-]*+"
#: An attribute, with its name and its value in one of three groups. Browsers need no space after a value in quotes.
ATTRIBUTE = r"""
    (?: [\t\n\f\r\ ]++ | (?<=["']) )
    ([^\x00-\x20"'<>/=]++)
    (?: [\t\n\f\r\ ]*+ = [\t\n\f\r\ ]*+ (?: "([^"<]*+)" | '([^'<]*+)' | ([^\t\n\f\r\ "'<>`=][^\t\n\f\r\ "'<>`]*+) ) )?+
"""
#: What follows the name of a tag.
OPENED = rf"(?:{ATTRIBUTE})*+ [\t\n\f\r\ ]*+ /?+ >"
#: What stands between the words of a page, but for tags that close. Scripts and styles are taken with what they hold.
TOKEN = re.compile(
    rf"""
    <(?:
        (?P<tag> (?!(?i:script|style)[\t\n\f\r\ />]) {NAME} (?:{ATTRIBUTE})*+ [\t\n\f\r\ ]*+ ) /?+ >
      | (?P<holder> (?P<name>(?i:script|style)) (?:{ATTRIBUTE})*+ ) [\t\n\f\r\ ]*+ >
        (?P<held> [^<]*+ (?: <(?!/?(?i:(?P=name))) [^<]*+ )*+ ) </(?i:(?P=name)) [\t\n\f\r\ ]*+ >
      | !-- (?P<comment> (?: [^<-]++ | <(?!!--) | -(?!->) )*+ ) -->
      | !(?i:doctype) [^<>\[]*+ >
      | \?xml [ ]version="1\.[01]" (?:[ ]encoding="(?i:utf-8)")?+ (?:[ ]standalone="(?:yes|no)")?+ [ ]*+ \?>
      | (?P<unclear> [A-Za-z!?] [^<]{{0,80}} )
    )
    """,
    re.VERBOSE,
)
#: A tag that closes, if it is unclear.
UNCLEAR_END = re.compile(rf"</(?!{NAME}[\t\n\f\r ]*+>)[^<]{{0,80}}")
#: What may stand in no comment, script or style.
MARKUP = re.compile("<[A-Za-z/!?]")

_ANY = re.compile(rf"</?{NAME} {OPENED}", re.VERBOSE)
_NAME = re.compile(NAME)
_ATTRIBUTE = re.compile(ATTRIBUTE, re.VERBOSE)


def text_of(html: str) -> str:
    """The words of a piece of markup in which there is nothing but words and tags."""
    return unescape(_ANY.sub("", html))


class Tag(NamedTuple):
    """A tag that opens an element: its text, its name and its attributes; names are in small letters.

    `element` is the name without the prefix by which drawings may call elements of HTML. A tag `is_torn` when it
    gives an attribute two values, of which browsers take the first, and other readers the last.
    """

    text: str
    name: str
    element: str
    attributes: Mapping[str, str]
    is_torn: bool

    @classmethod
    def of(cls, text: str) -> "Tag":
        """The tag with this text between its brackets, as `TOKEN` finds it."""
        start = _NAME.match(text)
        assert start
        name = start[0].lower()
        found = [(each.lower(), unescape(a or b or c)) for each, a, b, c in _ATTRIBUTE.findall(text, start.end())]
        attributes = dict(found)
        is_torn = len(attributes) < len(found) and len(attributes) < len({*found})
        return cls(f"<{text}>", name, name.rpartition(":")[2], attributes, is_torn)

    def get(self, name: str) -> str:
        """The value of an attribute; empty without one."""
        return self.attributes.get(name, "")
