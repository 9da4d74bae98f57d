"""Named posters and coming events: handed to a force at once, and finished only when it has them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.dispute import dispute
from upstander.duties.allocation.actions.hand_on import hand_on
from upstander.duties.allocation.actions.withdraw import withdraw
from upstander.duties.allocation.checking import faults as mark_faults
from upstander.duties.allocation.due import hand_over
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.tests.sending import (
    HUMBERSIDE,
    LATER,
    WEST_YORKSHIRE,
    entries,
    offered,
    ready,
    running,
    told_complainants,
    told_forces,
)
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.tests.making import alone
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import case_of, relations
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import DANGER, OUT, UNREAD, WORKED, faults
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User

Make = Callable[..., Received]
Force = Callable[[str], Organisation]
ForceOfficer = Callable[[str], User]


def handed(report: Make, **fields: Any) -> tuple[Received, Offer | None]:
    received = report(**{"knows_poster": True, **fields})
    hand_over(case=received.case.pk)
    received.case.refresh_from_db()
    received.report.refresh_from_db()
    return received, Offer.objects.filter(case=received.case, capacity="handover").first()


def test_a_named_poster_is_offered_to_the_force_that_the_facts_name(report: Make) -> None:
    received, made = handed(report)
    assert made is not None
    assert (made.force.code, made.state, made.offered_by, made.overrides) == (WEST_YORKSHIRE, "waiting", None, False)
    case = received.case
    assert (case.state, case.lane, case.force) == ("offered", WORKED, WEST_YORKSHIRE)
    assert "hand_over" in running(case)
    assert received.report.standing == "active"
    assert (told_forces(), told_complainants(case, "offered"), entries("offered")) == ([made.pk], 1, 1)
    assert not list(faults())


def test_handing_over_twice_changes_nothing(report: Make) -> None:
    received, _ = handed(report)
    hand_over(case=received.case.pk)
    assert (Offer.objects.count(), entries("offered")) == (1, 1)


def test_a_coming_event_goes_to_the_force_of_its_place(report: Make) -> None:
    _, made = handed(report, knows_poster=False, future_event=True, event_place="M1 1AE")
    assert made is not None
    assert made.force.code == "E23000005"
    others = Offer.objects.exclude(pk=made.pk).values_list("force__code", "capacity")
    assert set(others) == {(WEST_YORKSHIRE, "recording"), (WEST_YORKSHIRE, "contact")}


def test_the_force_that_the_reporter_chose_comes_first(report: Make) -> None:
    _, made = handed(report, named_force=HUMBERSIDE)
    assert made is not None
    assert (made.force.code, made.overrides) == (HUMBERSIDE, True)


def test_where_nobody_can_be_named_the_case_says_so_and_stays_on_its_clock(
    report: Make, officer: User, force: Force
) -> None:
    received, made = handed(report, told_as="witness", targeted="person", home="", seen_from="")
    case = received.case
    assert made is None
    assert (case.state, case.lane, case.marks) == ("new", UNREAD, ["needs force"])
    assert "hand_over" in running(case)
    claimed(case, officer)
    offered(case, force(HUMBERSIDE), officer, capacity="handover", reason="Asked by telephone: it is theirs.")
    case.refresh_from_db()
    assert (case.state, case.marks) == ("offered", ["on its way"])
    assert not list(faults())


def test_someone_in_danger_stays_unread_in_the_first_lane_until_a_person_takes_it(report: Make, officer: User) -> None:
    received, made = handed(report, danger=True, danger_place="HU1 2AA")
    case = received.case
    assert made is not None
    assert (made.force.code, case.state, case.lane) == (HUMBERSIDE, "new", DANGER)
    assert {"danger", "hand_over"} <= set(running(case))
    case = claimed(case, officer)
    assert (case.state, "danger" in running(case)) == ("claimed", False)
    hand_on(offer=made, how="Told by telephone.", actor=acting(officer), at=LATER)
    case.refresh_from_db()
    assert case.state == "closed"


def test_an_ordinary_case_is_not_handed_over(report: Make) -> None:
    received = report()
    hand_over(case=received.case.pk)
    assert not Offer.objects.exists()


def test_the_force_that_accepts_has_it_and_the_report_is_finished_here(
    report: Make, force_officer: ForceOfficer
) -> None:
    received, made = handed(report)
    assert made is not None
    dc = force_officer(WEST_YORKSHIRE)
    accept(offer=made, force_reference="WY/1", actor=acting(dc), at=LATER)
    received.case.refresh_from_db()
    received.report.refresh_from_db()
    case = received.case
    assert (case.state, case.closed_as, case.lane, running(case)) == ("closed", "handed_on", OUT, [])
    assert received.report.standing == "handed on"
    assert relations(acting(dc), case) == {Relation.ACCEPTED, Relation.CLOSED}
    assert (told_complainants(case, "handed_on"), told_complainants(case, "accepted", "closed")) == (1, 0)
    assert (entries("handed on"), entries("accepted")) == (1, 0)
    assert not list(faults())


def test_an_officer_confirms_how_the_force_said_that_it_has_it(
    report: Make, officer: User, administrator: User, force_officer: ForceOfficer
) -> None:
    _, made = handed(report)
    assert made is not None
    for user in (administrator, force_officer(HUMBERSIDE)):
        with pytest.raises(NotAllowed):
            hand_on(offer=made, how="By telephone.", actor=acting(user), at=LATER)
    with pytest.raises(NotComplete):
        hand_on(offer=made, how=" ", force_reference="WY/2", actor=acting(officer), at=LATER)
    made = hand_on(offer=made, how="By telephone.", force_reference="WY/2", actor=acting(officer), at=LATER)
    assert (made.state, made.answer_reason, made.force_reference) == ("accepted", "By telephone.", "WY/2")
    assert Report.objects.get().standing == "handed on"
    with pytest.raises(WrongState):
        hand_on(offer=made, how="Again.", actor=acting(officer), at=LATER)


def test_only_a_hand_over_is_confirmed_by_the_hub(report: Make, officer: User, force: Force) -> None:
    made = offered(ready(report().case, officer), force(WEST_YORKSHIRE), officer)
    with pytest.raises(WrongState):
        hand_on(offer=made, how="By telephone.", actor=acting(officer), at=LATER)


def test_a_hand_over_that_is_disputed_is_taken_on_by_an_officer_and_its_clock_runs_on(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    received, made = handed(report)
    assert made is not None
    dispute(offer=made, reason="The poster lives in Hull.", actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    case = claimed(received.case, officer, LATER)
    assert (case.state, case.owner, case.marks) == ("disputed", officer, ["needs force"])
    assert {"dispute", "hand_over"} <= set(running(case))
    again = offered(case, force(HUMBERSIDE), officer, capacity="handover", reason="The poster lives there.")
    accept(offer=again, actor=acting(force_officer(HUMBERSIDE)), at=LATER)
    assert Report.objects.get().standing == "handed on"
    assert not list(faults())


def test_a_hand_over_that_is_withdrawn_leaves_the_case_with_its_officer(report: Make, officer: User) -> None:
    received, made = handed(report)
    assert made is not None
    claimed(received.case, officer)
    withdraw(offer=made, reason="No poster is named after all.", actor=acting(officer), at=LATER)
    case = Case.objects.get(pk=received.case.pk)
    assert (case.state, case.marks, case.force) == ("claimed", ["hand-over ended", "needs force"], "")
    assert not list(faults())


def test_a_handed_on_report_counts_again_when_its_case_is_reopened(report: Make, officer: User) -> None:
    received, made = handed(report)
    assert made is not None
    hand_on(offer=made, how="By telephone.", actor=acting(officer), at=LATER)
    case = reopen(case=received.case, reason="Sent back.", actor=acting(officer), at=NOW + timedelta(days=2))
    received.report.refresh_from_db()
    assert (case.state, received.report.standing) == ("reopened", "active")


@pytest.mark.parametrize("danger", [False, True])
def test_a_report_on_its_way_to_a_force_is_joined_to_nothing_until_the_offer_is_withdrawn(
    report: Make, officer: User, danger: bool
) -> None:
    target = claimed(alone(report, 1).case, officer)
    received = alone(report, 2, knows_poster=True, danger=danger)
    hand_over(case=received.case.pk)
    made = Offer.objects.get(capacity="handover")
    assert Case.objects.get(pk=received.case.pk).marks == ["on its way"]
    with pytest.raises(WrongState, match=r"on its way to a force\. Wait for its answer, or withdraw"):
        join(report=received.report, case=target, actor=acting(officer), reason="The same post.", at=LATER)
    assert (case_of(received.report), Offer.objects.get(pk=made.pk).state) == (received.case, "waiting")
    assert not list(mark_faults())
    claimed(received.case, officer)
    withdraw(offer=made, reason="It belongs with another case.", actor=acting(officer), at=LATER)
    join(report=received.report, case=target, actor=acting(officer), reason="The same post.", at=LATER)
    assert case_of(received.report) == target
    assert (entries("withdrew offer"), entries("joined")) == (1, 1)
    assert not list(faults())
    assert not list(mark_faults())


def test_a_case_on_its_way_to_a_force_takes_reports_and_keeps_its_last(report: Make, officer: User) -> None:
    received, more = alone(report, 1, knows_poster=True), alone(report, 2)
    other = claimed(alone(report, 3).case, officer)
    hand_over(case=received.case.pk)
    case = claimed(received.case, officer)
    join(report=more.report, case=case, actor=acting(officer), reason="The same post.", at=LATER)
    with pytest.raises(WrongState, match="on its way"):
        join(report=more.report, case=other, actor=acting(officer), reason="The same post.", at=LATER)
    split(report=more.report, actor=acting(officer), reason="Another matter.", at=LATER)
    assert case_of(more.report) == more.case
    assert not list(mark_faults())


def test_the_last_report_of_a_case_on_its_way_is_not_taken_out(report: Make, officer: User, force: Force) -> None:
    first, second = alone(report, 1, knows_poster=True), alone(report, 2)
    case, other = claimed(first.case, officer), claimed(alone(report, 3).case, officer)
    join(report=second.report, case=case, actor=acting(officer), at=LATER)
    hand_over(case=case.pk)
    withdraw(offer=Offer.objects.get(capacity="handover"), reason="Worked on here.", actor=acting(officer), at=LATER)
    join(report=first.report, case=other, actor=acting(officer), at=LATER)
    offered(case, force(HUMBERSIDE), officer, capacity="handover", reason="What is left is theirs.")
    assert Offer.objects.filter(case=case, capacity="handover", state="waiting").exists()
    with pytest.raises(WrongState, match="on its way"):
        split(report=second.report, actor=acting(officer), reason="Another matter.", at=LATER)


def test_a_case_that_was_closed_instead_of_handed_over_may_give_its_reports_away(
    report: Make, officer: User, force_officer: ForceOfficer
) -> None:
    target = claimed(alone(report, 1).case, officer)
    received = alone(report, 2, knows_poster=True)
    hand_over(case=received.case.pk)
    made = Offer.objects.get(capacity="handover")
    dispute(offer=made, reason="Not ours.", actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    case = claimed(received.case, officer)
    close(case=case, closing_reason="duplicate", actor=acting(officer), at=LATER)
    join(report=received.report, case=target, actor=acting(officer), reason="The same post.", at=LATER)
    assert case_of(received.report) == target
    assert not list(mark_faults())


def test_a_mark_that_does_not_agree_with_the_offers_is_found(report: Make) -> None:
    received, _ = handed(report)
    assert not list(mark_faults())
    Case.objects.filter(pk=received.case.pk).update(marks=[])
    assert any(received.case.reference in fault for fault in mark_faults())


def test_a_named_poster_stays_where_it_is_until_a_force_has_it_or_the_hub_withdraws(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    target = claimed(alone(report, 1).case, officer)
    received = alone(report, 2, knows_poster=True)
    told: dict[str, Any] = {"case": target, "actor": acting(officer), "reason": "The same.", "at": LATER}
    with pytest.raises(WrongState, match="still to be handed to a force"):
        join(report=received.report, **told)
    hand_over(case=received.case.pk)
    made = Offer.objects.get(case=received.case, capacity="handover")
    dispute(offer=made, reason="Another's.", actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    with pytest.raises(WrongState, match="still to be handed to a force"):
        join(report=received.report, **told)
    claimed(received.case, officer)
    again = offered(received.case, force(HUMBERSIDE), officer, capacity="handover", reason="It is theirs.")
    with pytest.raises(WrongState, match="on its way to a force"):
        join(report=received.report, **told)
    withdraw(offer=again, reason="The same matter is worked on here.", actor=acting(officer), at=LATER)
    join(report=received.report, **told)
    assert case_of(received.report) == target
    assert not list(faults())


def test_a_report_is_joined_into_a_case_that_is_still_to_be_handed_over(report: Make, officer: User) -> None:
    target = claimed(alone(report, 1, knows_poster=True).case, officer)
    other = alone(report, 2)
    join(report=other.report, case=target, actor=acting(officer), at=LATER)
    assert case_of(other.report) == target
