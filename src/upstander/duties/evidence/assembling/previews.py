"""Have small copies of pictures made in a sandbox that has no network and sees nothing but those pictures."""

import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from upstander.duties.evidence.assembling import preview_worker
from upstander.duties.evidence.large_pages import LARGE_PAGES, SEEN_AT

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
AT_ONCE = 40
"""Pictures for which one sandbox is set up."""
PATIENCE = preview_worker.SECONDS * 2
"""Seconds given to a sandbox, and as much again for each picture."""
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")
NOBODY = "65534"
LIMITS = ("prlimit", f"--as={4 * preview_worker.MEMORY}", "--core=0", "--fsize=0", "--nofile=64")
HOW = "re-encoded in a sandbox without network (bubblewrap)"
ABSENT = {
    "what": "Previews of pictures",
    "why": "the machine has no sandbox (bubblewrap with user namespaces), and no picture is decoded outside one",
}


@dataclass(frozen=True)
class Previews(Mapping[str, bytes]):
    """The previews made, by exhibit; read from disk one at a time. `refused` says why a picture has none."""

    sandboxed: bool
    made: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, ref: str) -> bytes:
        return self.made[ref].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


def make_previews(pictures: Sequence[tuple[str, Path]], folder: Path) -> Previews:
    """Make previews of `pictures` (exhibit and file) in `folder`; none at all where there is no sandbox."""
    if not pictures:
        return Previews(sandboxed=has_sandbox())
    if not has_sandbox():
        return Previews(sandboxed=False)
    found = Previews(sandboxed=True)
    for start in range(0, len(pictures), AT_ONCE):
        part = pictures[start : start + AT_ONCE]
        answers = _ask_the_sandbox([path for _, path in part])
        for number, (ref, _) in enumerate(part):
            _keep(ref, answers.get(number), found, folder)
    return found


def has_sandbox() -> bool:
    """Whether bubblewrap is here and the machine lets it make its namespaces."""
    if not (shutil.which("bwrap") and shutil.which("prlimit")):
        return False
    return _run([*_sandbox([]), "/usr/bin/true"], PATIENCE).returncode == 0


def _keep(ref: str, answer: tuple[bytes, bytes] | None, found: Previews, folder: Path) -> None:
    if answer is None:
        found.refused[ref] = "the sandbox ended before it came to it"
    elif answer[0] != b"J" or not answer[1].startswith(b"\xff\xd8\xff"):
        found.refused[ref] = "".join(char for char in answer[1].decode("utf-8", "replace")[:200] if char.isprintable())
    else:
        path = folder / f"preview-{ref}.jpg"
        path.write_bytes(answer[1])
        found.made[ref] = path


def _ask_the_sandbox(files: Sequence[Path]) -> dict[int, tuple[bytes, bytes]]:
    """Return the worker's answers by number; what it did not answer, or answered out of form, is left out."""
    command = [*_sandbox(files), _python(), "-I", "-S", "-B", "/worker.py", str(len(files))]
    try:
        said = _run(command, PATIENCE * (1 + len(files))).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    answers: dict[int, tuple[bytes, bytes]] = {}
    while len(said) >= 9:
        number, kind, length = struct.unpack(">IcI", said[:9])
        if number in answers or number >= len(files) or length > preview_worker.LONGEST or len(said) < 9 + length:
            break
        answers[number] = (kind, said[9 : 9 + length])
        said = said[9 + length :]
    return answers


def _sandbox(files: Sequence[Path]) -> list[str]:
    """Return the command that starts a program which sees the system's libraries, Python, Pillow and `files` alone."""
    pillow = Path(Image.__file__).parent
    command = [*LIMITS, "bwrap", "--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    command += ["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--clearenv"]
    for path in map(Path, (*SYSTEM, sys.base_prefix)):
        linked = ["--symlink", str(path.readlink())] if path.is_symlink() else ["--ro-bind-try", str(path)]
        command += [*linked, str(path)]
    command += ["--ro-bind", str(pillow), "/pillow/PIL", "--ro-bind", preview_worker.__file__, "/worker.py"]
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
