"""The macros that pages call: each fetches from the engine and fills a template in `html/`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from explainer.macros.calls import Macros
from explainer.prepare import open_prepared


def public(root: Path) -> tuple[Callable[..., str], ...]:
    """The macros of the project in `root`; nothing is read before one is called."""
    return Macros(root).public()


def define_env(env: Any) -> None:
    """Register the macros with the site builder. Raises `ExplainerError` when charts have to be drawn first."""
    root = Path(env.project_dir)
    open_prepared(root)
    for macro in public(root):
        env.macro(macro)
