"""Keep files by their content: hash, fsync, rename, fsync the folder, and only then tell the database."""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.engines.sealing.digests import digest_file, digest_stream
from upstander.record.vault import cipher
from upstander.record.vault.models import File

CHUNK = 1024 * 1024
ORPHAN_AGE = timedelta(days=1)


@dataclass(frozen=True)
class StoredFile:
    """Bytes that are safely on disk; the only form in which an action takes a file."""

    sha256: str
    sha512: str
    size: int
    place: str
    locked_key: bytes | None = None


def deposit(source: BinaryIO) -> StoredFile:
    """Store the bytes of `source` under their hash, durably, and return what was stored. Call it outside a transaction.

    One read gives both hashes. The same content is stored once. Raises OSError (disk full) with nothing half-kept.
    """
    folder = Path(settings.VAULT_FOLDER)
    arriving = folder / "arriving" / secrets.token_hex(16)
    arriving.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with arriving.open("xb") as target:
            digests = digest_stream(_copied(source, target))
            target.flush()
            os.fsync(target.fileno())
        place = f"{digests.sha256[:2]}/{digests.sha256[2:4]}/{digests.sha256}"
        _settle(arriving, folder / place)
    finally:
        arriving.unlink(missing_ok=True)
    return StoredFile(digests.sha256, digests.sha512, digests.size, place)


def deposit_locked(body: bytes) -> StoredFile:
    """Store a raw body that may hold names: hashed plain, kept encrypted under a key of its own."""
    digests = digest_stream([body])
    row = secrets.token_hex(16)
    folder, place = Path(settings.VAULT_FOLDER), f"locked/{row[:2]}/{row}"
    arriving = folder / "arriving" / row
    arriving.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data_key = secrets.token_bytes(32)
    try:
        with arriving.open("xb") as target:
            target.write(cipher.lock_with(data_key, body, table="vault", column="body", row=row))
            target.flush()
            os.fsync(target.fileno())
        _settle(arriving, folder / place)
    finally:
        arriving.unlink(missing_ok=True)
    locked_key = cipher.lock(data_key, table="vault", column="locked_key", row=row)
    return StoredFile(digests.sha256, digests.sha512, digests.size, place, locked_key)


def register(stored: StoredFile, *, at: datetime) -> File:
    """Give stored bytes their row, in the caller's transaction; the same content keeps the row it has."""
    file, fresh = File.objects.get_or_create(
        place=stored.place,
        defaults={
            "sha256": stored.sha256, "sha512": stored.sha512, "size": stored.size,
            "locked_key": stored.locked_key, "kept_at": at,
        },
    )  # fmt: skip
    if not fresh and file.erased_at is not None:
        # The same bytes came again after they were erased: they are kept again, since this deposit put them there.
        file.erased_at = None
        file.save(update_fields=["erased_at"])
    return file


def erase(file: File, *, at: datetime) -> None:
    """Destroy the key of a locked body, or give up the bytes of an upload, in the caller's transaction.

    A body without its key is noise at once; the sweep takes the bytes of both away, an upload's within a day or two.
    """
    file.locked_key = None if file.locked_key is None else b""
    file.erased_at = at
    file.save(update_fields=["locked_key", "erased_at"])
    if file.locked_key is not None:
        path = path_of(file)
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def path_of(file: File) -> Path:
    """Return where the bytes of an upload lie, to be read and never written."""
    return Path(settings.VAULT_FOLDER) / file.place


def read(file: File) -> bytes:
    """Return the bytes of `file`, decrypted if it is a locked body."""
    held = path_of(file).read_bytes()
    if file.locked_key is None:
        return held
    row = file.place.rsplit("/", 1)[-1]
    data_key = cipher.unlock(file.locked_key, table="vault", column="locked_key", row=row)
    return cipher.unlock_with(data_key, held, table="vault", column="body", row=row)


def faults() -> Iterator[str]:
    """Re-hash every file that the database knows and yield in plain words what is missing or changed."""
    for file in File.objects.filter(erased_at=None).order_by("pk").iterator(500):
        try:
            digests = digest_file(path_of(file)) if file.locked_key is None else digest_stream(BytesIO(read(file)))
        except FileNotFoundError:
            yield f"vault: file {file.pk} ({file.place}) is missing"
            continue
        except cipher.Unreadable:
            yield f"vault: file {file.pk} ({file.place}) does not open with its key"
            continue
        if (digests.sha256, digests.sha512, digests.size) != (file.sha256, file.sha512, file.size):
            yield f"vault: file {file.pk} ({file.place}) is not what was stored"


def sweep_orphans(*, now: datetime | None = None) -> int:
    """Delete files older than a day that no row names (an upload whose report was never finished); return how many."""
    folder, oldest = Path(settings.VAULT_FOLDER), ((now or timezone.now()) - ORPHAN_AGE).timestamp()
    swept = 0
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            place = path.relative_to(folder).as_posix()
            if not File.objects.filter(place=place, erased_at=None).exists() and _taken_away(path, folder, oldest):
                swept += 1
    return swept


def _taken_away(path: Path, folder: Path, oldest: float) -> bool:
    """Delete an orphan, unless it was deposited again since it was looked at: then it stays where it was."""
    aside = folder / "arriving" / secrets.token_hex(16)
    aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.rename(aside)
    if aside.stat().st_mtime >= oldest:
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _copied(source: BinaryIO, target: BinaryIO) -> Iterable[bytes]:
    while chunk := source.read(CHUNK):
        target.write(chunk)
        yield chunk


def _settle(arriving: Path, final: Path) -> None:
    """Move the finished file to its place, unless the same content is there, and make the move itself durable."""
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving.chmod(0o440)
    try:
        os.utime(final)  # younger than the orphan age again: a report that is being made now counts on it
    except FileNotFoundError:
        arriving.rename(final)
    else:
        return
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
