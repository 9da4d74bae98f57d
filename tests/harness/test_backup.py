"""A backup taken while the hub runs is whole, closed to everybody without its key, and comes back as it was."""

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.harness.conftest import WHOLE, Times
from tests.harness.scratch import COMMAND, ROOT, ScratchHub, copied, new_database
from tests.harness.served import Clients, served, token

pytestmark = [
    pytest.mark.harness,
    pytest.mark.skipif(
        bool(os.environ.get("DATABASE_URL")) and not shutil.which("pg_dump"), reason="pg_dump is not on this machine"
    ),
]


@dataclass(frozen=True)
class Kept:
    """A hub, a backup of it that was taken under load, and the private key, which was away all the time."""

    hub: ScratchHub
    file: Path
    key: Path
    said: str


@pytest.fixture(scope="module")
def kept(fresh: ScratchHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Take a backup while two clients send reports; what they were acknowledged meanwhile may be in it or not."""
    away = tmp_path_factory.mktemp("away")
    with copied(fresh) as hub:
        hub.command("backup-key", "init", "--keep-at", str(away / "key"))
        hub.play("backing_up", do="fill", reports=300 if WHOLE else 9)
        with served(hub) as server:
            clients = Clients(server.port, token(hub), 2)
            said = hub.command("backup", str(away / "one.age"), "--with-keys", str(away / "keys.age"))
            clients.stop()
        assert not clients.strange
        assert hub.faults() == []
        yield Kept(hub, away / "one.age", away / "key", said)


@pytest.fixture
def empty(kept: Kept, tmp_path: Path) -> Iterator[ScratchHub]:
    """Another home with an empty database, in which the hub's keys were put by hand."""
    with new_database() as address:
        home = tmp_path / "other"
        shutil.copytree(kept.hub.home / "keys", home / "keys")
        yield replace(kept.hub, home=home, database=address, log=tmp_path / "log")


def told(hub: ScratchHub, *words: str) -> "subprocess.CompletedProcess[str]":
    return hub._run([*COMMAND, *words])


def test_a_backup_taken_under_load_comes_back_whole(kept: Kept, empty: ScratchHub) -> None:
    assert "Keep it where the backup is not." in kept.said
    checked = empty.command("restore", str(kept.file), "--identity", str(kept.key), "--check")
    assert "It was made by this hub." in checked
    assert not (empty.home / "vault").exists()
    back = empty.command("restore", str(kept.file), "--identity", str(kept.key))
    assert "Everything is there and unchanged." in back
    assert "in doubt" in back
    before, after = kept.hub.play("backing_up", do="journal"), empty.play("backing_up", do="journal")
    assert 0 < after["reports"] <= before["reports"]
    assert before["heads"][: len(after["heads"]) - 1] == after["heads"][:-1], "the journal of the backup is another one"
    assert (after["last"], after["waiting"], after["in_doubt"]) == ("put back", 0, before["waiting"])
    again = told(empty, "restore", str(kept.file), "--identity", str(kept.key))
    assert (again.returncode, "only where nothing is" in again.stderr) == (2, True)


def everything(home: Path) -> dict[str, tuple[int, str]]:
    """Return when each file of a hub was last changed, and its digest."""
    files = (path for path in home.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path): (path.stat().st_mtime_ns, sha256(path.read_bytes()).hexdigest()) for path in files}


def test_a_drill_counts_what_is_whole_and_touches_nothing_of_the_running_hub(kept: Kept, tmp_path: Path) -> None:
    before, words = everything(kept.hub.home), ("restore", str(kept.file), "--identity", str(kept.key))
    with new_database() as address:
        if address:
            assert "--drill-database" in told(kept.hub, *words, "--drill", str(tmp_path)).stderr
        more = ("--drill-database", address) if address else ()
        said = kept.hub.command(*words, "--drill", str(tmp_path), *more)
    kinds = kept.hub.play("backing_up", do="journal")
    counted = re.search(r"Drill: (\d+) files and (\d+) packages were put back, .*; (\d+) entries", said)
    assert counted, said
    assert int(counted[1]) > 0
    assert 0 < int(counted[3]) <= len(kinds["heads"]) + 1
    assert "Nothing of the running hub was touched." in said
    assert list(tmp_path.iterdir()) == [], "the place is thrown away"
    assert everything(kept.hub.home) == before


def test_a_drill_of_a_backup_that_lacks_a_file_says_so(kept: Kept, tmp_path: Path) -> None:
    with copied(kept.hub) as hub, new_database() as address:
        gone = next(path for path in (hub.home / "vault").rglob("*") if path.is_file())
        gone.unlink()
        hub.command("backup", str(tmp_path / "less.age"), code=1)
        words = ("restore", str(tmp_path / "less.age"), "--identity", str(kept.key), "--drill", str(tmp_path))
        said = hub.command(*words, *(("--drill-database", address) if address else ()), code=1)
    assert "drill: WRONG: vault: file" in said
    assert [path.name for path in tmp_path.iterdir()] == ["less.age"]


