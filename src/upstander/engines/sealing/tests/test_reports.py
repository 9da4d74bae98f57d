"""A report's own signature: what was done to it afterwards is seen by us and by pdfsig, also without the package."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from upstander.engines.sealing.keys import Keys, make_keys
from upstander.engines.sealing.pdf_checking import BadReport, check_report
from upstander.engines.sealing.pdf_signing import NotSigned, sign_reports
from upstander.engines.sealing.plain_tools import plain_checks
from upstander.engines.sealing.stamping import BadStamp, NoStamp

from . import packages
from .clock_tower import ClockTower, build_tower, served

Altered = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys-of-a-hub")
    make_keys(made / "keys", "Test hub", at=packages.AT)
    return made


@pytest.fixture(scope="module")
def tower() -> ClockTower:
    return build_tower(packages.AT)


@pytest.fixture(scope="module")
def signed(folder: Path, tower: ClockTower) -> bytes:
    return packages.report(folder, folder / "keys", tower.authority).read_bytes()


def pdfsig_accepts(report: bytes, folder: Path) -> bool:
    """Run the printed command in a folder that holds nothing but the report."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/report.pdf").write_bytes(report)
    [command] = [check.command for check in plain_checks(stamped=False) if check.program == "pdfsig"]
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_signed_report_is_accepted(signed: bytes, tower: ClockTower, tmp_path: Path) -> None:
    found = check_report(signed, tower.anchor)
    assert (found.level, found.stamp.at if found.stamp else None) == ("B-T", packages.AT)
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    assert pdfsig_accepts(signed, tmp_path)


def flipped(report: bytes) -> bytes:
    return report[:30] + bytes([report[30] ^ 1]) + report[31:]


def flipped_in_the_signature(report: bytes) -> bytes:
    place = report.index(b"/Contents <") + 700
    return report[:place] + (b"0" if report[place : place + 1] != b"0" else b"1") + report[place + 1 :]


def unsigned(report: bytes) -> bytes:
    return report[: report.index(b"%%EOF\n") + 6]


def widened(report: bytes) -> bytes:
    """Say that the signature covers less: room for other words beside it."""
    return report.replace(b"/ByteRange [0 ", b"/ByteRange [9 ", 1)


ALTERED: list[Altered] = [
    flipped, flipped_in_the_signature, unsigned, widened,
    lambda report: report + b"\n", lambda report: report + b"1 0 obj\n<< >>\nendobj\n%%EOF\n",
    lambda report: report[:-7], lambda _: b"",
]  # fmt: skip


@pytest.mark.parametrize("alter", ALTERED)
def test_what_was_altered_after_signing_is_refused(
    signed: bytes, tower: ClockTower, tmp_path: Path, alter: Altered
) -> None:
    with pytest.raises((BadReport, BadStamp)):
        check_report(alter(signed), tower.anchor)
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    assert not pdfsig_accepts(alter(signed), tmp_path)


def test_a_second_signature_is_refused(folder: Path, signed: bytes, tower: ClockTower) -> None:
    """Whoever adds one changes a document that allows no change; both signatures would be valid by themselves."""
    with pytest.raises(BadReport, match="more than one"):
        check_report(signed + signed[signed.index(b"/ByteRange") :], tower.anchor)


def test_a_token_of_an_authority_that_is_not_trusted_is_refused(signed: bytes) -> None:
    with pytest.raises(BadStamp, match="vouch"):
        check_report(signed, build_tower(packages.AT).anchor)


def test_every_volume_is_signed_in_a_process_of_its_own(folder: Path, tower: ClockTower, tmp_path: Path) -> None:
    volumes = [tmp_path / "report.pdf", tmp_path / "report-2.pdf"]
    for path in volumes:
        path.write_bytes(unsigned(packages.report(tmp_path, folder / "keys", None, name="made").read_bytes()))
    (tmp_path / "root.pem").write_bytes(tower.anchor)
    with served(tower) as address:
        sign_reports(volumes, folder / "keys", at=packages.AT, authority=(address, tmp_path / "root.pem"))
    assert [check_report(path.read_bytes(), tower.anchor).level for path in volumes] == ["B-T", "B-T"]


def test_trouble_of_the_process_is_told_apart(folder: Path, tower: ClockTower, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"not a PDF")
    with pytest.raises(NotSigned):
        sign_reports([path], folder / "keys", at=packages.AT)
    path.write_bytes(unsigned(packages.report(tmp_path, folder / "keys", None, name="made").read_bytes()))
    (tmp_path / "root.pem").write_bytes(tower.anchor)
    with pytest.raises(NoStamp):
        sign_reports([path], folder / "keys", at=packages.AT, authority=("http://127.0.0.1:9/", tmp_path / "root.pem"))
    assert check_unsigned(path)


def check_unsigned(path: Path) -> bool:
    """Say whether the report is still as it was: nothing half signed is left."""
    return b"/ByteRange" not in path.read_bytes()


def test_a_package_whose_report_is_another_signers_is_refused(
    folder: Path, keys: Keys, tower: ClockTower, tmp_path: Path
) -> None:
    from upstander.engines.sealing.bag import NotVerified

    with pytest.raises(NotVerified, match="signed by another"):
        packages.build(tmp_path, keys, keys_folder=folder / "keys", authority=tower.authority)
