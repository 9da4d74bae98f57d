"""Read a backup from end to end and say whether all of it is there, unchanged, and from the hub it should be from."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, BinaryIO, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from upstander.config.backup import contents
from upstander.config.backup.contents import ABOUT, DATABASE, MANIFEST, SIGNATURE, Entry, Manifest
from upstander.config.backup.databases import SQLITE, opened
from upstander.engines.archive.stream import Unusable, read

MEMORY = Path("/dev/shm")  # noqa: S108 - memory, not a disk
SMALL = 1024 * 1024 * 1024
"""What a manifest may be at most, in bytes: it is held in memory."""
Told = Callable[[int], None]


@dataclass(frozen=True)
class Checked:
    """What a backup holds, all of it read and compared with what it says of itself."""

    manifest: Manifest
    signed: bool | None
    """Whether the hub's key signed it; None where no key was there to check with."""


class Taking(Protocol):
    """Takes the bytes of the database's image as they come."""

    def __call__(self, chunk: bytes, /) -> Any:
        """Take some more."""


def check(
    file: Path, identities: Sequence[str], *, key: Ed25519PublicKey | None, image: Taking | None = None,
    told: Told = lambda _more: None,
) -> Checked:  # fmt: skip
    """Read all of a backup, hand the image of its database to `image`, and compare every hash.

    Raises Unusable with the sentence to show.
    """
    visitor = _Hashing(image)
    with file.open("rb") as source:
        read(_Telling(source, told), identities, visitor)
    try:
        manifest = Manifest.from_bytes(bytes(visitor.kept[MANIFEST]))
    except KeyError:
        raise Unusable("It ends before it says what it holds.") from None
    except ValueError as error:
        raise Unusable(str(error)) from None
    wanted = {entry.member: (entry.size, entry.sha256) for entry in manifest.entries}
    for name in sorted({*wanted, *visitor.found}):
        if wanted.get(name) != visitor.found.get(name):
            raise Unusable(f"{name} is not what the backup says it holds.")
    signature = bytes(visitor.kept.get(SIGNATURE, b""))
    signed = contents.is_signed_by(key, bytes(visitor.kept[MANIFEST]), signature) if key else None
    if signed is False:
        raise Unusable("It was not made by the hub whose key this is.")
    return Checked(manifest, signed)


class InMemory:
    """Holds a SQLite image in memory alone, for as long as it is looked at; one that is too large is let go."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="upstander-", dir=MEMORY))
        self._file: BinaryIO | None = (self._folder / "image").open("wb")

    def __call__(self, chunk: bytes) -> None:
        """Take some more."""
        try:
            if self._file:
                self._file.write(chunk)
        except OSError:
            self.close()

    def differences(self, manifest: Manifest) -> list[str] | None:
        """Return in plain words what is not as the backup says; None where that could not be looked at."""
        if self._file is None or manifest.database != SQLITE:
            return None
        self._file.flush()
        return compared(self._folder / "image", manifest)

    def close(self) -> None:
        """Forget it."""
        if self._file:
            self._file.close()
        self._file = None
        rmtree(self._folder, ignore_errors=True)


def compared(path: Path, manifest: Manifest) -> list[str]:
    """Open a SQLite image and return in plain words what is broken in it or not as the backup says."""
    try:
        with opened(path) as image:
            broken = [str(said) for (said,) in image.ask("PRAGMA integrity_check") if said != "ok"]
            return broken or contents.differences(manifest.facts, contents.facts_of(image))
    except sqlite3.DatabaseError as error:
        return [f"the database does not open: {error}"]


class _Hashing:
    """Hashes every member, keeps the small ones, passes the database on."""

    def __init__(self, image: Taking | None) -> None:
        self.found: dict[str, tuple[int, str]] = {}
        self.kept: dict[str, bytearray] = {}
        self._image = image
        self._name, self._size = "", 0
        self._digest = sha256()

    def begin(self, name: str, size: int) -> None:
        self._name, self._size, self._digest = name, size, sha256()
        if name in (ABOUT, MANIFEST, SIGNATURE):
            if size > SMALL:
                raise Unusable(f"{name} is larger than any backup's.")
            self.kept[name] = bytearray()

    def data(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        if self._name in self.kept:
            self.kept[self._name] += chunk
        elif self._image and self._name.startswith(DATABASE):
            self._image(chunk)

    def end(self) -> None:
        if self._name not in self.kept:
            self.found[self._name] = (self._size, self._digest.hexdigest())


class _Telling:
    """Reads a file and tells how far."""

    def __init__(self, source: BinaryIO, told: Told) -> None:
        self._source, self._told = source, told

    def read(self, size: int = -1) -> bytes:
        got = self._source.read(size)
        self._told(len(got))
        return got


def by_member(manifest: Manifest) -> dict[str, Entry]:
    """Return what a backup says of each member."""
    return {entry.member: entry for entry in manifest.entries}
