"""The note to read first carries the marking, whom to ask, and commands that really check the package it lies in."""

import subprocess

import pytest

from upstander.duties.evidence.documents.read_me import read_me
from upstander.engines.sealing.plain_tools import plain_checks

from . import example


@pytest.fixture
def note():
    made = read_me(
        example.case(),
        package="HUB-2026-0001_v2",
        signer_fingerprint="AA:01",
        root_fingerprint="BB:02",
        journal_fingerprint="cc03",
        stamped=True,
    )
    return made.decode()


def test_the_marking_is_the_first_and_the_last_line(note):
    assert note.splitlines()[0] == note.splitlines()[-1] == "OFFICIAL-SENSITIVE"


def test_every_command_and_fingerprint_is_printed_unbroken(note):
    assert all(check.command in note for check in plain_checks(stamped=True))
    assert all(fingerprint in note for fingerprint in ("AA:01", "BB:02", "cc03"))


def test_whom_to_ring_the_warning_and_what_is_absent_are_printed(note):
    assert "01632 960 001" in note
    assert "E-mail: not known" in note
    assert "This report quotes abuse" in note
    assert "- Time stamp: this version does not ask" in note


def test_it_opens_well_in_a_plain_editor_on_windows(note):
    assert note.count("\r\n") == note.count("\n")


def test_hidden_characters_in_a_name_do_not_act():
    case = example.case()
    case["hub"]["name"] = "Hub\u202eevil"
    made = read_me(
        case, package="P", signer_fingerprint="", root_fingerprint="", journal_fingerprint="", stamped=False
    ).decode()
    assert "Hub[U+202E]evil" in made


def test_the_printed_commands_check_a_real_package(tmp_path):
    from datetime import UTC, datetime

    from upstander.engines.sealing import checkpoint, custody, merkle
    from upstander.engines.sealing.bag import PackageWriter
    from upstander.engines.sealing.keys import make_keys

    at = datetime(2026, 11, 21, tzinfo=UTC)
    keys = make_keys(tmp_path / "keys", "Test hub", at=at)
    body = b'{"prev":"' + b"0" * 64 + b'","seq":1}'
    leaves = [merkle.leaf_hash(body)]
    text = checkpoint.sign(checkpoint.Checkpoint(keys.origin, 1, merkle.root(leaves)), keys.journal_key)
    note = read_me(
        example.case(),
        package="P1",
        signer_fingerprint="",
        root_fingerprint="",
        journal_fingerprint="",
        stamped=False,
        signed=False,
    )
    with PackageWriter(tmp_path / "P1.zip", "P1") as package:
        package.add_bytes("READ-ME-FIRST.txt", note)
        for name, data in custody.extract([custody.Row(1, body)], leaves, text, keys.journal_key.public_key()).items():
            package.add_bytes(f"custody/{name}", data)
        package.finish({}, keys, at=at)
    (tmp_path / "hub-root.pem").write_bytes(keys.anchor)
    steps = [line.strip() for line in note.decode().splitlines() if line.startswith("   ")]
    script = "set -e\n" + "\n".join(steps)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    assert len(steps) == 7
