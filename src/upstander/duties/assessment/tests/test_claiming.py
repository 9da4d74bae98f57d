"""Claiming a case and giving it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import AlreadyClaimed, claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.models import Step
from upstander.duties.assessment.tests.deciding import COMMUNICATIONS, a_crime, claimed, decided, no_crime
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.law.clocks import due
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case
from upstander.record.cases.queue import DANGER, UNREAD, WORKED, faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting, complainant
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=1)


def running(case: Case) -> list[str]:
    """Return the clocks of the hub's own work: the time limit of an offence runs beside them, whatever the hub does."""
    return sorted(case.clocks.filter(ended_at=None).exclude(name="time_limit").values_list("name", flat=True))


def test_a_claim_gives_the_case_to_one_officer_and_starts_the_clock_of_the_decision(
    report: Make, officer: User
) -> None:
    case = claimed(report().case, officer, LATER)
    assert (case.state, case.owner, case.lane) == ("claimed", officer, WORKED)
    assert Relation.OWNER in relations(acting(officer), case)
    assert running(case) == ["decision", "recording"]
    assert case.clocks.get(name="decision").due_at == due("decision", LATER)
    assert Item.objects.get(name="tell_complainant", about__of="claimed").about["case"] == case.pk
    assert Entry.objects.filter(verb="claimed", subject=f"case:{case.pk}").count() == 1
    assert not list(faults())


def test_of_two_officers_the_second_is_told_who_has_it(report: Make, officer: User, other_officer: User) -> None:
    case = report().case
    stale = Case.objects.get(pk=case.pk)
    claimed(case, officer)
    with pytest.raises(AlreadyClaimed, match=officer.name):
        claim(case=stale, actor=acting(other_officer), at=NOW)
    case.refresh_from_db()
    assert case.owner == officer
    assert Relation.OWNER not in relations(acting(other_officer), case)


def test_claiming_again_changes_nothing(report: Make, officer: User) -> None:
    case = claimed(report().case, officer)
    claimed(case, officer, LATER)
    assert Entry.objects.filter(verb="claimed").count() == 1
    assert case.clocks.get(name="decision").started_at == NOW


def test_who_is_not_of_the_hub_cannot_claim(
    report: Make, administrator: User, force_officer: Callable[[str], User]
) -> None:
    received = report()
    for actor in (acting(administrator), acting(force_officer("E23000010")), complainant(received.report)):
        with pytest.raises(NotAllowed):
            claim(case=received.case, actor=actor, at=NOW)
    received.case.refresh_from_db()
    assert received.case.state == "new"


def test_a_closed_case_cannot_be_claimed(report: Make, officer: User, other_officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    Case.objects.filter(pk=case.pk).update(owner=None)
    with pytest.raises(WrongState):
        claim(case=case, actor=acting(other_officer), at=NOW)


def test_giving_back_reverses_a_claim_and_nobody_gains_time(report: Make, officer: User) -> None:
    case = report(danger=True).case
    first = case.clocks.get(name="danger").due_at
    claimed(case, officer, LATER)
    decision = case.clocks.get(name="decision").due_at
    case = release(case=case, actor=acting(officer), reason="On leave.", at=LATER + timedelta(hours=1))
    assert (case.state, case.owner, case.lane, running(case)) == ("new", None, DANGER, ["danger", "recording"])
    assert case.clocks.get(name="danger", ended_at=None).due_at == first
    assert relations(acting(officer), case) == {Relation.HUB}
    assert Step.objects.get().reasons == "On leave."
    claimed(case, officer, LATER + timedelta(hours=9))
    assert case.clocks.get(name="decision", ended_at=None).due_at == decision
    assert not list(faults())


def test_a_reopened_case_is_given_back_as_reopened(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    reopen(case=case, reason="New material.", actor=acting(officer), at=LATER)
    claimed(case, officer, LATER)
    case = release(case=case, actor=acting(officer), reason="", at=LATER)
    assert (case.state, case.lane) == ("reopened", UNREAD)


def test_a_supervisor_gives_back_for_another_with_a_reason_and_another_officer_cannot(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = claimed(report().case, officer)
    with pytest.raises(NotAllowed):
        release(case=case, actor=acting(other_officer), reason="I want it.", at=LATER)
    with pytest.raises(NotAllowed) as refused:
        release(case=case, actor=acting(supervisor), at=LATER)
    assert refused.value.needs_reason
    assert release(case=case, actor=acting(supervisor), reason="Ill.", at=LATER).owner is None


def test_the_decided_case_of_an_officer_who_left_is_taken_on_by_another(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = report().case
    decided(case, officer)
    case = release(case=case, actor=acting(supervisor), reason="Has left the hub.", at=LATER)
    assert (case.state, case.owner, relations(acting(officer), case)) == ("decided", None, {Relation.HUB})
    case = claimed(case, other_officer, LATER)
    assert (case.state, case.owner) == ("decided", other_officer)
    assert not list(faults())


def test_a_case_that_waits_for_its_sign_off_is_not_given_back(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **a_crime(COMMUNICATIONS))
    with pytest.raises(WrongState):
        release(case=case, actor=acting(officer), at=LATER)


def test_the_reporter_hears_that_an_officer_looks_only_when_it_is_to_be_decided(report: Make, officer: User) -> None:
    handed, other = report(knows_poster=True).case, report().case
    Case.objects.filter(pk=handed.pk).update(state="offered")
    claimed(handed, officer)
    claimed(other, officer)
    told = Item.objects.filter(name="tell_complainant", about__of="claimed")
    assert [item.about["case"] for item in told] == [other.pk]
