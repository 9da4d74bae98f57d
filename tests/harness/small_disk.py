"""A hub on a small disk of its own, which can be filled and emptied: a tmpfs in a mount namespace."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.scratch import ROOT, ScratchHub, copied

SIZE = 32 * 1024 * 1024
_WAYS = (
    (("unshare", "--mount"), ()),
    (("unshare", "--map-root-user", "--mount"), ("--user", "--preserve-credentials")),
)
"""How to get a mount namespace and how to step into it: as root, or in a user namespace."""
NOT_HERE = (
    "NOT TRIED: this machine allows no mount namespace, neither to root nor to a user, so that no small disk can be "
    "made. Run the harness as root: sudo make harness"
)


@dataclass(frozen=True)
class SmallDisk:
    """A disk that holds a hub; `seen` is where it is seen from outside the namespace."""

    hub: ScratchHub
    seen: Path

    def leave(self, free: int) -> None:
        """Fill the disk until only `free` bytes are left."""
        space = os.statvfs(self.seen)
        with (self.seen / "filler").open("ab") as file:
            file.write(bytes(max(0, space.f_bavail * space.f_frsize - free)))

    def empty(self) -> None:
        """Free the space again."""
        (self.seen / "filler").unlink()


@contextmanager
def small_disk(fresh: ScratchHub, folder: Path) -> Iterator[SmallDisk | None]:
    """Yield a copy of a hub on a disk of SIZE bytes mounted at `folder`, or None where that is not permitted."""
    for away, into in _WAYS:
        mount = f"mount -t tmpfs -o size={SIZE} tmpfs '{folder}' && echo mounted && exec sleep 86400"
        holder = subprocess.Popen(
            [*away, "--propagation", "private", "sh", "-c", mount], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            assert holder.stdout is not None
            if holder.stdout.readline() != b"mounted\n":
                continue
            inside = ("nsenter", f"--target={holder.pid}", "--mount", *into, f"--wd={ROOT}", "--")
            seen = Path(f"/proc/{holder.pid}/root{folder}")
            with copied(fresh, inside=inside, home=folder / "home", seen=seen / "home") as hub:
                yield SmallDisk(hub, seen)
            return
        finally:
            holder.send_signal(signal.SIGKILL)
            holder.wait()
    yield None
