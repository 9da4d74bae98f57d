"""Reports with files from a process that is killed, or whose disk is full: what stands in the vault is whole."""

import os
import random
import time
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from tests.harness.doomed import Place, forked, outcome
from tests.harness.saying import receive_one

PLACES = (
    Place("upstander.record.vault.keeping:_settle", 8),
    Place("upstander.record.vault.keeping:fsync_folder", 12),
    Place("upstander.record.vault.keeping:digest_stream", 8),
    Place("pathlib:Path.rename", 8),
    Place("pathlib:Path.chmod", 8),
    Place("os:fsync", 20),
    Place("upstander.duties.intake.actions.receive:register", 6),
    Place("django.db.backends.base.base:BaseDatabaseWrapper.commit", 8),
)
SENT = 4
LARGEST = 900_000
SMALL = 40_000
"""Bytes of the largest file on a disk that is filled: it must not be full for good."""
LEVELS = (0, 4, 16, 64, 256, 700, 1500, 4000)
"""KiB that are left free on a disk that is filled."""


def play(tries: int, seed: int, full: bool = False, broken: str = "") -> dict[str, Any]:
    """Kill `tries` processes while they take in reports with files, or fill the disk under so many; see what is left.

    Of `halves` are files under a hash that is not theirs, at any time; of `without` rows whose file is not whole.
    """
    from django.conf import settings

    from upstander.config.commands.check import faults
    from upstander.record.vault import scrubbing
    from upstander.record.vault.models import File

    rng, numbers = random.Random(seed), count(1)
    home, vault = Path(os.environ["UPSTANDER_HOME"]), Path(settings.VAULT_FOLDER)
    acks, filler, seen = home.parent / "acks", home.parent / "filler", set[Path]()
    halves: list[str] = []
    died = refused = 0
    while (refused if full else died) < tries:
        sent = [next(numbers) for _ in range(SENT)]
        doom = None if full or rng.random() < 0.4 else rng.choice(PLACES).draw(rng)
        if full:
            fill(filler, rng.choice(LEVELS) * 1024)
        pid = forked(partial(_send, sent, acks, rng.random(), SMALL if full else LARGEST, broken), doom=doom)
        if doom is None and not full:
            time.sleep(rng.uniform(0.005, 0.12))
            os.kill(pid, 9)
        died += outcome(pid) == 9
        filler.unlink(missing_ok=True)
        refused += len(sent) - len({number for number in _acked(acks) if number in sent})
        halves += [str(path) for path in _new(vault, seen) if sha256(path.read_bytes()).hexdigest() != path.name]
    return {
        "died": died, "refused": refused, "acked": len(_acked(acks)), "files": File.objects.count(),
        "halves": halves, "without": list(scrubbing.faults()), "faults": [] if broken else list(faults()),
    }  # fmt: skip


def _send(numbers: list[int], acks: Path, seed: float, largest: int, broken: str) -> None:
    """Send these reports, each with files, some of which others have sent before; acknowledge each where it counts."""
    from django.db import DatabaseError

    from upstander.record.vault import keeping

    if broken:
        keeping.deposit = partial(_in_place, keeping.StoredFile)
    rng = random.Random(seed)
    for number in numbers:
        try:
            receive_one(number, [(f"{place}.bin", BytesIO(_body(rng, largest))) for place in range(rng.randint(1, 3))])
        except (OSError, DatabaseError):
            continue
        line = f"{number}\n".encode()
        descriptor = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line)
        except OSError:
            return  # it is there all the same, but nobody was told: that is no loss
        finally:
            os.close(descriptor)


def _body(rng: random.Random, largest: int) -> bytes:
    """Return a file: one of a few that many send, or one of its own."""
    if rng.random() < 0.3:
        return bytes([rng.randint(65, 70)]) * 30_000
    return rng.randbytes(rng.choice((0, 1, 4_096, 32_769, rng.randint(1, largest))))


def _in_place(stored: Any, source: Any) -> Any:
    """What a vault would do that writes under the final name: the harness must see it."""
    from hashlib import sha512

    from django.conf import settings

    body = source.read()
    name = sha256(body).hexdigest()
    place = f"{name[:2]}/{name[2:4]}/{name}"
    path = Path(settings.VAULT_FOLDER) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(body[: len(body) // 2])
        target.flush()
        os.fsync(target.fileno())
        target.write(body[len(body) // 2 :])
    return stored(name, sha512(body).hexdigest(), len(body), place)


def _new(vault: Path, seen: set[Path]) -> Iterator[Path]:
    """Yield the files of the vault that lie under a hash and were not looked at yet."""
    for path in sorted(vault.glob("[0-9a-f][0-9a-f]/*/*")):
        if path not in seen:
            seen.add(path)
            yield path


def fill(filler: Path, free: int) -> None:
    """Fill the disk with one file until only `free` bytes are left."""
    space = os.statvfs(filler.parent)
    with filler.open("wb") as file:
        try:
            file.write(bytes(max(0, space.f_bavail * space.f_frsize - free)))
        except OSError:
            return


def _acked(acks: Path) -> list[int]:
    return [int(line) for line in acks.read_text().split()] if acks.exists() else []
