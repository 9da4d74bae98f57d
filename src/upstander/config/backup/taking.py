"""Take a backup of the running hub: one moment of the database, then every file that it names at that moment.

Nothing readable is written anywhere: what is read goes through encryption into a file that has its name only once it
is whole. What stops half-way leaves `.NAME.part`, which the next try begins anew.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from upstander import __version__
from upstander.config.backup import contents
from upstander.config.backup.contents import DATABASE, MANIFEST, PACKAGES, SIGNATURE, VAULT, Entry, Manifest
from upstander.config.backup.databases import POSTGRESQL, SQLITE, Moment, moment
from upstander.engines.archive.stream import Member, write

RECIPIENTS = "backup-recipients.txt"
PIECE = 16 * 1024 * 1024
"""Of the database in one member: a tar wants to know sizes before."""
CHUNK = 1024 * 1024
Told = Callable[[int, int], None]
"""Told how many bytes more are read, and of how many in all, about."""


class NotNow(RuntimeError):
    """It cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Taken:
    """What was written."""

    file: Path
    size: int
    files: int
    entries: int
    missing: tuple[str, ...]


def recipients() -> list[str]:
    """Return the public keys that backups are encrypted to. Raises NotNow where there is none."""
    path = Path(settings.KEYS_FOLDER) / RECIPIENTS
    lines = path.read_text().splitlines() if path.exists() else []
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise NotNow("There is no key to encrypt backups to. Make one first: upstander backup-key init")
    return keys


def take(file: Path, *, at: datetime, told: Told = lambda _more, _of: None) -> Taken:
    """Write a backup under this name, which must be free. Raises NotNow, OSError (disk full)."""
    keys = recipients()
    with _becoming(file) as target, moment() as held:
        writing = _Writing(held, at, told)
        write(target, writing.members(), keys)
    manifest = writing.manifest
    named = sum(entry.member.startswith((VAULT, PACKAGES)) for entry in manifest.entries)
    return Taken(file, file.stat().st_size, named, manifest.facts["journal"]["entries"], tuple(manifest.missing))


def take_keys(file: Path, *, at: datetime) -> int:
    """Write the hub's keys, encrypted, to a file of their own for a place of their own; return how many."""
    folder, chosen = Path(settings.KEYS_FOLDER), recipients()
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    members = (
        Member(f"{contents.KEYS}{path.name}", len(body := path.read_bytes()), [body], int(at.timestamp()))
        for path in paths
    )
    with _becoming(file) as target:
        write(target, members, chosen)
    return len(paths)


class _Writing:
    """The members of one backup, in order; the manifest grows with them and comes last."""

    def __init__(self, held: Moment, at: datetime, told: Told) -> None:
        from django.db import connection

        self._held, self._at, self._told = held, int(at.timestamp()), told
        kind = SQLITE if connection.vendor == SQLITE else POSTGRESQL
        self.manifest = Manifest(contents.FORMAT, __version__, contents.stamp(at), kind, contents.facts_of(held))
        vault = [*held.ask("SELECT place, size FROM vault_file ORDER BY id")]
        sealed = [*held.ask("SELECT place, size FROM evidence_package WHERE state = 'ready' ORDER BY id")]
        self._files = [
            *((VAULT, Path(settings.VAULT_FOLDER), str(place)) for place, _size in vault),
            *((PACKAGES, Path(settings.PACKAGES_FOLDER), str(place)) for place, _size in sealed),
        ]
        self._all = held.size + sum(int(size) for _place, size in [*vault, *sealed])

    def members(self) -> Iterator[Member]:
        """Yield every member, the manifest and its signature last."""
        about = f"A backup of Upstander {__version__}, {self.manifest.made_at}, {self.manifest.database}.\n"
        yield self._small(contents.ABOUT, about.encode())
        for number, piece in enumerate(_pieces(self._held.image())):
            name = f"{DATABASE}{number:06}"
            self.manifest.entries.append(Entry(name, len(piece), sha256(piece).hexdigest()))
            self._told(len(piece), self._all)
            yield self._small(name, piece)
        for number, (kind, folder, place) in enumerate(self._files):
            try:
                file = (folder / place).open("rb")
            except FileNotFoundError:
                self.manifest.missing.append(f"{kind}{place}")
                continue
            with file:
                yield self._file(f"{kind}{number:08}", place, file)
        manifest = self.manifest.as_bytes()
        yield self._small(MANIFEST, manifest)
        yield self._small(SIGNATURE, contents.signed(manifest))

    def _small(self, name: str, body: bytes) -> Member:
        return Member(name, len(body), [body], self._at)

    def _file(self, name: str, place: str, file: BinaryIO) -> Member:
        size = os.fstat(file.fileno()).st_size

        def chunks() -> Iterator[bytes]:
            digest = sha256()
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                self._told(len(chunk), self._all)
                yield chunk
            self.manifest.entries.append(Entry(name, size, digest.hexdigest(), place))

        return Member(name, size, chunks(), self._at)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


@contextmanager
def _becoming(file: Path) -> Iterator[BinaryIO]:
    """Yield a file that gets this name only when all of it is on disk."""
    if file.exists():
        raise NotNow(f"{file} is there already. A backup never replaces another: choose a new name.")
    part = file.with_name(f".{file.name}.part")
    with open(os.open(part, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as target:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotNow(f"Another backup is being written to {file}.") from None
        try:
            target.truncate(0)
            yield target
            target.flush()
            os.fsync(target.fileno())
            _name(part, file)
        finally:
            part.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _name(part: Path, file: Path) -> None:
    """Give the finished file its name: never that of a file that has come meanwhile, where the disk can tell."""
    try:
        os.link(part, file)
    except PermissionError:  # a disk that knows one name a file, as those of most memory sticks
        part.rename(file)
