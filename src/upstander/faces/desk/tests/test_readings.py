"""Pages of second readings and of reviews that complainants ask for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from upstander.conftest import NOW
from upstander.duties.assessment.actions.ask_appeal import ask_appeal
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.models import Appeal, Reading
from upstander.duties.assessment.tests.deciding import answers, decided, no_crime
from upstander.duties.casework.actions.add_note import add_note
from upstander.duties.casework.models import Exposure, Review
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, grant
from upstander.record.cases.models import Case, Grant
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WHY = "An argument of long standing."


@pytest.fixture
def reading(
    report: Callable[..., Received], officer: User, other_officer: User, supervisor: User, settings: Settings
) -> Reading:
    """Drawn for the other officer; the supervisor, who settles, was not free on the day of the lot."""
    settings.SECOND_READINGS = 100
    case = report(account="Words that were reported.").case
    grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    decided(case, officer, **no_crime(reasons=WHY))
    end_grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    add_note(case=case, text="I think it is banter.", kind="opinion", actor=acting(officer), at=NOW)
    return Reading.objects.get()


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args))
    assert answer.status_code == 200, answer
    return answer.content.decode()


def said(finding: str) -> dict[str, str]:
    return {"finding": finding, "reasons": "It is a threat.", **{f"about_{id}": text for id, text in answers().items()}}


def test_the_reader_sees_the_reports_and_nothing_that_was_made_of_them(
    reading: Reading, officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    client, reference = signed_in(other_officer), reading.case.reference
    assert "Second readings (1)" in page(client, "queue")
    assert reference in page(client, "readings")
    here = reverse("desk:reading", args=[reading.pk])
    shown = page(client, "reading", reading.pk)
    opened = client.post(here, {"what": "words", "item": reading.case.opened_by_id}, follow=True).content.decode()
    assert "Words that were reported." not in shown
    assert "Words that were reported." in opened
    assert Exposure.objects.filter(by=other_officer, case=reading.case).count() == 1
    for text in (shown, opened):
        assert WHY not in text
        assert officer.name not in text
        assert "Decided" not in text
        assert "banter" not in text


@pytest.mark.parametrize("name", ["case", "decision", "timeline", "notes", "reports", "force", "package"])
def test_every_page_of_the_case_leads_the_reader_to_their_own(
    reading: Reading, other_officer: User, signed_in: SignedIn, name: str
) -> None:
    client, here = signed_in(other_officer), reverse(f"desk:{name}", args=[reading.case.reference])
    answer = client.get(here)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk:reading", args=[reading.pk])
    assert not Review.objects.exists()
    Grant.objects.filter(relation=Relation.BLIND).delete()
    assert client.get(here).status_code == 200


def test_neither_lists_nor_search_show_the_reader_what_was_decided(
    reading: Reading, officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(other_officer)
    for name in ("queue", "mine", "sign_offs", "with_forces", "tasks"):
        assert reading.case.reference not in page(client, name)
    for user, seen in ((other_officer, False), (officer, True)):
        asked = signed_in(user).post(reverse("desk:search"), {"typed": "argument standing"}, follow=True)
        assert (reading.case.reference in asked.content.decode()) == seen


def test_nobody_else_reads_it(
    reading: Reading, officer: User, supervisor: User, other_officer: User, signed_in: SignedIn
) -> None:
    for user in (officer, supervisor):
        assert signed_in(user).get(reverse("desk:reading", args=[reading.pk])).status_code == 404
        there = reverse("desk:reading_picture", args=[reading.pk, 1])
        assert signed_in(user).get(there).status_code == 404
    assert signed_in(other_officer).get(reverse("desk:reading_picture", args=[reading.pk, 0])).status_code == 404


def test_an_answer_opens_the_case_again_and_a_supervisor_settles(
    reading: Reading, officer: User, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(other_officer)
    here = reverse("desk:reading", args=[reading.pk])
    assert (
        "Freedom of expression, not answered"
        in client.post(here, {"finding": "crime", "reasons": "It is a threat."}).content.decode()
    )
    assert client.post(here, said("crime")).status_code == 302
    assert client.get(here).status_code == 404
    assert WHY in page(client, "decision", reading.case.reference)
    boss = signed_in(supervisor)
    assert reading.case.reference in page(boss, "readings")
    both = page(boss, "settle_reading", reading.case.reference, reading.pk)
    assert WHY in both
    assert "It is a threat." in both
    there = reverse("desk:settle_reading", args=[reading.case.reference, reading.pk])
    assert signed_in(other_officer).get(there).status_code == 403
    assert boss.post(there, {"stands": "no", "reasons": "A threat."})["Location"] == reverse("desk:readings")
    assert Case.objects.get().state == "claimed"
    assert "1 decision of yours does not stand" in page(signed_in(officer), "mine")
    assert "your decision does not stand" in page(signed_in(officer), "readings")


def test_a_supervisor_draws_another_where_nobody_answers(
    reading: Reading, supervisor: User, senior_investigator: User, signed_in: SignedIn
) -> None:
    there = reverse("desk:settle_reading", args=[reading.case.reference, reading.pk])
    boss = signed_in(supervisor)
    Reading.objects.update(due_at=timezone.now() + timedelta(days=1))
    assert "has not answered yet" in boss.get(there).content.decode()
    Reading.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert "Draw another reader" in boss.get(there).content.decode()
    before = Reading.objects.get().reader
    boss.post(there, {"draw": "yes"})
    assert Reading.objects.get().reader not in (before, None)


def test_a_review_that_somebody_asks_for_is_decided_by_another(
    report: Callable[..., Received], officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    received = report()
    decided(received.case, officer, **no_crime())
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    words = "You did not read what it answered."
    asked = ask_appeal(report=received.report, words=words, actor=complainant(received.report), at=NOW)
    boss = signed_in(supervisor)
    assert received.case.reference in page(boss, "readings")
    assert words in page(boss, "appeal", received.case.reference, asked.pk)
    there = reverse("desk:appeal", args=[received.case.reference, asked.pk])
    assert signed_in(officer).get(there).status_code == 403
    assert "Your reasons" in boss.post(there, {"upheld": "yes", "reasons": ""}).content.decode()
    boss.post(there, {"upheld": "yes", "reasons": "Not read whole."})
    assert (Appeal.objects.get().outcome, Case.objects.get().state) == ("upheld", "reopened")
    assert "Not read whole." in page(boss, "appeal", received.case.reference, asked.pk)
    assert "does not stand" in page(signed_in(officer), "readings")
