"""Files altered together with their record, as an engine with a fault would write them."""

import json
from hashlib import sha256
from pathlib import Path

from tests.projects import replace


def alter(project: Path, name: str, old: str, new: str) -> None:
    """Replace what stands once in a drawn file, and record the file as drawn."""
    replace(project / name, old, new)
    record(project, name)


def record(project: Path, name: str) -> None:
    """Record a file of a chart as it is now."""
    path = project / ".cache/explainer/manifest.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    (chart,) = (each for each in records.values() if name in each["files"])
    chart["files"][name] = sha256((project / name).read_bytes()).hexdigest()
    path.write_text(json.dumps(records), encoding="utf-8")
