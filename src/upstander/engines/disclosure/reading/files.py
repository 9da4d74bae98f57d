"""Read one file by what it is, not by its name: words for the search, remarks for somebody to answer."""

import email
import email.policy
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from . import MOST_BYTES, MOST_TEXT, TEXT, Piece, TooMuch
from .documents import read_pdf
from .films import read_film
from .office import read_office
from .pictures import read_picture

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")
MOST_PARTS = 5_000
DEEPEST = 3
"""Archives in archives that are opened."""
MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.S)
PACKED_BODY = re.compile(rb"content-encoding:\s*(gzip|br|deflate|zstd)", re.I)
_TAG = re.compile(r"<[^>]*>")


def read(stream: BinaryIO, depth: int = 0) -> Iterator[Piece]:
    """Yield the pieces of the file; one that cannot be read, or not to its end, says so in a piece `unread`."""
    head = stream.read(4096)
    stream.seek(0)
    try:
        yield from _read(stream, head, depth)
    except (TooMuch, MemoryError, RecursionError) as trouble:
        yield "unread", "file", str(trouble) or "it unfolds to more than is read"
    except Exception as trouble:  # whatever a broken file makes a reader say: it is unread, and the next one is read
        yield "unread", "file", f"broken: {type(trouble).__name__}"


def _read(stream: BinaryIO, head: bytes, depth: int) -> Iterator[Piece]:
    if head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _is_heic(head):
        yield from read_picture(stream.read(MOST_BYTES))
    elif head[4:8] == b"ftyp" or head.startswith(b"\x1aE\xdf\xa3"):
        yield from read_film(stream)
    elif b"%PDF-" in head[:1024]:
        yield from read_pdf(stream)
    elif head.startswith(b"PK\x03\x04"):
        yield from _zip(stream, depth)
    elif head.startswith(b"\x1f\x8b"):
        yield from _text(_unfolded(stream), depth)
    elif (content := stream.read(MOST_BYTES)) and _is_text(content[:4096]):
        yield from _text(content, depth)
    elif content:
        yield "unread", "file", "the gate knows no reader for its kind"


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"msf1")


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff", b"WARC/")) or b"\0" not in head


def _zip(stream: BinaryIO, depth: int) -> Iterator[Piece]:
    with zipfile.ZipFile(stream) as archive:
        infos = [each for each in archive.infolist() if not each.is_dir()]
        if len(infos) > MOST_PARTS:
            raise TooMuch(f"it has {len(infos)} parts")
        if sum(each.file_size for each in infos) > MOST_BYTES:
            raise TooMuch("it unfolds to more than is read")
        names = [each.filename for each in infos]
        left = [MOST_BYTES]

        def member(name: str) -> bytes:
            # What is declared may be a lie: what is read is counted.
            with archive.open(name) as part:
                content = part.read(left[0] + 1)
            left[0] -= len(content)
            if left[0] < 0:
                raise TooMuch("it unfolds to more than is read")
            return content

        office = "[Content_Types].xml" in names or "mimetype" in names
        if office:
            yield from read_office(names, member)
        for name in names:
            yield TEXT, "names in the archive", name
            if not office or not name.endswith((".xml", ".rels", "mimetype")):
                yield from _inside(name, member(name), depth)


def _inside(name: str, content: bytes, depth: int) -> Iterator[Piece]:
    if depth >= DEEPEST:
        yield "unread", name, "archives in archives"
        return
    for kind, where, what in read(io.BytesIO(content), depth + 1):
        yield kind, f"{name}: {where}", what


def _unfolded(stream: BinaryIO) -> bytes:
    """Return what a gzip file of one or many members unfolds to. Raises TooMuch."""
    rest, parts, size = stream.read(MOST_BYTES), [], 0
    while rest:
        unpacker = zlib.decompressobj(31)
        parts.append(unpacker.decompress(rest, MOST_BYTES + 1 - size))
        size += len(parts[-1])
        if size > MOST_BYTES or unpacker.unconsumed_tail:
            raise TooMuch("it unfolds to more than is read")
        rest = unpacker.unused_data
        if not rest.startswith(b"\x1f\x8b"):
            break
    return b"".join(parts)


def _text(content: bytes, depth: int) -> Iterator[Piece]:
    text = _decoded(content)
    yield TEXT, "text", text[:MOST_TEXT]
    if len(text) > MOST_TEXT:
        yield "unread", "the rest of the text", "it is too long"
    if "</" in text or ("<" in text and "&" in text):
        yield TEXT, "text", html.unescape(_TAG.sub(" ", text[:MOST_TEXT]))
    if content.startswith(b"WARC/") and PACKED_BODY.search(content):
        yield "unread", "packed answers in the web archive", "their words are not searched"
    elif MAIL.match(content):
        yield from _mail(content, depth)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _mail(content: bytes, depth: int) -> Iterator[Piece]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for name, said in message.items():
        yield TEXT, f"header {name}", str(said)
    for part in message.walk():
        if part.is_multipart():
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body and (part is not message or part.get("Content-Transfer-Encoding")):
            yield from _inside(part.get_filename() or part.get_content_type(), body, depth)
