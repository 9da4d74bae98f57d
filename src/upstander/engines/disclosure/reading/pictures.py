"""Read the remarks inside pictures: EXIF, XMP, IPTC and comments. No picture is decoded."""

import re
import struct
import zlib
from collections.abc import Iterator

from . import TEXT, Piece

PEOPLE = {0x013B: "Artist", 0x8298: "Copyright", 0x9C9D: "XPAuthor", 0xA430: "CameraOwnerName"}
DEVICES = {0xA431: "BodySerialNumber", 0xA435: "LensSerialNumber", 0xC62F: "CameraSerialNumber"}
WORDS = {0x010E: "ImageDescription", 0x9286: "UserComment", 0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9F: "XPSubject"}
POINTERS = (0x8769, 0xA005)
GPS = 0x8825
LATITUDE, LONGITUDE = 2, 4
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
IPTC = {80: "By-line", 85: "By-line title", 110: "Credit", 115: "Source", 116: "Copyright", 122: "Writer"}
PLACES = {90: "City", 92: "Sublocation", 27: "Location"}
DEEPEST = 8
LONGEST = 100_000
XMP_START, XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_XMP_PEOPLE = re.compile(
    r"<(dc:creator|dc:rights|photoshop:Credit|aux:OwnerName|xmpRights:Owner)\b[^>]*>(.*?)</\1>", re.S
)
_XMP_PLACE = re.compile(r"exif:GPSLatitude\W+([\d.,]+)")
_TAGS = re.compile(r"<[^>]*>")


def read_picture(content: bytes) -> Iterator[Piece]:
    """Yield the remarks of a picture of whatever kind; broken ones are said to be unread and end nothing."""
    try:
        yield from _remarks(content)
    except (struct.error, IndexError, ValueError, zlib.error) as trouble:
        yield "unread", "remarks", f"broken: {trouble}"


def _remarks(content: bytes) -> Iterator[Piece]:
    if content.startswith(b"\xff\xd8"):
        yield from _jpeg(content)
    elif content.startswith(b"\x89PNG"):
        yield from _png(content)
    elif content[:4] in (b"II*\0", b"MM\0*"):
        yield from _tiff(content)
    else:  # WebP, HEIC, GIF: their EXIF stands in one piece behind its name
        for name, skipped in ((b"EXIF", 8), (b"Exif\0\0", 6)):
            at = content.find(name)
            if at >= 0 and (start := _tiff_near(content, at + skipped - 2)) >= 0:
                yield from _tiff(content[start:])
                break
    yield from _xmp(content)


def _tiff_near(content: bytes, at: int) -> int:
    found = [content.find(mark, at, at + 32) for mark in (b"II*\0", b"MM\0*")]
    return min((place for place in found if place >= 0), default=-1)


def _jpeg(content: bytes) -> Iterator[Piece]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if mark in (0xDA, 0xD9):
            return
        part = content[at + 4 : at + 2 + length]
        if mark == 0xE1 and part.startswith(b"Exif\0\0"):
            yield from _tiff(part[6:])
        elif mark == 0xED and part.startswith(b"Photoshop 3.0"):
            yield from _iptc(part)
        elif mark == 0xFE:
            yield TEXT, "comment in the picture", part.decode("utf-8", "replace")
        at += 2 + max(length, 2)


def _png(content: bytes) -> Iterator[Piece]:
    at = 8
    while at + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        part = content[at + 8 : at + 8 + length]
        if name == b"eXIf":
            yield from _tiff(part)
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, said = part.partition(b"\0")
            yield from _png_text(name, key.decode("latin-1"), said)
        at += 12 + length


