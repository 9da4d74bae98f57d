"""Keep the small copy of a picture beside the picture, encrypted under a key of its own, and let it go with it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from upstander.record.vault.keeping import StoredFile, path_of, register
from upstander.record.vault.models import File, Preview


def missing(files: Iterable[File], *, maker: str) -> list[File]:
    """Return those of `files` of which this maker has made no small copy and has not refused to, each once."""
    asked = {file.pk: file for file in files}
    held = Preview.objects.filter(of__in=asked, maker=maker).values_list("of", flat=True)
    return [file for pk, file in asked.items() if pk not in set(held)]


def keep(file: File, stored: StoredFile | None, *, maker: str, refused: str = "", at: datetime) -> Preview:
    """Keep the small copy of `file`, or why there is none, in the caller's transaction; an older one goes."""
    forget(file)
    content = register(stored, at=at) if stored else None
    return Preview.objects.create(of=file, content=content, refused=refused[:200], maker=maker, made_at=at)


def forget(file: File) -> None:
    """Destroy the small copy of `file` with its key, in the caller's transaction; the bytes go once it is committed."""
    row = Preview.objects.select_related("content").filter(of=file).first()
    if row is None:
        return
    row.delete()
    if row.content:
        path = path_of(row.content)
        row.content.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def previews_of(files: Iterable[File]) -> dict[int, Preview]:
    """Return what is known of the small copies of `files`, by the id of the file."""
    rows = Preview.objects.filter(of__in=list(files)).select_related("content")
    return {row.of_id: row for row in rows}


def made_of(places: Iterable[str], *, maker: str) -> dict[str, Preview]:
    """Return what this maker made of the contents at `places`, or its refusals; what it made nothing of is left out."""
    rows = Preview.objects.select_related("of", "content").filter(of__place__in=list(places), maker=maker)
    return {row.of.place: row for row in rows}
