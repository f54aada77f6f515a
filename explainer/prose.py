"""Finds quantities that are typed by hand in what readers see, where they should come from facts."""

import ast
import re
from collections.abc import Iterator

from explainer.calls import FRONT_MATTER
from explainer.python import nodes_of
from explainer.quantities import Quantity, blanks, find_quantities

#: What is no prose, replaced by blanks of the same length so that places stay right.
NOT_PROSE = re.compile(
    r"""
    \A---\n(?P<matter>.*?)\n---\n   # front matter
    | ^[ ]*(?:```|~~~)[^\n]*\n(?:(?![ ]*(?:```|~~~))[^\n]*\n)*[ ]*(?:```|~~~)[ ]*$   # fenced code
    | `[^`\n]*`                  # inline code
    | <!--(?:(?!<!--).)*?-->     # comments
    | <style>(?:(?!<style>).)*?</style>   # looks, in templates
    | \{\{(?:(?!\{\{).)*?\}\} | \{%(?:(?!\{%).)*?%\} | \{\#(?:(?!\{\#).)*?\#\}   # macro calls
    | (?P<tag></?[A-Za-z][^<>\n]*>)   # HTML tags
    | (?P<address>\]\((?:(?!\]\()[^)\n])*\))   # the addresses of links
    | \{[:.\#][^}\n]*\}          # attribute lists
    | ^\[(?!\^)[^\]\n]+\]:.*$    # link definitions, but not footnotes
    | \[\^[^\]\n]+\]            # the marks of footnotes
    | https?://\S+
    | ^[ ]*\d+\.[ ]              # numbering of lists
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
#: What readers see of front matter, and hear of tags and of links.
SHOWN = {
    "matter": re.compile(r"^(?:title|description):(?P<shown>[^\n]+(?:\n[ \t]+[^\n]*)*)", re.MULTILINE),
    "tag": re.compile(r"""\s(?:alt|title|aria-label)=(?P<quote>["'])(?P<shown>.*?)(?P=quote)"""),
    "address": re.compile(r"""\s(?P<quote>["'])(?P<shown>.*)(?P=quote)"""),
}
#: The reason in a page's front matter why its numbers need no facts.
EXCUSE = re.compile(r"^unbound:[ \t]*[\"']?\w", re.MULTILINE)


def prose_of(text: str) -> str:
    """A page with all that is no prose replaced by blanks: what is left stands where it stood."""
    return NOT_PROSE.sub(_without_markup, text)


def typed_quantities(text: str) -> Iterator[tuple[int, int, Quantity]]:
    """Line and column of each quantity that is typed in a page, unless its front matter says `unbound: why`."""
    matter = FRONT_MATTER.match(text)
    prose = "" if matter and EXCUSE.search(matter[1]) else prose_of(text)
    for quantity in find_quantities(prose):
        line = prose.count("\n", 0, quantity.start) + 1
        yield line, quantity.start - prose.rfind("\n", 0, quantity.start), quantity


def typed_quantities_in_code(tree: ast.Module) -> Iterator[tuple[int, int, Quantity]]:
    """Line and column of each quantity in the sentences of a chart's code; docstrings and `unbound(…)` are left out."""
    nodes = nodes_of(tree)
    excused = {node.value for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "unbound":
            excused |= {*node.args, *(keyword.value for keyword in node.keywords)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in excused:
            # A single word is an id, a format or a key.
            for quantity in find_quantities(node.value) if " " in node.value.strip() else ():
                yield node.lineno, node.col_offset + 1, quantity


def _without_markup(match: re.Match[str]) -> str:
    for name, shown in SHOWN.items():
        if match[name] is not None:
            kept = list(blanks(match))
            for part in shown.finditer(match[0]):
                kept[part.start("shown") : part.end("shown")] = part["shown"]
            return "".join(kept)
    return blanks(match)
