"""Every attack on a package is seen by us and by the plain tools; what bagit alone lets pass is written down."""

import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest

from upstander.engines.sealing import keys as hub_keys
from upstander.engines.sealing.keys import Keys
from upstander.engines.sealing.plain_tools import plain_checks
from upstander.engines.sealing.seal import chain_pem, sign_detached
from upstander.engines.sealing.verify import verify_package

from .packages import AT, Unpacked

ORIGINAL = "data/exhibits/HUB-0001/original/shot.png"
OTHER = "data/exhibits/HUB-0002/original/shot.png"
RECORD = "data/exhibits/HUB-0001/record.json"
P7S = "seal/tagmanifest-sha256.txt.p7s"


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)


def byte_flipped(bag: Unpacked) -> None:
    flip(bag.path(ORIGINAL))


def byte_flipped_and_all_hashes_redone(bag: Unpacked) -> None:
    flip(bag.path(ORIGINAL))
    bag.rehash()


def exhibits_swapped_and_rehashed(bag: Unpacked) -> None:
    first, second = bag.path(ORIGINAL).read_bytes(), bag.path(OTHER).read_bytes()
    bag.path(ORIGINAL).write_bytes(second)
    bag.path(OTHER).write_bytes(first)
    bag.rehash()


def exhibit_dropped(bag: Unpacked) -> None:
    shutil.rmtree(bag.path("data/exhibits/HUB-0002"))


def exhibit_dropped_and_rehashed(bag: Unpacked) -> None:
    shutil.rmtree(bag.path("data/exhibits/HUB-0002"))
    bag.rehash()


def extra_file_in_data(bag: Unpacked) -> None:
    bag.path("data/extra.txt").write_text("planted")


def extra_file_at_top(bag: Unpacked) -> None:
    bag.path("extra.txt").write_text("planted")


def extra_file_in_seal(bag: Unpacked) -> None:
    bag.path("seal/hub-root.pem").write_text("planted")


def manifest_lines_reordered(bag: Unpacked) -> None:
    lines = bag.path("manifest-sha256.txt").read_text().splitlines(keepends=True)
    bag.path("manifest-sha256.txt").write_text("".join(reversed(lines)))


def resigned_by_a_same_named_key(bag: Unpacked, hub_name: str = "Test hub") -> None:
    flip(bag.path(ORIGINAL))
    bag.rehash()
    forger = hub_keys.make_keys(bag.folder.parent.parent / "forger", hub_name, at=AT)
    bag.path(P7S).write_bytes(sign_detached(bag.path("tagmanifest-sha256.txt").read_bytes(), forger, at=AT))
    bag.path("seal/signer-chain.pem").write_bytes(chain_pem(forger.signer_cert, forger.root_cert))


def signature_removed(bag: Unpacked) -> None:
    bag.path(P7S).unlink()


def signature_spoilt(bag: Unpacked) -> None:
    flip(bag.path(P7S))


def record_date_changed(bag: Unpacked) -> None:
    bag.path(RECORD).write_text(bag.path(RECORD).read_text().replace("2026-11-20", "2026-11-19"))


def record_date_changed_and_rehashed(bag: Unpacked) -> None:
    record_date_changed(bag)
    bag.rehash()


def custody_event_changed_and_rehashed(bag: Unpacked) -> None:
    events = bag.path("data/custody/events.jsonl")
    events.write_bytes(events.read_bytes().replace(b"user:1", b"user:2", 1))
    bag.rehash()


def oxum_changed_and_rehashed(bag: Unpacked) -> None:
    info = bag.path("bag-info.txt")
    info.write_text(info.read_text().replace("Payload-Oxum: 1", "Payload-Oxum: 2"))
    bag.rehash_tags()


Attack = Callable[[Unpacked], None]
SEEN_BY_BAGIT: list[tuple[Attack, bool]] = [
    (byte_flipped, True),
    (byte_flipped_and_all_hashes_redone, False),
    (exhibits_swapped_and_rehashed, False),
    (exhibit_dropped, True),
    (exhibit_dropped_and_rehashed, False),
    (extra_file_in_data, True),
    (extra_file_at_top, False),
    (extra_file_in_seal, False),
    (manifest_lines_reordered, True),
    (resigned_by_a_same_named_key, False),
    (signature_removed, False),
    (signature_spoilt, False),
    (record_date_changed, True),
    (record_date_changed_and_rehashed, False),
    (custody_event_changed_and_rehashed, False),
    (oxum_changed_and_rehashed, True),
]


@pytest.mark.parametrize(("attack", "bagit_sees_it"), SEEN_BY_BAGIT, ids=lambda value: getattr(value, "__name__", ""))
def test_an_altered_package_is_refused(
    unpacked: Unpacked, keys: Keys, tmp_path: Path, attack: Callable[..., Any], bagit_sees_it: bool
) -> None:
    attack(unpacked)
    findings = verify_package(unpacked.repack(tmp_path / "altered.zip"), keys.anchor)
    assert (findings.ok, findings.verdict) == (False, "broken")
    assert not unpacked.plain_tools_accept(keys.anchor)
    assert bagit_finds_fault(unpacked.folder) is bagit_sees_it


def test_packing_anew_without_altering_is_accepted(unpacked: Unpacked, keys: Keys, tmp_path: Path) -> None:
    """Shows that the attacks above are seen for what they did, not for how they were packed."""
    findings = verify_package(unpacked.repack(tmp_path / "same.zip"), keys.anchor)
    assert findings.ok, findings


def test_an_altered_package_is_never_merely_unanchored(unpacked: Unpacked, tmp_path: Path) -> None:
    byte_flipped_and_all_hashes_redone(unpacked)
    assert verify_package(unpacked.repack(tmp_path / "altered.zip")).verdict == "broken"


