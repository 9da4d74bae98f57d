"""Files are scanned where a scanner is set up; no report waits for it, and what it finds is shown to nobody at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.actions.settle_scan import settle_scan
from upstander.duties.intake.submission import SentFile
from upstander.engines.scanning.tests.fake import EICAR, VERSION, clamd
from upstander.record.cases import scanned
from upstander.record.cases.models import Scan
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker
from upstander.record.work.models import Item


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "clamd"
    with override_settings(CLAMD=str(place)):
        yield place


@pytest.fixture
def sent(report: Callable[..., Received]) -> Callable[..., Received]:
    return lambda *contents: report(files=tuple(SentFile(deposit(BytesIO(each)), "file.txt") for each in contents))


def test_each_file_is_scanned_and_the_answer_kept(sent: Callable[..., Received], place: Path) -> None:
    with clamd(place) as fake:
        received = sent(b"harmless words", EICAR)
        worker.run_all()
    clean, found = (scanned.latest([each])[each.pk] for each in received.report.files.order_by("position"))
    assert (clean.result, clean.engine) == ("clean", VERSION)
    assert (found.result, found.name) == ("found", "Eicar-Test-Signature")
    assert len(fake.received) == 2
    assert not scanned.stands_in_the_way(clean)
    assert scanned.stands_in_the_way(found)
    entry = Entry.objects.get(verb="file scanned")
    assert '"found":1' in entry.body
    assert "Eicar" not in entry.body


def test_a_report_is_never_held_back_by_a_scanner_that_is_gone(sent: Callable[..., Received], place: Path) -> None:
    received = sent(b"words")
    worker.run_all()
    row = Scan.objects.get()
    assert (row.result, row.name) == ("failed", "it cannot be reached: FileNotFoundError")
    assert received.report.standing == "active"
    assert not Item.objects.filter(state="stuck").exists()
    again = Item.objects.get(name="scan_files", state="ready")
    assert again.due_at - timezone.now() > timedelta(minutes=59)
    Item.objects.filter(pk=again.pk).update(due_at=timezone.now())
    with clamd(place):
        worker.run_all()
    assert Scan.objects.get().result == "clean"
    assert Entry.objects.filter(verb="file scanned").count() == 2


def test_a_scanner_that_never_answers_is_given_up(sent: Callable[..., Received], place: Path) -> None:
    sent(b"words")
    for _ in range(30):
        worker.run_all()
        Item.objects.filter(name="scan_files", state="ready").update(due_at=timezone.now())
    assert Item.objects.filter(name="scan_files").count() == 25
    assert Scan.objects.count() == 1
    assert Entry.objects.filter(verb="file scanned").count() == 1


def test_without_the_setting_nothing_is_asked_for(sent: Callable[..., Received]) -> None:
    sent(b"words")
    worker.run_all()
    assert not Item.objects.filter(name="scan_files").exists()
    assert not Scan.objects.exists()


def test_an_officer_decides_with_a_reason_and_what_was_found_stays(
    sent: Callable[..., Received], place: Path, officer: User, auditor: User
) -> None:
    with clamd(place):
        held = sent(EICAR).report.files.get()
        worker.run_all()
    with pytest.raises(NotAllowed):
        settle_scan(held=held, reason="x", actor=acting(auditor), at=NOW)
    with pytest.raises(NotAllowed) as refusal:
        settle_scan(held=held, reason=" ", actor=acting(officer), at=NOW)
    assert refusal.value.needs_reason
    assert scanned.shut(held)
    settle_scan(held=held, reason="A known test file.", actor=acting(officer), at=NOW)
    assert not scanned.shut(held)
    row = Scan.objects.get()
    assert (row.result, row.cleared_why) == ("found", "A known test file.")
    with pytest.raises(WrongState):
        settle_scan(held=held, reason="Again.", actor=acting(officer), at=NOW)


def test_one_file_in_two_reports_is_scanned_for_each_by_itself(sent: Callable[..., Received], place: Path) -> None:
    with clamd(place):
        first, second = sent(EICAR).report.files.get(), sent(EICAR).report.files.get()
        worker.run_all()
    assert first.file_id == second.file_id
    assert {first.pk, second.pk} == set(Scan.objects.values_list("file", flat=True))
