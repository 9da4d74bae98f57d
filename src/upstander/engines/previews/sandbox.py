"""Have small copies of pictures made in a sandbox that has no network and sees nothing but those pictures."""

import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from PIL import Image, __version__, features

from upstander.engines.large_pages import LARGE_PAGES, SEEN_AT
from upstander.engines.previews import worker

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
VIDEOS = ("video/mp4", "video/webm")
AT_ONCE = 40
"""Pictures for which one sandbox is set up."""
PATIENCE = worker.SECONDS * 2
"""Seconds given to a sandbox, and as much again for each picture."""
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
NOBODY = "65534"
LIMITS = ("prlimit", f"--as={4 * worker.MEMORY}", "--core=0", "--fsize=0", "--nofile=64")
HOW = "re-encoded in a sandbox without network (bubblewrap)"
ABSENT = {
    "what": "Previews of pictures",
    "why": "the machine has no sandbox (bubblewrap with user namespaces), and no picture is decoded outside one",
}

_works: list[bool] = []


@dataclass(frozen=True)
class Small:
    """The small copy of one file, or in `refused` why there is none.

    `sheet` has the frames of what moves, as the worker writes them; empty where nothing does, or none could be had.
    """

    content: bytes = b""
    refused: str = ""
    sheet: bytes = b""


def small_copies(files: Sequence[Path], *, frames: bool = False) -> Iterator[Small]:
    """Yield a small copy of each file, in order; with `frames`, and the sheet of what moves.

    Ask `has_sandbox` before: nothing is decoded outside one.
    """
    for start in range(0, len(files), AT_ONCE):
        part = files[start : start + AT_ONCE]
        answers, sheets = _ask_the_sandbox(part, frames=frames)
        yield from (_small(answers.get(number), sheets.get(number, b"")) for number in range(len(part)))


def kinds() -> tuple[str, ...]:
    """Return the media types of which this machine can make small copies: videos only where it has their decoder."""
    return (*PICTURES, *VIDEOS) if Path(worker.DECODER).exists() else PICTURES


@cache
def maker() -> str:
    """Return a digest of all that decides the bytes of a small copy: two of the same maker are the same."""
    libraries = [f"{name} {features.version(name)}" for name in ("jpg", "libjpeg_turbo", "webp", "zlib")]
    source = Path(worker.__file__).read_bytes()
    return sha256(b"\0".join([source, *(text.encode() for text in (__version__, *libraries))])).hexdigest()


def has_sandbox() -> bool:
    """Whether bubblewrap is here and the machine lets it make its namespaces; once it did, it is not asked again."""
    if not _works:
        found = shutil.which("bwrap") and shutil.which("prlimit")
        if not found or _run([*_sandbox([]), "/usr/bin/true"], PATIENCE).returncode:
            return False
        _works.append(True)
    return True


def _small(answer: tuple[bytes, bytes] | None, sheet: bytes) -> Small:
    if answer is None:
        return Small(refused="the sandbox ended before it came to it")
    if answer[0] == b"J" and answer[1].startswith(b"\xff\xd8\xff"):
        return Small(answer[1], sheet=sheet)
    said = answer[1].decode("utf-8", "replace")[:200]
    return Small(refused="".join(char for char in said if char.isprintable()) or "it is not a picture")


def _ask_the_sandbox(files: Sequence[Path], *, frames: bool) -> tuple[dict[int, tuple[bytes, bytes]], dict[int, bytes]]:
    """Return the worker's answers by number, and the sheets; what it answered not, or out of form, is left out."""
    command = [*_sandbox(files), _python(), "-I", "-S", "-B", "/worker.py", str(len(files)), *["frames"] * frames]
    patience = PATIENCE + (PATIENCE + 2 * worker.FRAME_SECONDS * frames) * len(files)
    try:
        said = _run(command, patience).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    answers: dict[int, tuple[bytes, bytes]] = {}
    sheets: dict[int, bytes] = {}
    while len(said) >= 9:
        number, kind, length = struct.unpack(">IcI", said[:9])
        again = number in (sheets if kind == b"F" else answers)
        if again or number >= len(files) or length > worker.LONGEST or len(said) < 9 + length:
            break
        if kind == b"F":
            sheets[number] = said[9 : 9 + length]
        else:
            answers[number] = (kind, said[9 : 9 + length])
        said = said[9 + length :]
    return answers, sheets


def _sandbox(files: Sequence[Path]) -> list[str]:
    """Return the command that starts a program which sees the system's libraries, Python, Pillow and `files` alone."""
    pillow = Path(Image.__file__).parent
    command = [*LIMITS, "bwrap", "--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    command += ["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--clearenv"]
    for path in map(Path, (*SYSTEM, sys.base_prefix)):
        linked = ["--symlink", str(path.readlink())] if path.is_symlink() else ["--ro-bind-try", str(path)]
        command += [*linked, str(path)]
    command += ["--ro-bind", str(pillow), "/pillow/PIL", "--ro-bind", worker.__file__, "/worker.py"]
    if (libraries := pillow.parent / "pillow.libs").exists():
        command += ["--ro-bind", str(libraries), "/pillow/pillow.libs"]
    command += ["--ro-bind-try", SEEN_AT, SEEN_AT]
    for name, value in LARGE_PAGES.items():
        command += ["--setenv", name, value]
    for number, file in enumerate(files):
        command += ["--ro-bind", str(file), f"/in/{number}"]
    return command


def _run(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False)


def _python() -> str:
    return str(Path(sys.executable).resolve())