def test_without_its_keys_a_hub_is_not_set_up_anew_and_their_own_backup_brings_them(
    kept: Kept, empty: ScratchHub
) -> None:
    shutil.rmtree(empty.home)
    words = ("restore", str(kept.file), "--identity", str(kept.key))
    assert "The keys are not here." in empty.command(*words, code=1)
    assert "every identity unreadable" in told(empty, "setup").stderr
    shutil.rmtree(empty.home)
    if empty.database:
        emptied(empty)
    assert "Everything is there" in empty.command(*words, "--keys", str(kept.file.with_name("keys.age")))


def test_it_is_refused_without_a_key_over_another_and_with_the_key_beside_it(kept: Kept, tmp_path: Path) -> None:
    size = kept.file.stat().st_size
    assert "never replaces" in told(kept.hub, "backup", str(kept.file)).stderr
    assert kept.file.stat().st_size == size
    inside = told(kept.hub, "backup-key", "init", "--keep-at", str(kept.hub.home / "key"))
    assert (inside.returncode, (kept.hub.home / "key").exists()) == (2, False)
    recipients = kept.hub.home / "keys" / "backup-recipients.txt"
    recipients.rename(tmp_path / "aside")
    assert "backup-key init" in told(kept.hub, "backup", str(tmp_path / "two.age")).stderr
    (tmp_path / "aside").rename(recipients)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("harm", ["a bit", "the end", "the signer", "the key"] if WHOLE else ["a bit", "the signer"])
def test_harm_is_found_before_anything_is_written(kept: Kept, empty: ScratchHub, tmp_path: Path, harm: str) -> None:
    file, key, more = tmp_path / "one.age", kept.key, []
    body = bytearray(kept.file.read_bytes())
    if harm == "a bit":
        body[len(body) // 2] ^= 1
    elif harm == "the end":
        del body[-1000:]
    elif harm == "the signer":
        strange = replace(empty, home=tmp_path / "strange", database="")
        strange.command("keys", "init")
        more = ["--signer", str(strange.home / "keys" / "journal-public.pem")]
    else:
        key = tmp_path / "other-key"
        replace(empty, home=tmp_path / "strange", database="").command("backup-key", "init", "--keep-at", str(key))
    file.write_bytes(body)
    done = told(empty, "restore", str(file), "--identity", str(key), *more)
    assert (done.returncode, done.stdout.count("are back")) == (2, 0), done.stdout + done.stderr
    assert not (empty.home / "vault").exists()
    assert not in_use(empty)


def test_a_killed_backup_has_no_name_and_the_next_one_is_whole(kept: Kept, tmp_path: Path, times: Times) -> None:
    rng, killed, number = random.Random(7), 0, 0
    while killed < times(1, 200):
        number += 1
        assert number < times(40, 600), "hardly one was killed in time"
        file = tmp_path / f"{number}.age"
        if killed_while(kept.hub, rng, tmp_path / f".{file.name}.part", "backup", str(file)):
            killed += 1
            assert not file.exists()
        if not file.exists():
            kept.hub.command("backup", str(file))
        assert list(tmp_path.iterdir()) == [file], "something is left of the one that was killed"
        kept.hub.command("restore", str(file), "--identity", str(kept.key), "--check")
        file.unlink()


def test_a_killed_restore_leaves_nothing_that_would_be_used_and_the_next_one_is_whole(
    kept: Kept, empty: ScratchHub, times: Times
) -> None:
    words, killed, rng = ("restore", str(kept.file), "--identity", str(kept.key)), 0, random.Random(8)
    for _ in range(times(2, 200)):
        if not killed_while(empty, rng, empty.home / "restoring", *words):
            break
        killed += 1
        for verb in ("setup", "work"):
            assert told(empty, verb).returncode != 0, "half a backup is used"
        if in_use(empty) and empty.database:  # filled, but not settled: an operator makes an empty one again
            assert "not empty" in told(empty, *words).stderr
            emptied(empty)
    assert killed
    if (empty.home / "restoring").exists():
        empty.command(*words)
    assert empty.faults() == []
    left = {path.name for path in empty.home.iterdir()} - {"keys", "packages", "static", "vault", "upstander.sqlite3"}
    assert left == set(), "something is left of those that were killed"


def in_use(hub: ScratchHub) -> bool:
    """Whether a restore has gone so far that the database is there."""
    if not hub.database:
        return (hub.home / "upstander.sqlite3").exists()
    import psycopg

    with psycopg.connect(hub.database) as server:
        return bool(server.execute("SELECT 1 FROM pg_tables WHERE tablename = 'cases_report'").fetchone())


def emptied(hub: ScratchHub) -> None:
    import psycopg

    with psycopg.connect(hub.database, autocommit=True) as server:
        server.execute("DROP SCHEMA public CASCADE")
        server.execute("CREATE SCHEMA public")


def killed_while(hub: ScratchHub, rng: random.Random, sign: Path, *words: str) -> bool:
    """Run a command and kill it, with all that it started, soon after `sign` appears; False when it ended by itself."""
    process = subprocess.Popen(
        [*COMMAND, *words], env=hub.env, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and not sign.exists():
        time.sleep(0.002)
    time.sleep(rng.choice((0, 0.01, 0.05, 0.2, 1)) * rng.random())
    if process.poll() is not None or not sign.exists():
        process.wait()
        return False
    os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL
