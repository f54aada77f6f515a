"""The memory between builds: only what was put is given back, and damage costs nothing but time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import environment
from explainer.memory import Memory

JSON = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "memory.db"


@pytest.fixture
def memory(path: Path) -> Iterator[Memory]:
    opened = Memory(path)
    yield opened
    opened.close()


def kept(path: Path, *keys: str) -> list[object]:
    """What a memory that is opened anew has under some keys."""
    memory = Memory(path)
    try:
        return [memory.get(key) for key in keys]
    finally:
        memory.close()


class TestKeys:
    @given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
    def test_are_the_same_for_the_same_parts_only(self, one: list[str], other: list[str]) -> None:
        memory = Memory(Path("/proc/none"))
        assert (memory.key("kind", *one) == memory.key("kind", *other)) == (one == other)

    def test_differ_by_kind(self, memory: Memory) -> None:
        assert memory.key("one", "text") != memory.key("other", "text")

    def test_differ_when_a_library_has_another_version(self, memory: Memory, libraries: Path) -> None:
        folder = libraries / "markdown_extension-1.0.dist-info"
        folder.mkdir()
        before = memory.key("kind", "text")
        folder.rename(libraries / "markdown_extension-1.1.dist-info")
        environment.environment_digest.cache_clear()
        assert memory.key("kind", "text") != before


class TestValues:
    def test_come_back_after_it_was_closed(self, path: Path) -> None:
        memory = Memory(path)
        memory.put("key", {"words": ["Ө", "\ud800"], "count": 3})
        memory.keep()
        memory.close()
        assert kept(path, "key") == [{"words": ["Ө", "\ud800"], "count": 3}]

    def test_are_forgotten_when_they_were_not_kept(self, path: Path) -> None:
        memory = Memory(path)
        memory.put("key", 1)
        memory.close()
        assert kept(path, "key") == [None]

    def test_can_be_read_while_others_are_put(self, path: Path) -> None:
        memory = Memory(path)
        memory.put("first", 1)
        memory.keep()
        memory.put("second", "long" * 10**6)
        assert kept(path, "first", "second") == [1, None]
        memory.close()

    @pytest.mark.slow
    @given(JSON)
    def test_are_computed_once(self, value: object) -> None:
        memory = Memory(Path("/proc/none"))
        assert memory.recall("key", lambda: [value]) == [value]
        assert memory.recall("key", lambda: ["another"]) == [value]

    def test_nobody_asked_for_are_forgotten(self, path: Path) -> None:
        memory = Memory(path)
        memory.put("asked for", 1)
        memory.put("unused", 1)
        memory.keep()
        memory.close()
        memory = Memory(path)
        memory.get("asked for")
        memory.forget_unused()
        memory.keep()
        memory.close()
        assert kept(path, "asked for", "unused") == [1, None]


class TestDamage:
    @pytest.mark.parametrize("at", [0, 20, 100, 4100, -300])
    def test_is_never_believed(self, path: Path, at: int) -> None:
        memory = Memory(path)
        numbers = {f"key {number}": [number] for number in range(200)}
        for key, number in numbers.items():
            memory.put(key, number)
        memory.keep()
        memory.close()
        content = bytearray(path.read_bytes())
        content[at : at + 40 if at >= 0 else -260] = b"\x37" * 40
        path.write_bytes(content)
        values = kept(path, *numbers)
        assert all(value in (None, number) for value, number in zip(values, numbers.values(), strict=True))

    def test_is_mended_by_what_is_kept_next(self, path: Path) -> None:
        path.parent.mkdir()
        path.write_text("This is no database.")
        memory = Memory(path)
        memory.put("key", 1)
        memory.keep()
        memory.close()
        assert kept(path, "key") == [1]

    def test_of_a_value_is_found(self, path: Path) -> None:
        memory = Memory(path)
        memory.put("key", ["seven"])
        memory.keep()
        memory.close()
        path.write_bytes(path.read_bytes().replace(b"seven", b"eight"))
        assert kept(path, "key") == [None]

    def test_of_the_disk_costs_only_the_memory(self) -> None:
        memory = Memory(Path("/proc/none/memory.db"))
        memory.put("key", 1)
        assert memory.get("key") == 1
        memory.close()
