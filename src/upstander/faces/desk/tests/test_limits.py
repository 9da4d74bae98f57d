"""The page of the time limits says what runs and why; its forms record dates, consents and charges, each typed once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.models import Charge, Consent, Seen
from upstander.faces.conftest import fresh
from upstander.law.limits import last_day, said
from upstander.record.cases.models import Case
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def address(name: str, case: Case) -> str:
    return reverse(f"desk:{name}", args=[case.reference])


def on(day: date) -> dict[str, str]:
    return {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


def page(client: Client, case: Case, name: str = "limits") -> str:
    return client.get(address(name, case)).content.decode()


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def dated(at_crime: Callable[..., Case], officer: User, signed_in: SignedIn, today: date) -> Case:
    """Return a crime whose day is known: three days ago."""
    case = at_crime()
    said_of = {"known": "yes", **on(today - timedelta(days=3)), "shown_by": "The post's own date"}
    assert signed_in(officer).post(address("limits_conduct", case), said_of).status_code == 302
    return fresh(case)


def test_an_unknown_day_is_said_with_what_is_assumed(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    shown = page(signed_in(officer), at_crime())
    assert "The day of the conduct is not known" in shown
    assert "(assumed)" in shown
    assert "No date is recorded on which a prosecutor saw the file." in shown


def test_the_limit_stands_with_its_rule_on_the_page_the_head_and_the_row(
    dated: Case, officer: User, signed_in: SignedIn, today: date
) -> None:
    client, ends = signed_in(officer), last_day(today - timedelta(days=3), 6)
    shown = page(client, dated)
    assert f"Last day: {said(ends)}" in shown
    assert "within 6 months of the offence" in shown
    assert "(assumed)" not in shown
    assert "The post&#39;s own date" in shown
    assert "The last day on which proceedings may begin" in shown, "the head of every page shows its clock"
    row = client.get(reverse("desk:mine")).content.decode()
    assert "Time limit:" in row


def test_a_prosecutor_saw_the_file_and_the_correction_needs_no_second_typing(
    dated: Case, officer: User, signed_in: SignedIn, today: date
) -> None:
    client = signed_in(officer)
    said_of = {**on(today), "who": "An office", "given": "MG3", "proof": "Receipt 7", "enough": "yes"}
    refused = client.post(address("limits_prosecutor", dated), {**said_of, **on(today + timedelta(days=2))})
    assert "The date must not be in the future" in refused.content.decode()
    assert client.post(address("limits_prosecutor", dated), said_of).status_code == 302
    held = Seen.objects.get(case=dated)
    again = client.get(f"{address('limits_prosecutor', dated)}?corrects={held.pk}").content.decode()
    for kept in ("An office", "MG3", "Receipt 7"):
        assert kept in again
    correction = {**said_of, "counts": "yes", "why": "Another day", **on(today - timedelta(days=1))}
    assert client.post(f"{address('limits_prosecutor', dated)}?corrects={held.pk}", correction).status_code == 302
    shown = page(client, dated)
    assert "Corrected" in shown
    assert "Another day" in shown
    assert client.get(f"{address('limits_prosecutor', dated)}?corrects=999999").status_code == 404


def test_a_charge_waits_for_its_consent_and_then_ends_the_clock(
    dated: Case, officer: User, signed_in: SignedIn, today: date
) -> None:
    client = signed_in(officer)
    charge = {"offence": "poa_4", "kind": "charge", **on(today), "reference": "R 1"}
    refused = client.post(address("limits_charge", dated), charge).content.decode()
    assert "No consent of the Prosecutor (charging decision) is recorded" in refused
    assert 'value="R 1"' in refused, "what was typed stays"
    which = {"which": "poa_4 prosecutor", **on(today), "reference": "C 1"}
    for answer in ("asked", "given"):
        assert client.post(address("limits_consent", dated), {**which, "answer": answer}).status_code == 302
    assert [row.answer for row in Consent.objects.filter(case=dated).order_by("pk")] == ["asked", "given"]
    assert client.post(address("limits_charge", dated), charge).status_code == 302
    shown = page(client, dated)
    assert "Somebody is charged, so no time limit runs" in shown
    assert "Time limit:" not in client.get(reverse("desk:mine")).content.decode()
    held = Charge.objects.get(case=dated)
    back = f"{address('limits_charge', dated)}?takes_back={held.pk}"
    assert "Say why" in client.post(back, {"why": ""}).content.decode()
    assert client.post(back, {"why": "Another case"}).status_code == 302
    assert "Nobody is charged" not in page(client, dated), "the entry stays beside what takes it back"
    assert fresh(dated).clocks.filter(name="time_limit", ended_at=None).exists()


def test_who_may_read_and_not_record_is_shown_no_form(
    dated: Case, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    shown = page(signed_in(other_officer), dated)
    assert "Last day:" in shown
    assert "limits/charge/" not in shown
    for name in ("limits_charge", "limits_prosecutor", "limits_consent", "limits_conduct"):
        assert signed_in(other_officer).get(address(name, dated)).status_code == 403
        assert signed_in(supervisor).get(address(name, dated)).status_code == 200


def test_a_case_that_is_no_crime_says_so(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert "so no time limit runs" in page(client, case)
    assert "no consent is wanted yet" in page(client, case, "limits_consent")


def test_the_page_asks_the_database_no_more_for_many_entries(
    dated: Case, officer: User, signed_in: SignedIn, today: date, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in(officer)
    said_of = {**on(today), "who": "An office", "given": "MG3", "proof": "Receipt 7", "enough": "yes"}
    for _each in range(6):
        client.post(address("limits_prosecutor", dated), said_of)
    page(client, dated)
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        page(client, dated)


def test_the_morning_and_the_trouble_page_name_what_runs_out_and_what_was_lost(
    dated: Case, officer: User, supervisor: User, signed_in: SignedIn, today: date
) -> None:
    morning, trouble, reviews = (reverse(f"desk:{name}") for name in ("morning", "trouble", "reviews"))
    calm = signed_in(supervisor).get(morning).content.decode()
    assert "No time limit is half over." in calm
    assert "No case ended by the time limit" in calm
    half = datetime.combine(today + timedelta(days=100), time(9), tzinfo=UTC)
    with time_machine.travel(half, tick=False):
        worker.run_all()
        shown = signed_in(supervisor).get(morning).content.decode()
        assert "Half of the time limit has run, or more (1)" in shown
        assert "Time limit: half has run" in shown
        assert "Time limit: half has run" in signed_in(officer).get(reverse("desk:mine")).content.decode()
        assert "Time limits that passed" not in signed_in(supervisor).get(trouble).content.decode()
    late = datetime.combine(last_day(today, 6) + timedelta(days=1), time(9), tzinfo=UTC)
    with time_machine.travel(late, tick=False):
        worker.run_all()
        client = signed_in(supervisor)
        lost = client.get(trouble).content.decode()
        assert "Time limits that passed without a charge" in lost
        assert dated.reference in lost
        assert "A time limit passed without a charge" in client.get(reviews).content.decode()
        closing = {"closing_reason": "abroad", "reasons": "", "confirmed": "yes"}
        refused = signed_in(officer).post(address("close", dated), closing).content.decode()
        assert "nobody is charged" in refused
        closing["closing_reason"] = "time_limit"
        assert signed_in(officer).post(address("close", dated), closing).status_code == 302
        assert "Ended by the time limit, last 28 days (1)" in client.get(morning).content.decode()
        assert "Time limits that passed" not in client.get(trouble).content.decode()
