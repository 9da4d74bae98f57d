"""Threshold decisions: what they need, what they start, who signs them off."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.decide import NotComplete, decide
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.queries import (
    awaiting_sign_off,
    current_decision,
    decisions,
    is_crime,
    waiting_decision,
)
from upstander.duties.assessment.tests.deciding import (
    COMMUNICATIONS,
    INCITEMENT,
    PLAIN,
    a_crime,
    answers,
    claimed,
    decided,
    no_crime,
    shown,
)
from upstander.duties.assessment.tests.test_claiming import running
from upstander.duties.intake.actions.receive import Received
from upstander.law.version import version
from upstander.record.cases.models import Case
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=1)


def told(case: Case) -> list[str]:
    rows = Item.objects.filter(name="tell_complainant", about__case=case.pk).order_by("pk")
    return [row.about["of"] for row in rows if row.about["of"] != "claimed"]


def test_a_crime_is_decided_with_the_law_it_rests_on(report: Make, officer: User) -> None:
    case = report().case
    decision = decided(case, officer)
    case.refresh_from_db()
    assert (decision.state, decision.offences, decision.law_version) == ("final", [PLAIN], version())
    assert (case.state, case.law_version, running(case)) == ("decided", version(), ["line_of_enquiry"])
    assert is_crime(case)
    assert told(case) == ["decided_crime"]
    assert "The post says so" not in Entry.objects.get(verb="decided").body
    assert not list(faults())


def test_not_a_crime_is_decided_with_what_becomes_of_it(report: Make, officer: User) -> None:
    case = report().case
    decision = decided(case, officer, **no_crime(offences=[PLAIN]))
    case.refresh_from_db()
    assert (decision.finding, decision.disposition, decision.offences) == ("not a crime", "no_record", [])
    assert (case.state, is_crime(case), told(case)) == ("decided", False, ["decided_not_crime"])


def test_more_is_asked_for_while_the_case_stays_with_its_officer(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, finding="need more", reasons="Which group chat was it?")
    case.refresh_from_db()
    assert (case.state, told(case)) == ("claimed", ["need_more"])
    assert "decision" in running(case)
    assert not is_crime(case)


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        (a_crime(reasons="  "), "Give your reasons"),
        (a_crime(expression={}), "Freedom of expression"),
        (a_crime(expression={**answers(), "less_intrusive": " "}), "less intrusive"),
        (a_crime(offences=[]), "at least one offence"),
        (a_crime(elements={}), "say what shows this"),
        (a_crime(PLAIN, COMMUNICATIONS, elements=shown(PLAIN)), "say what shows this"),
        (a_crime(offences=["no_such_offence"]), "was not an offence on 10 November 2026"),
        (a_crime(conduct_on=date(2027, 1, 1)), "in the future"),
        (a_crime(strands=["no_such_strand"]), "is not a strand"),
        (a_crime(faiths=["no_such_faith"]), "is not a faith"),
        (a_crime(strands=["race"], faiths=["jewish"]), "beside the strand religion alone"),
        (a_crime(faiths=["jewish", "unknown"]), "stands alone"),
        (no_crime(disposition=""), "disposition"),
        (no_crime(disposition="no_such"), "disposition"),
        (no_crime(expression={}), "Freedom of expression"),
        ({"finding": "need more", "reasons": ""}, "Give your reasons"),
    ],
)
def test_a_decision_that_is_not_complete_is_refused_and_says_what_it_lacks(
    report: Make, officer: User, changes: dict[str, Any], lacks: str
) -> None:
    case = claimed(report().case, officer)
    with pytest.raises(NotComplete) as refused:
        decide(case=case, actor=acting(officer), at=NOW, **changes)
    assert any(lacks in sentence for sentence in refused.value.missing)
    assert not Decision.objects.exists()
    case.refresh_from_db()
    assert case.state == "claimed"


def test_the_faith_targeted_is_kept_beside_the_strand_and_never_asked_for(report: Make, officer: User) -> None:
    decision = decided(report().case, officer, **a_crime(faiths=["muslim", "jewish"]))
    assert decision.faiths == ["muslim", "jewish"]
    assert decided(report().case, officer, **no_crime(strands=["religion"])).faiths == []


def test_an_element_that_is_not_shown_is_an_answer(report: Make, officer: User) -> None:
    elements = shown(PLAIN)
    elements[PLAIN][next(iter(elements[PLAIN]))] = "not shown"
    assert decided(report().case, officer, **a_crime(elements=elements)).state == "final"


def test_only_the_officer_who_claimed_it_decides(report: Make, officer: User, other_officer: User) -> None:
    case = report().case
    with pytest.raises(NotAllowed):
        decide(case=case, actor=acting(officer), at=NOW, **a_crime())
    claimed(case, officer)
    with pytest.raises(NotAllowed):
        decide(case=case, actor=acting(other_officer), at=NOW, **a_crime())


def test_a_communications_offence_waits_for_a_supervisor_other_than_the_decider(
    report: Make, officer: User, supervisor: User
) -> None:
    case = report().case
    decision = decided(case, officer, **a_crime(COMMUNICATIONS))
    case.refresh_from_db()
    assert (case.state, decision.state) == ("awaiting sign-off", "awaiting sign-off")
    assert running(case) == ["recording", "sign_off"]
    assert (current_decision(case), waiting_decision(case), told(case)) == (None, decision, [])
    with pytest.raises(NotAllowed):
        sign_off(decision=decision, agrees=True, reasons="Mine.", actor=acting(officer), at=LATER)
    with pytest.raises(NotComplete):
        sign_off(decision=decision, agrees=True, reasons="", actor=acting(supervisor), at=LATER)
    sign_off(decision=decision, agrees=True, reasons="Threshold met.", actor=acting(supervisor), at=LATER)
    case.refresh_from_db()
    assert (case.state, running(case), told(case)) == ("decided", ["line_of_enquiry"], ["decided_crime"])
    assert current_decision(case) == decision
    with pytest.raises(WrongState):
        sign_off(decision=decision, agrees=True, reasons="Twice.", actor=acting(supervisor), at=LATER)
    assert not list(faults())


def test_a_supervisor_who_decided_cannot_sign_off_their_own(report: Make, supervisor: User) -> None:
    decision = decided(report().case, supervisor, **a_crime(COMMUNICATIONS))
    with pytest.raises(NotAllowed, match="other than"):
        sign_off(decision=decision, agrees=True, reasons="Fine.", actor=acting(supervisor), at=LATER)


def test_incitement_is_signed_off_by_a_senior_investigator_only(
    report: Make, officer: User, supervisor: User, senior_investigator: User
) -> None:
    case = report().case
    decision = decided(case, officer, **a_crime(INCITEMENT, COMMUNICATIONS))
    assert "sign_off_senior" in running(case)
    with pytest.raises(NotAllowed, match="senior investigator"):
        sign_off(decision=decision, agrees=True, reasons="Fine.", actor=acting(supervisor), at=LATER)
    sign_off(decision=decision, agrees=True, reasons="Met.", actor=acting(senior_investigator), at=LATER)
    case.refresh_from_db()
    assert (case.state, running(case)) == ("decided", ["line_of_enquiry"])


def test_a_returned_decision_goes_back_to_its_officer_with_the_clock_it_had(
    report: Make, officer: User, supervisor: User
) -> None:
    case = report().case
    decision = decided(case, officer, **a_crime(COMMUNICATIONS))
    ends = case.clocks.get(name="decision").due_at
    sign_off(decision=decision, agrees=False, reasons="Say more on reach.", actor=acting(supervisor), at=LATER)
    case.refresh_from_db()
    decision.refresh_from_db()
    assert (case.state, decision.state, told(case)) == ("claimed", "returned", [])
    assert case.clocks.get(name="decision", ended_at=None).due_at == ends
    assert Entry.objects.filter(verb="returned").count() == 1
    again = decide(case=case, actor=acting(officer), at=LATER, **a_crime())
    assert again.state == "final"
    assert not list(faults())


def test_a_change_keeps_the_earlier_decision_as_replaced(report: Make, officer: User) -> None:
    case = report().case
    first = decided(case, officer)
    Case.objects.filter(pk=case.pk).update(positive_line=True)
    second = decide(case=case, actor=acting(officer), at=LATER, **no_crime())
    first.refresh_from_db()
    case.refresh_from_db()
    assert (first.state, second.state, case.state, case.positive_line) == ("replaced", "final", "decided", None)
    assert decisions(acting(officer), case) == [second, first]
    assert not is_crime(case)


def test_an_earlier_decision_stands_until_the_change_is_signed_off(
    report: Make, officer: User, supervisor: User
) -> None:
    case = report().case
    first = decided(case, officer)
    second = decide(case=case, actor=acting(officer), at=LATER, **a_crime(COMMUNICATIONS))
    assert current_decision(case) == first
    sign_off(decision=second, agrees=True, reasons="Met.", actor=acting(supervisor), at=LATER)
    assert current_decision(case) == second
    first.refresh_from_db()
    assert first.state == "replaced"


def test_what_waits_for_its_sign_off_is_not_decided_anew(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **a_crime(COMMUNICATIONS))
    with pytest.raises(WrongState):
        decide(case=case, actor=acting(officer), at=LATER, **a_crime())
    assert Decision.objects.count() == 1


def test_what_waits_is_shown_to_those_who_sign_with_why_they_may_not(
    report: Make, officer: User, supervisor: User, senior_investigator: User, administrator: User
) -> None:
    decision = decided(report().case, officer, **a_crime(INCITEMENT))
    (line,) = awaiting_sign_off(acting(supervisor))
    assert (line.decision, line.may_sign) == (decision, False)
    assert [line.may_sign for line in awaiting_sign_off(acting(senior_investigator))] == [True]
    assert awaiting_sign_off(acting(officer)) == []
    assert awaiting_sign_off(acting(administrator)) == []


def test_decisions_are_not_shown_to_who_may_not_see_the_case(report: Make, officer: User, administrator: User) -> None:
    case = report().case
    decided(case, officer)
    with pytest.raises(NotAllowed):
        decisions(acting(administrator), case)
