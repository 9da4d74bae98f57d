"""Speak with clamd over its unix socket: its version, and what it finds in bytes that are streamed to it (INSTREAM)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 16
PATIENCE = 60.0
"""Seconds that clamd may be silent."""
LONGEST = 1 << 12
"""Bytes of an answer that are read."""
CLEAN, FOUND, FAILED = "clean", "found", "failed"


@dataclass(frozen=True)
class Verdict:
    """What came of a scan: clean, found with the name of what it is, or failed with why."""

    result: str
    name: str = ""
    engine: str = ""


def scan(source: BinaryIO, place: Path, *, patience: float = PATIENCE) -> Verdict:
    """Stream `source` to the clamd whose socket is at `place`; whatever goes wrong is a verdict that it failed."""
    engine = ""
    try:
        engine = version(place, patience=patience)
        said = _streamed(source, place, patience)
    except TimeoutError:
        return Verdict(FAILED, "it did not answer in time", engine)
    except OSError as error:
        return Verdict(FAILED, f"it cannot be reached: {type(error).__name__}", engine)
    return _verdict(said, engine)


def version(place: Path, *, patience: float = PATIENCE) -> str:
    """Return what clamd says of itself and its list, such as ClamAV 1.4.1/27450/Mon Nov 2 09:30:11 2026."""
    with _open(place, patience) as line:
        line.sendall(b"zVERSION\0")
        return _printable(_answer(line))[:200]


def _streamed(source: BinaryIO, place: Path, patience: float) -> str:
    with _open(place, patience) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            while chunk := source.read(CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has said enough: the answer says why it stopped listening
        return _printable(_answer(line))


def _verdict(said: str, engine: str) -> Verdict:
    """Read an answer: `stream: OK`, `stream: NAME FOUND`, or anything else, which is no verdict at all."""
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Verdict(CLEAN, "", engine)
    if words.endswith(" FOUND") and words.removesuffix(" FOUND").strip():
        return Verdict(FOUND, words.removesuffix(" FOUND").strip()[:200], engine)
    if "size limit" in words.lower():
        return Verdict(FAILED, "it is larger than the scanner takes", engine)
    return Verdict(FAILED, words[:200] or "it closed the line without an answer", engine)


@contextmanager
def _open(place: Path, patience: float) -> Iterator[socket.socket]:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(patience)
        line.connect(str(place))
        yield line
    finally:
        line.close()


def _answer(line: socket.socket) -> bytes:
    """Read to the NUL that ends an answer, or to the end of the line."""
    said = b""
    while len(said) < LONGEST and b"\0" not in said:
        try:
            part = line.recv(LONGEST)
        except ConnectionResetError:
            break
        if not part:
            break
        said += part
    return said.partition(b"\0")[0]


def _printable(said: bytes) -> str:
    return "".join(char for char in said.decode("utf-8", "replace") if char.isprintable()).strip()
