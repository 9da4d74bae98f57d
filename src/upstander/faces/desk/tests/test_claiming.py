"""Claiming, giving back, closing and reopening: by those who may, with the reason where one is wanted."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.assessment.queries import steps
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def address(name: str, case: Case) -> str:
    return reverse(f"desk:{name}", args=[case.reference])


def test_one_officer_claims_and_the_next_is_told_who_did(
    report: Callable[..., Received], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case = report().case
    assert signed_in(officer).post(address("claim", case)).status_code == 302
    assert fresh(case).owner == officer
    second = signed_in(other_officer).post(address("claim", case), follow=True)
    assert "PC Abara has claimed this case already." in second.content.decode()
    assert fresh(case).owner == officer


def test_claiming_by_a_link_does_nothing(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    case = report().case
    assert signed_in(officer).get(address("claim", case)).status_code == 405
    assert fresh(case).state == "new"


def test_an_officer_gives_back_and_a_supervisor_only_with_a_reason(
    at_claimed: Callable[..., Case], officer: User, supervisor: User, other_officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    assert signed_in(other_officer).post(address("release", case), {"reason": "x"}).status_code == 403
    refused = signed_in(supervisor).post(address("release", case), {"reason": ""})
    assert "There is a problem" in refused.content.decode()
    assert signed_in(supervisor).post(address("release", case), {"reason": "On leave."}).status_code == 302
    assert fresh(case).state == "new"
    assert steps(acting(officer), case)[0].reasons == "On leave."


def test_closing_shows_the_letter_first_and_then_closes(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    said = {"closing_reason": "outside_hub", "reasons": "Belongs to the council."}
    preview = client.post(address("close", case), said).content.decode()
    assert "What the complainant will be told" in preview
    assert "This is not something that this hub can deal with." in preview
    assert fresh(case).state == "claimed"
    assert client.post(address("close", case), {**said, "confirmed": "yes"}).status_code == 302
    assert (fresh(case).state, fresh(case).closed_as) == ("closed", "outside_hub")
    overview = client.get(address("case", case)).content.decode()
    assert "Not a matter for this hub" in overview


def test_only_reasons_that_fit_the_finding_are_offered(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    page = signed_in(officer).get(address("close", at_crime())).content.decode()
    assert 'value="time_limit"' in page
    assert 'value="lawful_expression"' not in page


def test_a_closed_case_is_reopened_with_a_reason(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    client.post(address("close", case), {"closing_reason": "withdrawn", "reasons": "", "confirmed": "yes"})
    other = signed_in(other_officer)
    assert "There is a problem" in other.post(address("reopen", case), {"reason": " "}).content.decode()
    assert other.post(address("reopen", case), {"reason": "More came in."}).status_code == 302
    assert fresh(case).state == "reopened"
    assert other.post(address("reopen", case), {"reason": "Again."}).status_code == 200
