"""A clamd for tests: it speaks the real protocol on a unix socket and finds the test virus that all scanners find."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = "ClamAV 1.4.1/27450/Mon Nov  2 09:30:11 2026"


class Clamd:
    """What the fake has heard, and how it behaves."""

    def __init__(self, *, most: int = 1 << 20, silent: bool = False, says: bytes = b"") -> None:
        self.most, self.silent, self.says = most, silent, says
        self.received: list[bytes] = []
        self.stop = threading.Event()

    def answer(self, line: socket.socket) -> None:
        """Answer one command."""
        with line:
            line.settimeout(5)
            command = _until(line, b"\0")
            if self.silent and command == b"zINSTREAM":
                self.stop.wait(5)
                return
            if command == b"zVERSION":
                line.sendall(VERSION.encode() + b"\0")
            elif command == b"zINSTREAM":
                line.sendall(self.says or self._scanned(line))
            else:
                line.sendall(b"UNKNOWN COMMAND\0")

    def _scanned(self, line: socket.socket) -> bytes:
        held = b""
        while length := struct.unpack(">I", _exactly(line, 4))[0]:
            held += _exactly(line, length)
            if len(held) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.received.append(held)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in held else b"stream: OK\0"


@contextmanager
def clamd(place: Path, behaves: Clamd | None = None) -> Iterator[Clamd]:
    """Run a fake clamd at `place` as long as the block lasts."""
    fake = behaves or Clamd()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(place))
    listening.listen(8)
    listening.settimeout(0.05)

    def serve() -> None:
        while not fake.stop.is_set():
            try:
                line, _ = listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=_quietly, args=(fake, line), daemon=True).start()

    server = threading.Thread(target=serve, daemon=True)
    server.start()
    try:
        yield fake
    finally:
        fake.stop.set()
        server.join(5)
        listening.close()
        place.unlink(missing_ok=True)


def _quietly(fake: Clamd, line: socket.socket) -> None:
    try:
        fake.answer(line)
    except OSError:
        line.close()


def _until(line: socket.socket, end: bytes) -> bytes:
    held = b""
    while not held.endswith(end):
        part = line.recv(1)
        if not part:
            return held
        held += part
    return held.removesuffix(end)


def _exactly(line: socket.socket, length: int) -> bytes:
    held = b""
    while len(held) < length:
        part = line.recv(length - len(held))
        if not part:
            raise ConnectionResetError
        held += part
    return held
