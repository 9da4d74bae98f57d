"""A decision is made question by question, checked whole, and nothing of it can be left out."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.queries import current_decision, decisions, waiting_decision
from upstander.faces.conftest import COMMUNICATIONS, PLAIN_OFFENCE, expression, fresh
from upstander.faces.desk.forms.deciding import element_field, group_of
from upstander.law.offences import offence, offences
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def step(case: Case, slug: str) -> str:
    return reverse("desk:decide_step", args=[case.reference, slug])


def check(case: Case) -> str:
    return reverse("desk:decide_check", args=[case.reference])


def shows(code: str) -> dict[str, str]:
    return {element_field(code, each.id): "The words." for each in offence(code, timezone.localdate()).elements}


def answer(client: Client, case: Case, slug: str, said: dict[str, object]) -> str:
    sent = client.post(step(case, slug), said)
    assert sent.status_code == 302, sent.content.decode()
    return str(sent["Location"])


def answer_crime(client: Client, case: Case, code: str) -> None:
    group = group_of(offence(code, timezone.localdate()))
    assert answer(client, case, "finding", {"finding": "crime"}) == step(case, "offences")
    assert answer(client, case, "offences", {group: [code]}) == step(case, f"offence-{code}")
    assert answer(client, case, f"offence-{code}", shows(code)) == step(case, "strands")
    assert answer(client, case, "strands", {"strands": ["race"]}) == step(case, "expression")
    assert answer(client, case, "expression", expression()) == step(case, "reasons")
    assert answer(client, case, "reasons", {"reasons": "It threatens."}) == check(case)


def test_a_crime_from_the_first_question_to_the_decision(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begun = client.get(reverse("desk:decide", args=[case.reference]))
    assert begun["Location"] == step(case, "finding")
    answer_crime(client, case, PLAIN_OFFENCE)
    page = client.get(check(case)).content.decode()
    assert offence(PLAIN_OFFENCE, timezone.localdate()).title in page
    assert "It threatens." in page
    assert client.post(check(case)).status_code == 302
    made = current_decision(case)
    assert made is not None
    assert (made.finding, made.offences, made.strands) == ("crime", [PLAIN_OFFENCE], ["race"])
    assert set(made.expression) == set(expression())
    assert client.post(check(case)).status_code == 302, "sent twice: the answers are gone, nothing is decided again"
    assert len(decisions(acting(officer), case)) == 1


def test_a_communications_offence_says_that_it_needs_a_sign_off_and_waits_for_it(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    answer(client, case, "finding", {"finding": "crime"})
    offered = client.get(step(case, "offences")).content.decode()
    assert "Communications: a supervisor other than you signs off" in offered
    answer_crime(client, case, COMMUNICATIONS)
    page = client.get(check(case)).content.decode()
    assert "Send for sign-off" in page
    client.post(check(case))
    assert fresh(case).state == "awaiting sign-off"
    assert waiting_decision(case) is not None


def test_not_a_crime_asks_what_becomes_of_it_and_keeps_the_policys_answers(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert answer(client, case, "finding", {"finding": "not a crime"}) == step(case, "strands")
    assert answer(client, case, "strands", {}) == step(case, "disposition")
    page = client.get(step(case, "disposition")).content.decode()
    tests = [name.split('"')[0] for name in page.split('name="test-')[1:]]
    said = {f"test-{test}": "no" for test in tests}
    refused = client.post(step(case, "disposition"), {**said, "disposition": "incident_without_subject"})
    assert "the policy does not allow this" in refused.content.decode()
    assert answer(client, case, "disposition", {**said, "disposition": "no_record"}) == step(case, "expression")
    answer(client, case, "expression", expression())
    answer(client, case, "reasons", {"reasons": "A view, put sharply."})
    assert client.post(check(case)).status_code == 302
    made = current_decision(case)
    assert made is not None
    assert (made.finding, made.disposition) == ("not a crime", "no_record")
    assert "A view, put sharply." in made.reasons
    assert "Is it trivial" in made.reasons


def test_more_is_needed_asks_no_law(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_claimed(), signed_in(officer)
    answer(client, case, "finding", {"finding": "need more"})
    assert answer(client, case, "strands", {}) == step(case, "reasons")
    assert client.get(step(case, "expression")).status_code == 404
    answer(client, case, "reasons", {"reasons": "The picture is missing."})
    client.post(check(case))
    made = current_decision(case)
    assert made is not None
    assert (made.finding, fresh(case).state) == ("need more", "claimed")


@pytest.mark.parametrize(
    ("slug", "said", "words"),
    [
        ("finding", {}, "Answer the question"),
        ("finding", {"finding": "crime", "conduct_on-day": "31", "conduct_on-month": "2", "conduct_on-year": "2026"},
         "Enter a real date"),
        ("finding", {"finding": "crime", "conduct_on-day": "1", "conduct_on-month": "1", "conduct_on-year": "2999"},
         "must not be in the future"),
        ("offences", {}, "Choose at least one offence"),
        ("offences", {"plain": ["no_such"]}, "Choose from the answers shown"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    slug: str, said: dict[str, object], words: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    if slug != "finding":
        answer(client, case, "finding", {"finding": "crime"})
    wrong = client.post(step(case, slug), said)
    assert wrong.status_code == 200
    page = wrong.content.decode()
    assert "There is a problem" in page
    assert words in page
    assert "<title>Error:" in page


def test_each_factor_of_free_expression_must_be_answered(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    answer(client, case, "finding", {"finding": "not a crime"})
    said = expression()
    dropped = next(iter(said))
    wrong = client.post(step(case, "expression"), {**said, dropped: " "})
    assert wrong.status_code == 200
    assert wrong.content.decode().count("govuk-error-message") == 1
    assert client.post(check(case)).status_code == 302, "led back to what is open"
    assert decisions(acting(officer), case) == []


def test_the_offences_are_those_of_the_day_of_the_conduct(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    day = {"conduct_on-day": "1", "conduct_on-month": "6", "conduct_on-year": "2019"}
    answer(client, case, "finding", {"finding": "crime", **day})
    page = client.get(step(case, "offences")).content.decode()
    on = timezone.localdate().replace(year=2019, month=6, day=1)
    then, now = {each.id for each in offences(on)}, {each.id for each in offences(timezone.localdate())}
    assert then != now
    assert all(f'value="{code}"' in page for code in then)
    assert not any(f'value="{code}"' in page for code in now - then)


def test_the_answers_so_far_stand_beside_the_question(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    answer(client, case, "finding", {"finding": "crime"})
    page = client.get(step(case, "offences")).content.decode()
    assert "Answers so far" in page
    assert "What do you find?" in page


def test_only_the_owner_decides(
    at_claimed: Callable[..., Case], other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    for user in (other_officer, supervisor):
        client = signed_in(user)
        assert client.get(step(case, "finding")).status_code == 403
        assert client.post(step(case, "finding"), {"finding": "crime"}).status_code == 403
        assert client.post(check(case)).status_code == 403
