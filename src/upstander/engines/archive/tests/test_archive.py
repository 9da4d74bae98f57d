"""An archive gives back what it was given or says why not; a snapshot is exact whatever others write meanwhile."""

import io
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from upstander.engines.archive.snapshot import NotInUse, snapshot
from upstander.engines.archive.stream import Member, Unusable, identity, new_identity, read, recipient, write

PUBLIC, PRIVATE = new_identity()
SIZES = (0, 1, 511, 512, 513, 8192, 100_000)


class Kept:
    """Keeps what an archive holds."""

    def __init__(self) -> None:
        self.members: dict[str, bytearray] = {}
        self.whole: list[str] = []

    def begin(self, name: str, size: int) -> None:
        self.members[self._name(name)] = bytearray()

    def data(self, chunk: bytes) -> None:
        self.members[self.last] += chunk

    def end(self) -> None:
        self.whole.append(self.last)

    def _name(self, name: str) -> str:
        self.last = name
        return name


def members() -> Iterator[Member]:
    for size in SIZES:
        body = random.Random(size).randbytes(size)
        yield Member(f"folder/{size}", size, [body[at : at + 3000] for at in range(0, size, 3000)], at=1_700_000_000)


def written() -> bytes:
    target = io.BytesIO()
    write(target, members(), [PUBLIC])
    return target.getvalue()


def test_what_goes_in_comes_out() -> None:
    kept = Kept()
    read(io.BytesIO(written()), [new_identity()[1], PRIVATE], kept)
    assert {name: bytes(body) for name, body in kept.members.items()} == {
        member.name: b"".join(member.chunks) for member in members()
    }
    assert kept.whole == [f"folder/{size}" for size in SIZES]


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_age_and_tar_open_it_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(PRIVATE + "\n")
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key"], input=written(), capture_output=True, check=True)
    listed = subprocess.run(["tar", "--list"], input=opened.stdout, capture_output=True, check=True).stdout.decode()
    assert listed.split() == [f"folder/{size}" for size in SIZES]


@pytest.mark.parametrize("harm", ["a bit", "the end", "the key", "all", "no tar"])
def test_harm_is_said(harm: str) -> None:
    body, key = bytearray(written()), PRIVATE
    if harm == "a bit":
        body[len(body) // 2] ^= 1
    elif harm == "the end":
        del body[-70_000:]
    elif harm == "the key":
        key = new_identity()[1]
    elif harm == "no tar":
        import pyrage

        body = bytearray(pyrage.encrypt(b"x" * 5000, [recipient(PUBLIC)]))
    else:
        body = bytearray(b"not encrypted at all")
    with pytest.raises(Unusable):
        read(io.BytesIO(bytes(body)), [key], Kept())


def test_what_goes_wrong_on_the_way_is_raised_as_it_was() -> None:
    def failing() -> Iterator[Member]:
        yield from members()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(io.BytesIO(), failing(), [PUBLIC])
    with pytest.raises(OSError, match="changed its size"):
        write(io.BytesIO(), [Member("short", 5, [b"four"], at=0)], [PUBLIC])

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(Full(), members(), [PUBLIC])


def test_nothing_is_encrypted_to_nobody_or_to_what_is_no_key() -> None:
    with pytest.raises(ValueError, match="no key"):
        write(io.BytesIO(), members(), [])
    with pytest.raises(ValueError, match="age1"):
        recipient("age1nonsense")
    with pytest.raises(ValueError, match="AGE-SECRET-KEY"):
        identity(PUBLIC)


WRITER = """
import random, sqlite3, sys
rng, path = random.Random(int(sys.argv[2])), sys.argv[1]
db = sqlite3.connect(path, timeout=60, isolation_level=None)
db.execute("PRAGMA synchronous=OFF"); db.execute("PRAGMA wal_autocheckpoint=%d" % int(sys.argv[3]))
turn = 0
while True:
    db.execute("BEGIN IMMEDIATE")
    for _ in range(rng.randint(1, 30)):
        a, b, much = rng.randint(1, 500), rng.randint(1, 500), rng.randint(1, 9)
        pad = rng.randbytes(rng.randint(0, 900))
        db.execute("UPDATE purse SET holds = holds - ?, pad = ? WHERE id = ?", (much, pad, a))
        db.execute("UPDATE purse SET holds = holds + ? WHERE id = ?", (much, b))
    db.execute("INSERT INTO turn VALUES (NULL, ?)", (rng.randbytes(rng.randint(0, 9000)),))
    if rng.random() < 0.2:
        db.execute("DELETE FROM turn WHERE id < (SELECT max(id) FROM turn) - 50")
    db.execute("ROLLBACK" if rng.random() < 0.1 else "COMMIT")
    if rng.random() < 0.05:
        db.execute("PRAGMA wal_checkpoint(%s)" % rng.choice(["PASSIVE", "RESTART", "TRUNCATE"]))
"""


@pytest.mark.parametrize("checkpoint_every", [1, 40, 100_000])
def test_a_snapshot_is_exact_while_two_write_and_checkpoint(tmp_path: Path, checkpoint_every: int) -> None:
    path = tmp_path / "db.sqlite3"
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE purse (id INTEGER PRIMARY KEY, holds INT, pad BLOB);"
        "CREATE TABLE turn (id INTEGER PRIMARY KEY AUTOINCREMENT, pad BLOB); CREATE INDEX held ON purse (holds, pad);"
    )
    db.executemany("INSERT INTO purse VALUES (?, 100, x'')", [(number,) for number in range(1, 501)])
    db.close()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(seed), str(checkpoint_every)]) for seed in (1, 2)
    ]
    try:
        seen = set()
        for number in range(12):
            image = tmp_path / "image"
            with snapshot(path) as taken, image.open("wb") as target:
                (said,) = taken.ask("SELECT max(id), (SELECT sum(holds * id) FROM purse) FROM turn")
                for run in taken.pages():
                    target.write(run)
                    time.sleep(0.002 * (number % 3))
                assert image.stat().st_size <= taken.length
            held = sqlite3.connect(f"file:{image}?immutable=1", uri=True)
            assert held.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert held.execute("SELECT max(id), (SELECT sum(holds * id) FROM purse) FROM turn").fetchone() == said
            assert held.execute("SELECT sum(holds) FROM purse").fetchone() == (50_000,)
            held.close()
            seen.add(said)
            time.sleep(0.05)
        assert len(seen) > 6, "hardly anything was written meanwhile"
        assert all(writer.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def test_a_database_that_nobody_uses_is_read_as_well(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "db")
    db.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (7);")
    db.close()
    with snapshot(tmp_path / "db") as taken:
        (tmp_path / "image").write_bytes(b"".join(taken.pages()))
    assert sqlite3.connect(tmp_path / "image").execute("SELECT a FROM t").fetchall() == [(7,)]


def test_a_database_that_is_not_in_use_as_the_hub_uses_it_is_refused(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "db").execute("CREATE TABLE t (a)")
    with pytest.raises(NotInUse), snapshot(tmp_path / "db"):
        pass
