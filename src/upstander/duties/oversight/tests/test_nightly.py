"""Every morning administrators, auditors and witnesses get the checkpoint to keep, and how the hub stands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from upstander.config.command import main
from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.due import tell_nightly
from upstander.duties.oversight.nightly import addresses, tell_of_the_night
from upstander.duties.oversight.scrubbing import scrub
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.outside import mark, read_held
from upstander.record.journal import clock
from upstander.record.journal.checkpoints import checkpoint, newest_mark
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.tests.attacks import cut
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import Letter, marked, opened
from upstander.record.people.actors import SYSTEM
from upstander.record.people.models import User
from upstander.record.vault import keeping
from upstander.record.work import worker
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: object) -> None:
    settings.VAULT_FOLDER = tmp_path / "vault"  # type: ignore[attr-defined]
    settings.MAIL_FOLDER = tmp_path / "mail"  # type: ignore[attr-defined]


def letters() -> list[Letter]:
    return [opened(message) for message in Message.objects.filter(kind="night").order_by("pk")]


def test_those_who_watch_and_the_witnesses_get_it_once_a_day(
    administrator: User, auditor: User, officer: User, supervisor: User, settings: object
) -> None:
    settings.WITNESSES = ["dpo@example.org", auditor.email]  # type: ignore[attr-defined]
    record(SYSTEM, Verb.CLAIMED, ("case", 1), at=NOW)
    at = timezone.now()
    assert tell_of_the_night(at=at) == 3
    assert tell_of_the_night(at=at) == 0
    assert {letter.to for letter in letters()} == {administrator.email, auditor.email, "dpo@example.org"}
    assert officer.email not in addresses()
    assert supervisor.email not in addresses()


def test_the_saved_message_is_enough_to_see_a_journal_that_was_cut(
    administrator: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW)
    tell_of_the_night(at=timezone.now())
    worker.run_all()
    [mail] = (tmp_path / "mail").glob("*.eml")
    [held] = read_held(str(mail))
    assert held.text == Checkpoint.objects.latest("size").text
    assert main(["log", "verify", "--checkpoint", str(mail)]) == 0
    cut(3)
    assert main(["log", "verify", "--checkpoint", str(mail)]) == 1


def test_it_says_how_clock_files_and_work_stand_and_nothing_about_anybody(
    administrator: User, report: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    received = report()
    at = timezone.now()
    tell_of_the_night(at=at)
    [quiet] = letters()
    assert "it was not set back" in quiet.text
    assert "none was read again yet" in quiet.text
    file = keeping.register(keeping.deposit(BytesIO(b"a file")), at=NOW)
    keeping.path_of(file).unlink()
    scrub()
    Item.objects.create(name="try", due_at=at, asked_at=at, state=Item.State.STUCK)
    read = clock.read()
    monkeypatch.setattr(clock, "read", lambda: clock.Reading(read.boot, read.up, read.wall - 90_000_000))
    record(SYSTEM, Verb.CLAIMED, ("case", 2), at=NOW)
    tell_of_the_night(at=at + timedelta(days=1))
    loud = letters()[-1]
    assert "SET BACK 1 time" in loud.text
    assert "1 is NOT what came in." in loud.text
    assert "1 pieces of work that are stuck" in loud.text
    assert received.report.reference not in loud.text
    assert received.case.reference not in loud.text


def test_the_next_is_asked_for_and_an_empty_journal_is_nothing_to_tell(administrator: User) -> None:
    tell_nightly()
    assert letters() == []
    assert Item.objects.filter(name="tell_of_the_night", due_at__gt=timezone.now()).count() == 1


def test_every_letter_leaves_with_the_mark_at_its_foot(
    administrator: User, tmp_path: Path, report: Callable[..., Received]
) -> None:
    letter = Letter("a@example.org", "About your message", "We have it.\n")
    assert marked(letter) == letter, "nothing was signed yet"
    report()
    made = checkpoint()
    assert made is not None
    said = signed_text.parse(made.text)
    assert marked(letter).text == f"We have it.\n\n-- \n{said.size}:{said.root.hex()[:16]}\n"
    assert marked(marked(letter)) == marked(letter)
    assert mark(said) == newest_mark()


def test_a_clock_that_was_set_back_is_shown_to_auditors_and_administrators(
    administrator: User, auditor: User, signed_in: Callable[[User], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "clock was set back"
    record(SYSTEM, Verb.CLAIMED, ("case", 1), at=NOW)
    pages = ((administrator, reverse("oversight:hub")), (auditor, reverse("oversight:audit")))
    for viewer, page in pages:
        assert said not in signed_in(viewer).get(page).content.decode()  # type: ignore[attr-defined]
    read = clock.read()
    monkeypatch.setattr(clock, "read", lambda: clock.Reading(read.boot, read.up, read.wall - 90_000_000))
    record(SYSTEM, Verb.CLAIMED, ("case", 2), at=datetime.now(UTC))
    monkeypatch.undo()
    for viewer, page in pages:
        assert said in signed_in(viewer).get(page).content.decode()  # type: ignore[attr-defined]
