"""Alterations of the zip itself: what unpacks to something else, or to somewhere else, than what was sealed."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.harness.tampering.scene import NAME, Scene
from upstander.engines.sealing.archive import FIXED_DATE

EXHIBIT = b"data/exhibits/HUB-0001/original/shot.png"


@dataclass(frozen=True)
class ZipAlteration:
    """What is done to the bytes of the zip."""

    name: str
    work: Callable[[bytes], bytes]

    def __call__(self, data: bytes, _: Scene) -> bytes:
        """Return the altered zip."""
        return self.work(data)


def planted(path: str, content: bytes = b"planted", link: bool = False) -> Callable[[bytes], bytes]:
    """Add an entry at the end of the zip."""

    def work(data: bytes) -> bytes:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a") as archive:
            entry = zipfile.ZipInfo(path, FIXED_DATE)
            entry.create_system, entry.external_attr = 3, (0o120777 if link else 0o100644) << 16
            archive.writestr(entry, content)
        return stream.getvalue()

    return work


def rewritten(
    change: Callable[[zipfile.ZipInfo, bytes], bytes | None], deflate: bool = False
) -> Callable[[bytes], bytes]:
    """Pack the zip anew with other contents; None leaves the entry out."""

    def work(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                content = change(entry, old.read(entry))
                if content is not None:
                    entry.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
                    new.writestr(entry, content)
        return made.getvalue()

    return work


def flipped_in_place(data: bytes) -> bytes:
    place = data.index(b"first screenshot")
    return data[:place] + b"F" + data[place + 1 :]


def encrypted_flag(data: bytes) -> bytes:
    """Say of the first file that it is encrypted, in its own header and in the directory."""
    place = data.index(b"PK\x01\x02")
    data = data[:6] + struct.pack("<H", 1) + data[8:]
    return data[: place + 8] + struct.pack("<H", 1) + data[place + 10 :]


def as_link(data: bytes) -> bytes:
    """Turn an exhibit into a symbolic link to the other exhibit."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.encode().endswith(EXHIBIT):
                entry.external_attr, content = 0o120777 << 16, b"../../HUB-0002/original/shot.png"
            new.writestr(entry, content)
    return made.getvalue()


def linked_to_a_copy(data: bytes) -> bytes:
    """Turn an exhibit into a link to a copy of it: its hash is right today, and is whatever the link's end is later."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        content = old.read(f"{NAME}/{EXHIBIT.decode()}")
    moved = planted(f"{NAME}/data/copy.png", content)(data)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(moved)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            held = old.read(entry)
            if entry.filename.encode().endswith(EXHIBIT):
                entry.external_attr, held = 0o120777 << 16, b"../../../copy.png"
            new.writestr(entry, held)
    return made.getvalue()


ZIPS = [
    ZipAlteration("the zip cut short", lambda data: data[: len(data) * 2 // 3]),
    ZipAlteration("the zip's directory cut short", lambda data: data[:-30]),
    ZipAlteration("bytes before the zip", lambda data: b"#!/bin/sh\n" + data),
    ZipAlteration("one byte inside the zip", flipped_in_place),
    ZipAlteration("a file named otherwise in its own header", lambda data: data.replace(b"shot.png", b"shot.exe", 1)),
    ZipAlteration("a file said to be encrypted", encrypted_flag),
    ZipAlteration("a name twice in the zip", planted(f"{NAME}/bagit.txt")),
    ZipAlteration("an exhibit's name twice in the zip", planted(f"{NAME}/{EXHIBIT.decode()}")),
    ZipAlteration("a name that differs by case in the zip", planted(f"{NAME}/BAGIT.TXT")),
    ZipAlteration("a symbolic link added", planted(f"{NAME}/data/link", b"/etc/passwd", link=True)),
    ZipAlteration("an exhibit turned into a link", as_link),
    ZipAlteration("an exhibit turned into a link to a copy", linked_to_a_copy),
    ZipAlteration("a way out of the folder in the zip", planted(f"{NAME}/../../evil.txt")),
    ZipAlteration("an absolute name in the zip", planted("/evil.txt")),
    ZipAlteration("a file left out of the zip",
                  rewritten(lambda entry, held: None if entry.filename.endswith("HUB-0001/record.json") else held)),
    ZipAlteration("a file changed, packed and compressed anew",
                  rewritten(lambda entry, held: held.replace(b"first", b"final"), deflate=True)),
    ZipAlteration("no zip at all", lambda _: b"not a zip"),
    ZipAlteration("an empty file", lambda _: b""),
]  # fmt: skip
