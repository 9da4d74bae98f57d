"""Keep the hashes of a picture beside its small copy, and find the held pictures that look like one."""

from collections.abc import Iterator, Sequence
from threading import Lock

from upstander.engines.matching.media import laying
from upstander.engines.matching.media.held import Held
from upstander.engines.matching.media.picture import Hashes, Likeness, read
from upstander.record.keys.models import Picture
from upstander.record.vault import keeping
from upstander.record.vault.models import File, Preview

LATE = 1_000
"""Rows before the newest one read that are looked for again: one that was begun earlier may be committed later."""


def hashes_to_keep(small: bytes) -> bytes:
    """Return what is kept of a picture, from the small copy that the sandbox made of it."""
    return read(small, turned=False).hashes.to_bytes()


def keep(preview: Preview, hashes: bytes) -> None:
    """Keep the hashes of a small copy, in the caller's transaction; they go with it."""
    Picture.objects.create(preview=preview, hashes=hashes)


def alike(file: File) -> list[tuple[int, Likeness]]:
    """Return the other held files whose pictures look like the picture `file`, by id, and in what they agree.

    The nearest first. Nothing for a file that has no small copy: it is no picture, or was withheld or erased.
    """
    preview = Preview.objects.select_related("content").filter(of=file).first()
    if preview is None or preview.content is None:
        return []
    asked = read(keeping.read(preview.content))
    rows = Picture.objects.filter(pk__in=_ALL.near(asked.hashes)).exclude(preview=preview)
    held = ((of, Hashes.from_bytes(bytes(kept))) for of, kept in rows.values_list("preview__of", "hashes"))
    return laying.alike(asked, held, _small_copies)


def _small_copies(files: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for row in Preview.objects.filter(of__in=files, content__isnull=False).select_related("content"):
        if row.content:
            yield row.of_id, keeping.read(row.content)


class _Everything:
    """All held pictures, read once and then added to. What is gone from the table is left in, and never returned."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held = Held()
        self._newest = _NONE
        self._late: set[int] = set()

    def near(self, asked: Hashes) -> list[int]:
        with self._lock:
            newest, kept = self._newest
            if newest and not Picture.objects.filter(pk=newest, hashes=kept).exists():
                # The newest row that was read is gone, or is another one: read all anew.
                self._held, self._newest, self._late = Held(), _NONE, set()
            self._held.add(self._fresh())
            self._late = {pk for pk in self._late if pk > self._newest[0] - LATE}
            return self._held.near(asked)

    def _fresh(self) -> Iterator[tuple[int, Hashes]]:
        """Yield what was not read yet."""
        rows = Picture.objects.filter(pk__gt=self._newest[0] - LATE).order_by("pk")
        for pk, hashes in rows.values_list("pk", "hashes").iterator(chunk_size=2_000):
            if pk not in self._late:
                self._late.add(pk)
                self._newest = max(self._newest, (pk, bytes(hashes)))
                yield pk, Hashes.from_bytes(bytes(hashes))


_NONE = (0, b"")
_ALL = _Everything()
