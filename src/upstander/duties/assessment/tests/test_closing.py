"""Closing and reopening, with coded reasons."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.models import Step
from upstander.duties.assessment.queries import current_decision, steps
from upstander.duties.assessment.tests.deciding import COMMUNICATIONS, a_crime, claimed, decided, no_crime
from upstander.duties.assessment.tests.test_claiming import running
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.law.disposition import UnknownReason
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case
from upstander.record.cases.queue import OUT, UNREAD, faults
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(days=1)


def test_closing_ends_every_clock_and_tells_the_coded_reason(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    case = close(case=case, closing_reason="lawful_expression", reasons="Satire.", actor=acting(officer), at=LATER)
    assert (case.state, case.closed_as, case.closed_at, case.lane) == ("closed", "lawful_expression", LATER, OUT)
    assert running(case) == []
    asked = Item.objects.get(name="tell_complainant", about__of="closed")
    assert asked.about == {
        "case": case.pk,
        "reports": [case.opened_by_id],
        "of": "closed",
        "reasons": ["lawful_expression"],
    }
    assert (Step.objects.get().code, Step.objects.get().reasons) == ("lawful_expression", "Satire.")
    assert not list(faults())


def test_a_reason_for_closing_must_exist_and_fit_what_was_decided(report: Make, officer: User) -> None:
    case = report().case
    claimed(case, officer)
    with pytest.raises(UnknownReason):
        close(case=case, closing_reason="tired", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="decided"):
        close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    decided(case, officer, **no_crime())
    with pytest.raises(WrongState, match="to be a crime"):
        close(case=case, closing_reason="time_limit", actor=acting(officer), at=NOW)
    assert close(case=case, closing_reason="duplicate", actor=acting(officer), at=NOW).state == "closed"


def test_only_its_officer_closes_a_case_and_not_while_it_waits_for_a_sign_off(
    report: Make, officer: User, other_officer: User
) -> None:
    case = report().case
    decided(case, officer, **a_crime(COMMUNICATIONS))
    with pytest.raises(NotAllowed):
        close(case=case, closing_reason="duplicate", actor=acting(other_officer), at=NOW)
    with pytest.raises(WrongState):
        close(case=case, closing_reason="duplicate", actor=acting(officer), at=NOW)


def test_a_reopened_case_stands_unclaimed_in_the_queue_and_keeps_its_decision(
    report: Make, officer: User, other_officer: User
) -> None:
    case = report().case
    decision = decided(case, officer, **no_crime())
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    Case.objects.filter(pk=case.pk).update(marks=["campaign", "reported again"])
    with pytest.raises(NotAllowed) as refused:
        reopen(case=case, reason="", actor=acting(other_officer), at=LATER)
    assert refused.value.needs_reason
    case = reopen(case=case, reason="Reported again.", actor=acting(other_officer), at=LATER)
    assert (case.state, case.lane, case.owner, case.closed_as) == ("reopened", UNREAD, None, "")
    assert (running(case), case.marks) == (["first_look"], ["campaign"])
    assert relations(acting(officer), case) == {Relation.HUB}
    assert current_decision(case) == decision
    assert [step.kind for step in steps(acting(officer), case)] == ["reopened", "closed"]
    assert Item.objects.filter(name="tell_complainant", about__of="reopened").count() == 1
    assert not list(faults())


def test_what_is_not_closed_cannot_be_reopened(report: Make, officer: User, administrator: User) -> None:
    case = report().case
    with pytest.raises(WrongState):
        reopen(case=case, reason="Why not.", actor=acting(officer), at=NOW)
    with pytest.raises(NotAllowed):
        reopen(case=case, reason="Why not.", actor=acting(administrator), at=NOW)
