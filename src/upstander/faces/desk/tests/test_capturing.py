"""One page sets down how a thing was captured: proposals are taken or left, times keep their zone, records follow."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.evidence.actions.record_capture import record_capture
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.engines.captures.tests import samples
from upstander.faces.desk.tests.editing import Forms
from upstander.record.cases.capturing import Known, history
from upstander.record.cases.models import CaptureRecord, Case, ReportedFile, ReportedPost
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

POSTS = (SaidPost(link="https://x.com/a/status/1234567890123456789", text="Go."), SaidPost(text="Yes, go."))


@pytest.fixture
def case(at_claimed: Callable[..., Case]) -> Case:
    made = at_claimed(posts=POSTS, files=(SentFile(deposit(BytesIO(samples.wacz(samples.PAGE))), "page.wacz"),))
    worker.run_all()
    return made


@pytest.fixture
def client(signed_in: Callable[[User], Client], officer: User) -> Client:
    return signed_in(officer)


def posts() -> list[ReportedPost]:
    return list(ReportedPost.objects.select_related("report", "post").order_by("position"))


def page(case: Case, item: str) -> str:
    return reverse("desk:capture", args=[case.reference, item])


def send(client: Client, where: str, **said: Any) -> Any:
    forms = [each for each in Forms(client.get(where).content.decode()).found if each.action == ""]
    hidden = dict(forms[0].fields)
    return client.post(where, {**hidden, **said})


def test_what_is_known_stands_with_who_says_it_and_the_rest_is_unknown(case: Case, client: Client) -> None:
    shown = client.get(page(case, f"post-{posts()[0].pk}")).content.decode()
    assert "Nobody has set down a record" in shown
    assert "as reported" in shown
    assert "things are not known" in shown
    assert "Captured at, in UTC" in shown
    assert 'href="https://x.com' not in shown


def test_a_record_is_kept_and_a_correction_needs_a_reason(case: Case, client: Client) -> None:
    first, second = posts()
    where = page(case, f"post-{second.pk}")
    said = {
        "posted_shown": "1:30 am", "posted_zone": "Europe/London", "posted_local": "2026-10-25 01:30",
        "answers_post": str(first.pk), "tool": "Firefox 145", "capacity": "officer", "language": "en",
    }  # fmt: skip
    twice = send(client, where, **said)
    assert "Clocks went back in that hour" in twice.content.decode()
    assert "Firefox 145" in twice.content.decode()
    assert not CaptureRecord.objects.exists()
    assert send(client, where, **said, posted_which="second").status_code == 302
    kept = history(second)[0]
    assert (kept["posted_utc"], kept["posted_shown"]) == ("2026-10-25T01:30:00+00:00", "1:30 am")
    assert kept.fields["tool"].source == "officer"
    assert kept.fields["capacity"].source == "officer"
    changed = {**said, "posted_which": "first"}
    assert "Say why" in send(client, where, **changed).content.decode()
    assert send(client, where, **changed, why="It was before the change.").status_code == 302
    assert [each["posted_utc"] for each in history(second)[:2]] == [
        "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"
    ]  # fmt: skip
    entries = Entry.objects.filter(verb="capture recorded").order_by("seq")
    assert entries.count() == 2
    assert all("Firefox" not in entry.body and "change" not in entry.body for entry in entries)
    assert "It was before the change." in client.get(where).content.decode()
    nothing = send(client, where, **changed, why="Again.")
    assert "Nothing is different" in nothing.content.decode()


def test_what_the_file_says_of_itself_is_offered_and_never_taken_silently(case: Case, client: Client) -> None:
    held = ReportedFile.objects.select_related("report").get()
    where = page(case, f"file-{held.pk}")
    shown = client.get(where).content.decode()
    assert "ArchiveWeb.page 1.0" in shown
    assert "Of its own hashes" in shown
    assert "They should go." not in shown, "words are hidden until they are asked for"
    assert "tool" not in history(held)[0].fields
    send(client, where, take=["tool", "captured_local", "captured_zone"], completeness="whole_page")
    kept = history(held)[0]
    assert kept.fields["tool"] == Known("ArchiveWeb.page 1.0", "file")
    assert kept["captured_utc"] == "2026-11-02T10:00:00+00:00"
    assert kept.fields["captured_utc"].source == "file"
    assert kept.fields["completeness"].source == "officer"
    assert "final_address" not in kept.fields


def test_what_the_file_does_not_say_is_an_officers_word(case: Case, officer: User) -> None:
    held = ReportedFile.objects.select_related("report").get()
    said = {"tool": "Something else", "what": "archive"}
    record_capture(case=case, item=held, said=said, taken=["tool", "what"], actor=acting(officer), at=NOW)
    kept = history(held)[0].fields
    assert (kept["tool"].source, kept["what"].source) == ("officer", "file")
    with pytest.raises(WrongState, match="no such answer"):
        record_capture(case=case, item=held, said={"what": "dream"}, why="x", actor=acting(officer), at=NOW)


def test_words_that_were_not_asked_for_stay_hidden_and_stay_as_they_are(case: Case, client: Client) -> None:
    second = posts()[1]
    where = page(case, f"post-{second.pk}")
    send(client, where, answers_text="canary words of another")
    assert "canary words" not in client.get(where).content.decode()
    send(client, where, tool="Firefox", why="The tool was missing.")
    assert history(second)[0]["answers_text"] == "canary words of another"


def test_a_withheld_file_shows_nothing_of_itself(case: Case, client: Client, officer: User) -> None:
    held = ReportedFile.objects.select_related("report").get()
    withhold_file(held=held, why="abuse", reason="A child.", actor=acting(officer), at=NOW)
    shown = client.get(page(case, f"file-{held.pk}")).content.decode()
    assert "ArchiveWeb" not in shown
    assert held.file.sha256 in shown


def test_who_has_not_claimed_the_case_reads_and_sets_nothing_down(
    case: Case, signed_in: Callable[[User], Client], other_officer: User
) -> None:
    client = signed_in(other_officer)
    where = page(case, f"post-{posts()[0].pk}")
    shown = client.get(where)
    assert shown.status_code == 200
    assert "Set down" not in shown.content.decode()
    assert client.post(where, {"tool": "x"}).status_code == 403
    for nowhere in ("post-0", "file-0", "post", "thing-1", "post-99999999999999999999", "post-\u0661"):
        assert client.get(page(case, nowhere.replace("\u0661", "x"))).status_code == 404


def test_a_post_of_another_case_is_not_answered(case: Case, client: Client, report: Callable[..., Any]) -> None:
    other = report().report.posts.get()
    shown = send(client, page(case, f"post-{posts()[0].pk}"), answers_post=str(other.pk))
    assert shown.status_code == 200
    assert not CaptureRecord.objects.exists()


def test_the_page_asks_the_database_as_often_for_many_posts(case: Case, client: Client) -> None:
    where = page(case, f"post-{posts()[0].pk}")

    def queries() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as counted:
            client.get(where)
        return len(counted)

    before = queries()
    report = posts()[0].report
    for number in range(3, 12):
        ReportedPost.objects.create(report=report, position=number, text="More.")
    assert queries() == before
