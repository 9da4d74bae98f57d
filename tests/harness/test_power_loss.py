"""What was acknowledged survives a power cut at any moment: the database, the files, and that they belong together."""

import os
import random
import shutil
import sqlite3
import warnings
from collections import Counter
from hashlib import sha256
from json import loads
from pathlib import Path

import pytest

from tests.harness.conftest import Times
from tests.harness.power import Call, Disk, calls, can_trace, strace
from tests.harness.scratch import ScratchHub

pytestmark = [
    pytest.mark.harness,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the embedded database's own; its run is the other one"),
]
FULL, WAL = 2, "wal"
WITHOUT = (
    "strace cannot trace here: only the settings of the database were looked at, not what they do at a power cut. "
    "On Debian: sudo apt-get install strace"
)
DATABASE = "upstander.sqlite3"


class Cuts:
    """What was seen after many power cuts in one run."""

    def __init__(self) -> None:
        self.states = self.acked = 0
        self.faults: Counter[str] = Counter()


def test_nothing_acknowledged_is_lost_at_a_power_cut(hub: ScratchHub, tmp_path: Path, times: Times) -> None:
    if not can_trace():
        warnings.warn(WITHOUT, stacklevel=1)
        levels = hub.play("commits", reports=1, acks=str(tmp_path / "acks"))
        assert (levels["synchronous"], levels["journal_mode"]) == (FULL, WAL)
        return
    cuts = cut(hub, tmp_path, states=times(60, 5000), reports=times(36, 120))
    assert cuts.acked > 0
    assert cuts.faults == {}, f"{cuts.faults} in {cuts.states} states"


@pytest.mark.skipif(not can_trace(), reason=WITHOUT)
def test_a_database_that_syncs_less_would_be_seen_to_lose_reports(hub: ScratchHub, tmp_path: Path) -> None:
    assert cut(hub, tmp_path, states=15, reports=12, synchronous="NORMAL").faults["lost"] > 0


@pytest.mark.skipif(not can_trace(), reason=WITHOUT)
def test_a_vault_that_does_not_sync_its_folders_would_be_seen_to_lose_files(hub: ScratchHub, tmp_path: Path) -> None:
    assert cut(hub, tmp_path, states=15, reports=12, folders=False).faults["file lost"] > 0


def cut(hub: ScratchHub, tmp_path: Path, *, states: int, reports: int, **fault: object) -> Cuts:
    """Trace a run of intake, cut the power at random points of it, and look at what each leaves."""
    before, log = tmp_path / "before", tmp_path / "trace"
    acks = hub.home / "acks"
    shutil.copytree(hub.home, before)
    levels = hub.play("commits", before=strace(log), reports=reports, acks=str(acks), **fault)
    assert levels["journal_mode"] == WAL
    assert fault or levels["synchronous"] == FULL
    done = list(calls(log, under=hub.home))
    really = {str(path): path.read_bytes() for path in hub.home.rglob("*") if path.is_file() and path != acks}
    shutil.rmtree(hub.home)
    before.rename(hub.home)
    rng, disk, seen, acked = random.Random(20), Disk(hub.home), Cuts(), list[str]()
    first = next(number for number, call in enumerate(done) if call.path == str(acks) and call.name == "write")
    points = Counter(rng.choices(range(first + 1, len(done)), k=states))
    for number, call in enumerate(done):
        for _ in range(points[number]):
            seen.states += 1
            seen.faults.update(_faults(disk.after_a_cut(rng), hub.home, acked, tmp_path))
        if call.path == str(acks):
            acked += _acknowledged(call)
        else:
            disk.take(call)
    assert disk.running() == really, "the trace does not come to what is on the disk"
    seen.acked = len(acked)
    return seen


def _acknowledged(call: Call) -> list[str]:
    return call.data.decode().split() if call.name == "write" else []


def _faults(files: dict[str, tuple[bytes, bytes]], home: Path, acked: list[str], tmp_path: Path) -> set[str]:
    """Start the database as a machine would after the cut, and name what is wrong."""
    folder = tmp_path / "after"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (DATABASE, f"{DATABASE}-wal"):
        if (kept := files.get(str(home / name))) is not None:
            (folder / name).write_bytes(kept[0])
    found = set()
    database = sqlite3.connect(folder / DATABASE)
    try:
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return {"corrupt"}
        rows = database.execute(
            "SELECT r.reference, f.place FROM cases_report AS r JOIN vault_file AS f ON f.id = r.raw_id"
        ).fetchall()
        if not set(acked) <= {reference for reference, _ in rows}:
            found.add("lost")
        for _, place in rows:
            is_there, meant = files.get(str(home / "vault" / place), (b"", b"?"))
            if is_there != meant:
                found.add("file lost")
        found |= _halves(database, len(rows))
    except sqlite3.DatabaseError:
        return {"corrupt"}
    finally:
        database.close()
    return found


def _halves(database: sqlite3.Connection, reports: int) -> set[str]:
    """Name what is there in part only: a report without its case, keys, work or journal entry, or a broken chain."""
    found = set()
    for table, where in (
        ("cases_membership", "1"), ("keys_item", "1"), ("journal_entry", "verb = 'received'"),
        ("work_item", "name = 'look_for_others'"),
    ):  # fmt: skip
        if database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0] != reports:
            found.add(f"half: {table}")
    head = "0" * 64
    for body, stored in database.execute("SELECT body, head FROM journal_entry ORDER BY seq"):
        if loads(body)["prev"] != head or sha256(body.encode()).hexdigest() != stored:
            found.add("chain")
        head = stored
    return found
