"""Keep files by their content: hash, fsync, rename, fsync the folder, and only then tell the database."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.engines.sealing.digests import digest_stream, fsync_folder
from upstander.record.vault import cipher
from upstander.record.vault.models import File

CHUNK = 1024 * 1024
ORPHAN_AGE = timedelta(days=1)
QUARANTINE = "quarantine"
"""The folder of bytes that are not what came in: kept to be looked at, never used and never mended."""


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
        for path in (path_of(file), *aside_of(file)):
            transaction.on_commit(partial(path.unlink, missing_ok=True))


def path_of(file: File) -> Path:
    """Return where the bytes of an upload lie, to be read and never written."""
    return Path(settings.VAULT_FOLDER) / file.place


def set_aside(file: File) -> None:
    """Take bytes that are not what came in from the place where they would be used; nothing is changed in them."""
    path = path_of(file)
    aside = Path(settings.VAULT_FOLDER) / QUARANTINE / f"{file.place}.{secrets.token_hex(4)}"
    aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.rename(aside)
    for folder in (path.parent, aside.parent):
        fsync_folder(folder)


def aside_of(file: File) -> list[Path]:
    """Return the bytes of a file that were set aside."""
    place = Path(settings.VAULT_FOLDER) / QUARANTINE / file.place
    return sorted(place.parent.glob(f"{place.name}.*"))


def read(file: File) -> bytes:
    """Return the bytes of `file`, decrypted if it is a locked body."""
    held = path_of(file).read_bytes()
    if file.locked_key is None:
        return held
    row = file.place.rsplit("/", 1)[-1]
    return cipher.unlock_with(data_key_of(file), held, table="vault", column="body", row=row)


def data_key_of(file: File) -> bytes:
    """Return the key of a locked body. Raises Unreadable where the master key does not open it, OSError without one."""
    row = file.place.rsplit("/", 1)[-1]
    return cipher.unlock(file.locked_key or b"", table="vault", column="locked_key", row=row)


def sweep_orphans(*, now: datetime | None = None) -> int:
    """Delete files older than a day that no row names (an upload whose report was never finished); return how many."""
    folder, oldest = Path(settings.VAULT_FOLDER), ((now or timezone.now()) - ORPHAN_AGE).timestamp()
    swept = 0
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            place = _place_of(path, folder)
            if not File.objects.filter(place=place, erased_at=None).exists() and _taken_away(path, folder, oldest):
                swept += 1
    return swept


def _place_of(path: Path, folder: Path) -> str:
    """Return the place of the row that speaks for a file of the vault, of those that were set aside as well."""
    place = path.relative_to(folder).as_posix()
    return place.removeprefix(f"{QUARANTINE}/").rpartition(".")[0] if place.startswith(f"{QUARANTINE}/") else place


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
        if final.stat().st_size == arriving.stat().st_size:
            return
        # Whatever lies there is not this content. Who sends it now shall not lose it by that.
        aside = final.parents[2] / QUARANTINE / f"{'/'.join(final.parts[-3:])}.{secrets.token_hex(4)}"
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        final.rename(aside)
        arriving.rename(final)
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        fsync_folder(folder)
