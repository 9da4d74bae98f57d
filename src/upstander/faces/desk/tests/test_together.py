"""Many reports of one matter are joined by one button of a person, who may go straight on to the decision."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.bundling.actions.suggest import suggest
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def bundle(at_claimed: Callable[..., Case], report: Callable[..., Received]) -> tuple[Case, list[Received]]:
    case = at_claimed()
    others = [report(at=timezone.now()) for _ in range(5)]
    for other in others:
        suggest(report=other.report, at=timezone.now())
    return case, others


def at(case: Case) -> str:
    return reverse("desk:together", args=[case.reference])


def test_what_is_chosen_is_joined_and_nothing_else(
    bundle: tuple[Case, list[Received]], officer: User, signed_in: SignedIn
) -> None:
    case, others = bundle
    client = signed_in(officer)
    page = client.get(at(case)).content.decode()
    assert len(re.findall(r"<input[^>]* checked", page)) == len(others), (
        "those of the very same post are chosen, and shown"
    )
    chosen = [other.report.reference for other in others[:3]]
    assert client.post(at(case), {"report": chosen}).status_code == 302
    assert fresh(case).report_count == 4
    assert case_of(others[4].report) == others[4].case
    assert "Choose at least one report" in client.post(at(case), {"reason": ""}).content.decode()


def test_joining_leads_on_to_the_decision_where_that_was_asked_for(
    bundle: tuple[Case, list[Received]], officer: User, signed_in: SignedIn
) -> None:
    case, others = bundle
    client = signed_in(officer)
    said = {"report": [other.report.reference for other in others], "then": "crime"}
    answer = client.post(at(case), said, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk:decide_step", args=[case.reference, "crime"])
    assert fresh(case).report_count == 6
    assert "5 reports joined." in answer.content.decode()


def test_the_case_offers_to_join_what_is_ticked_before_it_is_decided_and_ticks_nothing_itself(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, other = at_claimed(), report(at=timezone.now())
    suggest(report=other.report, at=timezone.now())
    client = signed_in(officer)
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    box = page.split(f'id="first-{other.report.reference}"')[1].split(">")[0]
    assert "checked" not in box
    assert client.post(at(case), {"then": "not-a-crime"}, follow=True).redirect_chain[-1][0].endswith("/not-a-crime/")
    assert fresh(case).report_count == 1, "without a tick nothing is joined"
    client.post(at(case), {"report": other.report.reference, "then": "crime"})
    assert fresh(case).report_count == 2


def test_a_report_of_another_officers_case_wants_a_reason_and_the_way_on_is_kept(
    bundle: tuple[Case, list[Received]], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, others = bundle
    claim(case=others[0].case, actor=acting(other_officer), at=timezone.now())
    client = signed_in(officer)
    said = {"report": [others[0].report.reference], "then": "crime"}
    page = client.post(at(case), said).content.decode()
    assert "There is a problem" in page
    assert "Join, then decide: A crime" in page
    assert client.post(at(case), {**said, "reason": "The same post."}).status_code == 302
    assert fresh(case).report_count == 2
