"""Local officers are advised what the record bears out, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.allocation.local_advice import local_advice
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.tests.deciding import PLAIN, a_crime, claimed, shown
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(report: Callable[..., Received], officer: User) -> Case:
    return claimed(report().case, officer)


def advised(case: Case, officer: User, **said: Any) -> str:
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(**said))
    return "\n".join(each.says for each in local_advice(acting(officer), case, made, NOW.date()))


def test_the_limit_the_consent_and_what_nothing_shows_are_said(case: Case, officer: User) -> None:
    elements = shown(PLAIN)
    first = next(iter(elements[PLAIN]))
    elements[PLAIN][first] = "Not shown"
    text = advised(case, officer, elements=elements)
    assert "Proceedings for Harassment must begin by 10 May 2027." in text
    assert "must consent before a charge for Harassment." in text
    assert text.count("Nothing shows yet, for Harassment:") == 1
    assert "Hostility is perceived and nothing evidences it yet." in text
    assert "It is not known who did it." in text
    assert "child" not in text
    assert "{" not in text


def test_evidence_and_children_are_said_where_the_facts_hold_them(case: Case, officer: User) -> None:
    facts = {
        "conduct": {"on": "2026-11-10", "where": "england_wales"},
        "suspects": [{"label": "suspect 1", "age": 15}],
        "victims": [{"label": "victim 1"}],
    }
    set_known_facts(case=case, facts=facts, actor=acting(officer), at=NOW)
    set_facts(case=case, facts={"suspect_known": True}, actor=acting(officer), at=NOW)
    text = advised(case, officer, aggravation={PLAIN: {"victim 1": ["religion"]}}, child_welfare="School first.")
    assert "Hostility is evidenced towards victim 1 on religion or belief, for Harassment." in text
    assert "A suspect is a child." in text
    assert "A victim is a child." not in text
    assert "perceived and nothing" not in text
    assert "It is not known who" not in text
    assert "Nothing shows yet" not in text


def test_who_may_not_see_the_case_is_not_advised_on_it(case: Case, officer: User, administrator: User) -> None:
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime())
    with pytest.raises(NotAllowed):
        local_advice(acting(administrator), case, made, NOW.date())
