"""Offering a case, and what forces answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.dispute import dispute
from upstander.duties.allocation.actions.offer import AlreadyOffered, offer
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.allocation.actions.withdraw import withdraw
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.queries import offers_of, offers_to
from upstander.duties.allocation.tests.sending import (
    HUMBERSIDE,
    LATER,
    LONDON,
    WEST_MIDLANDS,
    WEST_YORKSHIRE,
    entries,
    offered,
    ready,
    running,
    told_complainants,
    told_forces,
)
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.tests.deciding import a_crime, claimed, decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Act, Relation, judge
from upstander.law.clocks import due
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case
from upstander.record.cases.queue import ELSEWHERE, WORKED, faults, settle
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import Organisation, User

Make = Callable[..., Received]
Force = Callable[[str], Organisation]
ForceOfficer = Callable[[str], User]


def test_the_proposed_force_is_offered_the_case_on_a_clock(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    case.refresh_from_db()
    assert (case.state, case.force, case.lane) == ("offered", WEST_YORKSHIRE, ELSEWHERE)
    assert (made.state, made.overrides, made.proposal["rule"]) == ("waiting", False, "7")
    assert made.answer_by == due("force_answer", LATER)
    assert (running(case), case.next_clock) == (["force_answer"], "force_answer")
    assert relations(acting(force_officer(WEST_YORKSHIRE)), case) == {Relation.OFFERED}
    assert (told_forces(), told_complainants(case, "offered")) == ([made.pk], 1)
    assert Offer.objects.count() == 1
    assert entries("offered") == 1
    assert not list(faults())


def test_danger_shortens_the_clock_of_the_answer(report: Make, officer: User, force: Force) -> None:
    case = ready(report(danger=True).case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    assert (made.answer_by, running(case)) == (due("force_answer_high", LATER), ["force_answer_high"])


def test_another_force_than_the_proposed_one_needs_a_reason_and_is_flagged(
    report: Make, officer: User, force: Force
) -> None:
    case = ready(report().case, officer)
    with pytest.raises(NotAllowed) as refused:
        offered(case, force(HUMBERSIDE), officer)
    assert refused.value.needs_reason
    assert not Offer.objects.exists()
    made = offered(case, force(HUMBERSIDE), officer, reason="Their linked operation.")
    assert (made.overrides, made.reason) == (True, "Their linked operation.")
    told = Offer.objects.exclude(pk=made.pk).values_list("force__code", "capacity")
    assert set(told) == {(WEST_YORKSHIRE, "recording"), (WEST_YORKSHIRE, "contact")}


def test_the_other_forces_that_the_facts_name_are_told_on_clocks_of_their_own(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report(home="B1 1BB", seen_from="B1 1BB").case, officer)
    found = {"suspect_sent_from": "LS1 1UR", "suspect_sent_grade": "A", "event_place": "M1 1AE"}
    set_facts(case=case, facts=found, actor=acting(officer), at=NOW)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    others = {(row.force.code, row.capacity): row for row in Offer.objects.exclude(pk=made.pk)}
    assert set(others) == {(WEST_MIDLANDS, "contact"), ("E23000005", "event")}
    assert others[WEST_MIDLANDS, "contact"].answer_by == due("notified_force", LATER)
    assert others["E23000005", "event"].answer_by == due("event_force", LATER)
    assert running(case) == ["event_force", "force_answer", "notified_force"]
    told = force_officer("E23000005")
    assert relations(acting(told), case) == {Relation.NOTIFIED}
    accept(offer=others["E23000005", "event"], actor=acting(told), at=LATER)
    case.refresh_from_db()
    assert (case.state, running(case)) == ("offered", ["force_answer", "notified_force"])
    assert told_complainants(case, "accepted") == 0
    assert len(told_forces()) == 3
    assert not list(faults())


def test_each_victims_force_is_told_under_one_lead(report: Make, officer: User, force: Force) -> None:
    places = ("LS1 1UR", "HU1 2AA", "B1 1BB")
    made = [
        report(home=place, seen_from=place, identity=Identity(email=f"{number}@example.org"))
        for number, place in enumerate(places)
    ]
    case = claimed(made[0].case, officer)
    for each in made[1:]:
        join(report=each.report, case=case, actor=acting(officer), at=NOW)
    case = ready(case, officer)
    offered(case, force(WEST_YORKSHIRE), officer, reason="Agreed between the three forces.")
    recording = Offer.objects.filter(capacity="recording").values_list("force__code", flat=True)
    assert set(recording) == {HUMBERSIDE, WEST_MIDLANDS}
    assert Offer.objects.filter(capacity="investigating").count() == 1


def test_a_second_offer_waits_until_the_first_is_answered(report: Make, officer: User, force: Force) -> None:
    case = ready(report().case, officer)
    offered(case, force(WEST_YORKSHIRE), officer)
    for code in (WEST_YORKSHIRE, HUMBERSIDE):
        with pytest.raises(AlreadyOffered):
            offered(case, force(code), officer, reason="Again.")


def test_to_investigate_is_offered_only_a_crime_with_a_positive_line(
    report: Make, officer: User, other_officer: User, force: Force, hub: Organisation
) -> None:
    west = force(WEST_YORKSHIRE)
    undecided, innocent, unsure = report().case, report().case, report().case
    claimed(undecided, officer)
    decided(innocent, officer, **no_crime())
    decided(unsure, officer)
    for case in (undecided, innocent, unsure):
        with pytest.raises(WrongState, match="positive line"):
            offered(case, west, officer)
    case = ready(report().case, officer)
    with pytest.raises(NotAllowed):
        offered(case, west, other_officer)
    with pytest.raises(WrongState, match="named poster"):
        offered(case, west, officer, capacity="handover")
    with pytest.raises(WrongState, match="not a police force"):
        offered(case, hub, officer, reason="To ourselves.")
    with pytest.raises(ValueError, match="whatever"):
        offered(case, west, officer, capacity="whatever")
    assert not Offer.objects.exists()


def test_a_force_accepts_under_its_own_reference(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    dc = force_officer(WEST_YORKSHIRE)
    made = accept(offer=made, force_reference="WY/26/77", actor=acting(dc), at=LATER)
    case.refresh_from_db()
    assert (made.state, made.force_reference, made.answered_by) == ("accepted", "WY/26/77", dc)
    assert (case.state, running(case)) == ("accepted", [])
    assert relations(acting(dc), case) == {Relation.ACCEPTED}
    assert (told_complainants(case, "accepted"), entries("accepted")) == (1, 1)
    with pytest.raises(WrongState):
        accept(offer=made, actor=acting(dc), at=LATER)
    assert not list(faults())


def test_only_the_force_that_was_asked_answers(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    set_facts(case=case, facts={"event_place": "M1 1AE"}, actor=acting(officer), at=NOW)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    for user in (officer, force_officer(HUMBERSIDE), force_officer("E23000005")):
        with pytest.raises(NotAllowed):
            accept(offer=made, actor=acting(user), at=LATER)
        with pytest.raises(NotAllowed):
            dispute(offer=made, reason="Not theirs.", actor=acting(user), at=LATER)
    made.refresh_from_db()
    assert made.state == "waiting"


def test_a_dispute_comes_back_to_the_officer_on_a_clock_and_the_next_force_is_asked(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    dc = force_officer(WEST_YORKSHIRE)
    with pytest.raises(NotAllowed) as refused:
        dispute(offer=made, reason=" ", actor=acting(dc), at=LATER)
    assert refused.value.needs_reason
    dispute(offer=made, reason="The suspect lives in Hull.", actor=acting(dc), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.lane, running(case)) == ("disputed", WORKED, ["dispute"])
    assert relations(acting(dc), case) == {Relation.OFFERED}
    offered(case, force(HUMBERSIDE), officer, reason="The suspect lives there.")
    case.refresh_from_db()
    assert (case.state, case.force) == ("offered", HUMBERSIDE)
    assert running(case) == ["force_answer", "notified_force"]
    assert Relation.OFFERED not in relations(acting(dc), case)
    assert not list(faults())


def test_a_told_force_that_disputes_marks_the_case_and_moves_nothing(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    offered(case, force(HUMBERSIDE), officer, reason="Their operation.")
    told = Offer.objects.get(capacity="recording")
    dispute(offer=told, reason="Not ours.", actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.marks) == ("offered", ["notice disputed"])


def test_an_offer_is_withdrawn_with_a_reason_and_the_case_comes_back(
    report: Make, officer: User, other_officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    dc = force_officer(WEST_YORKSHIRE)
    with pytest.raises(NotAllowed):
        withdraw(offer=made, reason="Wrong.", actor=acting(other_officer), at=LATER)
    with pytest.raises(NotAllowed) as refused:
        withdraw(offer=made, reason="", actor=acting(officer), at=LATER)
    assert refused.value.needs_reason
    withdraw(offer=made, reason="The victim moved.", actor=acting(officer), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.force, running(case)) == ("decided", "", ["allocation"])
    assert relations(acting(dc), case) == frozenset()
    assert offers_to(acting(dc)) == []
    with pytest.raises(NotAllowed):
        accept(offer=made, actor=acting(dc), at=LATER)
    assert told_forces() == [made.pk, made.pk]
    assert offered(case, force(WEST_YORKSHIRE), officer).state == "waiting"
    assert not list(faults())


def test_a_case_that_moves_to_another_force_has_one_owner(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    west, hull = force_officer(WEST_YORKSHIRE), force_officer(HUMBERSIDE)
    first = accept(offer=offered(case, force(WEST_YORKSHIRE), officer), actor=acting(west), at=LATER)
    second = offered(case, force(HUMBERSIDE), officer, reason="The suspect is known now.")
    assert Relation.ACCEPTED in relations(acting(west), case)
    accept(offer=second, actor=acting(hull), at=LATER + timedelta(hours=1))
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert relations(acting(west), case) == {Relation.NOTIFIED}
    assert relations(acting(hull), case) == {Relation.ACCEPTED}
    assert Case.objects.get(pk=case.pk).force == HUMBERSIDE


def test_withdrawing_the_second_offer_leaves_the_case_with_the_force_that_has_it(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    accept(offer=offered(case, force(WEST_YORKSHIRE), officer), actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    second = offered(case, force(HUMBERSIDE), officer, reason="Perhaps theirs.")
    withdraw(offer=second, reason="It is not.", actor=acting(officer), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.force) == ("accepted", WEST_YORKSHIRE)


def test_a_force_sees_its_own_offers_alone(
    report: Make, officer: User, administrator: User, force: Force, force_officer: ForceOfficer
) -> None:
    case, other = ready(report().case, officer), ready(report().case, officer)
    made = offered(case, force(HUMBERSIDE), officer, reason="Their operation.")
    offered(other, force(LONDON), officer, reason="Another operation.")
    hull = acting(force_officer(HUMBERSIDE))
    (line,) = offers_to(hull)
    assert (line.offer, line.case, line.to_answer) == (made, case, True)
    assert [row.offer for row in offers_of(hull, case)] == [made]
    assert len(offers_of(acting(officer), case)) == 3
    with pytest.raises(NotAllowed):
        offers_of(hull, other)
    with pytest.raises(NotAllowed):
        offers_of(acting(administrator), case)
    accept(offer=made, actor=hull, at=LATER)
    assert [row.to_answer for row in offers_to(hull)] == [False]


def test_a_force_is_told_of_a_case_directly_in_a_capacity_that_is_not_answered(
    report: Make, officer: User, force: Force
) -> None:
    case = claimed(report().case, officer)
    made = offer(case=case, force=force(WEST_YORKSHIRE), capacity="contact", actor=acting(officer), at=LATER)
    case.refresh_from_db()
    assert (case.state, made.overrides, told_complainants(case, "offered")) == ("claimed", False, 0)
    with pytest.raises(AlreadyOffered):
        offered(case, force(WEST_YORKSHIRE), officer, capacity="contact")


def test_a_force_that_takes_on_the_contact_does_nothing_else(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case, theirs = claimed(report().case, officer), acting(force_officer(WEST_YORKSHIRE))
    made = offer(case=case, force=force(WEST_YORKSHIRE), capacity="contact", actor=acting(officer), at=LATER)
    accept(offer=made, actor=theirs, at=LATER)
    assert relations(theirs, case) == {Relation.CONTACT}
    assert not judge(theirs.role, Act.ANSWER_OFFER, relations(theirs, case)).allowed
    assert judge(theirs.role, Act.SEE_CASE, relations(theirs, case)).allowed


def test_a_force_that_takes_on_the_contact_answers_what_else_it_was_told(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case, theirs = claimed(report().case, officer), acting(force_officer(WEST_YORKSHIRE))
    contact, recording = (
        offer(case=case, force=force(WEST_YORKSHIRE), capacity=each, reason="x", actor=acting(officer), at=LATER)
        for each in ("contact", "recording")
    )
    accept(offer=contact, actor=theirs, at=LATER)
    assert relations(theirs, case) == {Relation.CONTACT, Relation.NOTIFIED}
    accept(offer=recording, actor=theirs, at=LATER)
    assert Offer.objects.get(pk=recording.pk).state == "accepted"


def test_every_step_from_the_decision_to_the_offer_stands_under_a_clock(
    report: Make, officer: User, force: Force
) -> None:
    case = claimed(report().case, officer)
    decide(case=case, actor=acting(officer), at=NOW, **a_crime())
    assert running(case) == ["line_of_enquiry"]
    record_line(case=case, positive=True, reasons="The account is known.", actor=acting(officer), at=NOW)
    assert running(case) == ["allocation"]
    assert not list(faults())
    first = case.clocks.get(ended_at=None, name="allocation").due_at
    made = offered(case, force(WEST_YORKSHIRE), officer)
    assert "allocation" not in running(case)
    withdraw(offer=made, reason="Facts have changed.", actor=acting(officer), at=LATER)
    assert (running(case), case.clocks.get(ended_at=None, name="allocation").due_at) == (["allocation"], first)
    assert not list(faults())


def test_what_is_no_crime_stands_under_a_clock_until_it_is_closed(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    assert running(case) == ["closing"]
    assert not list(faults())
    case.clocks.update(ended_at=NOW)
    settle(Case.objects.get(pk=case.pk))
    assert any("no clock runs" in fault for fault in faults())


def test_an_offer_withdrawn_from_an_emptied_case_leaves_a_clock_to_what_comes_back(
    report: Make, officer: User, force: Force
) -> None:
    received, other = report(), claimed(report().case, officer)
    made = offered(ready(received.case, officer), force(WEST_YORKSHIRE), officer)
    told = {"actor": acting(officer), "reason": "The same post.", "at": LATER}
    join(report=received.report, case=other, **told)
    withdraw(offer=made, **told)
    assert running(received.case) == []
    split(report=received.report, **told)
    assert "allocation" in running(received.case)
    assert not list(faults())
