"""Stored files are read again: what is missing, short or altered is seen, set aside, never used and never mended."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.conftest import NOW
from upstander.record.vault import cipher, keeping, previews, scrubbing
from upstander.record.vault.models import File
from upstander.record.vault.scrubbing import Fault, begin, look, mark, share

pytestmark = pytest.mark.django_db
BODY = b"what came in, bit by bit"


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: object) -> None:
    settings.VAULT_FOLDER = tmp_path / "vault"  # type: ignore[attr-defined]


def kept(body: bytes = BODY, *, locked: bool = False) -> File:
    stored = keeping.deposit_locked(body) if locked else keeping.deposit(BytesIO(body))
    return keeping.register(stored, at=NOW)


def change(file: File, body: bytes) -> None:
    path = keeping.path_of(file)
    path.chmod(0o640)
    path.write_bytes(body)


def flip(file: File) -> None:
    body = keeping.path_of(file).read_bytes()
    change(file, bytes([body[0] ^ 1]) + body[1:])


@pytest.mark.parametrize("locked", [False, True])
def test_every_way_in_which_a_file_can_be_wrong_is_told_apart(locked: bool) -> None:
    file = kept(locked=locked)
    assert look(file) == ""
    flip(file)
    assert look(file) == Fault.ALTERED
    change(file, keeping.path_of(file).read_bytes()[:-1])
    assert look(file) == Fault.SHORT
    change(file, b"")
    assert look(file) == Fault.SHORT
    keeping.path_of(file).unlink()
    assert look(file) == Fault.MISSING


def test_a_file_that_the_disk_does_not_give_is_no_altered_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Path) -> object:
        raise OSError(5, "Input/output error")

    file = kept()
    monkeypatch.setattr(scrubbing, "digest_file", broken)
    assert look(file) == Fault.UNREADABLE
    assert mark(file, at=NOW) is not None
    assert keeping.path_of(file).exists(), "what may be whole stays where it is"


def test_a_key_that_is_not_this_hubs_is_told_apart_and_a_missing_one_is_no_fault_of_the_file() -> None:
    file = kept(locked=True)
    file.locked_key = cipher.lock(bytes(32), table="vault", column="locked_key", row="another")
    assert look(file) == Fault.LOCKED


def test_without_the_hubs_keys_nothing_is_marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = kept(locked=True)
    monkeypatch.setattr(settings, "KEYS_FOLDER", tmp_path / "none")
    with pytest.raises(FileNotFoundError):
        look(file)


@pytest.mark.parametrize("cut", [True, False])
def test_what_is_not_what_came_in_is_set_aside_unchanged_and_found_missing_from_then_on(cut: bool) -> None:
    file = kept()
    change(file, BODY[:-1] if cut else BODY.upper())
    marked = mark(file, at=NOW)
    assert marked is not None
    assert marked.fault == (Fault.SHORT if cut else Fault.ALTERED)
    file.refresh_from_db()
    assert (file.fault, file.fault_at) == (marked.fault, NOW)
    assert not keeping.path_of(file).exists()
    [aside] = keeping.aside_of(file)
    assert aside.read_bytes() == (BODY[:-1] if cut else BODY.upper())
    assert mark(file, at=NOW) is None, "it is known"
    assert [f"set aside as {marked.fault}" in fault for fault in scrubbing.faults()] == [True]


def test_with_setting_aside_off_the_altered_bytes_would_still_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "SET_ASIDE", ())
    file = kept()
    flip(file)
    mark(file, at=NOW)
    assert keeping.path_of(file).exists()


def test_who_sends_the_same_again_is_not_made_to_use_what_was_altered() -> None:
    file = kept()
    flip(file)
    mark(file, at=NOW)
    again = kept()
    assert again.pk == file.pk
    assert keeping.read(again) == BODY
    marked = mark(again, at=NOW)
    assert marked is not None
    assert marked.fault == ""
    again.refresh_from_db()
    assert (again.fault, again.fault_at) == ("", None)


def test_who_sends_the_same_again_is_not_made_to_use_a_half_file_that_nobody_has_found_yet() -> None:
    file = kept()
    change(file, BODY[:5])
    assert keeping.read(kept()) == BODY
    assert [path.read_bytes() for path in keeping.aside_of(file)] == [BODY[:5]]


def test_what_was_set_aside_stays_for_as_long_as_its_row_and_goes_with_it() -> None:
    file, later = kept(), timezone.now() + timedelta(days=3)
    flip(file)
    mark(file, at=NOW)
    [aside] = keeping.aside_of(file)
    os.utime(aside, (0, 0))
    assert keeping.sweep_orphans() == 0
    file.refresh_from_db()
    keeping.erase(file, at=NOW)
    keeping.sweep_orphans(now=later)
    assert not aside.exists()


def test_a_small_picture_of_what_is_in_quarantine_is_shown_no_more_nor_one_that_is_itself() -> None:
    of = kept(b"the picture")
    previews.keep(of, keeping.deposit_locked(b"small"), maker="m", at=NOW)
    assert [*previews.previews_of([of])] == [of.pk]
    assert previews.missing([of], maker="m") == []
    small = File.objects.exclude(pk=of.pk).get()
    flip(small)
    mark(small, at=NOW)
    assert previews.previews_of([of]) == {}
    assert previews.made_of([of.place], maker="m") == {}
    assert previews.missing([of], maker="m") == [of], "it is made again"
    small.refresh_from_db()
    File.objects.filter(pk=small.pk).update(fault="")
    assert [*previews.previews_of([of])] == [of.pk]
    flip(of)
    mark(of, at=NOW)
    of.refresh_from_db()
    assert previews.previews_of([of]) == {}
    assert previews.missing([of], maker="m") == [], "nothing is made of it"


def test_a_file_is_marked_in_a_transaction_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        mark(File(), at=NOW)


def test_the_share_of_a_night_brings_the_round_to_its_end_in_time(settings: object) -> None:
    settings.SCRUB_DAYS = 4  # type: ignore[attr-defined]
    for number in range(12):
        kept(bytes([65 + number]) * 100)
    running = begin(at=NOW)
    read = []
    for night in range(4):
        at, left = NOW + timedelta(days=night), share(running, at=NOW + timedelta(days=night))
        while left > 0 and (files := scrubbing.batch(running.reached, most=left)):
            assert scrubbing.advance(running, files, faulty=0, at=at)
            left -= sum(file.size for file in files)
            read += files
    assert len(read) == 12
    assert scrubbing.batch(running.reached, most=None) == []
    stale = begin(at=NOW)
    stale.reached = 0
    assert not scrubbing.advance(stale, read[:1], faulty=0, at=NOW), "another reader has gone on"


def test_a_file_larger_than_the_share_is_read_all_the_same() -> None:
    file = kept(b"x" * 5000)
    assert scrubbing.batch(0, most=1) == [file]
