"""Read a SQLite database page by page as it was at one moment, while others write to it; no copy lies on a disk.

In WAL mode the file and its write-ahead log together hold every version that some reader still needs. A reader is
opened under a write lock held for an instant, so that the moment is exact; while it stands, nothing that it sees is
overwritten: pages that the log has are taken from there, all others from the file. How far the log goes and how much of
it the file has already are the numbers mxFrame, nPage and nBackfill of the index beside it
(sqlite.org/walformat.html, sections 2.1 and 2.2).
"""

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUN = 256
"""Pages that are read at once."""
_WAL_HEADER, _FRAME_HEADER = 32, 24
_MX_FRAME, _BACKFILL = 16, 96


class NotInUse(ValueError):
    """The database is not in WAL mode, which the hub always uses."""


class Snapshot:
    """A database as it was at one moment: `ask` it, or take its pages."""

    def __init__(
        self, reader: sqlite3.Connection, file: int, log: int, size: int, pages: int, newer: dict[int, int]
    ) -> None:
        self._reader, self._file, self._log = reader, file, log
        self._size, self._pages, self._newer = size, pages, newer

    @property
    def length(self) -> int:
        """How many bytes its pages are."""
        return self._size * self._pages

    def ask(self, sql: str) -> Iterator[tuple[object, ...]]:
        """Yield the rows that a statement reads at that moment."""
        yield from self._reader.execute(sql)

    def pages(self) -> Iterator[bytes]:
        """Yield the whole database, some pages at a time, as one file that SQLite opens."""
        for first in range(1, self._pages + 1, RUN):
            last = min(first + RUN - 1, self._pages)
            run = bytearray(os.pread(self._file, (last - first + 1) * self._size, (first - 1) * self._size))
            run.extend(bytes((last - first + 1) * self._size - len(run)))  # pages that only the log has yet
            for page in range(first, last + 1):
                if (frame := self._newer.get(page)) is not None:
                    start = (page - first) * self._size
                    run[start : start + self._size] = os.pread(
                        self._log, self._size, self._place(frame) + _FRAME_HEADER
                    )
            yield bytes(run)

    def _place(self, frame: int) -> int:
        return _WAL_HEADER + frame * (self._size + _FRAME_HEADER)


@contextmanager
def snapshot(path: Path) -> Iterator[Snapshot]:
    """Hold a database still for one reader. Nobody else waits for it, but for the instant in which it begins.

    No other connection of this process may be using the database: closing a file takes this process's locks on it
    away. Raises NotInUse, and sqlite3.OperationalError where the database stays locked.
    """
    descriptors: list[int] = []
    reader = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=60, isolation_level=None)
    try:
        if reader.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raise NotInUse(f"{path} is not in WAL mode")
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # makes log and index where they are not there
        size = int(reader.execute("PRAGMA page_size").fetchone()[0])
        descriptors = [os.open(f"{path}{end}", os.O_RDONLY) for end in ("", "-wal", "-shm")]
        frames, pages = _begin(reader, path, descriptors[2])
        newer = {} if frames is None else _newest(descriptors[1], frames, size)
        pages = pages or os.fstat(descriptors[0]).st_size // size
        yield Snapshot(reader, descriptors[0], descriptors[1], size, pages, newer)
    finally:
        reader.close()
        for descriptor in descriptors:
            os.close(descriptor)


def _begin(reader: sqlite3.Connection, path: Path, index: int) -> tuple[int | None, int]:
    """Begin to read while nobody may write; return how many frames of the log are needed (None: none) and the pages."""
    writer = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=60, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        frames, pages = struct.unpack("=II", os.pread(index, 8, _MX_FRAME))
        (backfilled,) = struct.unpack("=I", os.pread(index, 4, _BACKFILL))
        writer.execute("ROLLBACK")
    finally:
        writer.close()
    # Where the file has all of the log, later writers may begin the log anew; the file then stays as it is for us.
    return (None if backfilled >= frames else frames), pages


def _newest(log: int, frames: int, size: int) -> dict[int, int]:
    """Return for each page that the log has the last frame that holds it."""
    found = {}
    for frame in range(frames):
        (page,) = struct.unpack(">I", os.pread(log, 4, _WAL_HEADER + frame * (size + _FRAME_HEADER)))
        found[page] = frame
    return found
