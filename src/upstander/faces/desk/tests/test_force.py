"""The proposed force stands with its rule and facts; officers confirm or override it, and confirm handovers."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.allocation.facts import facts_of
from upstander.duties.allocation.queries import offers_of
from upstander.duties.evidence.queries import packages
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WEST_YORKSHIRE, KENT = "E23000010", "E23000032"


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"desk:{name}", args=[case.reference, *more])


def test_the_proposal_says_its_rule_its_sentence_and_the_facts(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    page = signed_in(officer).get(address("force", at_line())).content.decode()
    for words in (
        "Rule ",
        "West Yorkshire Police",
        "LS1 1UR",
        "Where the victim lives",
        "Keeps contact with the victim",
    ):
        assert words in page
    assert f'value="{WEST_YORKSHIRE}" selected' in page


def test_the_proposed_force_is_offered_without_a_reason(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_line()
    said = {"force": WEST_YORKSHIRE, "capacity": "investigating", "reason": ""}
    answer = signed_in(officer).post(address("force", case), said)
    assert answer.status_code == 302
    assert fresh(case).state == "offered"


def test_the_line_of_enquiry_and_the_package_go_with_the_offer(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(), signed_in(officer)
    said = {"force": WEST_YORKSHIRE, "capacity": "investigating", "package": "on"}
    refused = client.post(address("force", case), said).content.decode()
    assert "Say what the positive line of enquiry is" in refused
    assert fresh(case).state == "decided"
    assert client.post(address("force", case), {**said, "line": "A workplace is named."}).status_code == 302
    case = fresh(case)
    assert (case.state, case.positive_line, case.force) == ("offered", True, WEST_YORKSHIRE)
    assert [each.version for each in packages(acting(officer), case)] == [1]
    shown = client.get(address("force", case)).content.decode()
    assert 'name="line"' not in shown, "nothing is asked twice"
    assert 'name="package"' not in shown


def test_where_one_part_is_refused_nothing_of_it_is_done(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(), signed_in(officer)
    said = {"force": KENT, "capacity": "investigating", "line": "A workplace is named.", "package": "on"}
    refused = client.post(address("force", case), said)
    assert "The facts do not point to this force." in refused.content.decode()
    assert "A workplace is named." in refused.content.decode(), "what was typed stays in the form"
    assert fresh(case).positive_line is None
    assert packages(acting(officer), case) == []


def test_another_force_needs_a_reason_which_the_form_asks_for(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(), signed_in(officer)
    said = {"force": KENT, "capacity": "investigating", "reason": ""}
    refused = client.post(address("force", case), said)
    assert refused.status_code == 200
    assert "The facts do not point to this force." in refused.content.decode()
    assert client.post(address("force", case), {**said, "reason": "The suspect lives there."}).status_code == 302
    page = client.get(address("force", case)).content.decode()
    assert "Another force than the one proposed." in page
    assert "The suspect lives there." in page


def test_an_offer_too_early_is_refused_in_words(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    said = {"force": WEST_YORKSHIRE, "capacity": "investigating", "reason": ""}
    answer = signed_in(officer).post(address("force", at_claimed()), said)
    assert "once it is decided to be a crime" in answer.content.decode()
    wrong = signed_in(officer).post(address("force", at_claimed()), {"force": "nowhere"})
    assert "There is a problem" in wrong.content.decode()


def test_another_officer_reads_the_proposal_and_offers_nothing(
    at_line: Callable[..., Case], other_officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(), signed_in(other_officer)
    assert "Offer the case" not in client.get(address("force", case)).content.decode()
    said = {"force": WEST_YORKSHIRE, "capacity": "investigating"}
    assert client.post(address("force", case), said).status_code == 403
    assert client.get(address("facts", case)).status_code == 403


def test_what_enquiries_found_changes_the_proposal(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(), signed_in(officer)
    found = {"suspect_home": "ME14 1XQ", "flags": ["suspect_known"], "victim": "group"}
    assert client.post(address("facts", case), found).status_code == 302
    facts = facts_of(case)
    assert (facts.suspect_home, facts.suspect_known, facts.victim) == ("ME14 1XQ", True, "group")
    assert "Kent Police" in client.get(address("force", case)).content.decode()
    again = client.get(address("facts", case)).content.decode()
    assert 'value="ME14 1XQ"' in again
    wrong = client.post(address("facts", case), {"suspect_sent_grade": "Z"})
    assert "There is a problem" in wrong.content.decode()


def test_an_offer_is_withdrawn_with_a_reason(
    at_offered: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_offered(), signed_in(officer)
    held = next(line.offer for line in offers_of(acting(officer), case) if line.offer.capacity == "investigating")
    assert "There is a problem" in client.post(address("withdraw", case, held.pk), {"reason": ""}).content.decode()
    assert client.post(address("withdraw", case, held.pk), {"reason": "Wrong town."}).status_code == 302
    assert fresh(case).state == "decided"
    assert client.get(address("withdraw", case, 10**9)).status_code == 404


def test_a_handover_is_listed_and_confirmed_with_how_it_was_heard(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(knows_poster=True, poster_note="He works at the garage.")
    worker.run_all()
    client = signed_in(officer)
    assert received.case.reference in client.get(reverse("desk:handovers")).content.decode()
    asked = client.get(address("handover", received.case)).content.decode()
    assert "West Yorkshire Police was asked" in asked
    assert "There is a problem" in client.post(address("handover", received.case), {"how": ""}).content.decode()
    said = {"how": "By telephone with the control room.", "force_reference": "WY-77"}
    assert client.post(address("handover", received.case), said).status_code == 302
    assert Report.objects.get(pk=received.report.pk).standing == "handed on"
    assert "Every handover is with its force." in client.get(reverse("desk:handovers")).content.decode()
    assert client.get(address("handover", received.case)).status_code == 302
