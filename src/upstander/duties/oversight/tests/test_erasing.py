"""An erased report is gone from every table and file, the books still balance, and the journal certifies it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.bundling.actions.join import join
from upstander.duties.evidence.models import Package
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.duties.oversight.actions.answer_act import approve_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.law.access import Role
from upstander.record.cases import conservation, queue
from upstander.record.cases.models import Case, Report, Translation
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.journal.verifying import faults
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity, opened
from upstander.record.people.models import User
from upstander.record.vault import keeping, scrubbing
from upstander.record.work.worker import run_all

CANARY = "zqcanaryxqz"


@pytest.fixture
def other_supervisor(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Gale")


@pytest.fixture
def marked(report: Callable[..., Received]) -> Callable[..., Received]:
    """Return a report with a word of its own in every field, a body and a file."""

    def make(word: str = CANARY, file: bytes = b"its own picture") -> Received:
        return report(
            account=f"{word} account", why=f"{word} why", target_note=word, seen_from=f"{word} LS1 1UR", home=word,
            poster_note=word, event_note=word, event_place=word, danger_place=word, found_how=word, authority=word,
            posts=(SaidPost(link=f"https://x.com/{word}/status/17999", platform="x", text=word, handle=word),),
            identity=Identity(name=word, email=f"{word}@example.org", phone="0113 496 0000", note=word),
            raw=keeping.deposit_locked(f'{{"account": "{word}"}}'.encode()),
            files=(SentFile(keeping.deposit(BytesIO(file)), f"{word}.txt"),),
        )  # fmt: skip

    return make


def erase(report: Report, asker: User, agreeing: User) -> None:
    asked = ask_act(code="erase", about=report, reason="A request under s.47.", actor=acting(asker), at=NOW)
    approve_act(asked=asked, actor=acting(agreeing), at=NOW)


def words_left(word: str) -> list[str]:
    """Return every column of every table that still holds the word."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                if word in str(getattr(row, field.attname)).lower():
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def test_nothing_of_an_erased_report_is_left_in_any_table_or_file(
    marked: Callable[..., Received], supervisor: User, other_supervisor: User, django_capture_on_commit_callbacks
) -> None:
    received = marked()
    run_all()
    Translation.objects.create(
        report=received.report,
        language_from="cy",
        text=CANARY,
        made_by="person",
        maker=CANARY,
        made_on=NOW.date(),
        words_sha256="",
        recorded_by=supervisor,
        recorded_at=NOW,
    )
    assert words_left(CANARY), "the words are there before"
    with django_capture_on_commit_callbacks(execute=True):
        erase(received.report, supervisor, other_supervisor)
    run_all()
    assert words_left(CANARY) == []
    report = Report.objects.select_related("complainant", "raw").get(pk=received.report.pk)
    assert report.standing == Report.Standing.ERASED
    assert not opened(report.complainant)
    assert report.complainant
    assert not report.complainant.email_index
    assert report.raw
    assert not keeping.path_of(report.raw).exists()
    keeping.sweep_orphans(now=NOW.replace(year=2036))
    left = [path for path in Path(settings.VAULT_FOLDER).rglob("*") if path.is_file()]
    assert not any(b"its own picture" in path.read_bytes() for path in left)


def test_the_books_still_balance_and_the_journal_certifies_without_content(
    marked: Callable[..., Received], supervisor: User, other_supervisor: User
) -> None:
    received = marked()
    erase(received.report, supervisor, other_supervisor)
    assert [*conservation.faults(), *queue.faults(), *faults(), *scrubbing.faults()] == []
    lines, _ = conservation.balances()
    assert sum(line.by_outcome["erased"] for line in lines) == 1
    certificate = next(acts(Verb.ERASED))["data"]
    assert certificate["identity"] is True
    assert certificate["columns"] > 10
    assert (certificate["bodies"], certificate["files"], certificate["shared"]) == (1, 1, 0)
    assert not any(CANARY in body for body in Entry.objects.values_list("body", flat=True))


def test_a_bundle_goes_on_without_the_erased_report_and_keeps_what_another_sent_too(
    marked: Callable[..., Received], officer: User, supervisor: User, other_supervisor: User
) -> None:
    stays, goes = marked(word="zqstaysxqz"), marked(file=b"its own picture")
    claim(case=stays.case, actor=acting(officer), at=NOW)
    join(report=goes.report, case=Case.objects.get(pk=stays.case.pk), actor=acting(officer), reason="Same.", at=NOW)
    erase(goes.report, supervisor, other_supervisor)
    run_all()
    assert Case.objects.get(pk=stays.case.pk).report_count == 1
    assert words_left(CANARY) == []
    held = stays.report.files.get().file
    assert keeping.read(held) == b"its own picture"
    assert next(acts(Verb.ERASED))["data"]["shared"] == 1
    assert [*conservation.faults(), *queue.faults()] == []


def test_packages_that_held_it_are_taken_away(
    marked: Callable[..., Received], supervisor: User, other_supervisor: User, django_capture_on_commit_callbacks
) -> None:
    received = marked()
    place = Path(settings.PACKAGES_FOLDER) / "erased.zip"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"zip")
    package = Package.objects.create(
        case=received.case,
        version=1,
        state=Package.State.READY,
        asked_at=NOW,
        name="erased",
        place=place.name,
        pinned="{}",
    )
    with django_capture_on_commit_callbacks(execute=True):
        erase(received.report, supervisor, other_supervisor)
    package.refresh_from_db()
    assert (package.state, package.place, package.pinned) == (Package.State.ERASED, "", "")
    assert not place.exists()


def test_it_is_erased_once(marked: Callable[..., Received], supervisor: User, other_supervisor: User) -> None:
    received = marked()
    erase(received.report, supervisor, other_supervisor)
    with pytest.raises(WrongState, match="erased already"):
        erase(Report.objects.get(pk=received.report.pk), supervisor, other_supervisor)


def test_the_same_file_sent_again_after_an_erasure_is_kept_again(
    marked: Callable[..., Received], supervisor: User, other_supervisor: User
) -> None:
    erase(marked().report, supervisor, other_supervisor)
    again = marked(word="zqagainxqz")
    held = again.report.files.get().file
    assert held.erased_at is None
    assert keeping.read(held) == b"its own picture"
