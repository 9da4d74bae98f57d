"""Have small copies of pictures made in a sandbox that has no network and sees nothing but those pictures."""

import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from PIL import Image, __version__, features

from upstander.engines import enclosure
from upstander.engines.enclosure import has_sandbox as has_sandbox
from upstander.engines.enclosure import run as _run
from upstander.engines.previews import worker

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
VIDEOS = ("video/mp4", "video/webm")
AT_ONCE = 40
"""Pictures for which one sandbox is set up."""
PATIENCE = worker.SECONDS * 2
"""Seconds given to a sandbox, and as much again for each picture."""
HOW = "re-encoded in a sandbox without network (bubblewrap)"
ABSENT = {
    "what": "Previews of pictures",
    "why": "the machine has no sandbox (bubblewrap with user namespaces), and no picture is decoded outside one",
}

_KINDS = (b"J", b"N", b"F", b"W")
"""Of the worker's answers: a JPEG, why there is none, a sheet of frames, words."""


@dataclass(frozen=True)
class Small:
    """The small copy of one file, or in `refused` why there is none.

    `sheet` has the frames of what moves, as the worker writes them; empty where nothing does, or none could be had.
    `words` were read on it by machine, and may be wrong.
    """

    content: bytes = b""
    refused: str = ""
    sheet: bytes = b""
    words: str = ""


def small_copies(files: Sequence[Path], *, frames: bool = False, words: bool = False) -> Iterator[Small]:
    """Yield a small copy of each file, in order; with `frames`, and the sheet of what moves; with `words`, and those.

    Ask `has_sandbox` before: nothing is decoded outside one.
    """
    for start in range(0, len(files), AT_ONCE):
        part = files[start : start + AT_ONCE]
        said = _ask_the_sandbox(part, [*["frames"] * frames, *["words"] * words])
        yield from (_small(*(said[kind].get(number, b"") for kind in _KINDS)) for number in range(len(part)))


def kinds() -> tuple[str, ...]:
    """Return the media types of which this machine can make small copies: videos only where it has their decoder."""
    return (*PICTURES, *VIDEOS) if Path(worker.DECODER).exists() else PICTURES


@cache
def maker() -> str:
    """Return a digest of all that decides the bytes of a small copy: two of the same maker are the same."""
    libraries = [f"{name} {features.version(name)}" for name in ("jpg", "libjpeg_turbo", "webp", "zlib")]
    libraries += [program for program in (worker.DECODER, worker.READER) if Path(program).exists()]
    source = Path(worker.__file__).read_bytes()
    return sha256(b"\0".join([source, *(text.encode() for text in (__version__, *libraries))])).hexdigest()


def _small(picture: bytes, refused: bytes, sheet: bytes, words: bytes) -> Small:
    if picture.startswith(b"\xff\xd8\xff"):
        return Small(picture, sheet=sheet, words=_printable(words)[: worker.MOST_LETTERS])
    if not picture and not refused:
        return Small(refused="the sandbox ended before it came to it")
    return Small(refused=_printable(refused)[:200] or "it is not a picture")


def _printable(said: bytes) -> str:
    return "".join(char for char in said.decode("utf-8", "replace") if char.isprintable() or char == "\n")


def _ask_the_sandbox(files: Sequence[Path], more: Sequence[str]) -> dict[bytes, dict[int, bytes]]:
    """Return the worker's answers by kind and number; what it answered not, or out of form, is left out."""
    command = [*_sandbox(files), *enclosure.program(), str(len(files)), *more]
    each = PATIENCE + 2 * worker.FRAME_SECONDS * ("frames" in more) + 2 * worker.SECONDS * ("words" in more)
    try:
        said = _run(command, PATIENCE + each * len(files)).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    answers: dict[bytes, dict[int, bytes]] = {kind: {} for kind in _KINDS}
    while len(said) >= 9:
        number, kind, length = struct.unpack(">IcI", said[:9])
        known = kind not in answers or number in answers[kind]
        if known or number >= len(files) or length > worker.LONGEST or len(said) < 9 + length:
            break
        answers[kind][number] = said[9 : 9 + length]
        said = said[9 + length :]
    return answers


def _sandbox(files: Sequence[Path]) -> list[str]:
    """Return the command that starts a program which sees the system's libraries, Python, Pillow and `files` alone."""
    pillow = Path(Image.__file__).parent
    libraries = {pillow: "/pillow/PIL"}
    if (bundled := pillow.parent / "pillow.libs").exists():
        libraries[bundled] = "/pillow/pillow.libs"
    return enclosure.walls(Path(worker.__file__), files, libraries, memory=4 * worker.MEMORY)
