"""Whoever is under 18 takes a route of their own: by the ages set down, and by the twelve answers while none is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.local_advice import local_advice
from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete, decide
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.children import children_of
from upstander.duties.assessment.tests.deciding import PLAIN, a_crime, claimed, no_crime
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
PERHAPS = "A victim may be a child, by the twelve questions"


@pytest.fixture
def case(report: Callable[..., Received], officer: User) -> Case:
    return claimed(report().case, officer)


def answered(case: Case, officer: User, said: str = "yes", minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    answer_triage(case=case, answers={"V1": said, "T1": "no"}, actor=acting(officer), at=at)


def routes(case: Case, *victims: dict[str, Any]) -> list[tuple[str, str]]:
    facts = {"victims": [{"label": f"victim {n}", **each} for n, each in enumerate(victims, 1)]} if victims else {}
    advice = ask_law(case, facts, NOW.date()).advice if facts else None
    return [(each.label, each.route) for each in children_of(case, facts, advice, NOW.date())]


def test_a_victim_who_may_be_a_child_is_asked_after_in_every_reasoned_decision(case: Case, officer: User) -> None:
    answered(case, officer)
    for said in (a_crime(), no_crime()):
        with pytest.raises(NotComplete, match=PERHAPS):
            decide(case=case, actor=acting(officer), at=NOW, **said)
    made = decide(case=case, actor=acting(officer), at=NOW, child_welfare="Her school knows.", **a_crime())
    assert made.child_welfare == "Her school knows."


@pytest.mark.parametrize("answer", ["no", "not_known"])
def test_any_other_answer_asks_nothing(case: Case, officer: User, answer: str) -> None:
    answered(case, officer, "yes")
    answered(case, officer, answer, minutes=1)
    assert routes(case) == []
    decide(case=case, actor=acting(officer), at=NOW, **a_crime())


def test_the_ages_of_all_victims_settle_what_an_answer_left_open(case: Case, officer: User) -> None:
    assert routes(case) == []
    answered(case, officer)
    perhaps = ("", "may_be_child")
    assert routes(case) == [perhaps]
    assert routes(case, {"age": 40}) == []
    assert routes(case, {"age": 40}, {}) == [perhaps]
    assert routes(case, {"age": 17}, {}) == [("victim 1", "child_victim")]
    facts = {"victims": [{"age": 40}]}
    set_known_facts(case=case, facts=facts, actor=acting(officer), at=NOW)
    decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": []}}))


def test_a_child_who_posted_leaves_the_victims_age_to_be_found(case: Case, officer: User) -> None:
    answered(case, officer)
    facts = {"suspects": [{"label": "suspect 1", "age": 15}]}
    advice = ask_law(case, facts, NOW.date()).advice
    found = [(each.label, each.route) for each in children_of(case, facts, advice, NOW.date())]
    assert found == [("suspect 1", "child_poster"), ("", "may_be_child")]


def test_what_was_answered_before_a_case_was_reopened_still_says_so(
    case: Case, officer: User, supervisor: User
) -> None:
    answered(case, officer)
    decide(case=case, actor=acting(officer), at=NOW, child_welfare="Weighed.", **no_crime())
    close(case=case, closing_reason="not_criminal", reasons="", actor=acting(officer), at=NOW)
    reopen(case=case, reason="It was reported again.", actor=acting(supervisor), at=NOW)
    assert routes(case) == [("", "may_be_child")]


def test_the_officers_of_the_force_are_told_to_find_the_age(case: Case, officer: User) -> None:
    answered(case, officer)
    made = decide(case=case, actor=acting(officer), at=NOW, child_welfare="Her school knows.", **a_crime())
    says = [each.says for each in local_advice(acting(officer), case, made, NOW.date())]
    assert any("A victim may be a child" in each for each in says)
    assert not any("A victim is a child" in each for each in says)
