"""A supervisor signs or returns a decision by name; the line of enquiry leads on or ends the case honestly."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.enquiries.queries import line
from upstander.faces.conftest import COMMUNICATIONS, expression, fresh
from upstander.record.cases.models import Case
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def address(name: str, case: Case) -> str:
    return reverse(f"desk:{name}", args=[case.reference])


def test_the_supervisor_sees_it_whole_and_signs(
    at_crime: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(COMMUNICATIONS), signed_in(supervisor)
    assert case.reference in client.get(reverse("desk:sign_offs")).content.decode()
    page = client.get(address("sign_off", case)).content.decode()
    assert "The words threaten." in page
    assert page.count("Looked at and answered.") == len(expression())
    assert "You sign as Insp Cole, supervisor." in page
    refused = client.post(address("sign_off", case), {"agrees": "yes", "reasons": ""})
    assert "There is a problem" in refused.content.decode()
    assert client.post(address("sign_off", case), {"agrees": "yes", "reasons": "I agree."}).status_code == 302
    assert fresh(case).state == "decided"
    shown = client.get(address("decision", case)).content.decode()
    assert "Signed off by Insp Cole" in shown


def test_a_returned_decision_goes_back_to_its_officer_with_the_reasons(
    at_crime: Callable[..., Case], supervisor: User, officer: User, signed_in: SignedIn
) -> None:
    case = at_crime(COMMUNICATIONS)
    signed_in(supervisor).post(address("sign_off", case), {"agrees": "no", "reasons": "Say who saw it."})
    assert fresh(case).state == "claimed"
    page = signed_in(officer).get(address("decision", case)).content.decode()
    assert "Returned by Insp Cole" in page
    assert "Say who saw it." in page


def test_the_decider_and_an_officer_cannot_sign(
    at_crime: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case = at_crime(COMMUNICATIONS)
    for user in (officer, other_officer):
        client = signed_in(user)
        assert client.get(address("sign_off", case)).status_code == 403
        assert client.post(address("sign_off", case), {"agrees": "yes", "reasons": "x"}).status_code == 403
    assert fresh(case).state == "awaiting sign-off"


def test_a_supervisor_is_told_why_an_incitement_offence_is_not_theirs_to_sign(
    at_crime: Callable[..., Case], supervisor: User, senior_investigator: User, signed_in: SignedIn
) -> None:
    case = at_crime("poa_19")
    page = signed_in(supervisor).get(address("sign_off", case)).content.decode()
    assert "A senior investigator decides" in page
    assert 'name="agrees"' not in page
    assert signed_in(supervisor).post(address("sign_off", case), {"agrees": "yes", "reasons": "x"}).status_code == 403
    signed = signed_in(senior_investigator).post(address("sign_off", case), {"agrees": "yes", "reasons": "x"})
    assert signed.status_code == 302


def test_nothing_to_sign_leads_to_the_decision(
    at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    answer = signed_in(supervisor).get(address("sign_off", case))
    assert answer["Location"] == address("decision", case)


def test_a_positive_line_leads_on(at_crime: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_crime(), signed_in(officer)
    assert client.get(address("line", case)).status_code == 200
    answer = client.post(address("line", case), {"positive": "yes", "reasons": "The account is named."})
    assert answer.status_code == 302
    assert fresh(case).positive_line is True


def test_no_line_shows_its_letter_then_closes_the_case(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(), signed_in(officer)
    open_ended = client.post(address("line", case), {"positive": "no", "reasons": "Nothing is left to try."})
    assert "There is a problem" in open_ended.content.decode()
    said = {"positive": "no", "closing_reason": "no_positive_line", "reasons": "Nothing is left to try."}
    preview = client.post(address("line", case), said).content.decode()
    assert "What the complainant will be told" in preview
    assert fresh(case).state == "decided"
    assert client.post(address("line", case), {**said, "confirmed": "yes"}).status_code == 302
    assert fresh(case).state == "closed"
    recorded = line(case)
    assert recorded is not None
    assert not recorded.positive


def test_a_line_before_the_decision_is_refused_in_words(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    answer = signed_in(officer).post(address("line", case), {"positive": "yes", "reasons": "x"})
    assert answer.status_code == 200
    assert "once the case is decided to be a crime" in answer.content.decode()
