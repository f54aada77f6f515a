"""Where a project keeps things: read from its `mkdocs.yml`, so that nothing is configured twice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from explainer.errors import ExplainerError, Place, Problem, ProblemsFound

CONFIG = "mkdocs.yml"
TOPIC = re.compile(r"[a-z0-9]+")
EDITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _ConfigLoader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without MkDocs: values behind tags such as `!ENV` are not needed here and become None."""


_ConfigLoader.add_multi_constructor("", lambda *_: None)


@dataclass(frozen=True)
class Project:
    """The folders and settings of one explainer.

    Folders are absolute. `macros` and `charts` name importable packages in `root`. `locale` decides how numbers and
    dates are written. `edition` is the date of the edition (ISO), which dates the output. `topics` are the titles of
    the topics that data files are named after, in the order of the site.
    """

    root: Path
    docs: Path
    site: Path
    data: Path
    charts: Path
    cache: Path
    roles: Path
    macros: str
    name: str
    locale: str
    edition: str
    topics: Mapping[str, str]

    @classmethod
    def load(cls, root: Path) -> "Project":
        """Read `mkdocs.yml` in `root`. Raises `ExplainerError` when it is missing or lacks a setting."""
        root = root.resolve()
        config = _read_config(root / CONFIG)
        extra = config.get("extra")
        settings = extra.get("explainer") if isinstance(extra, dict) else None
        if not isinstance(settings, dict):
            raise _unusable('it has no "extra: explainer:" section – add one with at least "edition: 2022-11-30"')
        try:
            edition = str(settings["edition"])
        except KeyError:
            raise _unusable('"extra: explainer:" lacks "edition" – add the date of this edition') from None
        if EDITION.fullmatch(edition) is None or not _is_day(edition):
            raise _unusable(f'the edition "{edition}" is not a date – write it as 2022-11-30')
        docs = root / str(config.get("docs_dir") or "docs")
        project = cls(
            root=root,
            docs=docs,
            site=root / str(config.get("site_dir") or "site"),
            data=root / str(settings.get("data", "data")),
            charts=root / str(settings.get("charts", "charts")),
            cache=root / ".cache" / "explainer",
            roles=docs / "stylesheets" / "roles.css",
            macros=_macros_module(config),
            name=str(config.get("site_name") or ""),
            locale=str(settings.get("locale", "en_GB")),
            edition=edition,
            topics=_topics(settings.get("topics")),
        )
        project._require_separate_folders()
        return project

    def _require_separate_folders(self) -> None:
        """The site replaces its folder, so that must hold nothing else; data and charts must be the project's own."""
        sources = (self.docs, self.data, self.charts, self.root / self.macros, self.cache)
        for folder in (self.site, self.data, self.charts, self.docs):
            if not folder.resolve().is_relative_to(self.root) or folder.resolve() == self.root:
                raise _unusable(f'the folder "{folder}" does not lie in the project – name one that does')
        for source in sources:
            if source.is_relative_to(self.site) or self.site.is_relative_to(source):
                raise _unusable(f'site_dir "{self.name_of(self.site)}" holds sources – name a folder of its own')
        if self.site.exists() and not self.site.is_dir():
            raise _unusable(f'site_dir "{self.name_of(self.site)}" is no folder – remove the file, or name another')

    @property
    def files(self) -> Path:
        """Generated files that are published: charts and tables to download."""
        return self.docs / "files"

    @property
    def chart_pages(self) -> Path:
        """The pages of single charts, which are generated."""
        return self.docs / "charts"

    def name_of(self, path: Path) -> str:
        """A path as shown in messages: relative to the project where it lies in it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def _topics(given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not given:
        raise _unusable('"extra: explainer:" lacks "topics" – add a line "election: The election" for each data file')
    for topic, title in given.items():
        if TOPIC.fullmatch(str(topic)) is None or not isinstance(title, str) or not title.strip():
            raise _unusable(f'the topic "{topic}" is no line like "election: The election" – use letters and digits')
    return {str(topic): title for topic, title in given.items()}


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), Loader=_ConfigLoader)  # noqa: S506 – a SafeLoader
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            raise _unusable(
                f"the file cannot be read ({error.strerror}) – check that it is a file and may be read"
            ) from None
        raise ExplainerError(
            f"{CONFIG} is missing in {path.parent} – run the command in the project's folder"
        ) from None
    except UnicodeDecodeError:
        raise _unusable("the file is not UTF-8 – save it again with the encoding UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(CONFIG, mark.line + 1, mark.column + 1) if mark else Place(CONFIG)
        raise ProblemsFound([Problem(place, f"this is not valid YAML: {error.problem} – correct this line")]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _unusable("this is not valid YAML – remove control characters and deep nesting") from None
    if not isinstance(config, dict):
        raise _unusable('it holds no settings – write lines of the form "site_name: …"')
    return config


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year >= 1980  # the first year that every archive format knows
    except ValueError:
        return False


def _macros_module(config: dict[str, Any]) -> str:
    plugins = config.get("plugins")
    for plugin in plugins if isinstance(plugins, list) else [plugins]:
        if isinstance(plugin, dict) and isinstance(plugin.get("macros"), dict):
            return str(plugin["macros"].get("module_name", "main"))
    raise _unusable('the plugin "macros" is not configured – add it to "plugins"')


def _unusable(message: str) -> ProblemsFound:
    return ProblemsFound([Problem(Place(CONFIG), message)])
