"""What has been drawn, and from what: the record that decides whether a chart must be drawn again."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.drawing.fonts import font_file
from explainer.drawing.reading import Reading
from explainer.drawing.registry import ChartSource
from explainer.files import file_digest, write_atomically
from explainer.project import CONFIG, Project

if TYPE_CHECKING:
    from explainer.data import Dataset

NAME = "manifest.json"
#: Where it is noted what all charts were drawn from.
INPUTS = "drawn.txt"

#: Libraries whose version changes what is drawn.
LIBRARIES = ("matplotlib", "numpy", "pillow", "deflate", "babel")


@dataclass(frozen=True)
class ChartRecord:
    """A drawn chart: the key of all it came from, what it read, its reading, and its files with their digests.

    The PNG is not among them while a preview has drawn the chart and nobody has asked for it.
    """

    key: str
    reads: tuple[tuple[str, str], ...]
    reading: Reading
    files: Mapping[str, str]


# The record that was written last, by its file and the fingerprint of that: a preview reads what it has just written.
_known: dict[tuple[Path, str], Mapping[str, ChartRecord]] = {}


def read_manifest(project: Project) -> dict[str, ChartRecord]:
    """The record of each chart; empty when nothing was drawn yet or the record cannot be read."""
    path = project.cache / NAME
    known = _known.get((path, file_digest(path)))
    if known is not None:
        return dict(known)
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return {chart_id: _record(**record) for chart_id, record in plain.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
        return {}


def _record(key: str, reads: list[list[str]], reading: dict[str, Any], files: dict[str, str]) -> ChartRecord:
    return ChartRecord(key, tuple((kind, thing) for kind, thing in reads), Reading.from_json(reading), files)


def write_manifest(project: Project, records: Mapping[str, ChartRecord]) -> None:
    """Replace the record, whole."""
    path = project.cache / NAME
    lines = []
    for chart_id, record in sorted(records.items()):
        plain = {**vars(record), "reading": record.reading.to_json()}
        lines.append(f"{json.dumps(chart_id)}: {json.dumps(plain, ensure_ascii=False)}")
    write_atomically(path, "{\n" + ",\n".join(lines) + "\n}\n")
    _known.clear()
    _known[path, file_digest(path)] = records


def chart_key(project: Project, data: "Dataset", source: ChartSource, reads: tuple[tuple[str, str], ...]) -> str:
    """The fingerprint of all that a chart comes from: its code, what it reads, the style, the engine, the libraries."""
    parts = [source.code, file_digest(project.roles), project.locale, engine_digest()]
    parts += [file_digest(font) for font in project.fonts]
    parts += [f"{kind} {key} {data.digest(kind, key)}" for kind, key in sorted(reads)]
    return sha256("\n".join(parts).encode()).hexdigest()


def png_path(project: Project, chart_id: str) -> Path:
    """Where a chart's PNG is published."""
    return project.files / "charts" / f"{chart_id}.png"


def is_fresh(
    project: Project, data: "Dataset", source: ChartSource, record: ChartRecord | None, *, png: bool = True
) -> bool:
    """Whether a chart's files are those that drawing it now would give; without `png`, the PNG need not be drawn."""
    if record is None or record.key != chart_key(project, data, source, record.reads):
        return False
    if png and project.name_of(png_path(project, source.id)) not in record.files:
        return False
    return all(file_digest(project.root / name) == digest for name, digest in record.files.items())


def drawn_size(project: Project, record: ChartRecord) -> float:
    """Bytes of a chart's files, which tell how long drawing it takes; infinite when one is missing."""
    try:
        return sum((project.root / name).stat().st_size for name in record.files)
    except OSError:
        return inf


def note_as_drawn(project: Project) -> None:
    """Note what charts may come from, as it is now."""
    write_atomically(project.cache / INPUTS, _inputs_digest(project) + "\n")


def is_as_drawn(project: Project) -> bool:
    """Whether nothing that charts may come from has changed since: a guess, made before anything is read."""
    try:
        return (project.cache / INPUTS).read_text(encoding="utf-8").strip() == _inputs_digest(project)
    except (OSError, ValueError):
        return False


def _inputs_digest(project: Project) -> str:
    paths = [path for folder in (project.data, project.charts) for path in folder.rglob("*") if path.suffix != ".pyc"]
    digest = sha256(engine_digest().encode())
    for path in sorted([*paths, *project.fonts, project.roles, project.root / CONFIG]):
        digest.update(f"{project.name_of(path)} {file_digest(path)}\n".encode())
    return digest.hexdigest()


@cache
def engine_digest() -> str:
    """The fingerprint of the drawing code itself, of the libraries beneath it, and of the font of all text."""
    digest = sha256(f"{sys.version_info[:2]}".encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    folder = Path(__file__).parent
    for path in [
        *sorted((folder / "drawing").glob("*.py")),
        *sorted((folder / "data").glob("*.py")),
        folder / "numbers.py",
        *(font_file(bold=bold) for bold in (False, True)),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
