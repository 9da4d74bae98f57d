"""Keep what was read in a captured file beside the file, encrypted under a key of its own, and let it go with it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction

from upstander.engines.captures.reading import Reading as Found
from upstander.record.vault.cipher import Unreadable
from upstander.record.vault.keeping import StoredFile, path_of, read, register
from upstander.record.vault.models import File, Reading

UNREAD = "unread"
"""The state of a file that this machine could not read: it has no sandbox."""


def unread(files: Iterable[File], *, maker: str) -> list[File]:
    """Return those of `files` that this maker has not read, each once; nothing of what is in quarantine."""
    asked = {file.pk: file for file in files if not file.fault}
    held = set(Reading.objects.filter(of__in=asked, maker=maker).values_list("of", flat=True))
    return [file for pk, file in asked.items() if pk not in held]


def keep(file: File, stored: StoredFile | None, *, state: str, maker: str, at: datetime) -> Reading:
    """Keep what was read in `file`, or that nothing could be, in the caller's transaction. An older reading goes."""
    forget(file)
    content = register(stored, at=at) if stored else None
    return Reading.objects.create(of=file, content=content, state=state, maker=maker, made_at=at)


def forget(file: File) -> None:
    """Destroy what was read in `file` with its key, in the caller's transaction; the bytes go once it is committed."""
    row = Reading.objects.select_related("content").filter(of=file).first()
    if row is None:
        return
    row.delete()
    if row.content is not None:
        path = path_of(row.content)
        row.content.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def states_of(files: Iterable[File]) -> dict[int, str]:
    """Return the state of each of `files` that was read, by its id, without opening what was read."""
    return dict(Reading.objects.filter(of__in=list(files)).values_list("of", "state"))


def found_in(file: File) -> Found | None:
    """Return what was read in `file`; None where nothing was, or where it cannot be read any more."""
    return all_found_in([file]).get(file.pk)


def all_found_in(files: Iterable[File]) -> dict[int, Found]:
    """Return what was read in each of `files`, by its id, in one query; what cannot be read any more is left out."""
    rows = Reading.objects.select_related("content").filter(of__in=list(files), content__isnull=False)
    found = {}
    for row in rows:
        if row.content is None:
            continue
        with suppress(OSError, Unreadable, ValueError, KeyError, TypeError):
            found[row.of_id] = Found.load(read(row.content))
    return found
