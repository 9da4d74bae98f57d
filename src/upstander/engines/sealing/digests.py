"""Hash bytes with SHA-256 and SHA-512 in one reading."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
"""Bytes read at a time: one mebibyte keeps memory flat and the hash functions busy."""


@dataclass(frozen=True)
class Digests:
    """The two digests (lower-case hex) and the size (bytes) of one stream."""

    sha256: str
    sha512: str
    size: int


class Digester:
    """Takes bytes as they pass and knows their digests at the end."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sha512 = hashlib.sha512()
        self._size = 0

    def update(self, chunk: bytes) -> None:
        """Take the next bytes of the stream."""
        self._sha256.update(chunk)
        self._sha512.update(chunk)
        self._size += len(chunk)

    def digests(self) -> Digests:
        """Return the digests of everything taken so far."""
        return Digests(self._sha256.hexdigest(), self._sha512.hexdigest(), self._size)


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of `stream` in pieces of at most CHUNK bytes."""
    while chunk := stream.read(CHUNK):
        yield chunk


def digest_stream(chunks: Iterable[bytes]) -> Digests:
    """Return both digests and the size of `chunks`, each chunk read once."""
    digester = Digester()
    for chunk in chunks:
        digester.update(chunk)
    return digester.digests()


def digest_file(path: Path) -> Digests:
    """Return both digests and the size of the file at `path`. Raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        return digest_stream(chunks_of(stream))


def fsync_folder(folder: Path) -> None:
    """Make a rename or a new file in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
