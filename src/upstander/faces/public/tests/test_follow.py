"""Following a report: in by reference and code only, true status, what was told, and adding to it."""

import errno
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.release import release
from upstander.duties.care.due import tell_complainant
from upstander.duties.intake.actions.receive import Received
from upstander.faces.public.limits import BY_ADDRESS, BY_REFERENCE, try_again_in
from upstander.faces.public.tests.conftest import PNG
from upstander.record.cases.models import Addition, Case, Report, ReportedFile, ReportedPost
from upstander.record.journal.models import Consultation, Entry
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

WRONG = "We do not have a report with this reference and this return code"


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def enter(browser: Client, reference: str, code: str) -> HttpResponse:
    return browser.post("/follow", {"reference": reference, "code": code})


@pytest.fixture
def inside(browser: Client, report: Callable[..., Received]) -> tuple[Client, Received]:
    received = report(at=timezone.now())
    assert enter(browser, received.report.reference, received.return_code)["Location"] == "/follow/report"
    return browser, received


def test_reference_and_code_are_taken_however_they_are_spaced(browser: Client, report: Callable[..., Received]) -> None:
    received = report()
    typed = received.report.reference.lower().replace("-", " ")
    assert enter(browser, f" {typed} ", received.return_code.replace(" ", "-"))["Location"] == "/follow/report"


def test_unknown_reference_and_wrong_code_get_the_same_answer(browser: Client, report: Callable[..., Received]) -> None:
    received = report()
    pages = [
        enter(browser, received.report.reference, "0000 0000 0000 0000"),
        enter(browser, "R-0000-0000-0", received.return_code),
        enter(browser, "anything", "1"),
    ]
    bodies = [page.content.decode() for page in pages]
    assert all(page.status_code == 200 for page in pages)
    assert all(WRONG in body for body in bodies)
    summaries = {body.split("govuk-error-summary")[1].split("</div>")[0] for body in bodies}
    assert len(summaries) == 1


def test_both_ways_of_being_wrong_ask_the_database_the_same(browser: Client, report: Callable[..., Received]) -> None:
    received = report()
    asked = []
    for reference in (received.report.reference, "R-0000-0000-0"):
        with CaptureQueriesContext(connection) as queries:
            enter(browser, reference, "0000")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_report_without_a_return_code_cannot_be_opened(browser: Client, report: Callable[..., Received]) -> None:
    received = report()
    Report.objects.update(return_code="")
    assert WRONG in enter(browser, received.report.reference, "0").content.decode()


def test_too_many_tries_are_slowed_down_softly(browser: Client, report: Callable[..., Received]) -> None:
    received = report()
    statuses = [enter(browser, received.report.reference, str(n)).status_code for n in range(BY_REFERENCE.size + 1)]
    assert statuses == [200] * BY_REFERENCE.size + [429]
    assert enter(browser, received.report.reference, received.return_code).status_code == 429
    other = report(posts=())
    assert enter(browser, other.report.reference, other.return_code).status_code == 302


def test_a_bucket_fills_again_with_time(db: None) -> None:
    at = timezone.now()
    for _ in range(BY_ADDRESS.size):
        assert try_again_in(BY_ADDRESS, "someone", at=at) == 0
    assert try_again_in(BY_ADDRESS, "someone", at=at) > 0
    assert try_again_in(BY_ADDRESS, "someone", at=at + timedelta(seconds=BY_ADDRESS.seconds)) == 0


def test_the_page_shows_the_status_and_what_was_told_and_the_look_is_recorded(inside: tuple[Client, Received]) -> None:
    browser, received = inside
    run_all()
    body = browser.get("/follow/report").content.decode()
    assert "An officer has not read it yet" in body
    assert "We have your report" in body
    entry = Entry.objects.filter(verb=Verb.CONSULTED).latest("seq")
    assert entry.actor == f"complainant:{received.report.pk}"
    assert Consultation.objects.filter(entry=entry.seq, kind="report", record=received.report.pk).exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("claimed", "Nothing has been decided yet"),
        ("awaiting sign-off", "Nothing has been decided yet"),
        ("decided", "has made a decision"),
        ("offered", "It has not answered yet"),
        ("accepted", "West Yorkshire Police has taken on your case"),
        ("disputed", "We are finding the right one"),
        ("closed", "We could not find out who is behind the account"),
        ("reopened", "Nothing has been decided anew"),
    ],
)
def test_every_state_is_told_truly(inside: tuple[Client, Received], state: str, words: str) -> None:
    browser, received = inside
    closed_as = "anonymous_account" if state == "closed" else ""
    Case.objects.filter(pk=received.case.pk).update(state=state, force="E23000010", closed_as=closed_as)
    assert words in browser.get("/follow/report").content.decode()


