"""What was computed before, by the digest of all that it was computed from.

Content decides, never a date: whatever is asked for with other content, by other code of ours or under other versions
of libraries is not known. A memory that is damaged, or that the disk does not take, costs time and nothing else.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from explainer.environment import environment_digest
from explainer.project import Project

NAME = "memory.db"
#: What the file must look like; it is thrown away when this changes.
VERSION = 1

T = TypeVar("T")


class Memory:
    """Values that have a JSON form, by key; what is new is written when the memory is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new: dict[str, Any] = {}
        self._used: set[str] = set()
        self._file = self._open()

    @classmethod
    @contextmanager
    def of(cls, project: Project) -> Iterator["Memory"]:
        """The memory of a project. What was not asked for until the block ends well is forgotten."""
        memory = cls(project.cache / NAME)
        try:
            yield memory
            memory.forget_unused()
        finally:
            memory.close()

    def key(self, kind: str, *parts: str | bytes) -> str:
        """The key of what is computed from these parts, in one of several kinds of ways."""
        digest = sha256(f"{kind} {environment_digest()}".encode())
        for part in parts:
            content = part.encode(errors="surrogatepass") if isinstance(part, str) else part
            digest.update(f" {len(content)} ".encode() + content)
        return digest.hexdigest()

    def get(self, key: str) -> Any | None:
        """What is kept under a key; None when there is nothing that can be believed."""
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        if self._file is None:
            return None
        try:
            row = self._file.execute("SELECT value, digest FROM known WHERE key = ?", [key]).fetchone()
        except sqlite3.Error:
            return None
        if row is None or _digest(row[0]) != row[1]:
            return None
        return json.loads(row[0])

    def put(self, key: str, value: object) -> None:
        """Keep a value, which must have a JSON form and be something."""
        self._used.add(key)
        self._new[key] = value

    def recall(self, key: str, compute: Callable[[], T]) -> T:
        """What is kept under a key, or else is computed now and kept."""
        value = self.get(key)
        if value is None:
            value = compute()
            self.put(key, value)
        return value

    def forget_unused(self) -> None:
        """Keep only what was asked for or put since the memory was opened."""
        with suppress(sqlite3.Error):
            if self._file is not None:
                stale = [key for (key,) in self._file.execute("SELECT key FROM known") if key not in self._used]
                self._file.executemany("DELETE FROM known WHERE key = ?", ([key] for key in stale))

    def close(self) -> None:
        """Write what is new."""
        if self._file is None:
            return
        with suppress(sqlite3.Error):
            texts = {key: json.dumps(value) for key, value in self._new.items()}
            rows = [(key, text, _digest(text)) for key, text in texts.items()]
            self._file.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?)", rows)
            self._file.commit()
        self._file.close()
        self._file = None

    def _open(self) -> sqlite3.Connection | None:
        """The file, new if it is damaged or of another form; None where the disk takes none."""
        for _ in range(2):
            with suppress(sqlite3.Error, OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                file = sqlite3.connect(self.path)
                file.execute("PRAGMA synchronous = OFF")  # the digests tell what a crash of the system has damaged
                if file.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    file.executescript(
                        "DROP TABLE IF EXISTS known;"
                        "CREATE TABLE known (key TEXT PRIMARY KEY, value TEXT, digest TEXT) WITHOUT ROWID;"
                        f"PRAGMA user_version = {VERSION};"
                    )
                return file
            with suppress(OSError):
                self.path.unlink()
        return None


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
