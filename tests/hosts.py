"""What hosts make of a site's `_headers`."""

import re
from pathlib import Path


class Headers:
    """The blocks of a `_headers` file: each a path, with `*` for anything, and the headers that hold there."""

    def __init__(self, path: Path) -> None:
        self.blocks: list[tuple[str, list[tuple[str, str]]]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("/"):
                self.blocks.append((line, []))
            else:
                name, _, value = line.partition(":")
                self.blocks[-1][1].append((name.strip(), value.strip()))

    def of(self, path: str) -> dict[str, str]:
        """The headers of an address; values of a header that several blocks set are joined, as hosts do."""
        found: dict[str, str] = {}
        for pattern, headers in self.blocks:
            if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path.partition("?")[0]):
                for name, value in headers:
                    found[name] = f"{found[name]}, {value}" if name in found else value
        return found