def test_what_an_officer_gave_back_is_not_said_to_be_unread(inside: tuple[Client, Received], officer: User) -> None:
    browser, received = inside
    claim(case=received.case, actor=acting(officer), at=NOW)
    release(case=received.case, actor=acting(officer), at=NOW)
    body = browser.get("/follow/report").content.decode()
    assert "An officer is to look at it." in body
    assert "not read it yet" not in body


@pytest.mark.parametrize("state", ["claimed", "decided", "offered", "disputed"])
def test_a_witness_is_told_no_step_in_between(browser: Client, report: Callable[..., Received], state: str) -> None:
    received = report(told_as="witness")
    Case.objects.update(state=state, force="E23000010")
    enter(browser, received.report.reference, received.return_code)
    body = browser.get("/follow/report").content.decode()
    assert "aimed at somebody else" in body
    assert "West Yorkshire" not in body


def test_nothing_of_the_report_itself_is_shown_again(inside: tuple[Client, Received]) -> None:
    browser, received = inside
    body = browser.get("/follow/report").content.decode()
    for said in (received.report.account, received.report.why, "sample.person", "1234567890123456789"):
        assert said not in body


def test_words_links_and_files_are_added_once(inside: tuple[Client, Received]) -> None:
    browser, received = inside
    page = browser.get("/follow/report").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    for _ in range(2):
        sent = {"text": "It happened again.", "links": "https://x.com/a/status/99", "key": key}
        answer = browser.post("/follow/report", {**sent, "uploads": SimpleUploadedFile("new.png", PNG)})
        assert answer["Location"] == "/follow/report?added=1"
    addition = Addition.objects.get()
    assert addition.text == "It happened again."
    assert ReportedPost.objects.filter(addition=addition).count() == 1
    assert ReportedFile.objects.get(addition=addition).name_given == "new.png"
    assert Report.objects.get().account == received.report.account
    assert "We have kept what you added" in browser.get("/follow/report?added=1").content.decode()


def test_an_empty_addition_and_a_full_disk_keep_nothing_and_say_so(inside: tuple[Client, Received]) -> None:
    browser, _ = inside
    assert "Enter what you want to add" in browser.post("/follow/report", {}).content.decode()
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch("upstander.faces.public.pages.follow.deposit_locked", side_effect=full):
        page = browser.post("/follow/report", {"text": "Keep these words."})
    assert page.status_code == 503
    assert "Keep these words." in page.content.decode()
    assert Addition.objects.count() == 0


def test_the_page_ends_when_it_is_closed_and_after_half_an_hour(inside: tuple[Client, Received]) -> None:
    browser, _ = inside
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 31 * 60):
        assert browser.get("/follow/report")["Location"] == "/follow?ended=1"
    assert browser.get("/follow/report").status_code == 200
    browser.post("/follow/close")
    assert browser.get("/follow/report")["Location"] == "/follow?ended=1"


def test_joined_reporters_see_only_their_own_updates(browser: Client, report: Callable[..., Received]) -> None:
    one, other = report(), report(told_as="witness", account="Another account of it")
    enter(browser, one.report.reference, one.return_code)
    run_all()
    with transaction.atomic():
        tell_complainant(of="offered", report=other.report.pk)
        tell_complainant(of="claimed", report=one.report.pk)
    body = browser.get("/follow/report").content.decode()
    assert other.report.reference not in body
    assert "An officer is looking at your report" in body
    assert "asked to take your case" not in body


def test_the_page_asks_the_same_number_of_questions_for_many_updates(inside: tuple[Client, Received]) -> None:
    browser, received = inside
    counts = []
    for times in (1, 10):
        for _ in range(times):
            with transaction.atomic():
                tell_complainant(of="added", report=received.report.pk)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/follow/report")
        counts.append(len(queries))
    assert counts[0] == counts[1]
