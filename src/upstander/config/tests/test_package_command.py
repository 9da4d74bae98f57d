"""`upstander package` does what the page does, goes on after a stop, and writes its file whole or not at all."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from upstander.config import giving_out
from upstander.config.command import main
from upstander.duties.evidence import due
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.tests import in_the_press, story
from upstander.duties.intake.actions.add import add
from upstander.engines.sealing.verify import verify_package
from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db
Told = Callable[[], str]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PACKAGES_FOLDER = tmp_path / "packages"
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def case(report: story.Reporting, officer: User, supervisor: User) -> Case:
    return story.decided(report(files=(story.sent(b"words", "a.txt"),)), officer, supervisor)


@pytest.fixture
def upstander(case: Case, folder: Path, capsys: Any) -> Callable[..., tuple[int, str]]:
    """Call the command for the case and return its exit code and what it said."""

    def call(*words: str, out: Path | None = None, reference: str = "") -> tuple[int, str]:
        code = main(["package", reference or case.reference, "--out", str(out or folder / "p.zip"), *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


Upstander = Callable[..., tuple[int, str]]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_asks_builds_journals_and_writes_what_the_page_would(
    upstander: Upstander, case: Case, officer: User, folder: Path, settings: Settings
) -> None:
    code, said = upstander("--as", officer.email.upper())
    package, written = Package.objects.get(), folder / "p.zip"
    assert code == 0, said
    assert sha256(written.read_bytes()).hexdigest() == package.sha256
    assert package.sha256 in said
    assert "100 per cent" in said
    assert "Nobody has released it yet" in said
    assert written.stat().st_mode & 0o777 == 0o600
    assert left_in(folder) == ["p.zip"]
    assert verify_package(written, Path(settings.KEYS_FOLDER) / "hub-root.pem").verdict == "sealed"
    assert (package.asked_by, package.state) == (officer, "ready")
    verbs = list(Entry.objects.filter(actor=f"user:{officer.pk}").order_by("seq").values_list("verb", flat=True))
    assert verbs[-3:] == ["consulted", "package asked", "downloaded"]


def test_without_a_name_it_is_the_officer_of_the_case(upstander: Upstander, officer: User) -> None:
    code, said = upstander()
    assert (code, "In the name of PC Abara" in said) == (0, True)
    assert Package.objects.get().asked_by == officer


def test_refusals_are_plain_and_build_nothing(
    upstander: Upstander, case: Case, other_officer: User, folder: Path, report: story.Reporting
) -> None:
    for words, said in {
        ("--as", "nobody@example.org"): "nobody here with the address",
        ("--as", other_officer.email): "may not",
    }.items():
        code, answer = upstander(*words)
        assert (code, said in answer) == (2, True), answer
    other = report()
    assert upstander(reference=other.case.reference)[0] == 2, "nobody has it"
    assert upstander(reference="C-0000", out=None)[0] == 2
    Case.objects.filter(pk=case.pk).update(positive_line=None)
    code, answer = upstander()
    assert (code, "once a positive line of enquiry is recorded" in answer) == (2, True)
    assert not Package.objects.exists()
    assert left_in(folder) == []


def test_a_place_that_cannot_be_written_is_found_before_anything_is_built(upstander: Upstander, folder: Path) -> None:
    assert upstander(out=folder)[0] == 3
    assert upstander(out=folder / "none" / "p.zip")[0] == 3
    (folder / "p.zip").write_bytes(b"mine")
    code, said = upstander()
    assert (code, "is there already" in said) == (2, True)
    assert not Package.objects.exists()
    assert (folder / "p.zip").read_bytes() == b"mine"
    assert upstander("--force")[0] == 0
    assert sha256((folder / "p.zip").read_bytes()).hexdigest() == Package.objects.get().sha256


def test_nothing_is_built_twice_while_the_case_is_as_it_was(
    upstander: Upstander, case: Case, officer: User, folder: Path
) -> None:
    assert upstander()[0] == 0
    downloads = Entry.objects.filter(verb="downloaded")
    code, said = upstander()
    assert (code, "nothing is built" in said, downloads.count()) == (0, True, 1), "the file is there and is the same"
    assert upstander(out=folder / "again.zip")[0] == 0
    assert (folder / "again.zip").read_bytes() == (folder / "p.zip").read_bytes()
    assert (Package.objects.count(), downloads.count()) == (1, 2)
    assert upstander("--anew", out=folder / "second.zip")[0] == 0
    assert Package.objects.count() == 2
    add(report=case.opened_by, text="There is more.", actor=acting(officer), at=story.NOW)
    assert upstander()[0] == 2, "the file is of an earlier version"
    assert upstander("--force")[0] == 0
    assert Package.objects.count() == 3


def test_ctrl_c_leaves_no_file_and_the_same_command_goes_on(
    upstander: Upstander, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = due._tell

    def interrupted(package: int, per_cent: int) -> None:
        real(package, per_cent)
        raise KeyboardInterrupt

    monkeypatch.setattr(due, "_tell", interrupted)
    code, said = upstander()
    assert (code, "same command again" in said, left_in(folder)) == (130, True, [])
    row = Package.objects.get()
    assert (row.version, row.state) == (1, "building")
    assert Item.objects.get(once=f"build_package:{row.pk}").state == "ready", "nobody waits for a lease to end"
    monkeypatch.setattr(due, "_tell", real)
    code, said = upstander()
    assert (code, "gone on with" in said, Package.objects.count()) == (0, True, 1)


def test_a_build_that_fails_is_said_and_leaves_no_file(
    upstander: Upstander, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env: dict[str, str] = {}
    in_the_press.hooked(env, f"{in_the_press.__name__}:arm", "disk full")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    code, said = upstander()
    assert (code, "no room left on the disk" in said, left_in(folder)) == (1, True, [])


def test_work_that_is_stuck_is_said_and_not_waited_for(upstander: Upstander, case: Case, officer: User) -> None:
    package = story.asked(case, officer)
    Item.objects.filter(once=f"build_package:{package.pk}").update(state="stuck")
    code, said = upstander()
    assert (code, "failed too often" in said) == (2, True)


@pytest.mark.parametrize("what", ["full", "altered", "taken"])
def test_a_file_that_cannot_be_written_whole_is_not_there(
    upstander: Upstander, folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert upstander(out=folder / "first.zip")[0] == 0
    package = Package.objects.get()
    if what == "full":
        monkeypatch.setattr(giving_out.os, "fsync", full)
    elif what == "altered":
        path = story.zip_of(package)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1] + b"\1")
    else:
        real = giving_out.os.fsync
        monkeypatch.setattr(
            giving_out.os, "fsync", lambda number: (folder / "p.zip").write_bytes(b"x") and real(number)
        )
    code, said = upstander()
    assert code == 3, said
    assert {"full": "could not be written", "altered": "not what was sealed", "taken": "could not be written"}[
        what
    ] in said
    assert left_in(folder) == (["first.zip", "p.zip"] if what == "taken" else ["first.zip"])
    if what == "taken":
        assert (folder / "p.zip").read_bytes() == b"x"


def full(_number: int) -> None:
    raise OSError(28, "No space left on device")
