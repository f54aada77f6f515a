"""Python code of a project, read and never run."""

import ast
from functools import lru_cache


@lru_cache(maxsize=1024)
def parse_python(text: str) -> ast.Module:
    """A module's tree, parsed once, as its charts and its words are sought in turn. Raises what `ast.parse` raises."""
    return ast.parse(text)


@lru_cache(maxsize=1024)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All parts of a tree, which is walked once."""
    return (*ast.walk(tree),)


def forget_trees() -> None:
    """Free all trees: nothing asks for them once charts and pages are checked."""
    parse_python.cache_clear()
    nodes_of.cache_clear()
