"""Hold the hashes of all held pictures, or of all held videos, in memory: read once, then added to before each look."""

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Generic, Protocol, TypeVar

from django.db.models import Model

Kept = TypeVar("Kept")
Hashes = TypeVar("Hashes", contravariant=True)

LATE = 1_000
"""Rows before the newest one read that are looked for again: one that was begun earlier may be committed later."""
_NONE = (0, b"")


class Searched(Protocol[Hashes]):
    """What finds the hashes that are near, by number: the engine's arrays."""

    def add(self, each: Iterable[tuple[int, Hashes]]) -> None:
        """Add hashes by number."""
        ...

    def near(self, asked: Hashes) -> list[int]:
        """Return the numbers of those that are near."""
        ...


class Everything(Generic[Kept]):
    """All rows of a model with `hashes`. What is gone from the table is left in: look up there what was found."""

    def __init__(self, model: type[Model], empty: Callable[[], Searched[Kept]], read: Callable[[bytes], Kept]) -> None:
        self._model, self._empty, self._read = model, empty, read
        self._lock = Lock()
        self._held = empty()
        self._newest = _NONE
        self._late: set[int] = set()

    def near(self, asked: Kept) -> list[int]:
        """Return the ids of the rows whose hashes are near, and perhaps of some that are gone."""
        with self._lock:
            newest, kept = self._newest
            if newest and not self._model._default_manager.filter(pk=newest, hashes=kept).exists():
                # The newest row that was read is gone, or is another one: read all anew.
                self._held, self._newest, self._late = self._empty(), _NONE, set()
            self._held.add(self._fresh())
            self._late = {pk for pk in self._late if pk > self._newest[0] - LATE}
            return self._held.near(asked)

    def _fresh(self) -> Iterator[tuple[int, Kept]]:
        """Yield what was not read yet."""
        rows = self._model._default_manager.filter(pk__gt=self._newest[0] - LATE).order_by("pk")
        for pk, hashes in rows.values_list("pk", "hashes").iterator(chunk_size=2_000):
            if pk not in self._late:
                self._late.add(pk)
                self._newest = max(self._newest, (pk, bytes(hashes)))
                yield pk, self._read(bytes(hashes))
