"""Write and read a tar that is encrypted with age, one member after the other, never the whole in memory or on disk.

The file is ordinary: `age --decrypt -i KEY FILE | tar --extract` opens it without this program.
"""

import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pyrage

_BLOCK = 512
_FLAGS = 0o600


class Unusable(ValueError):
    """The file cannot be read: another key, damaged, cut off, or no backup at all."""


@dataclass(frozen=True)
class Member:
    """One file of the tar; `chunks` gives exactly `size` bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]
    at: int
    """Its time, in seconds."""


class Visitor(Protocol):
    """Whoever is told what stands in an archive, in its order."""

    def begin(self, name: str, size: int) -> None:
        """A member of this name and size begins."""

    def data(self, chunk: bytes) -> None:
        """More of it has come."""

    def end(self) -> None:
        """It is whole."""


class Readable(Protocol):
    """Something that is read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; none at the end."""


def write(target: BinaryIO, members: Iterable[Member], recipients: Sequence[str]) -> None:
    """Write the members to `target`, encrypted to these public keys (age1...).

    What goes wrong while a member is read or the target written is raised as it was. Raises ValueError for a key that
    is none.
    """
    source, sink = _Source(_tarred(members)), _Sink(target)
    keys = [recipient(each) for each in recipients]
    if not keys:
        raise ValueError("nobody could open what is encrypted to no key")
    try:
        pyrage.encrypt_io(source, sink, keys)
    except (pyrage.EncryptError, OSError):
        if failed := source.failed or sink.failed:
            raise failed from None
        raise


def read(source: Readable, identities: Sequence[str], visitor: Visitor) -> None:
    """Tell `visitor` all that stands in an archive. Raises Unusable, and whatever the visitor raises, as it was.

    What the visitor was told is authentic but may not be all there is until this returns.
    """
    parser = _Parser(visitor)
    try:
        pyrage.decrypt_io(source, parser, [identity(each) for each in identities])
    except (pyrage.DecryptError, OSError) as error:
        if parser.failed:
            raise parser.failed from None
        other_key = isinstance(error, pyrage.DecryptError) and "matching keys" in str(error)
        raise Unusable(
            "No key that was given opens it." if other_key else "It is damaged, cut off or no backup."
        ) from None
    parser.finish()


def recipient(said: str) -> "pyrage.x25519.Recipient":
    """Return the public key that somebody wrote. Raises ValueError."""
    try:
        return pyrage.x25519.Recipient.from_str(said.strip())
    except pyrage.RecipientError:
        raise ValueError("This is no public key of age: it begins with age1.") from None


def identity(said: str) -> "pyrage.x25519.Identity":
    """Return the private key that somebody wrote. Raises ValueError."""
    try:
        return pyrage.x25519.Identity.from_str(said.strip())
    except pyrage.IdentityError:
        raise ValueError("This is no private key of age: it begins with AGE-SECRET-KEY-.") from None


def new_identity() -> tuple[str, str]:
    """Return a fresh pair: the public key and the private one."""
    made = pyrage.x25519.Identity.generate()
    return str(made.to_public()), str(made)


def _tarred(members: Iterable[Member]) -> Iterator[bytes]:
    for member in members:
        header = tarfile.TarInfo(member.name)
        header.size, header.mode, header.mtime = member.size, _FLAGS, member.at
        yield header.tobuf(tarfile.GNU_FORMAT)
        given = 0
        for chunk in member.chunks:
            given += len(chunk)
            yield chunk
        if given != member.size:
            raise OSError(f"{member.name} changed its size while it was read: {given} bytes, not {member.size}")
        yield bytes(-given % _BLOCK)
    yield bytes(2 * _BLOCK)


class _Source:
    """Hands out what an iterator yields, in the pieces that are asked for."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.failed: BaseException | None = None
        self._chunks, self._rest = chunks, memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._chunks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


class _Sink:
    """Writes to a file, and remembers why it could not."""

    def __init__(self, target: BinaryIO) -> None:
        self.failed: BaseException | None = None
        self._target = target

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self._target.flush()


class _Parser:
    """Takes a tar apart as it comes in."""

    def __init__(self, visitor: Visitor) -> None:
        self.failed: BaseException | None = None
        self._visitor, self._held = visitor, bytearray()
        self._left = self._padding = 0
        self._ended = False

    def write(self, data: bytes) -> int:
        try:
            self._take(memoryview(data))
        except BaseException as error:
            self.failed = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def finish(self) -> None:
        if not self._ended:
            raise Unusable("It ends in the middle.")

    def _take(self, data: memoryview) -> None:
        while data and not self._ended:
            if self._left:
                piece, data = data[: self._left], data[self._left :]
                self._visitor.data(bytes(piece))
                self._left -= len(piece)
                if not self._left:
                    self._visitor.end()
            elif self._padding:
                skipped = min(self._padding, len(data))
                data, self._padding = data[skipped:], self._padding - skipped
            else:
                wanted = _BLOCK - len(self._held)
                self._held += data[:wanted]
                data = data[wanted:]
                if len(self._held) == _BLOCK:
                    self._begin(bytes(self._held))
                    self._held.clear()

    def _begin(self, block: bytes) -> None:
        if not any(block):
            self._ended = True
            return
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeError):
            raise Unusable("What is in it is no backup of this program.") from None
        self._visitor.begin(header.name, header.size)
        self._left, self._padding = header.size, -header.size % _BLOCK
        if not header.size:
            self._visitor.end()
