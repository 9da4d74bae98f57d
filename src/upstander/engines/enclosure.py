"""Start a program on hostile files where it has no network and sees nothing but those files: bubblewrap."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from upstander.engines.large_pages import LARGE_PAGES, SEEN_AT

SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
NOBODY = "65534"
PATIENCE = 30
"""Seconds given to a sandbox that does nothing."""
_works: list[bool] = []


def has_sandbox() -> bool:
    """Whether bubblewrap is here and the machine lets it make its namespaces; once it did, it is not asked again."""
    if not _works:
        found = shutil.which("bwrap") and shutil.which("prlimit")
        if not found or run([*_walls(1 << 30), "/usr/bin/true"], PATIENCE).returncode:
            return False
        _works.append(True)
    return True


def walls(worker: Path, files: Sequence[Path], libraries: Mapping[Path, str], *, memory: int) -> list[str]:
    """Return the command behind which `worker` is run on `files`: `program()` and its own arguments follow.

    It sees the system's libraries, Python, `libraries` at the places they name and the files as /in/0, /in/1 and so on;
    it writes no file and takes no more than `memory` bytes.
    """
    around = _walls(memory)
    for path, place in libraries.items():
        around += ["--ro-bind", str(path), place]
    around += ["--ro-bind", str(worker), "/worker.py"]
    for number, file in enumerate(files):
        around += ["--ro-bind", str(file), f"/in/{number}"]
    return around


def program() -> list[str]:
    """Return how Python runs the worker inside: with nothing of this machine's own packages or settings."""
    return [str(Path(sys.executable).resolve()), "-I", "-S", "-B", "/worker.py"]


def run(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run a command for so long at most. Raises TimeoutExpired, with what was said until then."""
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False)


def _walls(memory: int) -> list[str]:
    limits = ["prlimit", f"--as={memory}", "--core=0", "--fsize=0", "--nofile=64"]
    around = [*limits, "bwrap", "--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    around += ["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--clearenv"]
    for path in map(Path, (*SYSTEM, sys.base_prefix)):
        linked = ["--symlink", str(path.readlink())] if path.is_symlink() else ["--ro-bind-try", str(path)]
        around += [*linked, str(path)]
    around += ["--ro-bind-try", SEEN_AT, SEEN_AT]
    for name, value in LARGE_PAGES.items():
        around += ["--setenv", name, value]
    return around
