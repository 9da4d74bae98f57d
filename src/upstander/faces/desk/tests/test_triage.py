"""The twelve questions on one page: filled with what is answered, facts beside them, the band said after saving."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.assessment.models import Triage
from upstander.duties.assessment.queries import Said
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.faces.desk.facts_for_triage import COUNTED, facts_of
from upstander.law.triage import questions
from upstander.record.cases.models import Case
from upstander.record.cases.queue import HIGH, STANDARD, settle
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Report = Callable[..., Received]


def there(case: Case) -> str:
    return reverse("desk:triage", args=[case.reference])


def page(client: Client, case: Case) -> str:
    answer = client.get(there(case))
    assert answer.status_code == 200
    return answer.content.decode()


def chosen(body: str) -> set[tuple[str, str]]:
    """Return the answers that are ticked on the page."""
    found = set()
    for part in body.split("<input")[1:]:
        tag = part.split(">")[0]
        if 'type="radio"' in tag and "checked" in tag:
            name, value = (tag.split(f'{each}="')[1].split('"')[0] for each in ("name", "value"))
            found.add((name, value))
    return found


def test_all_twelve_stand_on_one_page_and_none_is_answered_for_anybody(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case = fresh(report(danger=True, knows_poster=True, contact_means="none").case)
    case.wording = "threat"
    settle(case)
    body = page(signed_in(officer), case)
    for question in questions(timezone.localdate()):
        assert question.text in body
    assert chosen(body) == {("band", "as_answered")}
    for fact in (
        "1 report of 1 says that someone is in danger.",
        "nobody has judged it.",
        "1 link was given.",
        "1 report of 1 asks for no contact.",
        "1 report of 1 says that the poster is known.",
    ):
        assert fact in body
    assert "Where the answers lead" not in body
    assert Consultation.objects.filter(kind="case", record=case.pk).exists()


def test_saving_says_the_band_its_reason_and_what_it_could_still_become(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)
    answer = client.post(there(case), {"R1": "yes", "T1": "not_known", "band": "as_answered"}, follow=True)
    assert answer.redirect_chain == [(reverse("desk:case", args=[case.reference]), 302)]
    body = answer.content.decode()
    assert "Medium band: It is repeated or getting worse." in body
    assert "it could still rise to High" in body
    body = page(client, case)
    assert "Where the answers lead" in body
    assert ("R1", "yes") in chosen(body)
    assert officer.name in body
    assert Triage.objects.get(case=case).answers["T2"] == "not_known"


def test_an_answer_that_one_question_alone_would_raise_is_counted(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)
    known = dict.fromkeys(("T1", "T2", "T3", "T4", "H2", "R1", "R2", "I1", "I2", "V1", "E1"), "no")
    body = client.post(there(case), {**known, "band": "as_answered"}, follow=True).content.decode()
    assert "Standard band" in body
    assert "1 question is not known; it could still rise to High." in body


def test_a_person_sets_another_band_with_a_reason_and_both_are_shown(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)
    refused = client.post(there(case), {"H1": "yes", "band": "standard", "reason_standard": ""})
    assert refused.status_code == 200
    assert "Give a reason to set another band." in refused.content.decode()
    assert not Triage.objects.exists()
    said = {"H1": "yes", "band": "standard", "reason_standard": "The damage is another matter."}
    body = client.post(there(case), said, follow=True).content.decode()
    assert f"Standard band, set by {officer.name}. The answers lead to High: Physical harm" in body.replace(
        "&#39;", "'"
    )
    row = Triage.objects.get(case=case)
    assert (row.proposed, row.band, row.reason) == (HIGH, STANDARD, "The damage is another matter.")
    body = page(client, case)
    assert ("band", "standard") in chosen(body)
    assert "The damage is another matter." in body


def test_no_answer_at_all_is_refused_on_the_page(report: Report, officer: User, signed_in: SignedIn) -> None:
    case = report().case
    answer = signed_in(officer).post(there(case), {"T1": "not_known", "band": "as_answered"})
    assert answer.status_code == 200
    assert "at least one question" in answer.content.decode()
    assert fresh(case).band is None


def test_earlier_answers_can_be_read_and_cost_no_query_each(report: Report, officer: User, signed_in: SignedIn) -> None:
    case, client = report().case, signed_in(officer)
    costs = []
    for number in range(4):
        answer_triage(
            case=case, answers={"H1": "yes" if number % 2 else "no"}, actor=acting(officer), at=timezone.now()
        )
        page(client, case)
        with CaptureQueriesContext(connection) as caught:
            body = page(client, case)
        costs.append(len(caught))
    assert len(set(costs)) == 1
    assert "Earlier answers" in body


def test_a_closed_case_says_that_it_must_be_reopened(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    Case.objects.filter(pk=case.pk).update(state="closed")
    answer = signed_in(officer).post(there(case), {"H1": "yes", "band": "as_answered"})
    assert "Reopen it before" in answer.content.decode()


def test_every_fact_names_a_question_and_a_count_that_exist() -> None:
    asked = {question.id for question in questions(timezone.localdate())}
    assert {question for question, _name, _sentence in COUNTED} <= asked
    counted = {name for _question, name, _sentence in COUNTED}
    said = Said(**dict.fromkeys(Said.__dataclass_fields__, 0) | dict.fromkeys(counted, 2) | {
        "reports": 3, "platforms": ("x",), "wording": "threat", "disability": True, "reported_again": True
    })  # fmt: skip
    facts = facts_of(said)
    assert set(facts) <= asked
    assert sum(len(each) for each in facts.values()) == len(COUNTED) + 5
