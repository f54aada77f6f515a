"""Ready-made entries for `data/corrections/`: the reviewer adds only the reason."""

import json
from collections.abc import Iterator

from explainer.data import Dataset
from explainer.data.corrections import Corrected, corrected, published_value


def correction_entries(old: Dataset, new: Dataset, date: str) -> str:
    """YAML for every published value that is changed or withdrawn, without reasons; empty when there is none.

    `date` is the day of the edition that makes them. Values that a correction of today covers already are left out.
    """
    return "\n".join(
        _entry(what, date, published_value(before), published_value(after) if after is not None else None)
        for what, before, after in _changed(old, new)
    )


def _changed(old: Dataset, new: Dataset) -> Iterator[tuple[str, Corrected, Corrected | None]]:
    listed = {(each.what, each.old, each.new) for each in new.corrections.values()}
    for catalogue in (old.facts, old.claims, old.events):
        for what, before in catalogue.items():
            after = corrected(new, what)
            values = (what, published_value(before), published_value(after) if after is not None else None)
            if values[1] != values[2] and values not in listed:
                yield what, before, after


def _entry(what: str, date: str, old: str, new: str | None) -> str:
    name = what.replace(".", "-").replace("_", "-")
    lines = [f"- id: {name}-{date}", f"  date: {date}", f"  what: {what}", f"  old: {_quoted(old)}"]
    lines += [f"  new: {_quoted(new)}"] if new is not None else []
    return "\n".join([*lines, "  reason:", ""])


def _quoted(text: str) -> str:
    """JSON's strings are YAML's too."""
    return json.dumps(text, ensure_ascii=False)
