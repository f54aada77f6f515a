"""What was found good, by digest: what has not changed since, and by rules that have not, need not be read again."""

import json
from collections.abc import Mapping
from hashlib import sha256

from explainer.environment import environment_digest
from explainer.files import write_atomically
from explainer.manifest import ChartRecord
from explainer.project import Project


class Verdicts:
    """Digests of charts and pages that kept all rules, and the state of the charts that the site was built from."""

    def __init__(self, project: Project) -> None:
        self._path = project.cache / "verified.json"
        self._new: set[str] = set()
        try:
            plain = json.loads(self._path.read_text(encoding="utf-8"))
            self._good, self.site = frozenset(map(str, plain["good"])), str(plain["site"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            self._good, self.site = frozenset(), ""

    def knows(self, digest: str) -> bool:
        """Whether this was found good before; if so, it stays so."""
        return digest in self._good and self.add(digest)

    def add(self, digest: str) -> bool:
        """Note that this was found good."""
        self._new.add(digest)
        return True

    def save(self, site: str) -> None:
        """Keep what was found good now, and the state of the charts that the site shows."""
        write_atomically(self._path, json.dumps({"site": site, "good": sorted(self._new)}, indent=1) + "\n")


def digest_of(*parts: object) -> str:
    """A fingerprint of things that have a plain form, and of all code that judges them."""
    return sha256("\n".join([environment_digest(), *map(repr, parts)]).encode()).hexdigest()


def state_of(records: Mapping[str, ChartRecord]) -> str:
    """A fingerprint of all that is on record of charts."""
    return digest_of(
        *sorted((chart_id, record.key, *sorted(record.files.items())) for chart_id, record in records.items())
    )
