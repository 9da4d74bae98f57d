"""A good package is accepted by us, by the plain tools and by bagit; what is wrong while building stops the build."""

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from upstander.engines.sealing.bag import BadName, FileChanged, NotVerified, PackageError, PackageWriter
from upstander.engines.sealing.digests import Digests, digest_file, digest_stream
from upstander.engines.sealing.keys import Keys
from upstander.engines.sealing.verify import verify_package

from . import packages


def test_a_good_package_is_sealed_for_us_for_the_plain_tools_and_for_bagit(
    package: Path, unpacked: packages.Unpacked, keys: Keys
) -> None:
    findings = verify_package(package, keys.anchor)
    assert (findings.ok, findings.verdict) == (True, "sealed"), findings
    assert unpacked.plain_tools_accept(keys.anchor)
    assert bagit.Bag(str(unpacked.folder)).validate()


def test_the_anchor_may_be_a_path(package: Path, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "hub-root.pem").write_bytes(keys.anchor)
    assert verify_package(package, tmp_path / "hub-root.pem").ok


def test_without_an_anchor_nothing_is_called_sealed(package: Path) -> None:
    findings = verify_package(package)
    assert (findings.ok, findings.anchored, findings.verdict) == (False, False, "not anchored")
    assert any("not anchored" in check.detail for check in findings.checks)


def test_what_was_sealed_is_reported(keys: Keys, tmp_path: Path) -> None:
    sealed = packages.build(tmp_path, keys)
    assert digest_file(sealed.path) == Digests(sealed.sha256, digest_file(sealed.path).sha512, sealed.size)
    unpacked = packages.unpack(sealed.path, tmp_path / "out")
    assert digest_file(unpacked.path("tagmanifest-sha256.txt")).sha256 == sealed.tagmanifest_sha256
    assert sealed.payload_files == 9


def test_two_builds_differ_in_nothing_but_the_seal(keys: Keys, tmp_path: Path) -> None:
    first = packages.unpack(packages.build(tmp_path / "a", keys).path, tmp_path / "x")
    second = packages.unpack(packages.build(tmp_path / "b", keys).path, tmp_path / "y")
    for path in first.folder.rglob("*"):
        relative = path.relative_to(first.folder).as_posix()
        if path.is_file() and relative != "seal/tagmanifest-sha256.txt.p7s":
            assert path.read_bytes() == second.path(relative).read_bytes(), relative


def test_a_file_that_changed_since_it_was_received_stops_the_build(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"as received")
    recorded = digest_file(source)
    source.write_bytes(b"as  altered")
    with PackageWriter(tmp_path / "p.zip", "P1") as package, pytest.raises(FileChanged, match="exhibits/a"):
        package.add_file("exhibits/a", source, recorded)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


@pytest.mark.parametrize("rel", ["../x", "/x", "a/../../x", "con", "a b", "A/shot.PNG", "a/shot.png/x", "a"])
def test_unsafe_and_repeated_paths_are_refused(tmp_path: Path, rel: str) -> None:
    with PackageWriter(tmp_path / "p.zip", "P1") as package:
        package.add_bytes("a/shot.png", b"1")
        with pytest.raises(BadName):
            package.add_bytes(rel, b"2")


