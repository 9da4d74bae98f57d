"""The custody extract proves its rows to us and to the program shipped beside them, and forged ones to neither."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from upstander.engines.sealing import checkpoint, custody, merkle
from upstander.engines.sealing.keys import Keys

from .packages import custody_files, journal


@pytest.fixture
def files(keys: Keys) -> dict[str, bytes]:
    return custody_files(keys)


def shipped_checker_says(files: dict[str, bytes], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-I", str(folder / custody.CHECKER), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_good_extract_is_proven_by_both(files: dict[str, bytes], tmp_path: Path) -> None:
    assert custody.check(files).size == 37
    done = shipped_checker_says(files, tmp_path)
    assert (done.returncode, "9 events stand unchanged" in done.stdout) == (0, True), done


def test_a_key_from_another_channel_is_used_when_given(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "mine.pem").write_bytes(files[custody.PUBLIC_KEY])
    assert shipped_checker_says(files, tmp_path, "--key", str(tmp_path / "mine.pem")).returncode == 0
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "o.pem"], cwd=tmp_path, check=True)
    subprocess.run(["openssl", "pkey", "-in", "o.pem", "-pubout", "-out", "other.pem"], cwd=tmp_path, check=True)
    assert shipped_checker_says(files, tmp_path, "--key", str(tmp_path / "other.pem")).returncode == 1


def edit_event(files: dict[str, bytes]) -> None:
    files[custody.EVENTS] = files[custody.EVENTS].replace(b"user:1", b"user:2", 1)


def drop_event(files: dict[str, bytes]) -> None:
    files[custody.EVENTS] = files[custody.EVENTS].partition(b"\n")[2]


def swap_events(files: dict[str, bytes]) -> None:
    lines = files[custody.EVENTS].splitlines(keepends=True)
    files[custody.EVENTS] = b"".join([lines[1], lines[0], *lines[2:]])


def drop_event_and_proof(files: dict[str, bytes]) -> None:
    drop_event(files)
    inclusion = json.loads(files[custody.INCLUSION])
    inclusion["proofs"][0] = inclusion["proofs"].pop()
    files[custody.INCLUSION] = json.dumps(inclusion).encode()


def change_checkpoint_size(files: dict[str, bytes]) -> None:
    files[custody.CHECKPOINT] = files[custody.CHECKPOINT].replace(b"\n37\n", b"\n36\n")
    inclusion = json.loads(files[custody.INCLUSION])
    inclusion["size"] = 36
    files[custody.INCLUSION] = json.dumps(inclusion).encode()


def remove_signature(files: dict[str, bytes]) -> None:
    files[custody.CHECKPOINT] = files[custody.CHECKPOINT].partition(b"\n\n")[0] + b"\n\n"


def rebuild_everything_with_another_tree(files: dict[str, bytes]) -> None:
    rows = journal(8)
    leaves = [merkle.leaf_hash(row.body) for row in rows]
    proofs = merkle.inclusion_proofs(range(8), leaves)
    made = [{"seq": r.seq, "leaf": leaves[r.seq - 1].hex(), "path": [h.hex() for h in proofs[r.seq - 1]]} for r in rows]
    inclusion = {"first_seq": 1, "size": 8, "root": merkle.root(leaves).hex(), "proofs": made}
    files[custody.EVENTS] = b"".join(row.body + b"\n" for row in rows)
    files[custody.INCLUSION] = json.dumps(inclusion).encode()
    said = checkpoint.Checkpoint("test-hub/journal", 8, merkle.root(leaves))
    files[custody.CHECKPOINT] = said.body().encode() + b"\n" + files[custody.CHECKPOINT].partition(b"\n\n")[2]


def not_json(files: dict[str, bytes]) -> None:
    files[custody.INCLUSION] = b"{"


ATTACKS = [
    edit_event,
    drop_event,
    swap_events,
    drop_event_and_proof,
    change_checkpoint_size,
    remove_signature,
    rebuild_everything_with_another_tree,
    not_json,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_forged_extract_is_refused_by_both(
    files: dict[str, bytes], tmp_path: Path, attack: Callable[..., Any]
) -> None:
    attack(files)
    with pytest.raises(custody.BadExtract):
        custody.check(files)
    done = shipped_checker_says(files, tmp_path)
    assert (done.returncode, done.stdout[:6]) == (1, "FAILED"), done


def test_without_openssl_the_shipped_program_says_what_it_could_not_check(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-I", str(tmp_path / custody.CHECKER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})
    assert (done.returncode, "NOT CHECKED" in done.stdout) == (2, True), done


def test_a_row_that_the_journal_does_not_hold_never_leaves(keys: Keys) -> None:
    rows = journal(10)
    leaves = [merkle.leaf_hash(row.body) for row in rows]
    said = checkpoint.Checkpoint(keys.origin, 10, merkle.root(leaves))
    text = checkpoint.sign(said, keys.journal_key)
    forged = custody.Row(4, rows[3].body.replace(b"user:1", b"user:9"))
    with pytest.raises(custody.BadExtract):
        custody.extract([forged], leaves, text, keys.journal_key.public_key())


def test_a_row_newer_than_the_checkpoint_never_leaves(keys: Keys) -> None:
    rows = journal(10)
    leaves = [merkle.leaf_hash(row.body) for row in rows]
    text = checkpoint.sign(checkpoint.Checkpoint(keys.origin, 9, merkle.root(leaves[:9])), keys.journal_key)
    with pytest.raises(custody.BadExtract, match="not under the checkpoint"):
        custody.extract([rows[9]], leaves, text, keys.journal_key.public_key())


def test_a_journal_that_counts_from_nought_is_served_too(keys: Keys) -> None:
    rows = [custody.Row(0, journal(1)[0].body.replace(b'"seq":1', b'"seq":0'))]
    leaves = [merkle.leaf_hash(rows[0].body)]
    text = checkpoint.sign(checkpoint.Checkpoint(keys.origin, 1, merkle.root(leaves)), keys.journal_key)
    made = custody.extract(rows, leaves, text, keys.journal_key.public_key(), first_seq=0)
    assert custody.check(made).size == 1
