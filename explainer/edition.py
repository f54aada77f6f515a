"""Which state of the project a site shows: its edition, its commit, and how far its data reach."""

import os
from datetime import UTC, datetime

import yaml

from explainer.data import Dataset
from explainer.data.dates import PartialDate
from explainer.feed import FEED
from explainer.git import commit_of
from explainer.numbers import format_partial_date
from explainer.prepare import Prepared
from explainer.project import SETTINGS


def set_environment(prepared: Prepared) -> None:
    """Set what `mkdocs.yml`, builders and themes read from the environment, unless it says otherwise already.

    What the site says of its state is always as it is now. Raises `ExplainerError` when a commit is named that is none.
    """
    edition = datetime.fromisoformat(prepared.project.edition).replace(tzinfo=UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(edition.timestamp())))
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a notice about the theme's successor, no fault of the pages
    if os.environ.get("REPO_URL"):
        os.environ.setdefault("EDIT_URI", f"edit/main/{prepared.project.name_of(prepared.project.docs)}/")
    os.environ |= colophon(prepared)


def colophon(prepared: Prepared) -> dict[str, str]:
    """What `mkdocs.yml` reads from the environment to say which state of the project a site shows.

    `SITE_EDITION` and `SITE_DATA_UNTIL` are dates in words; `SITE_COMMIT` is a full hash, with `-changed` when files
    differ from it, and empty when nobody knows; `SITE_FEED` is the name of the feed when there is something to tell
    in it. Raises `ExplainerError` when a commit is named that is none.
    """
    project = prepared.project
    until = data_until(prepared.data)
    return {
        "SITE_EDITION": project.in_words(project.edition),
        "SITE_DATA_UNTIL": format_partial_date(until, project.locale) if until else "",
        "SITE_COMMIT": commit_of(project.root),
        "SITE_FEED": FEED if project.changes.is_file() else "",
    }


def data_until(data: Dataset) -> PartialDate | None:
    """The latest day that any fact, table or map is about; None when none has a date."""
    dates = [each.as_of for each in data.facts.values() if each.as_of]
    dates += [each.descriptor.as_of for each in data.tables.values()]
    dates += [each.descriptor.as_of for each in data.maps.values()]
    return max(dates, key=lambda each: (each.first_day(), len(each)), default=None)


def with_edition(config: str, edition: str) -> str:
    """The text of `mkdocs.yml` with another edition, and otherwise as it was."""
    node = yaml.compose(config, Loader=yaml.SafeLoader)
    for name in (*SETTINGS, "edition"):
        assert isinstance(node, yaml.MappingNode)
        [node] = [value for key, value in node.value if key.value == name]
    assert node is not None
    start, end = node.start_mark.index, node.end_mark.index
    quote = config[start] if config[start] in "\"'" else ""
    return f"{config[:start]}{quote}{edition}{quote}{config[end:]}"
