"""Open a package's zip only if it is exactly the kind that the hub writes: no room to hide or smuggle anything."""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .names import is_safe_path

LOCAL, CENTRAL, END, END64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, so that the same content gives the same bytes; true dates stand in the records."""
MOST_ENTRIES = 200_000
"""More files than this is no package, but an attempt to exhaust whoever opens it."""


class BadArchive(ValueError):
    """The file is not a zip as the hub writes them; the message says why."""


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, str, dict[str, zipfile.ZipInfo]]]:
    """Give the zip, its one top folder and its entries by path below that folder.

    Raises BadArchive for unsafe, repeated or compressed entries and for bytes that no entry accounts for; OSError.
    """
    with path.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, EOFError) as error:
            raise BadArchive(f"not a zip, or cut short: {error}") from error
        with archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_layout(stream, archive, entries)
            top = {entry.filename.partition("/")[0] for entry in entries}
            if len(top) != 1 or any("/" not in entry.filename for entry in entries):
                raise BadArchive("not everything stands under one top folder")
            yield archive, top.pop(), {entry.filename.partition("/")[2]: entry for entry in entries}


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries or len(entries) > MOST_ENTRIES:
        raise BadArchive(f"{len(entries)} entries")
    seen: set[str] = set()
    for entry in entries:
        if not is_safe_path(entry.filename) or entry.filename != entry.orig_filename:
            raise BadArchive(f"unsafe name {entry.filename!r}")
        if entry.filename.casefold() in seen:
            raise BadArchive(f"{entry.filename} is there twice")
        seen.add(entry.filename.casefold())
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits or entry.file_size != entry.compress_size:
            raise BadArchive(f"{entry.filename} is compressed or encrypted: the zip was packed anew by other software")
        if entry.comment or not _is_plain_extra(entry.extra) or entry.date_time != FIXED_DATE:
            raise BadArchive(f"{entry.filename} has a date or remarks of its own: the zip was packed by other software")
        if entry.external_attr >> 16 & 0o170000 not in (0, 0o100000):
            raise BadArchive(f"{entry.filename} is not a regular file")


def _check_layout(stream: BinaryIO, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    position = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        stream.seek(position)
        header = stream.read(30)
        if entry.header_offset != position or len(header) != 30 or header[:4] != LOCAL:
            raise BadArchive(f"bytes before {entry.filename} belong to no file")
        flags, method = struct.unpack_from("<HH", header, 6)
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        if stream.read(name_length) != entry.filename.encode() or flags or method:
            raise BadArchive(f"{entry.filename} is named or packed otherwise in its own header")
        if not _is_plain_extra(stream.read(extra_length)):
            raise BadArchive(f"{entry.filename} carries hidden remarks in its own header")
        position += 30 + name_length + extra_length + entry.file_size
    if archive.start_dir != position:
        raise BadArchive("bytes before the zip's directory belong to no file")
    for entry in entries:
        position += 46 + len(entry.filename.encode()) + len(entry.extra)
    stream.seek(position)
    tail = stream.read(99)
    # The end: 22 bytes, or 56 + 20 + 22 with the 64-bit records; one byte more is already too many.
    if not (len(tail) == 22 and tail[:4] == END) and not (len(tail) == 98 and tail[:4] == END64 and tail[76:80] == END):
        raise BadArchive("bytes after the last file belong to no file")


def _is_plain_extra(extra: bytes) -> bool:
    """Say whether an extra field is absent or holds the 64-bit sizes alone."""
    return not extra or (extra[:2] == b"\x01\x00" and len(extra) <= 28 and len(extra) == 4 + extra[2])
