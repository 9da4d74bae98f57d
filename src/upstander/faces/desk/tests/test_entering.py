"""An officer enters what they found or were told; it goes the way of every report."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.record.cases.models import Case, Report, ReportedFile
from upstander.record.people.identity import opened
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
FOUND = {
    "source": "found", "found_how": "A search for the name of the hall.", "authority": "Open source",
    "links": "https://x.com/a/status/1\nhttps://x.com/b/status/2", "text": "They should go.", "targeted": "institution",
    "account": "", "contact_means": "none", "contact_hours": "any",
}  # fmt: skip


def test_what_was_found_becomes_a_report_and_a_case(officer: User, signed_in: SignedIn) -> None:
    png = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")
    answer = signed_in(officer).post(reverse("desk:enter"), {**FOUND, "uploads": [png]})
    case = Case.objects.get()
    assert answer["Location"] == reverse("desk:case", args=[case.reference])
    report = Report.objects.get()
    assert (report.channel, report.told_as, report.entered_by) == ("officer", "officer", officer)
    assert (report.found_how, report.authority) == (FOUND["found_how"], FOUND["authority"])
    assert [post.link for post in report.posts.order_by("position")] == str(FOUND["links"]).split("\n")
    assert ReportedFile.objects.get().name_given == "a.png"
    assert report.complainant is None


def test_what_was_told_keeps_who_told_it_and_when_policing_first_heard(officer: User, signed_in: SignedIn) -> None:
    day = timezone.localdate() - timedelta(days=3)
    told = {
        **FOUND, "source": "told", "told_as": "victim", "name": "Sample Caller", "phone": "01632 960000",
        "contact_means": "phone", "heard_on-day": day.day, "heard_on-month": day.month, "heard_on-year": day.year,
    }  # fmt: skip
    assert signed_in(officer).post(reverse("desk:enter"), told).status_code == 302
    report = Report.objects.get()
    assert (report.told_as, report.contact_means) == ("victim", "phone")
    assert opened(report.complainant).name == "Sample Caller"
    assert timezone.localdate(report.told_policing_at) == day


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"authority": ""}, "Answer the question"),
        ({"links": "", "text": ""}, "Give a link, the words of a post, a file or an account"),
        ({"source": "told"}, "Answer the question"),
        ({"source": "told", "told_as": "victim", "contact_means": "email"}, "Give what you need to contact them"),
        ({"heard_on-day": "1", "heard_on-month": "1", "heard_on-year": "2999"}, "must not be in the future"),
        ({"links": "x" * 10_001}, "A link must have 10,000 or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    change: dict[str, str], words: str, officer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(officer).post(reverse("desk:enter"), {**FOUND, **change})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is a problem" in page
    assert words.replace("10,000", "10000") in page
    assert not Report.objects.exists()


def test_a_known_poster_goes_the_way_of_a_handover(officer: User, signed_in: SignedIn) -> None:
    said = {**FOUND, "special": ["poster"], "poster_note": "He works at the garage."}
    assert signed_in(officer).post(reverse("desk:enter"), said).status_code == 302
    assert Case.objects.get().route == "force"


def test_who_posted_and_the_account_are_kept_in_columns_of_their_own(officer: User, signed_in: SignedIn) -> None:
    who = {"poster_name": "Zbigniew Unheardofski", "poster_age": "34", "poster_place": "Leeds"}
    account = {"handle": "@one", "display_name": "One", "account_number": "44196397"}
    said = {**FOUND, "special": ["poster"], **who, **account}
    assert signed_in(officer).post(reverse("desk:enter"), said).status_code == 302
    (report,) = Report.objects.all()
    assert {name: getattr(report, name) for name in who} == who
    post = report.posts.order_by("position").first()
    assert {name: getattr(post, name) for name in account} == account
