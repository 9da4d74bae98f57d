"""The team's pages say what the queries found, to supervisors alone, at the same cost for any number of cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.release import release
from upstander.duties.casework.actions.work_shift import start_shift
from upstander.duties.casework.models import SecondLook
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Report = Callable[..., Received]
PAGES = ("team", "morning")


def body(client: Client, name: str) -> str:
    answer = client.get(reverse(f"desk:{name}"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_has_neither_page_nor_tab(officer: User, supervisor: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    for name in (*PAGES, "sample_draw"):
        assert client.get(reverse(f"desk:{name}")).status_code == 403
    assert reverse("desk:team") not in client.get(reverse("desk:queue")).content.decode()
    assert reverse("desk:team") in signed_in(supervisor).get(reverse("desk:queue")).content.decode()


def test_both_pages_name_what_breaches_and_what_nobody_owns_and_are_journalled(
    report: Report, at_crime: Callable[..., Case], officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    given_back, breaching = at_crime(), report(at=timezone.now()).case
    breaching.clocks.filter(ended_at=None).update(due_at=timezone.now())
    settle(fresh(breaching))
    release(case=given_back, actor=acting(officer), reason="Leave.", at=timezone.now())
    start_shift(actor=acting(officer), at=timezone.now())
    client = signed_in(supervisor)
    for name in PAGES:
        page = body(client, name)
        assert given_back.reference in page
        assert breaching.reference in page
        assert officer.name in page
    seen = set(Consultation.objects.filter(kind="case").values_list("record", flat=True))
    assert {given_back.pk, breaching.pk} <= seen


def test_the_morning_says_in_a_sentence_what_came_more_than_usual(
    report: Report, supervisor: User, signed_in: SignedIn
) -> None:
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon, tick=False):
        for _ in range(4):
            report(at=noon - timedelta(hours=1))
        report(at=noon - timedelta(days=14, hours=1))
        page = body(signed_in(supervisor), "morning")
        quiet = report(at=noon - timedelta(days=7, hours=1))
        for number in range(3):
            report(at=noon - timedelta(days=7, hours=1, minutes=number), account=f"{quiet.report.pk} {number}")
        calm = body(signed_in(supervisor), "morning")
    than_before = "more than on any of the four same weekdays before (1 at most)."
    said = f"Religion or belief: 4 reports today until now, {than_before}"
    assert said in page
    assert "X (Twitter): 4 reports today until now" in page
    assert "More than usual" not in calm
    assert "No strand and no platform stands over" in calm


def test_decisions_that_wait_for_a_signature_are_shown_with_their_age(
    at_crime: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    case = at_crime("mca_1")
    page = body(signed_in(supervisor), "team")
    assert reverse("desk:sign_off", args=[case.reference]) in page
    assert "Waiting for sign-off (1)" in page


def test_neither_page_costs_more_for_more_cases(
    report: Report, at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            body(client, name)
        return len(caught)

    report(), at_claimed()
    few = {name: (body(client, name), cost(name))[1] for name in PAGES}
    for number in range(8):
        report(at=timezone.now(), account=f"Account {number}", posts=())
        at_claimed(account=f"Another {number}", posts=())
    assert {name: cost(name) for name in PAGES} == few


def test_a_sample_is_drawn_looked_at_and_kept(
    at_crime: Callable[..., Case], officer: User, supervisor: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = at_crime(), at_crime()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    client = signed_in(supervisor)
    assert "No sample has been drawn yet." in body(client, "team")
    assert client.post(reverse("desk:sample_draw"), {"size": "20"}).status_code == 302
    look = SecondLook.objects.get(case=case)
    there = reverse("desk:second_look", args=[case.reference, look.pk])
    page = body(client, "team")
    assert there in page
    assert look.sample.seed in page
    assert "The next sample can be drawn from" in page
    refused = client.post(there, {"finding": "concern", "note": ""})
    assert "Say what you found." in refused.content.decode()
    assert client.post(there, {"finding": "concern", "note": "Read again."}).status_code == 302
    assert "Read again." in client.get(there).content.decode()
    assert "1 of 2 looked at" in body(client, "team")
    assert client.get(reverse("desk:second_look", args=[other.reference, look.pk])).status_code == 404
    assert signed_in(officer).get(there).status_code == 403


def test_a_second_draw_within_a_week_is_refused_on_the_page(
    at_crime: Callable[..., Case], supervisor: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_crime()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    client = signed_in(supervisor)
    client.post(reverse("desk:sample_draw"), {"size": "3"})
    answer = client.post(reverse("desk:sample_draw"), {"size": "3"})
    assert "less than a week ago" in answer.content.decode()
