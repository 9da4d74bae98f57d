"""Every night a share of the stored files is read again; what is faulty is journalled, told and used no more."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.config.command import main
from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight import due as oversight_due
from upstander.duties.oversight.due import scrub_files, watch_from
from upstander.duties.oversight.scrubbing import scrub, stored
from upstander.record.cases.models import ReportedFile
from upstander.record.journal.models import Entry
from upstander.record.journal.reading import acts, timeline
from upstander.record.journal.verbs import Verb
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import opened
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User
from upstander.record.vault import keeping
from upstander.record.vault.models import File, Round
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: object) -> None:
    settings.VAULT_FOLDER = tmp_path / "vault"  # type: ignore[attr-defined]


def kept(number: int) -> File:
    return keeping.register(keeping.deposit(BytesIO(bytes([64 + number]) * 100)), at=NOW)


def spoil(file: File) -> None:
    path = keeping.path_of(file)
    path.chmod(0o640)
    path.write_bytes(b"another thing altogether")


def test_a_faulty_file_is_journalled_with_its_reports_and_every_administrator_is_told_once_a_day(
    hub: Organisation, administrator: User, report: Callable[..., Received]
) -> None:
    sent = SentFile(keeping.deposit(BytesIO(b"a chat log")), "chat.txt")
    received = report(files=(sent,))
    held = ReportedFile.objects.get(report=received.report)
    for file in (held.file, kept(1)):
        spoil(file)
    done = scrub()
    assert (done.faulty, done.ended) == (2, True)
    assert Verb.FILE_FAULTY in [line.verb for line in timeline("report", received.report.pk)]
    [letter] = Message.objects.filter(kind="file faulty")
    assert opened(letter).to == administrator.email
    assert "chat" not in opened(letter).text
    [read] = acts(Verb.FILES_READ_AGAIN)
    assert (read["data"]["faulty"], read["data"]["ended"], read["data"]["files"]) == (2, True, done.files)


def test_what_is_put_back_right_is_whole_again_at_the_next_reading(administrator: User) -> None:
    file = kept(1)
    body = keeping.path_of(file).read_bytes()
    spoil(file)
    scrub()
    assert scrub().faulty == 0, "it is known"
    keeping.path_of(file).write_bytes(body)
    assert scrub().whole_again == 1
    assert stored(acting(administrator)).count == 0
    assert len(list(acts(Verb.FILE_WHOLE_AGAIN))) == 1


def test_a_night_reads_its_share_and_asks_for_the_next(administrator: User, settings: object) -> None:
    settings.SCRUB_DAYS = 4  # type: ignore[attr-defined]
    for number in range(8):
        kept(number)
    finish = scrub_files()
    finish()
    running = Round.objects.get()
    assert (running.files, running.ended_at) == (2, None)
    [asked] = Item.objects.filter(name="scrub_files")
    assert asked.due_at > timezone.now() + timedelta(minutes=1)


def test_a_large_share_is_read_in_parts_so_that_letters_do_not_wait(
    administrator: User, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SCRUB_DAYS = 1  # type: ignore[attr-defined]
    monkeypatch.setattr(oversight_due, "AT_A_TIME", 300)
    for number in range(8):
        kept(number)
    scrub_files()()
    [rest] = Item.objects.filter(name="scrub_files")
    assert (rest.about, rest.due_at <= timezone.now()) == ({"left": 500}, True)
    scrub_files(left=500)()
    scrub_files(left=200)()
    assert Round.objects.get().ended_at is not None


def test_a_reading_that_is_stopped_goes_on_where_it_was(administrator: User) -> None:
    for number in range(5):
        kept(number)
    read: list[File] = []
    first = scrub(most=200, told=read.append)
    assert (first.files, first.ended) == (2, False)
    second = scrub(told=read.append)
    assert (second.files, second.ended) == (3, True)
    assert [file.pk for file in read] == sorted(File.objects.values_list("pk", flat=True))


def test_the_command_reads_all_and_names_what_is_faulty(
    administrator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = kept(1), kept(2)
    assert main(["scrub"]) == 0
    assert "Every file is what came in." in capsys.readouterr().out
    spoil(second)
    assert main(["scrub", "--anew"]) == 1
    said = capsys.readouterr().out
    assert f"WRONG: file {second.pk} ({second.place}): short since" in said
    assert f"file {first.pk} " not in said
    keeping.aside_of(second)[0].rename(keeping.path_of(second))
    assert main(["scrub", "--share"]) == 1, "it is not what came in, whoever put it back"


def test_a_file_in_quarantine_is_given_to_nobody_with_a_sentence(
    report: Callable[..., Received], officer: User, signed_in: SignedIn, administrator: User
) -> None:
    received = report(files=(SentFile(keeping.deposit(BytesIO(b"a chat log")), "chat.txt"),))
    claim(case=received.case, actor=acting(officer), at=timezone.now())
    held = ReportedFile.objects.get(report=received.report)
    client, address = signed_in(officer), reverse("desk:file", args=[held.pk])
    assert client.get(address).status_code == 200
    before = Entry.objects.filter(verb=Verb.DOWNLOADED).count()
    spoil(held.file)
    scrub()
    answer = client.get(address)
    assert answer.status_code == 403
    assert "not what came in" in answer.content.decode()
    assert Entry.objects.filter(verb=Verb.DOWNLOADED).count() == before


def test_the_page_of_the_hub_says_how_the_files_stand_and_the_page_trouble_too(
    administrator: User, supervisor: User, signed_in: SignedIn, report: Callable[..., Received]
) -> None:
    received = report(files=(SentFile(keeping.deposit(BytesIO(b"a chat log")), "chat.txt"),))
    client, page = signed_in(administrator), reverse("oversight:hub")
    assert "No file was read again yet" in client.get(page).content.decode()
    scrub()
    assert "Every file is what came in" in client.get(page).content.decode()
    trouble = signed_in(supervisor).get(reverse("desk:trouble")).content.decode()
    assert "Stored files that are not what came in" not in trouble
    spoil(ReportedFile.objects.get(report=received.report).file)
    scrub(anew=True)
    assert "1 stored file is not what came in" in signed_in(administrator).get(page).content.decode()
    trouble = signed_in(supervisor).get(reverse("desk:trouble")).content.decode()
    assert "Stored files that are not what came in" in trouble
    assert received.report.reference in trouble
    assert "chat.txt" not in trouble


def test_who_may_not_manage_accounts_is_not_told(officer: User) -> None:
    with pytest.raises(NotAllowed):
        stored(acting(officer))


def test_the_nightly_reading_is_asked_for_when_the_worker_starts(hub: Organisation) -> None:
    for _ in range(2):
        watch_from(at=timezone.now())
    names = list(Item.objects.values_list("name", flat=True))
    assert names.count("scrub_files") == names.count("tell_of_the_night") == 1
