"""One form for every change, whatever it happened to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

What = Literal["added", "removed", "changed", "redrawn"]

#: What can change, in the order of reports, and what a report calls it.
KINDS = {
    "fact": "Facts",
    "statement": "Statements",
    "claim": "Claims",
    "event": "Events",
    "table": "Tables",
    "map": "Maps",
    "source": "Sources",
    "term": "Terms",
    "correction": "Corrections",
    "chart": "Charts",
    "page": "Pages",
}


@dataclass(frozen=True)
class Difference:
    """One value before and after; None: there was, or is, none. `by` says by how much, if that can be said."""

    field: str
    old: str | None
    new: str | None
    by: str = ""


@dataclass(frozen=True)
class Change:
    """What happened to one thing; what was added or removed shows only what matters most."""

    kind: str
    id: str
    what: What
    title: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that changes since a revision. `pictures` are charts that look different: SVG before and after, by id."""

    revision: str
    commit: str
    changes: tuple[Change, ...]
    pictures: Mapping[str, tuple[bytes | None, bytes | None]]

    def by_kind(self) -> dict[str, list[Change]]:
        """The changes of each kind that has any, in the order of reports."""
        kinds = {kind: [change for change in self.changes if change.kind == kind] for kind in KINDS}
        return {kind: changes for kind, changes in kinds.items() if changes}

    def summary(self, revision: str = "") -> str:
        """One sentence; `revision` is what it calls the revision, if not by its name."""
        since = f"compared with {revision or self.revision} ({self.commit[:10]})"
        counts = [f"{KINDS[kind].lower()}: {len(changes)}" for kind, changes in self.by_kind().items()]
        return f"Changes {since} – {', '.join(counts)}." if counts else f"Nothing changes {since}."