def test_a_forger_whose_root_is_given_as_anchor_shows_why_the_anchor_needs_another_channel(
    unpacked: Unpacked, tmp_path: Path
) -> None:
    resigned_by_a_same_named_key(unpacked)
    altered = unpacked.repack(tmp_path / "altered.zip")
    assert verify_package(altered, tmp_path / "forger" / hub_keys.ROOT_CERT).ok
    assert verify_package(altered).verdict == "not anchored"


def test_the_roots_of_the_machine_do_not_count_for_the_plain_tools(
    unpacked: Unpacked, keys: Keys, tmp_path: Path
) -> None:
    resigned_by_a_same_named_key(unpacked, "A body that the machine trusts")
    store = tmp_path / "store"
    store.mkdir()
    shutil.copy(tmp_path / "forger" / hub_keys.ROOT_CERT, store / "root.pem")
    subprocess.run(["openssl", "rehash", str(store)], check=True)
    (unpacked.folder.parent / "hub-root.pem").write_bytes(keys.anchor)
    command = next(check.command for check in plain_checks(stamped=False) if check.command.startswith("openssl cms"))
    environment = {"SSL_CERT_DIR": str(store), "PATH": "/usr/bin:/bin"}
    careless = command.replace("-no-CApath -no-CAstore ", "")
    run: dict[str, Any] = {"cwd": unpacked.folder, "env": environment, "capture_output": True, "check": False}
    assert subprocess.run(["bash", "-c", careless], **run).returncode == 0
    assert subprocess.run(["bash", "-c", command], **run).returncode != 0


def test_a_chain_file_that_shows_others_is_refused(unpacked: Unpacked, keys: Keys, tmp_path: Path) -> None:
    """The plain tools never read that file, so nothing rests on it; a person reading it must not be misled."""
    unpacked.path("seal/signer-chain.pem").write_bytes(keys.anchor)
    assert verify_package(unpacked.repack(tmp_path / "altered.zip"), keys.anchor).verdict == "broken"


def truncated(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def cut_in_the_directory(data: bytes) -> bytes:
    return data[:-30]


def junk_appended(data: bytes) -> bytes:
    return data + b"junk"


def junk_prepended(data: bytes) -> bytes:
    return b"#!/bin/sh\n" + data


def comment_added(data: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", 4) + b"note"


def one_byte_flipped_in_place(data: bytes) -> bytes:
    return data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]


def local_name_differs(data: bytes) -> bytes:
    return data.replace(b"shot.png", b"shot.exe", 1)


@pytest.mark.parametrize(
    "attack",
    [
        truncated,
        cut_in_the_directory,
        junk_appended,
        junk_prepended,
        comment_added,
        one_byte_flipped_in_place,
        local_name_differs,
        lambda data: b"",
        lambda data: b"not a zip",
    ],
)
def test_a_damaged_zip_is_refused(package: Path, keys: Keys, tmp_path: Path, attack: Callable[..., Any]) -> None:
    (tmp_path / "bad.zip").write_bytes(attack(package.read_bytes()))
    findings = verify_package(tmp_path / "bad.zip", keys.anchor)
    assert (findings.ok, findings.checks[0].ok and findings.checks[-1].ok) == (False, False)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_wherever_one_byte_is_flipped_the_package_is_refused_or_unpacks_to_the_same(
    package: Path, keys: Keys, tmp_path: Path
) -> None:
    good, unpacks_to = package.read_bytes(), contents(package)
    altered = tmp_path / "altered.zip"
    for position in [*range(0, len(good), 997), *range(len(good) - 3000, len(good), 7)]:
        altered.write_bytes(good[:position] + bytes([good[position] ^ 4]) + good[position + 1 :])
        verdict = verify_package(altered, keys.anchor).verdict
        assert verdict == "broken" or (verdict == "sealed" and contents(altered) == unpacks_to), position


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.txt", "unsafe name"),
        ("/evil.txt", "unsafe name"),
        ("HUB-2026-0001_v1/data/../../evil", "unsafe name"),
        ("HUB-2026-0001_v1\\evil.txt", "unsafe name"),
        ("HUB-2026-0001_v1/data/", "unsafe name"),
        ("HUB-2026-0001_v1/bagit.txt", "there twice"),
        ("HUB-2026-0001_v1/BAGIT.TXT", "there twice"),
        ("other/evil.txt", "one top folder"),
        ("evil.txt", "one top folder"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_smuggled_entry_is_refused(package: Path, keys: Keys, tmp_path: Path, name: str, said: str) -> None:
    shutil.copy(package, tmp_path / "bad.zip")
    (tmp_path / "bad.zip").chmod(0o600)
    with zipfile.ZipFile(tmp_path / "bad.zip", "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"planted")
    findings = verify_package(tmp_path / "bad.zip", keys.anchor)
    assert not findings.ok
    assert said in findings.checks[0].detail


def test_a_compressed_bomb_is_refused_without_being_unpacked(tmp_path: Path, keys: Keys) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("HUB/data/bomb", b"\0" * (50 << 20))
    findings = verify_package(tmp_path / "bomb.zip", keys.anchor)
    assert not findings.ok
    assert "packed anew" in findings.checks[0].detail


def test_a_symbolic_link_is_refused(tmp_path: Path, keys: Keys) -> None:
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        entry = zipfile.ZipInfo("HUB/data/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert "not a regular file" in verify_package(tmp_path / "link.zip", keys.anchor).checks[0].detail


def bagit_finds_fault(folder: Path) -> bool:
    """Say whether the reference BagIt checker alone objects."""
    try:
        return not bagit.Bag(str(folder)).validate()
    except bagit.BagError:
        return True
