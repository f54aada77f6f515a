"""Where a project keeps things: read from its `mkdocs.yml`, so that nothing is configured twice."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from babel import localedata
from yaml_env_tag import construct_env_tag

from explainer.data.yamlfile import MAX_DEPTH, Loader
from explainer.errors import ExplainerError, Place, Problem, ProblemsFound, did_you_mean
from explainer.files import UNSEEN, read_text
from explainer.settings import OWN

CONFIG = "mkdocs.yml"
#: What the engine brings along: templates and words of the macros, and the looks of every part.
ENGINE = Path(__file__).parent
#: The folder of what is handed out.
DIST = "dist"
#: The folder of what editors check data files by.
SCHEMAS = "schemas"
#: Where in it the settings of the engine stand.
SETTINGS = ("extra", "explainer")
TOPIC = re.compile(r"[a-z0-9]+")
#: What the navigation names besides addresses elsewhere.
PAGE = re.compile(r"(?!\w+:)[^?#]+\.md")
TEMPLATE = re.compile(r"\{[{%#]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: The short name of a licence, as in the list of SPDX.
LICENCE = re.compile(r"[A-Za-z0-9.+-]+")
LOCALE_NAME = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+)*")
EDITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _ConfigLoader(Loader):
    """Reads `mkdocs.yml` without MkDocs: values behind tags other than `!ENV` are not needed here and become None."""


_ConfigLoader.add_constructor("!ENV", construct_env_tag)
_ConfigLoader.add_multi_constructor("", lambda *_: None)


@dataclass(frozen=True)
class Project:
    """The folders and settings of one explainer.

    Folders are absolute. `charts` names an importable package in `root`, `macros` the modules that give what pages can
    call, each taking precedence over those before it. `locale` decides how numbers and dates are written. `edition` is
    the date of the edition (ISO), which dates the output. `topics` are the titles of the topics that data files are
    named after, in the order of the site. `slug` begins the names of files that are handed out. `licence` is that of
    texts, charts and lists, empty when none is chosen. `fonts` are files with letters for charts that the usual font
    lacks. `problems` are those of the settings.
    `navigation` are the pages that it names, and where; `directories` tells whether the address of a page is a folder,
    and `has_address` whether that of the site is known. `overrides` holds what the theme lacks, if anything does.
    """

    root: Path
    docs: Path
    site: Path
    data: Path
    charts: Path
    cache: Path
    macros: tuple[str, ...]
    name: str
    slug: str
    licence: str
    locale: str
    edition: str
    topics: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    navigation: tuple[tuple[str, Place], ...] = ()
    directories: bool = True
    has_address: bool = False
    overrides: Path | None = None
    fonts: tuple[Path, ...] = ()

    @classmethod
    def load(cls, root: Path) -> "Project":
        """Read `mkdocs.yml` in `root`. Raises `ExplainerError` when it is missing or lacks a setting."""
        project = cls.read(root)
        if project.problems:
            raise ProblemsFound(project.problems)
        return project

    @classmethod
    def read(cls, root: Path) -> "Project":
        """Read `mkdocs.yml` in `root` as far as it can be read; what is wrong is in `problems`.

        An edition that is no date is then empty, as are the topics and the modules of macros. Raises `ExplainerError`
        when it is missing or cannot be read, or when folders lie where they must not.
        """
        root = root.resolve()
        config = _Config(root / CONFIG)
        values, settings = config.values, config.settings()
        docs = root / str(values.get("docs_dir") or "docs")
        project = cls(
            root=root,
            docs=docs,
            site=root / str(values.get("site_dir") or "site"),
            data=root / str(settings.get("data", OWN["data"].default)),
            charts=root / str(settings.get("charts", OWN["charts"].default)),
            cache=root / ".cache" / "explainer",
            macros=config.macros_modules(),
            name=str(values.get("site_name") or ""),
            slug=config.slug(settings),
            licence=config.licence(settings),
            locale=config.locale(settings),
            edition=config.edition(settings),
            topics=config.topics(settings),
            problems=tuple(config.problems),
            navigation=tuple(config.navigation()),
            directories=values.get("use_directory_urls", True) is not False,
            has_address=bool(values.get("site_url")),
            overrides=config.overrides(root),
            fonts=config.fonts(settings, root),
        )
        project._require_separate_folders(config)
        return project

    def _require_separate_folders(self, config: "_Config") -> None:
        """The site replaces its folder, so that must hold nothing else; data and charts must be the project's own."""
        named = {
            self.site: ("site_dir",),
            self.data: (*SETTINGS, "data"),
            self.charts: (*SETTINGS, "charts"),
            self.docs: ("docs_dir",),
        }
        for folder in (self.cache, self.dist, self.schemas, self.own_parts):
            if not _real(folder).is_relative_to(self.root):
                config.report(f'the folder "{self.name_of(folder)}" leads out of the project – remove the link')
        for folder, path in named.items():
            if not _real(folder).is_relative_to(self.root) or _real(folder) == self.root:
                config.report(f'the folder "{folder}" does not lie in the project – name one that does', *path)
        sources = {self.docs, self.data, self.charts, self.own_parts, self.cache, self.dist, self.schemas}
        sources -= {self.root}
        site = self.name_of(self.site)
        if any(each.is_relative_to(self.site) or self.site.is_relative_to(each) for each in sources):
            config.report(f'site_dir "{site}" is the place of something else – name a folder of its own', "site_dir")
        elif self.site.name.startswith("."):
            config.report(f'site_dir "{site}" is hidden – name a folder whose name begins with no dot', "site_dir")
        if self.site.exists() and not self.site.is_dir():
            message = f'site_dir "{self.name_of(self.site)}" is no folder – remove the file, or name another'
            config.report(message, "site_dir")
        if len(config.problems) > len(self.problems):
            raise ProblemsFound(config.problems)

    @cached_property
    def files(self) -> Path:
        """Generated files that are published: charts and tables to download."""
        return self.docs / "files"

    @property
    def own_parts(self) -> Path:
        """What takes the place of templates, words and looks of the engine's macros, which most projects lack."""
        return self.root / "macros"

    def part(self, name: str) -> Path:
        """A template, a text or a stylesheet of the macros by its path: the project's own, or else the engine's."""
        own = self.own_parts / name
        return own if own.exists() else ENGINE / "macros" / name

    @property
    def own_roles(self) -> Path:
        """Where a project chooses other colours than the theme's."""
        return self.docs / "stylesheets" / "roles.css"

    @property
    def roles(self) -> Path:
        """The stylesheet with the colour roles."""
        return self.own_roles if self.own_roles.exists() else ENGINE / "theme" / "stylesheets" / "roles.css"

    @property
    def schemas(self) -> Path:
        """What editors check data files by, which is written for them; a project may do without."""
        return self.root / SCHEMAS

    @property
    def dist(self) -> Path:
        """What is handed out besides the site: bundles, and the whole explainer as one file."""
        return self.root / DIST

    def handed_out(self, ending: str) -> Path:
        """The file in `dist` that holds this edition, by the ending of its name."""
        return self.dist / f"{self.slug}-{self.edition}.{ending}"

    @property
    def changes(self) -> Path:
        """The page that tells what changed from edition to edition, which a small project may lack."""
        return self.docs / "changes.md"

    @cached_property
    def chart_pages(self) -> Path:
        """The pages of single charts, which are generated."""
        return self.docs / "charts"

    def in_words(self, day: str) -> str:
        """A date (ISO), such as that of the edition, as the site writes it."""
        from explainer.data.dates import PartialDate  # most commands read settings before they know what is to be done
        from explainer.numbers import format_partial_date

        return format_partial_date(PartialDate(day), self.locale)

    def name_of(self, path: Path) -> str:
        """A path as shown in messages: relative to the project where it lies in it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def _real(folder: Path) -> Path:
    """Where links lead from a folder: as far as they do, if that is in circles."""
    return Path(os.path.realpath(folder))


class _Config:
    """What `mkdocs.yml` says, and the problems of it."""

    def __init__(self, path: Path) -> None:
        self.values, self._tree = _read_config(path)
        self.problems: list[Problem] = []

    def report(self, message: str, *path: str) -> None:
        """Note a problem at a setting, or at the nearest one around it."""
        self.problems.append(Problem(_place(self._tree, path), message))

    def settings(self) -> Mapping[str, Any]:
        """The settings of the engine. Raises `ProblemsFound` without them."""
        extra = self.values.get("extra")
        settings = extra.get("explainer") if isinstance(extra, dict) else None
        if not isinstance(settings, dict):
            message = 'it has no "extra: explainer:" section – add one with at least "edition: 2022-11-30"'
            raise ProblemsFound([Problem(_place(self._tree, ("extra",)), message)])
        for name in sorted(map(str, settings.keys() - OWN.keys())):
            message = f'"{name}" is no setting of the explainer – {did_you_mean(name, OWN)}'
            self.report(message, *SETTINGS, name)
        return settings

    def edition(self, settings: Mapping[str, Any]) -> str:
        """The edition's date; empty when it is none."""
        if "edition" not in settings:
            self.report('"extra: explainer:" lacks "edition" – add the date of this edition', *SETTINGS)
            return ""
        edition = str(settings["edition"])
        if EDITION.fullmatch(edition) is None or not _is_day(edition):
            self.report(f'the edition "{edition}" is not a date – write it as 2022-11-30', *SETTINGS, "edition")
            return ""
        return edition

    def locale(self, settings: Mapping[str, Any]) -> str:
        """The locale for numbers and dates; the default when it is none."""
        default = OWN["locale"].default
        locale = str(settings.get("locale", default))
        if LOCALE_NAME.fullmatch(locale) is None or not localedata.exists(locale):
            self.report(f'the locale "{locale}" is not known – write for example {default}', *SETTINGS, "locale")
            return default
        return locale

    def slug(self, settings: Mapping[str, Any]) -> str:
        """The beginning of the names of files that are handed out: as set, or else made of the site's name."""
        name = str(self.values.get("site_name") or "")
        slug = str(settings.get("slug") or "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "explainer")
        if SLUG.fullmatch(slug) is None:
            message = (
                f'the slug "{slug}" cannot begin names of files – use lower-case letters, digits and single hyphens'
            )
            self.report(message, *SETTINGS, "slug")
            return ""
        return slug

    def licence(self, settings: Mapping[str, Any]) -> str:
        """The licence of what is written for the site; empty when there is none, or none that has a short name."""
        licence = str(settings.get("licence") or "")
        if licence and LICENCE.fullmatch(licence) is None:
            self.report(f'the licence "{licence}" is no short name – write for example CC-BY-4.0', *SETTINGS, "licence")
            return ""
        return licence

    def topics(self, settings: Mapping[str, Any]) -> dict[str, str]:
        """The titles of the topics; none when one of them is wrong."""
        given = settings.get("topics")
        if not isinstance(given, dict) or not given:
            message = '"extra: explainer:" lacks "topics" – add a line "lakes: The lakes" for each data file'
            self.report(message, *SETTINGS)
            return {}
        wrong = [
            topic
            for topic, title in given.items()
            if TOPIC.fullmatch(str(topic)) is None or not isinstance(title, str) or not title.strip()
        ]
        for topic in wrong:
            message = f'the topic "{topic}" is no line like "lakes: The lakes" – use letters and digits'
            self.report(message, *SETTINGS, "topics", str(topic))
        return {} if wrong else {str(topic): title for topic, title in given.items()}

    def fonts(self, settings: Mapping[str, Any], root: Path) -> tuple[Path, ...]:
        """The files of the project's own fonts, in their order; none when one of them cannot be read."""
        given = settings.get("fonts", [])
        named = given if isinstance(given, list) else [given]
        wrong = [name for name in named if not _is_font(root, name)]
        for name in wrong:
            message = (
                f'"{name}" is no font of this project – name a file with outlines in its folder, as in fonts/name.ttf'
            )
            self.report(message, *SETTINGS, "fonts")
        return () if wrong else tuple(root / name for name in named)

    def navigation(self) -> Iterator[tuple[str, Place]]:
        """The files of pages that the navigation names, and where it names them."""
        pairs = self._tree.value if isinstance(self._tree, yaml.MappingNode) else ()
        todo = [value for key, value in pairs if key.value == "nav"]
        while todo:
            node = todo.pop()
            if isinstance(node, yaml.ScalarNode) and PAGE.fullmatch(node.value):
                yield node.value, Place(CONFIG, node.start_mark.line + 1, node.start_mark.column + 1)
            elif isinstance(node, yaml.SequenceNode):
                todo += node.value
            elif isinstance(node, yaml.MappingNode):
                todo += [value for _, value in node.value]

    def overrides(self, root: Path) -> Path | None:
        """The folder of what the theme lacks."""
        theme = self.values.get("theme")
        folder = theme.get("custom_dir") if isinstance(theme, dict) else None
        return root / str(folder) if folder else None

    def macros_modules(self) -> tuple[str, ...]:
        """The modules of the macros: those that are installed, and the project's own; none when none is configured."""
        plugins = self.values.get("plugins")
        for plugin in plugins if isinstance(plugins, list) else [plugins]:
            settings = plugin.get("macros") if isinstance(plugin, dict) else None
            if isinstance(settings, dict):
                installed, own = settings.get("modules"), settings.get("module_name")
                named = [*(installed if isinstance(installed, list) else ()), *([own] if own else ())]
                if named:
                    return tuple(map(str, named))
        self.report('the plugin "macros" lacks our macros – write "macros: {modules: [explainer.macros]}"', "plugins")
        return ()


def _place(tree: yaml.Node | None, path: Sequence[str]) -> Place:
    """Where a setting's value stands, or else the nearest thing around it that there is."""
    place = Place(CONFIG)
    for name in path:
        pairs = tree.value if isinstance(tree, yaml.MappingNode) else ()
        found = [(key, value) for key, value in pairs if key.value == name]
        if not found:
            break
        key, tree = found[0]
        mark = tree.start_mark if isinstance(tree, yaml.ScalarNode) and tree.value else key.start_mark
        place = Place(CONFIG, mark.line + 1, mark.column + 1)
    return place


def _read_config(path: Path) -> tuple[dict[str, Any], yaml.Node | None]:
    """The settings, and the tree that tells where each of them stands."""
    if not path.exists():
        raise ExplainerError(f"{CONFIG} is missing in {path.parent} – run the command in the project's folder")
    text = read_text(path, CONFIG)
    try:
        _refuse_hostile(text)
        config = yaml.load(text, Loader=_ConfigLoader)  # noqa: S506 – a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(CONFIG, mark.line + 1, mark.column + 1) if mark else Place(CONFIG)
        raise ProblemsFound([Problem(place, f"this is not valid YAML: {error.problem} – correct this line")]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _unusable("this is not valid YAML – remove control characters and deep nesting") from None
    if not isinstance(config, dict):
        raise _unusable('it holds no settings – write lines of the form "site_name: …"')
    return config, yaml.compose(text, Loader=_ConfigLoader)


def _refuse_hostile(text: str) -> None:
    """Few lines of aliases can stand for more than fits into memory, and tags can run code. Raises `ProblemsFound`."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            message = f"the file nests deeper than {MAX_DEPTH} levels – flatten it"
        elif TEMPLATE.search(getattr(event, "value", "")):
            message = "parts of templates would be run wherever this is shown – write words"
        elif UNSEEN.search(getattr(event, "value", "")):
            message = "this holds a character that cannot be seen – remove it"
        elif isinstance(event, yaml.AliasEvent):
            message = "aliases are not read – write the value out"
        elif (getattr(event, "tag", None) or "").startswith("tag:yaml.org,2002:python/"):
            message = "a tag that names code is not read – remove it"
        else:
            continue
        mark = event.start_mark
        place = Place(CONFIG, mark.line + 1, mark.column + 1) if mark else Place(CONFIG)
        raise ProblemsFound([Problem(place, message)])


def _is_font(root: Path, name: object) -> bool:
    """Whether this names a font that lies in the project and can be read."""
    from fontTools.ttLib import TTFont  # most projects have none

    path = root / str(name)
    try:
        if not (path.is_file() and path.is_relative_to(root) and path.resolve() == path):  # no link, and none above it
            return False
        with TTFont(path, lazy=True) as font:
            return bool(font.getBestCmap())
    except Exception:  # noqa: BLE001 – a damaged font can fail in any way, as can the system at a name
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year >= 1980  # the first year that every archive format knows
    except ValueError:
        return False


def _unusable(message: str) -> ProblemsFound:
    return ProblemsFound([Problem(Place(CONFIG), message)])
