"""The vault keeps bytes by their content, says when they changed, and keeps locked bodies unreadable."""

import errno
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from upstander.conftest import NOW
from upstander.record.vault import cipher, keeping, scrubbing
from upstander.record.vault.models import File

pytestmark = pytest.mark.django_db
WORDS = b"words that name somebody"


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: object) -> None:
    settings.VAULT_FOLDER = tmp_path / "vault"  # type: ignore[attr-defined]


def test_the_same_content_is_stored_once_and_found_whole() -> None:
    first, second = keeping.deposit(BytesIO(WORDS)), keeping.deposit(BytesIO(WORDS))
    assert first == second
    file = keeping.register(first, at=NOW)
    assert keeping.register(second, at=NOW) == file
    assert keeping.read(file) == WORDS
    assert list(scrubbing.faults()) == []


def test_a_changed_or_missing_file_is_found() -> None:
    changed = keeping.register(keeping.deposit(BytesIO(b"one")), at=NOW)
    missing = keeping.register(keeping.deposit(BytesIO(b"two")), at=NOW)
    path = keeping.path_of(changed)
    path.chmod(0o640)
    path.write_bytes(b"One")
    keeping.path_of(missing).unlink()
    found = list(scrubbing.faults())
    assert any("not what was stored" in fault for fault in found)
    assert any("missing" in fault for fault in found)


def test_a_locked_body_is_not_readable_on_disk_and_opens_again() -> None:
    file = keeping.register(keeping.deposit_locked(WORDS), at=NOW)
    assert WORDS not in keeping.path_of(file).read_bytes()
    assert keeping.read(file) == WORDS
    assert list(scrubbing.faults()) == []


def test_a_full_disk_keeps_nothing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keeping.deposit(BytesIO(WORDS))
    assert [path for path in Path(settings.VAULT_FOLDER).rglob("*") if path.is_file()] == []


def test_only_orphans_older_than_a_day_are_swept() -> None:
    kept = keeping.register(keeping.deposit(BytesIO(b"kept")), at=NOW)
    orphan = keeping.deposit(BytesIO(b"orphan"))
    assert keeping.sweep_orphans() == 0
    from django.utils import timezone

    assert keeping.sweep_orphans(now=timezone.now() + timedelta(days=2)) == 1
    assert not (Path(settings.VAULT_FOLDER) / orphan.place).exists()
    assert keeping.path_of(kept).exists()
    assert File.objects.count() == 1


@given(st.binary(max_size=200))
def test_what_is_locked_opens_at_its_own_row_only(plain: bytes) -> None:
    blob = cipher.lock(plain, table="person", column="locked", row="1")
    assert cipher.unlock(blob, table="person", column="locked", row="1") == plain
    for elsewhere in ({"row": "2"}, {"column": "other"}, {"table": "draft"}):
        with pytest.raises(cipher.Unreadable):
            cipher.unlock(blob, **{"table": "person", "column": "locked", "row": "1", **elsewhere})


def test_a_changed_blob_does_not_open() -> None:
    blob = bytearray(cipher.lock(WORDS, table="person", column="locked", row="1"))
    blob[-1] ^= 1
    with pytest.raises(cipher.Unreadable):
        cipher.unlock(bytes(blob), table="person", column="locked", row="1")


def test_blind_indexes_are_equal_for_equal_values_of_one_purpose() -> None:
    assert cipher.blind("a", purpose="email") == cipher.blind("a", purpose="email")
    assert cipher.blind("a", purpose="email") != cipher.blind("a", purpose="phone")


def test_what_a_session_holds_is_not_readable_in_the_database() -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    session = SessionStore()
    session["decide:1"] = {"reasons": "canary of a decision"}
    session.save()
    kept = Session.objects.get(pk=session.session_key)
    assert "canary" not in kept.session_data
    assert b"canary" not in signing_decoded(kept.session_data)
    assert SessionStore(session.session_key)["decide:1"] == {"reasons": "canary of a decision"}


def test_a_session_that_does_not_open_is_no_session() -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    session = SessionStore()
    session["x"] = 1
    session.save()
    Session.objects.update(session_data="nonsense")
    assert SessionStore(session.session_key).get("x") is None


def signing_decoded(data: str) -> bytes:
    """Return the bytes under the signature, decompressed where Django compressed them."""
    import zlib

    from django.core.signing import b64_decode

    body = data.split(":")[0]
    return zlib.decompress(b64_decode(body[1:].encode())) if body.startswith(".") else b64_decode(body.encode())


def test_what_is_deposited_again_while_orphans_are_swept_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = keeping.deposit(BytesIO(b"sent again at this very moment"))
    path = keeping.path_of(File(place=stored.place))
    os.utime(path, (0, 0))
    look = File.objects.filter

    def looked(**named: str) -> object:
        found = look(**named).none()
        keeping.deposit(BytesIO(b"sent again at this very moment"))
        return found

    monkeypatch.setattr(File.objects, "filter", looked)
    assert keeping.sweep_orphans() == 0
    assert path.read_bytes() == b"sent again at this very moment"
