"""Keep the hashes of a picture beside its small copy, and find the held pictures that look like one."""

from collections.abc import Iterator, Sequence

from upstander.engines.matching.media import laying
from upstander.engines.matching.media.held import Held
from upstander.engines.matching.media.picture import Hashes, Likeness, read
from upstander.record.keys.everything import Everything
from upstander.record.keys.models import Picture
from upstander.record.vault import keeping
from upstander.record.vault.models import File, Preview


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


_ALL = Everything(Picture, Held, Hashes.from_bytes)
