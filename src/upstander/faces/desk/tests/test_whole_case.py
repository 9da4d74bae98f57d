"""One page says all of a case: what was told, what is missing, what was done; and it stays usable with many reports."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.care.queries import told
from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.casework.what_next import missing_facts
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case, Membership
from upstander.record.cases.queue import settle
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
ARABIC = "ارحلوا عن المدينة"


def page_of(client: Client, case: Case, name: str = "case", query: str = "") -> str:
    answer = client.get(reverse(f"desk:{name}", args=[case.reference]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def bundle(report: Callable[..., Received], case: Case, *, of: int) -> Case:
    for number in range(case.report_count, of):
        more = report(identity=Identity(name=f"P {number}", email=f"p{number}@example.org"), at=NOW)
        Membership.objects.filter(report=more.report).update(case=case)
    case = Case.objects.get(pk=case.pk)
    settle(case)
    return case


def test_one_and_fifty_reports_cost_the_same_queries_and_two_hundred_stay_small(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    first = report()
    case, client = first.case, signed_in(officer)
    claim(case=case, actor=acting(officer), at=NOW)

    def costs() -> tuple[int, int]:
        page_of(client, case)  # a session that was quiet for a while is written anew: that is not the page's cost
        with CaptureQueriesContext(connection) as caught:
            body = page_of(client, case)
        return len(caught), len(body)

    one, _ = costs()
    case = bundle(report, case, of=50)
    fifty, size = costs()
    assert fifty == one
    case = bundle(report, case, of=200)
    many, size_of_many = costs()
    assert many == one
    assert size_of_many < 300_000
    assert size_of_many < size * 1.1
    page = page_of(client, case)
    assert page.count('class="govuk-summary-card"') == 10
    assert "Show the other 190 reports" in page
    assert page_of(client, case, "reports", "?page=8").count('class="govuk-summary-card"') == 25


def test_showing_fifty_costs_no_more_queries_than_showing_one(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)

    def shown() -> int:
        pks = list(Membership.objects.filter(case=case).values_list("report", flat=True))
        client.post(reverse("desk:show", args=[case.reference]), {"what": "words", "item": pks, "on": "reports"})
        query = "?" + "&".join(f"shown=words-{pk}" for pk in pks)
        with CaptureQueriesContext(connection) as caught:
            body = page_of(client, case, "reports", query)
        assert "They should all go." in body
        return len(caught)

    shown()
    one = shown()
    case = bundle(report, case, of=25)
    assert shown() == one


def test_the_page_says_what_people_were_told_and_no_address(
    at_offered: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    worker.run_all()
    found = told(acting(officer), case)
    assert [line.people for line in found] == [1] * len(found)
    assert len({line.heading for line in found}) == len(found) >= 3
    assert found[0].first_at >= found[-1].first_at
    page = page_of(signed_in(officer), case)
    assert f"What the people who reported were told</h2> ({len(found)})" in page or f"({len(found)})</h2>" in page
    assert "sample.person@example.org" not in page


def test_messages_are_counted_by_step_and_by_how_they_went(report: Callable[..., Received], officer: User) -> None:
    first = report()
    case = bundle(report, first.case, of=3)
    silent = report(contact_means="none", identity=Identity(name="Q", email="q@example.org"))
    Membership.objects.filter(report=silent.report).update(case=case)
    worker.run_all()
    [line] = told(acting(officer), case)
    assert (line.people, line.sent + line.waiting, line.page_only) == (4, 3, 1)


def test_a_translation_stands_beside_the_words_in_their_direction(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    taken = report(posts=(SaidPost(platform="x", text=ARABIC),), account="", why="Mae arnaf ofn mynd allan o'r tŷ.")
    claim(case=taken.case, actor=acting(officer), at=NOW)
    client, post = signed_in(officer), taken.report.posts.get()
    form = reverse("desk:translate", args=[taken.case.reference, taken.report.reference, f"post-{post.pk}"])
    assert ARABIC not in client.get(form).content.decode()
    client.post(reverse("desk:show", args=[taken.case.reference]), {"what": "words", "item": taken.report.pk})
    assert ARABIC in client.get(form).content.decode()
    assert "There is a problem" in client.post(form, {"text": "x"}).content.decode()
    today = timezone.localdate()
    said = {
        "language_from": "ar", "language_to": "en", "text": "Leave the town", "made_by": "machine",
        "maker": "Some program 2.1", "made_on-day": today.day, "made_on-month": today.month, "made_on-year": today.year,
    }  # fmt: skip
    answer = client.post(form, said, follow=True)
    page = answer.content.decode()
    assert f'lang="ar" dir="rtl">{ARABIC}' in page
    assert 'lang="en" dir="ltr"' in page
    assert "By a program, not certified" in page
    assert "Some program 2.1" in page
    hidden = page_of(client, taken.case)
    assert "Leave the town" not in hidden
    assert ARABIC not in hidden


def test_what_would_change_the_case_is_said_with_its_step_authority_and_clock(
    report: Callable[..., Received], at_offered: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    unknown = report(told_as="witness", targeted="person", home="", seen_from="", at=timezone.now()).case
    clocks = list(unknown.clocks.filter(ended_at=None))
    found = missing_facts(acting(officer), unknown, decision=None, clocks=clocks, on=timezone.localdate())
    assert found[0].id in ("victim_home", "victim_receipt")
    page = page_of(signed_in(officer), unknown)
    assert "What would change this?" in page
    assert found[0].question in page
    assert found[0].step in page
    assert "Authority: Consent of the person asked." in page
    settled = page_of(signed_in(officer), at_offered())
    assert "In which town or postcode does the victim live?" not in settled


def test_the_timeline_is_sifted_paged_and_hides_looks_unless_asked(
    at_offered: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    looker, client = signed_in(other_officer), signed_in(officer)
    page_of(looker, case)
    looker.post(reverse("desk:show", args=[case.reference]), {"what": "words", "item": case.opened_by_id})
    usual = page_of(client, case, "timeline")
    assert "Decision made" in usual
    assert "Case offered to a force" in usual
    assert other_officer.name not in usual
    looks = page_of(client, case, "timeline", "?kind=looks")
    assert f"by {other_officer.name}" in looks
    assert "The page of the case" in looks
    assert "Reported words or pictures looked at" in looks
    assert "Decision made" not in looks
    decisions = page_of(client, case, "timeline", "?kind=decisions")
    assert "Decision made" in decisions
    assert "Case offered to a force" not in decisions
    for strange in ("?kind=all", "?page=0", "?page=x", "?page=99999", "?kind=decisions&page=2"):
        page_of(client, case, "timeline", strange)


def test_a_long_timeline_has_pages(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    case, client = report().case, signed_in(officer)
    for _ in range(60):
        page_of(client, case)
    first = page_of(client, case, "timeline", "?kind=looks")
    assert first.count('class="moj-timeline__item"') == 50
    assert "?kind=looks&amp;page=2" in first or "?kind=looks&page=2" in first
    assert page_of(client, case, "timeline", "?kind=looks&page=2").count('class="moj-timeline__item"') >= 10


def test_old_words_of_a_translation_are_those_of_the_report(report: Callable[..., Received], officer: User) -> None:
    taken = report(posts=(SaidPost(text=ARABIC),))
    claim(case=taken.case, actor=acting(officer), at=NOW)
    row = add_translation(
        report=taken.report, post=taken.report.posts.get(), language_from="ar", text="Leave", made_by="person",
        maker="PC Abara", made_on=(NOW - timedelta(days=1)).date(), actor=acting(officer), at=NOW,
    )  # fmt: skip
    assert taken.report.posts.get().text == ARABIC
    assert row.text == "Leave"


def test_the_same_words_are_shown_once_on_a_page(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    first = report()
    case = bundle(report, first.case, of=3)
    pks = list(Membership.objects.filter(case=case, until_at=None).order_by("pk").values_list("report", flat=True))
    client = signed_in(officer)
    answer = client.post(reverse("desk:show", args=[case.reference]), {"what": "words", "item": pks}, follow=True)
    page = answer.content.decode()
    assert page.count("They should all go.") == 1
    said = f"The very same words as in report {first.report.reference}, shown on this page."
    assert page.count(said) == 2
    alone = client.get(reverse("desk:case", args=[case.reference]) + f"?shown=words-{pks[2]}").content.decode()
    assert alone.count("They should all go.") == 1, "where only one is shown, it is shown"
