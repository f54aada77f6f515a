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
    """Values that have a JSON form, by key; what is put is kept from when the memory is closed well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._used: set[str] = set()
        self._file = self._open()

    @classmethod
    @contextmanager
    def of(cls, project: Project, name: str = NAME) -> Iterator["Memory"]:
        """A memory of a project, by its name. What was not asked for until the block ends well is forgotten."""
        memory = cls(project.cache / name)
        try:
            yield memory
            memory.forget_unused()
            memory.keep()
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
        """What was put under a key, now or before; None when there is nothing that can be believed."""
        self._used.add(key)
        try:
            row = self._file.execute("SELECT value, digest FROM known WHERE key = ?", [key]).fetchone()
        except sqlite3.Error:
            return None
        return json.loads(row[0]) if row is not None and _digest(row[0]) == row[1] else None

    def put(self, key: str, value: object) -> bool:
        """Put a value, which must have a JSON form and be something; tells whether there was room for it."""
        self._used.add(key)
        text = json.dumps(value)
        try:
            self._file.execute("INSERT OR REPLACE INTO known VALUES (?, ?, ?)", [key, text, _digest(text)])
        except sqlite3.Error:
            return False
        return True

    def recall(self, key: str, compute: Callable[[], T]) -> T:
        """What is known under a key, or else is computed now and put there."""
        value = self.get(key)
        if value is None:
            value = compute()
            self.put(key, value)
        return value

    def forget_unused(self) -> None:
        """Leave only what was asked for or put since the memory was opened."""
        with suppress(sqlite3.Error):
            stale = [key for (key,) in self._file.execute("SELECT key FROM known") if key not in self._used]
            self._file.executemany("DELETE FROM known WHERE key = ?", ([key] for key in stale))

    def keep(self) -> None:
        """Write what was put for good."""
        with suppress(sqlite3.Error):
            self._file.commit()

    def close(self) -> None:
        """Let go of the file; what was put and not kept is forgotten."""
        self._file.close()

    def _open(self) -> sqlite3.Connection:
        """The file, new if it is damaged or of another form; where the disk takes none, one in this process alone."""
        for _ in range(2):
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                return _opened(str(self.path))
            except (sqlite3.OperationalError, OSError):  # nothing is wrong with it
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    self.path.unlink()
        return _opened(":memory:")


def _opened(name: str) -> sqlite3.Connection:
    file = sqlite3.connect(name, timeout=0)  # to compute a value again takes no longer than to wait for others
    file.execute("PRAGMA synchronous = OFF")  # the digests tell what a crash of the system has damaged
    if file.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        file.executescript(
            "DROP TABLE IF EXISTS known;"
            "PRAGMA auto_vacuum = FULL;"
            "PRAGMA journal_mode = WAL;"  # others can read while this process writes
            "CREATE TABLE known (key TEXT PRIMARY KEY, value TEXT, digest TEXT);"
            f"PRAGMA user_version = {VERSION};"
        )
    return file


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
