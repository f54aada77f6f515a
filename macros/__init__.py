"""The macros that pages call: each fetches from the engine and fills a template in `templates/`."""

from pathlib import Path
from typing import Any

from macros.calls import Macros


def define_env(env: Any) -> None:
    """Register the macros with the site builder. Nothing is read before the first macro is called."""
    macros = Macros(_project_root(env.conf))
    for macro in macros.public():
        env.macro(macro)


def _project_root(conf: Any) -> Path:
    """The folder of `mkdocs.yml`: one builder gives its configuration as an object, another as a dict."""
    config_file = conf.get("config_file_path") if hasattr(conf, "get") else None
    return Path(config_file).parent if config_file else Path.cwd()
