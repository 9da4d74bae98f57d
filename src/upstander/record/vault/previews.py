"""Keep the small copy of a picture beside the picture, encrypted under a key of its own, and let it go with it."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from upstander.record.vault.keeping import StoredFile, path_of, register
from upstander.record.vault.models import File, Preview


def missing(files: Iterable[File], *, maker: str) -> list[File]:
    """Return those of `files` of which this maker has made no small copy and has not refused to, each once."""
    asked = {file.pk: file for file in files if not file.fault}
    held = _whole(Preview.objects.filter(of__in=asked, maker=maker)).values_list("of", flat=True)
    return [file for pk, file in asked.items() if pk not in set(held)]


def keep(
    file: File,
    stored: StoredFile | None,
    *,
    maker: str,
    refused: str = "",
    at: datetime,
    frames: StoredFile | None = None,
) -> Preview:
    """Keep the small copy of `file` and the sheet of its frames, or why there is none, in the caller's transaction.

    An older one goes.
    """
    forget(file)
    content, sheet = (register(each, at=at) if each else None for each in (stored, frames))
    return Preview.objects.create(
        of=file, content=content, frames=sheet, refused=refused[:200], maker=maker, made_at=at
    )


def forget(file: File) -> None:
    """Destroy the small copy of `file` and its frames with their keys, in the caller's transaction.

    The bytes go once it is committed.
    """
    row = Preview.objects.select_related("content", "frames").filter(of=file).first()
    if row is None:
        return
    row.delete()
    for made in filter(None, (row.content, row.frames)):
        path = path_of(made)
        made.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def previews_of(files: Iterable[File]) -> dict[int, Preview]:
    """Return what is known of the small copies of `files`, by the id of the file; nothing of what is in quarantine."""
    whole = [file for file in files if not file.fault]
    rows = _whole(Preview.objects.filter(of__in=whole)).select_related("content", "frames")
    return {row.of_id: row for row in rows}


def made_of(places: Iterable[str], *, maker: str) -> dict[str, Preview]:
    """Return what this maker made of the contents at `places`, or its refusals; what it made nothing of is left out."""
    rows = Preview.objects.select_related("of", "content").filter(of__place__in=list(places), maker=maker)
    rows = _whole(rows.filter(of__fault=""))
    return {row.of.place: row for row in rows}


def _whole(rows: QuerySet[Preview]) -> QuerySet[Preview]:
    """Return those of which neither copy nor frames were found faulty (record.vault.scrubbing)."""
    faulty = File.objects.exclude(fault="")
    return rows.exclude(content__in=faulty).exclude(frames__in=faulty)
