"""The scanner's answer is believed only where it is one; silence, refusal and nonsense are no clean bill."""

from io import BytesIO
from pathlib import Path

import pytest

from upstander.engines.scanning.clamd import Verdict, scan
from upstander.engines.scanning.tests.fake import EICAR, VERSION, Clamd, clamd


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "clamd"


def test_clean_bytes_are_clean_and_all_of_them_were_sent(place: Path) -> None:
    content = bytes(range(256)) * 1000
    with clamd(place) as fake:
        assert scan(BytesIO(content), place) == Verdict("clean", "", VERSION)
        assert fake.received == [content]


def test_the_test_virus_is_found_by_its_name(place: Path) -> None:
    with clamd(place):
        assert scan(BytesIO(b"x" * 70_000 + EICAR), place) == Verdict("found", "Eicar-Test-Signature", VERSION)


def test_an_empty_file_is_scanned_as_well(place: Path) -> None:
    with clamd(place):
        assert scan(BytesIO(b""), place).result == "clean"


def test_what_is_too_large_for_it_could_not_be_scanned(place: Path) -> None:
    with clamd(place, Clamd(most=100_000)):
        verdict = scan(BytesIO(b"x" * 3_000_000), place)
    assert verdict.result == "failed"
    assert verdict.name


def test_a_scanner_that_is_silent_or_not_there_has_found_nothing_and_cleared_nothing(place: Path) -> None:
    with clamd(place, Clamd(silent=True)):
        assert scan(BytesIO(b"x"), place, patience=0.2).name == "it did not answer in time"
    gone = scan(BytesIO(b"x"), place)
    assert (gone.result, gone.name) == ("failed", "it cannot be reached: FileNotFoundError")


@pytest.mark.parametrize(
    "said",
    [b"stream: \0", b" FOUND\0", b"stream: OK really\0", b"\xff\xfe\0", b"COMMAND READ TIMED OUT\0", b"x" * 9000],
)
def test_nonsense_is_no_verdict(place: Path, said: bytes) -> None:
    with clamd(place, Clamd(says=said)):
        verdict = scan(BytesIO(b"x"), place)
    assert verdict.result == "failed"
    assert len(verdict.name) <= 200


def test_a_name_that_says_clean_is_still_found(place: Path) -> None:
    with clamd(place, Clamd(says=b"stream: OK FOUND\0")):
        assert scan(BytesIO(b"x"), place).result == "found"
