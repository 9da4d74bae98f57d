"""Check a web archive (WARC): the digest of every record, whether it is whole, and whether it caught anything."""

import gzip
import zlib
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from .documents import words_of_html
from .found import MOST_COUNTED, Found

CAUGHT = ("response", "resource", "revisit")
AT_ONCE = 1 << 16
LONGEST_PAGE = 2 << 20
MOST_READ = 1 << 30
"""Bytes of all records together, unpacked."""


def read_warc(path: str, found: Found) -> None:
    """Check a WARC that is not compressed, or that is in the way of WARCs."""
    with open(path, "rb") as file:
        found.empty = check(file, found) == 0


def read_gzip(path: str, found: Found) -> None:
    """Check a compressed WARC, its own check sums as well; of any other compressed file only say what it is."""
    head, read = b"", 0
    try:
        with gzip.open(path) as held:
            head = held.read(5)
            while head == b"WARC/" and (chunk := held.read(AT_ONCE)) and read < MOST_READ:
                read += len(chunk)
    except (EOFError, OSError, zlib.error):
        found.wrong("truncated")
    if head == b"WARC/":
        read_warc(path, found)
    else:
        found.wrong("archive inside")


def check(file: IO[bytes], found: Found) -> int:
    """Go through all records and return how many caught something."""
    found.kind = found.kind if found.kind == "wacz" else "warc"
    caught = read = seen = 0
    records = ArchiveIterator(file, check_digests=True)
    try:
        for record in records:
            seen += 1
            if found.kind == "warc":
                found.part(_named(record), int(record.length or 0))
            caught_here, length = _record(record, found)
            caught, read = caught + caught_here, read + length
            if seen > MOST_COUNTED or read > MOST_READ:
                found.wrong("too many parts")
                break
    except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as error:
        found.wrong("truncated", type(error).__name__)
    if records.err_count:
        found.wrong("bytes between")
    return caught


def _record(record: Any, found: Found) -> tuple[bool, int]:
    """Read one record to its end, so that its digests are checked, and say whether it caught anything."""
    page = record.rec_type == "response" and _is_page(record)
    kept, length = _page_of(record) if page else (b"", 0)
    while chunk := record.raw_stream.read(AT_ONCE):
        length += len(chunk)
    if getattr(record.raw_stream, "limit", 0):
        found.wrong("truncated", _named(record))
    _digests(record, found)
    _says(record, found)
    if kept:
        title, words, _active = words_of_html(kept)
        found.title = found.title or title
        found.add_words(words)
    return record.rec_type in CAUGHT and length > 0, length


def _page_of(record: Any) -> tuple[bytes, int]:
    """Return the beginning of a page as a browser gets it, and how many bytes were read for it."""
    stream, kept = record.content_stream(), b""
    while len(kept) < LONGEST_PAGE and (chunk := stream.read(AT_ONCE)):
        kept += chunk
    return kept, len(kept)


def _digests(record: Any, found: Found) -> None:
    checker = record.digest_checker
    if checker is None or checker.passed is None:
        return
    if checker.passed:
        found.agree += 1
    else:
        found.differ += 1
        found.wrong("hash differs", _named(record))


def _says(record: Any, found: Found) -> None:
    head = record.rec_headers
    if record.rec_type == "warcinfo":
        return
    if record.rec_type in CAUGHT:
        found.say("final_address", head.get_header("WARC-Target-URI"))
        found.say("captured_at", head.get_header("WARC-Date"))


def _is_page(record: Any) -> bool:
    head = record.http_headers
    return bool(head and "html" in (head.get_header("Content-Type") or "").lower())


def _named(record: Any) -> str:
    return f"{record.rec_type} {record.rec_headers.get_header('WARC-Target-URI') or ''}".strip()
