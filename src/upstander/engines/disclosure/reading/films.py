"""Read the remarks inside videos: where and by whom they were taken. No frame is decoded."""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from . import TEXT, Piece

LONGEST = 8_000_000
"""Bytes of the index of a video that are looked through."""
INSIDE = (b"moov", b"udta", b"meta", b"trak", b"mdia", b"ilst")
PLACES = (b"\xa9xyz", b"loci")
PEOPLE = (b"\xa9ART", b"\xa9aut", b"\xa9prd", b"cprt", b"\xa9cpy")
KEYS_PLACE, KEYS_PEOPLE = b"location.ISO6709", (b"quicktime.author", b"quicktime.artist", b"quicktime.creator")
_ISO6709 = re.compile(rb"[+-]\d{2,3}\.\d+[+-]\d{2,3}\.\d+")
_TAG = re.compile(rb"(LOCATION|ARTIST|AUTHOR|DIRECTOR)\x44\x87(.)", re.S)


def read_film(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the remarks of a video (MP4, QuickTime, Matroska, WebM)."""
    head = stream.read(12)
    if head[4:8] != b"ftyp":
        yield from _matroska(head + stream.read(LONGEST))
        return
    stream.seek(0, 2)
    end, at = stream.tell(), 0
    while at + 8 <= end:
        stream.seek(at)
        size, name = struct.unpack(">I4s", stream.read(8))
        if size == 1:
            size = struct.unpack(">Q", stream.read(8))[0]
        if size == 0:
            size = end - at
        if size < 8:
            yield "unread", "index of the video", "broken"
            return
        if name in (b"moov", b"udta", b"meta", b"uuid"):
            stream.seek(at)
            yield from _index(stream.read(min(size, LONGEST)), 0)
        at += size


def _index(content: bytes, depth: int) -> Iterator[Piece]:
    at = 8
    if content[4:8] == b"meta" and content[8:12] == b"\0\0\0\0":
        at = 12
    if content[4:8] == b"meta":
        yield from _keyed(content)
    while at + 8 <= len(content) and depth < 8:
        size, name = struct.unpack(">I4s", content[at : at + 8])
        if size < 8:
            return
        part = content[at : at + size]
        if name in INSIDE:
            yield from _index(part, depth + 1)
        elif name in PLACES:
            found = _ISO6709.search(part)
            yield "place", "location of the video", found[0].decode() if found else "in the index"
        elif name in PEOPLE:
            yield from _person(part)
        at += size


def _keyed(content: bytes) -> Iterator[Piece]:
    """Yield what the named keys of a telephone's video say; their values stand behind them in a list of their own."""
    said = re.sub(rb"[^\x20-\x7e\x80-\xff]+", b" ", content).decode("utf-8", "replace")
    yield TEXT, "remarks of the video", said
    if KEYS_PLACE in content:
        found = _ISO6709.search(content)
        yield "place", "location of the video", found[0].decode() if found else "named in the index"
    for key in KEYS_PEOPLE:
        if key in content:
            yield "author", f"{key.decode()} of the video", "named in the index"


def _person(part: bytes) -> Iterator[Piece]:
    said = re.sub(rb"[^\x20-\x7e\x80-\xff]+", b" ", part[8:]).decode("utf-8", "replace").strip()
    said = said.removeprefix("data").strip()
    yield TEXT, "author of the video", said
    yield "author", "author of the video", said


def _matroska(content: bytes) -> Iterator[Piece]:
    for found in _TAG.finditer(content):
        length = found[2][0] & 0x7F
        said = content[found.end() : found.end() + length].decode("utf-8", "replace")
        yield TEXT, "tag of the video", said
        yield ("place" if found[1] == b"LOCATION" else "author"), "tag of the video", said