def test_a_package_is_never_replaced(package: Path, keys: Keys, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        PackageWriter(package, "P1")
    with PackageWriter(tmp_path / "p.zip", "P1") as late:
        for file, data in packages.custody_files(keys).items():
            late.add_bytes(f"custody/{file}", data)
        (tmp_path / "p.zip").write_bytes(b"made by a quicker worker")
        with pytest.raises(FileExistsError):
            late.finish(packages.INFO, keys, at=packages.AT)
    assert (tmp_path / "p.zip").read_bytes() == b"made by a quicker worker"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_package_that_does_not_pass_its_own_check_is_not_kept(keys: Keys, tmp_path: Path) -> None:
    with PackageWriter(tmp_path / "p.zip", "P1") as package:
        package.add_bytes("report.pdf", b"without a custody extract")
        with pytest.raises(NotVerified, match="custody"):
            package.finish(packages.INFO, keys, at=packages.AT)
    assert not list(tmp_path.iterdir())


def test_lines_cannot_be_smuggled_into_bag_info(keys: Keys, tmp_path: Path) -> None:
    with PackageWriter(tmp_path / "p.zip", "P1") as package:
        for file, data in packages.custody_files(keys).items():
            package.add_bytes(f"custody/{file}", data)
        package.finish({"Note": "one\nPayload-Oxum: 1.1"}, keys, at=packages.AT)
    info = packages.unpack(tmp_path / "p.zip", tmp_path / "out").path("bag-info.txt").read_text()
    assert info.startswith("Note: one Payload-Oxum: 1.1\nBagging-Date: 2026-11-21\nTime-Stamp: none\nPayload-Oxum: ")
    with PackageWriter(tmp_path / "q.zip", "P1") as package, pytest.raises(PackageError):
        package.finish({"No:te": "x"}, keys, at=packages.AT)


def test_the_finished_file_is_read_only_and_alone(keys: Keys, tmp_path: Path) -> None:
    sealed = packages.build(tmp_path, keys)
    assert sealed.path.stat().st_mode & 0o777 == 0o440
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_entries_are_stored_and_dated_alike(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert {(entry.compress_type, entry.date_time) for entry in archive.infolist()} == {(0, (1980, 1, 1, 0, 0, 0))}


def test_a_file_beyond_four_gigabytes_is_announced_as_such(tmp_path: Path) -> None:
    with PackageWriter(tmp_path / "p.zip", "P1") as package:
        huge = Digests("0" * 64, "0" * 128, 5 << 30)
        with pytest.raises(FileChanged):
            package.add_stream("video.mp4", [b"x"], huge)
        assert package._zip.infolist()[0].file_size == 1


def test_bytes_that_do_not_fit_both_recorded_digests_are_never_sealed(keys: Keys, tmp_path: Path) -> None:
    true = digest_stream([b"words"])
    with PackageWriter(tmp_path / "p.zip", "P1") as package, pytest.raises(FileChanged):
        package.add_stream("words.txt", [b"words"], replace(true, sha512="0" * 128))
    with PackageWriter(tmp_path / "p.zip", "P1") as package:
        for file, data in packages.custody_files(keys).items():
            package.add_bytes(f"custody/{file}", data)
        package.add_stream("words.txt", [b"words"], replace(true, sha256="0" * 64))
        with pytest.raises(NotVerified, match=r"changed: data/words\.txt"):
            package.finish({}, keys, at=packages.AT)
    assert not [name for name in os.listdir(tmp_path) if name.endswith((".zip", ".part"))]


def test_a_file_that_lies_under_its_hash_is_read_again_by_its_crc_and_one_under_another_name_by_its_hash(
    keys: Keys, tmp_path: Path
) -> None:
    true = digest_stream([b"words"])
    for name in (true.sha256, "0" * 64):
        (tmp_path / name).write_bytes(b"words")

    def finish(name: str, recorded: str, damage: bool) -> None:
        target = tmp_path / "p.zip"
        target.unlink(missing_ok=True)
        with PackageWriter(target, "P1") as package:
            for file, data in packages.custody_files(keys).items():
                package.add_bytes(f"custody/{file}", data)
            package.add_file("words.txt", tmp_path / name, replace(true, sha256=recorded))
            if damage:
                entry = package._zip.getinfo("P1/data/words.txt")
                package._stream.flush()
                os.pwrite(package._stream.fileno(), b"W", entry.header_offset + 30 + len(entry.filename))
            package.finish({}, keys, at=packages.AT)

    finish(true.sha256, true.sha256, damage=False)
    with pytest.raises(NotVerified, match="CRC"):
        finish(true.sha256, true.sha256, damage=True)
    with pytest.raises(NotVerified, match=r"changed: data/words\.txt"):
        finish(true.sha256, "f" * 64, damage=False)
    finish("0" * 64, true.sha256, damage=False)
