"""Read what somebody outside keeps of a journal: a checkpoint's text, a mail or package with one, a printed mark."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from .checkpoint import BadCheckpoint, Checkpoint, parse

MARKED = 8
"""Bytes of the root that a printed mark holds: 16 hexadecimal digits, which nobody hits by trying."""
LARGEST = 4 * 1024 * 1024
"""Bytes of a file that are read: what holds a checkpoint is a page of text."""
IN_A_PACKAGE = "data/custody/checkpoint.txt"
_NOTE = re.compile(r"^\S+\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 \S+ \S+(?:\n|\Z))+", re.M)
_MARK = re.compile(r"(?<![\w:])(\d{1,18}):([0-9a-f]{16,64})(?![\w:])")


@dataclass(frozen=True)
class Held:
    """What somebody holds: the size and root of a journal at one time, by the name of where it was read."""

    name: str
    size: int
    root: bytes
    """32 bytes of a checkpoint; the first eight, or more, of a printed mark."""
    origin: str = ""
    text: str = ""
    """The signed text; empty for a mark, which nobody signed."""

    def fits(self, size: int, root: bytes) -> bool:
        """Whether the journal of `size` rows with this Merkle root is the one that it speaks of."""
        return size == self.size and root.startswith(self.root)


def mark(said: Checkpoint) -> str:
    """Return what is printed where there is no room for the whole: the size and the root's first 16 hex digits."""
    return f"{said.size}:{said.root[:MARKED].hex()}"


def read_held(given: str) -> list[Held]:
    """Return what stands in `given`: a printed mark itself, or the path of a text, a saved mail or a package.

    The smallest first. Raises BadCheckpoint where nothing of the kind is in it, OSError where it cannot be read.
    """
    if whole := _MARK.fullmatch(given):
        return [_marked(given, whole)]
    held: dict[tuple[int, bytes], Held] = {}
    for name, text in _texts(Path(given)):
        for each in _found(name, text):
            known = any(one.fits(each.size, each.root + one.root[len(each.root) :]) for one in held.values())
            if not (known and not each.text):
                held.setdefault((each.size, each.root), each)
    if not held:
        raise BadCheckpoint(f"{given}: no checkpoint is in it")
    return sorted(held.values(), key=lambda each: each.size)


def _found(name: str, text: str) -> Iterator[Held]:
    plain = text.replace("\r\n", "\n")
    for note in _NOTE.finditer(plain):
        signed = note[0] if note[0].endswith("\n") else f"{note[0]}\n"
        said = parse(signed)
        yield Held(name, said.size, said.root, said.origin, signed)
    for found in _MARK.finditer(plain):
        yield _marked(name, found)


def _marked(name: str, found: re.Match[str]) -> Held:
    return Held(name, int(found[1]), bytes.fromhex(found[2][: len(found[2]) // 2 * 2]))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each text that may hold a checkpoint, with its name."""
    if path.is_dir():
        wanted = path / IN_A_PACKAGE
        inside = [wanted] if wanted.exists() else sorted(path.glob(f"*/{IN_A_PACKAGE}"))
        yield from ((str(each), _decoded(_start_of(each))) for each in inside)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            for member in package.namelist():
                if member.endswith(IN_A_PACKAGE):
                    with package.open(member) as stream:
                        yield f"{path}: {member}", _decoded(stream.read(LARGEST))
    else:
        body = _start_of(path)
        yield str(path), _of_a_mail(body) if path.suffix == ".eml" else _decoded(body)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST)


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def _of_a_mail(body: bytes) -> str:
    """Return the plain text of a saved mail; its whole source where it has none."""
    part = message_from_bytes(body, policy=policy.default).get_body(("plain",))
    return str(part.get_content()) if part else _decoded(body)
