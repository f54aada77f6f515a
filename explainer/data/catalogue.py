"""Read-only collections by id, which can note what is read from them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from explainer.errors import UnknownId

T = TypeVar("T")

EVERYTHING = "*"


class Catalogue(Mapping[str, T], Generic[T]):
    """Things of one `kind` by id: `items`.

    Looking up an id that is not there raises `UnknownId`, which names the nearest one.
    `observed_by(reads)` gives the same catalogue that adds `(kind, id)` to `reads` at each look-up,
    and `(kind, "*")` when it is iterated over.
    """

    def __init__(self, kind: str, items: Mapping[str, T], reads: set[tuple[str, str]] | None = None) -> None:
        self.kind = kind
        self._items = items
        self._reads = reads

    def observed_by(self, reads: set[tuple[str, str]]) -> "Catalogue[T]":
        """The same things, noting in `reads` what is looked up."""
        return Catalogue(self.kind, self._items, reads)

    def part(self, keys: set[str]) -> "Catalogue[T]":
        """The things with these ids that there are, in their order; `*` in `keys` stands for all."""
        if EVERYTHING in keys:
            return self
        return Catalogue(self.kind, {key: each for key, each in self._items.items() if key in keys})

    def of(self, keys: Iterable[str]) -> list[T]:
        """The things with these `keys`, in this order. Raises `UnknownId`."""
        return [self[key] for key in keys]

    def __getitem__(self, key: str) -> T:
        self._note(key)
        try:
            return self._items[key]
        except KeyError:
            raise UnknownId(self.kind, key, self._items) from None

    def __contains__(self, key: object) -> bool:
        """Whether there is such an id; cheaper than looking it up in vain, as no near one is sought."""
        self._note(str(key))
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        self._note(EVERYTHING)
        return iter(self._items)

    def __len__(self) -> int:
        self._note(EVERYTHING)
        return len(self._items)

    def _note(self, key: str) -> None:
        if self._reads is not None:
            self._reads.add((self.kind, key))