def _png_text(name: bytes, key: str, said: bytes) -> Iterator[Piece]:
    if name == b"zTXt":
        said = zlib.decompressobj().decompress(said[1:], LONGEST)
    elif name == b"iTXt":
        packed, rest = said[:1] == b"\1", said[2:].split(b"\0", 2)[-1]
        said = zlib.decompressobj().decompress(rest, LONGEST) if packed else rest
    text = said.decode("utf-8", "replace")
    yield TEXT, f"{key} in the picture", text
    if key == "XML:com.adobe.xmp":
        yield from _xmp(said)
    elif key.lower() in ("author", "artist", "creator", "copyright"):
        yield "author", f"{key} in the picture", text[:LONGEST]


def _tiff(content: bytes) -> Iterator[Piece]:
    order = "<" if content[:2] == b"II" else ">"
    waiting = [(struct.unpack(f"{order}I", content[4:8])[0], False)]
    seen: set[int] = set()
    while waiting and len(seen) < DEEPEST:
        at, is_gps = waiting.pop()
        if at in seen or at + 2 > len(content):
            continue
        seen.add(at)
        held: dict[int, bytes] = {}
        for number in range(struct.unpack(f"{order}H", content[at : at + 2])[0]):
            row = content[at + 2 + 12 * number : at + 14 + 12 * number]
            if len(row) < 12:
                break
            tag, kind, count = struct.unpack(f"{order}HHI", row[:8])
            size = SIZES.get(kind, 1) * count
            start = struct.unpack(f"{order}I", row[8:12])[0]
            held[tag] = row[8 : 8 + size] if size <= 4 else content[start : start + min(size, LONGEST)]
            if tag in (*POINTERS, GPS) and not is_gps:
                waiting.append((start, tag == GPS))
        yield from _gps(held, order) if is_gps else _words(held)


def _words(held: dict[int, bytes]) -> Iterator[Piece]:
    for kind, tags in (("author", PEOPLE), ("device", DEVICES), (TEXT, WORDS)):
        for tag, name in tags.items():
            if said := _said(tag, held.get(tag, b"")):
                yield TEXT, f"EXIF {name}", said
                if kind != TEXT:
                    yield kind, f"EXIF {name}", said


def _said(tag: int, value: bytes) -> str:
    if 0x9C9B <= tag <= 0x9C9F:
        return value.decode("utf-16-le", "replace").strip("\0 ")
    if tag == 0x9286:
        value = value[8:]
    return value.replace(b"\0", b"").decode("utf-8", "replace").strip()


def _gps(held: dict[int, bytes], order: str) -> Iterator[Piece]:
    if LATITUDE in held or LONGITUDE in held:
        found = [_degrees(held.get(tag, b""), order) for tag in (LATITUDE, LONGITUDE)]
        yield "place", "EXIF GPS", ", ".join(found)


def _degrees(value: bytes, order: str) -> str:
    if len(value) < 16:
        return "?"
    degrees, of, minutes, parts = struct.unpack(f"{order}4I", value[:16])
    return f"{degrees / (of or 1) + minutes / (parts or 1) / 60:.4f}"


def _iptc(part: bytes) -> Iterator[Piece]:
    for found in re.finditer(rb"\x1c\x02(.)(..)", part, re.S):
        tag, length = found[1][0], struct.unpack(">H", found[2])[0]
        said = part[found.end() : found.end() + length].decode("utf-8", "replace")
        yield TEXT, f"IPTC {tag}", said
        if tag in IPTC:
            yield "author", f"IPTC {IPTC[tag]}", said
        if tag in PLACES:
            yield "place", f"IPTC {PLACES[tag]}", said


def _xmp(content: bytes) -> Iterator[Piece]:
    start = content.find(XMP_START)
    if start < 0:
        return
    end = content.find(XMP_END, start)
    said = content[start : end if end > 0 else start + LONGEST][:LONGEST].decode("utf-8", "replace")
    yield TEXT, "XMP", said
    for found in _XMP_PEOPLE.finditer(said):
        if people := _TAGS.sub(" ", found[2]).strip():
            yield "author", f"XMP {found[1]}", people
    if place := _XMP_PLACE.search(said):
        yield "place", "XMP GPS", place[1]
