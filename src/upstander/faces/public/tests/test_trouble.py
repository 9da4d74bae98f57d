"""Whatever is sent, lost or full: a clear page, nothing half-kept, nothing executed, no failure of ours."""

import errno
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from upstander.duties.intake.drafts import SHOWN_AFTER_SENDING
from upstander.duties.intake.models import Draft, DraftFile
from upstander.faces.public.forms.report import FilesForm
from upstander.faces.public.tests.conftest import ANSWERS, PNG, Reporter
from upstander.record.cases.models import Report
from upstander.record.vault.models import File
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all

RTL = "\u202e"
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("slug", "bad", "message"),
    [
        ("danger", {}, "Select yes if anyone is in danger now"),
        ("danger", {"danger": "perhaps"}, "Choose one of the answers shown"),
        ("before", {"knows_poster": "no"}, "Select yes if it is about something that is still to happen"),
        ("where", {"platform": "no-such"}, "Choose one of the answers shown"),
        ("who", {"told_as": "victim"}, "Select who it was aimed at"),
        ("why", {"strands": []}, "Select what you think it was about"),
        ("why", {"strands": ["race", "not_sure"]}, "alone"),
        ("contact", {"contact_means": "email", "contact_hours": "any"}, "Enter your email address"),
        ("contact", {"contact_means": "email", "email": "nobody", "contact_hours": "any"}, "correct format"),
        ("contact", {"contact_means": "phone", "phone": "call me", "contact_hours": "any"}, "Enter a phone number"),
        ("contact", {"contact_means": "email", "email": "a@example.org"}, "Select when it is safe"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_and_the_title_says_error(
    reporter: Reporter, slug: str, bad: dict, message: str
) -> None:
    reporter.answer("danger", danger="no")
    page = reporter.answer(slug, **bad)
    body = page.content.decode()
    assert page.status_code == 200
    assert message in body
    assert "<title>Error:" in body


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: all@example.org", "a@example.org\nX: y", "a@ex\rample.org"])
def test_an_email_address_cannot_carry_a_header(reporter: Reporter, address: str) -> None:
    reporter.answer("danger", danger="no")
    page = reporter.answer("contact", contact_means="email", email=address, contact_hours="any")
    assert "Enter an email address in the correct format" in page.content.decode()


def test_every_page_has_exit_this_page_a_neutral_title_and_is_never_stored(reporter: Reporter) -> None:
    reporter.answer_all()
    pages = ["/", "/emergency", "/accessibility", "/privacy", "/cookies", "/follow", "/report/check", "/report/delete"]
    for page in [*pages, *(f"/report/{slug}" for slug in ANSWERS)]:
        answer = reporter.client.get(page)
        body = answer.content.decode()
        title = body.split("<title>")[1].split("</title>")[0].lower()
        assert "govuk-exit-this-page" in body, page
        assert 'href="/leave"' in body, page
        assert not any(word in title for word in ("hate", "crime", "police", "report")), (page, title)
        assert "no-store" in answer["Cache-Control"], page


def test_leaving_takes_the_answers_out_of_the_browser(reporter: Reporter) -> None:
    reporter.answer_all()
    answer = reporter.client.get("/leave")
    assert answer["Location"].startswith("https://")
    assert "upstander" not in answer["Location"]
    assert reporter.client.get("/report/check").status_code == 410


def test_a_draft_older_than_a_day_is_gone_and_says_so_with_what_was_just_entered(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    Draft.objects.update(changed_at=timezone.now() - timedelta(hours=24))
    page = reporter.answer("why", strands=["race"], why="It was aimed at my family.")
    assert page.status_code == 410
    assert "It was aimed at my family." in page.content.decode()


def test_the_worker_erases_old_drafts_and_contents_that_nothing_else_holds(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    reporter.upload(("one.png", PNG))
    Draft.objects.update(changed_at=timezone.now() - timedelta(hours=25))
    Item.objects.update(due_at=timezone.now())
    run_all()
    assert (Draft.objects.count(), DraftFile.objects.count(), File.objects.count()) == (0, 0, 0)


def test_a_draft_that_is_still_worked_on_is_kept_and_looked_at_again(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    Item.objects.update(due_at=timezone.now())
    run_all()
    assert Draft.objects.count() == 1
    assert Item.objects.filter(name="forget_draft", state=Item.State.READY).count() == 1


def test_the_confirmation_is_shown_for_an_hour_only(reporter: Reporter) -> None:
    reporter.answer_all()
    reporter.send()
    Draft.objects.update(changed_at=timezone.now() - SHOWN_AFTER_SENDING)
    assert reporter.client.get("/report/sent").status_code == 410


def test_another_browser_cannot_open_a_draft_and_a_forged_cookie_is_nothing(
    make_reporter: Callable[[], Reporter],
) -> None:
    one, other = make_reporter(), make_reporter()
    one.answer_all()
    assert other.client.get("/report/check").status_code == 410
    other.client.cookies["form"] = str(Draft.objects.get().uid)
    assert other.client.get("/report/check").status_code == 410


def test_answers_in_the_database_cannot_be_read_without_the_key(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    reporter.answer("saw", text="They should all go.")
    assert b"They should" not in bytes(Draft.objects.get().locked)


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "a\x00b",
        f"abc{RTL}def",
        "=cmd|' /C calc'!A0",
        "\ud800 lone",
        "{{ 7*7 }}",
        "%00%0d%0a",
        "😀" * 500,
    ],
)
def test_hostile_text_is_kept_shown_escaped_and_never_runs(reporter: Reporter, nasty: str) -> None:
    raw = nasty.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\ud800" in nasty else nasty
    reporter.answer_all(saw={"links": raw, "text": raw}, why={"why": raw, "account": raw}, contact={"name": raw[:100]})
    body = reporter.client.get("/report/check").content.decode()
    assert "<script>alert" not in body
    assert RTL not in body
    assert "\x00" not in body
    assert reporter.send().status_code == 200
    assert Report.objects.count() == 1


def test_bytes_that_are_no_utf8_give_a_page_and_not_a_failure(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    answer = reporter.client.generic(
        "POST", "/report/saw", b"text=caf\xe9+\xff\xfe&links=", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 302


def test_a_substituted_character_marks_the_report(reporter: Reporter) -> None:
    reporter.answer_all(saw={"links": "", "text": "a\x00b"})
    reporter.send()
    assert Report.objects.get().substituted


@pytest.mark.parametrize("length", [10_001, 30_000])
def test_a_link_that_is_too_long_is_413_and_the_answers_stay_in_the_form(reporter: Reporter, length: int) -> None:
    reporter.answer("danger", danger="no")
    page = reporter.answer("saw", links="https://example.org/" + "a" * length, text="These words stay.")
    body = page.content.decode()
    assert page.status_code == 413
    assert "A link must have" in body
    assert "These words stay." in body


def test_a_link_of_ten_thousand_characters_is_taken(reporter: Reporter) -> None:
    reporter.answer_all(saw={"links": "https://example.org/" + "a" * 9_980})
    assert reporter.send().status_code == 200
    assert Report.objects.count() == 1


def test_a_file_over_the_limit_is_413_names_the_file_and_keeps_the_others(reporter: Reporter, monkeypatch) -> None:
    monkeypatch.setattr(FilesForm.base_fields["uploads"], "max_bytes", 1024)
    reporter.answer("danger", danger="no")
    reporter.upload(("small.png", PNG))
    page = reporter.upload(("big.png", b"x" * 2000))
    body = page.content.decode()
    assert page.status_code == 413
    assert "big.png" in body
    assert "small.png" in body
    assert DraftFile.objects.count() == 1


def test_the_eleventh_file_is_413_and_the_ten_stay(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    reporter.upload(*[(f"{n}.png", PNG + bytes([n])) for n in range(10)])
    page = reporter.upload(("eleven.png", PNG + b"eleven"))
    assert page.status_code == 413
    assert "You can add 10 files at most" in page.content.decode()
    assert DraftFile.objects.count() == 10


def test_a_body_beyond_everything_is_refused_unread(reporter: Reporter, settings) -> None:
    reporter.answer("danger", danger="no")
    settings.MAX_BODY_BYTES = 1000
    page = reporter.upload(("big.png", b"x" * 5000))
    assert page.status_code == 413
    assert DraftFile.objects.count() == 0


def test_a_disk_that_is_full_at_the_upload_says_that_nothing_was_saved(reporter: Reporter, monkeypatch) -> None:
    def full(source: BytesIO) -> None:
        raise FULL

    reporter.answer("danger", danger="no")
    monkeypatch.setattr("upstander.faces.public.pages.report.deposit", full)
    page = reporter.upload(("one.png", PNG))
    assert page.status_code == 503
    assert "NOT saved" in page.content.decode()
    assert DraftFile.objects.count() == 0


@pytest.mark.parametrize("error", [FULL, OperationalError("database or disk is full")])
def test_a_disk_that_is_full_while_answering_shows_the_answers_in_the_form_again(
    reporter: Reporter, error: Exception
) -> None:
    reporter.answer("danger", danger="no")
    with patch("upstander.faces.public.browser.keep_draft", side_effect=error):
        page = reporter.answer("why", strands=["race"], why="Words that must not be lost.")
    body = page.content.decode()
    assert page.status_code == 503
    assert "NOT saved" in body
    assert "<textarea" in body
    assert "Words that must not be lost." in body


@pytest.mark.parametrize("where", ["deposit_locked", "send"])
def test_a_disk_that_is_full_at_sending_makes_no_report_and_a_second_try_works(reporter: Reporter, where: str) -> None:
    reporter.answer_all()
    key = reporter.key()
    with patch(f"upstander.faces.public.pages.report.{where}", side_effect=FULL):
        page = reporter.client.post("/report/check", {"key": key})
    assert page.status_code == 503
    assert "NOT saved" in page.content.decode()
    assert Report.objects.count() == 0
    reporter.client.post("/report/check", {"key": key})
    assert Report.objects.count() == 1


def test_a_full_disk_before_the_first_answer_starts_nothing(reporter: Reporter) -> None:
    with patch("upstander.faces.public.browser.start_draft", side_effect=FULL):
        page = reporter.answer("danger", danger="yes", danger_place="LS1 1UR")
    assert page.status_code == 503
    assert Draft.objects.count() == 0


def test_pages_that_do_not_exist_are_404(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    assert reporter.client.get("/report/no-such-page").status_code == 404
    assert reporter.client.get("/report/force").status_code == 404


def test_a_question_page_costs_few_queries_however_much_was_answered(reporter: Reporter) -> None:
    reporter.answer_all()
    counts = []
    for page in ("/report/saw", "/report/check"):
        with CaptureQueriesContext(connection) as queries:
            reporter.client.get(page)
        counts.append(len(queries))
    assert max(counts) <= 4, counts


def test_forms_from_elsewhere_are_refused() -> None:
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert strict.post("/report/danger", {"danger": "no"}).status_code == 403


def test_a_disk_that_fills_while_a_file_arrives_says_that_nothing_was_saved(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = reporter.client.cookies
    strict.get("/report/files")
    with patch("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", side_effect=FULL):
        page = strict.post("/report/files", {"uploads": SimpleUploadedFile("one.png", PNG), "upload": "1"})
    assert page.status_code == 503
    assert "NOT saved" in page.content.decode()
