"""What is known of a capture says who says it, stays as it was set down, and leaves with its report."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.answers import Wrong, submission_of
from upstander.duties.intake.forgetting import forget, forget_subject
from upstander.record.cases import capturing
from upstander.record.cases.capturing import Known, captures, history, keep, told
from upstander.record.cases.models import CaptureRecord, Report, ReportedPost
from upstander.record.people.models import User


@pytest.fixture
def post(report: Callable[..., Received]) -> ReportedPost:
    return report().report.posts.select_related("report").get()


def test_what_came_with_the_report_is_known_and_nothing_else(post: ReportedPost) -> None:
    known = told(post).fields
    assert known["original_address"] == Known(post.link, "reported")
    assert known["capacity"] == Known("victim", "reported")
    assert {"captured_utc", "posted_utc", "posted_zone", "completeness", "tool", "language"}.isdisjoint(known)
    assert told(post)["captured_utc"] == ""


def test_a_correction_follows_the_one_before_and_changes_nothing_of_it(post: ReportedPost, officer: User) -> None:
    first = keep(post, {"tool": Known("Firefox 132", "officer")}, by=officer, at=NOW)
    second = keep(post, {"tool": Known("Firefox 131", "officer")}, by=officer, why="Misread.", at=NOW, before=first)
    assert [each["tool"] for each in history(post)] == ["Firefox 131", "Firefox 132", ""]
    assert captures([post])[post].why == "Misread."
    assert (second.before, second.number) == (first, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(post, {}, by=officer, at=NOW, before=first)


def test_a_record_is_of_one_thing(post: ReportedPost) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CaptureRecord.objects.create(report=post.report, number=1, at=NOW)


def test_the_words_are_not_readable_in_the_database(post: ReportedPost, officer: User) -> None:
    keep(post, {"signed_in_as": Known("canary account", "officer")}, by=officer, why="canary reason", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, why FROM cases_capturerecord")
        assert all(b"canary" not in bytes(value) for value in cursor.fetchone())


def test_many_are_read_at_once(report: Callable[..., Received], officer: User) -> None:
    def queries(number: int) -> int:
        rows = list(ReportedPost.objects.select_related("report", "post").order_by("-pk")[:number])
        with CaptureQueriesContext(
            connection,
        ) as counted:
            captures(rows)
        return len(counted)

    for _ in range(6):
        post = report().report.posts.select_related("report").get()
        keep(post, {"tool": Known("Firefox 132", "officer")}, by=officer, at=NOW)
    assert queries(1) == queries(6) == 1


def test_an_erased_report_keeps_no_record_and_an_erased_subject_no_way_to_the_poster(
    report: Callable[..., Received], officer: User
) -> None:
    received = [report(), report()]
    posts = [each.report.posts.select_related("report", "post").get() for each in received]
    for post in posts:
        first = keep(post, {**told(post).fields, "tool": Known("Firefox", "officer")}, by=officer, at=NOW)
        keep(post, told(post).fields, by=officer, at=NOW, before=first)
    with transaction.atomic():
        forget(received[0].report, at=NOW)
        forget_subject(received[1].report, at=NOW)
    assert not CaptureRecord.objects.filter(report=received[0].report).exists()
    for capture in history(ReportedPost.objects.select_related("report").get(pk=posts[1].pk)):
        assert not set(capturing.LEADS_TO_POSTER) & capture.fields.keys()
    assert history(posts[1])[1]["tool"] == "Firefox"


def test_a_partner_fills_in_what_it_knows_and_a_time_without_its_offset_is_refused(
    report: Callable[..., Received],
) -> None:
    said = {
        "text": "Go.", "posted_shown": "9:14 pm", "captured_utc": "2026-11-17T19:30:00+01:00",
        "capture_tool": "Firefox", "capture_notes": "Cut\x00 below.", "post_language": "pl",
    }  # fmt: skip
    submission = submission_of({"posts": [said]}, on=NOW.date())
    post = report(posts=submission.posts).report.posts.select_related("report").get()
    known = captures([post])[post]
    assert known.fields["posted_shown"] == Known("9:14 pm", "partner")
    assert known["captured_utc"] == "2026-11-17T18:30:00+00:00"
    assert (known["notes"], known["language"], known["posted_zone"]) == ("Cut\u2400 below.", "pl", "")
    assert Report.objects.get(pk=post.report_id).substituted
    with pytest.raises(Wrong, match="offset"):
        submission_of({"posts": [{**said, "posted_utc": "2026-10-25T01:30:00"}]}, on=NOW.date())
