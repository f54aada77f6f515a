"""A report as JSON, for programs, and read again from what may be anybody's."""

import json
from typing import Any, get_args

from explainer.diff.change import KINDS, Change, Difference, Report, What


def as_json(report: Report) -> str:
    """Everything, as plain values."""
    changes = [
        {**vars(change), "differences": [vars(each) for each in change.differences]} for change in report.changes
    ]
    plain = {"revision": report.revision, "commit": report.commit, "summary": report.summary(), "changes": changes}
    return json.dumps(plain, ensure_ascii=False, indent=1)


def from_json(text: str) -> Report:
    """The reverse of `as_json`, but for pictures. Raises `ValueError` when it is no such report."""
    try:
        plain = json.loads(text)
        changes = tuple(_change(each) for each in _list(plain["changes"]))
        return Report(_words(plain["revision"]), _words(plain["commit"]), changes, {})
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no report of changes: {error!r}") from None


def _change(plain: dict[str, Any]) -> Change:
    kind, what = plain["kind"], plain["what"]
    if kind not in KINDS or what not in get_args(What):
        raise ValueError(f"no change that a report can hold: {kind!r}, {what!r}")
    differences = tuple(_difference(each) for each in _list(plain["differences"]))
    return Change(kind, _words(plain["id"]), what, _words(plain["title"]), differences)


def _difference(plain: dict[str, Any]) -> Difference:
    old, new = (None if plain[name] is None else _words(plain[name]) for name in ("old", "new"))
    return Difference(_words(plain["field"]), old, new, _words(plain["by"]))


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("words are missing")
    return value
