"""Joining and taking out again: what moves, what stays, and who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.tests.deciding import a_crime, claimed, decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.joining import LeftApart
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.queries import joined
from upstander.duties.bundling.tests.making import a_post, alone, entries, looked
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.grants import case_of, reports_of
from upstander.record.cases.models import Case, Clock, Grant, Membership, Report
from upstander.record.cases.queue import OUT, faults
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=2)
LINK = "https://x.com/i/status/1234567890123456789"


def everything() -> dict[str, Any]:
    """What is so now, without the count of changes, the journal, the work asked for and intervals that have ended."""
    clocks = Clock.objects.order_by("pk").values("case", "name", "started_at", "due_at", "ended_at")
    return {
        "cases": [{**row, "edition": None} for row in Case.objects.order_by("pk").values()],
        "reports": list(Report.objects.order_by("pk").values()),
        "members": list(Membership.objects.filter(until_at=None).order_by("report").values("report", "case")),
        "clocks": list(clocks),
        "grants": list(Grant.objects.order_by("pk").values()),
        "suggestions": list(Suggestion.objects.order_by("pk").values("report", "earlier", "tier", "reasons", "state")),
    }


def test_a_joined_report_counts_under_the_target_and_its_own_case_is_out(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), reason="Same post.", at=LATER)
    one.case.refresh_from_db()
    two.case.refresh_from_db()
    assert list(reports_of(one.case)) == [one.report, two.report]
    assert (one.case.report_count, two.case.report_count, two.case.lane) == (2, 0, OUT)
    assert (two.case.state, two.case.next_clock) == ("new", "")
    assert not Clock.objects.filter(case=two.case, ended_at=None).exists()
    (member,) = joined(acting(officer), one.case)
    assert (member.by, member.reason, member.from_at) == (officer, "Same post.", LATER)
    assert entries("joined") == 1
    assert not list(faults())


def test_the_target_says_what_all_its_reports_say(report: Make, officer: User) -> None:
    early = NOW - timedelta(hours=5)
    one = alone(report, 1, strands=("religion",))
    two = alone(
        report, 2, strands=("race", "religion"), danger=True, told_policing_at=early, at=LATER,
        posts=(a_post(number=2, link="https://www.tiktok.com/@someone/video/7012345678901234567"),),
    )  # fmt: skip
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    one.case.refresh_from_db()
    assert (one.case.strands, one.case.platforms) == (["religion", "race"], ["tiktok", "x"])
    assert (one.case.danger, one.case.last_report_at) == (True, LATER)
    assert one.case.clocks.get(name="recording").due_at == early + timedelta(hours=24)


def test_taking_out_again_brings_back_everything(report: Make, officer: User) -> None:
    one = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    two = alone(report, 2, danger=True, strands=("race", "disability"), posts=(a_post(number=2, link=LINK),))
    looked(two.report)
    claimed(one.case, officer)
    before = everything()
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    assert everything() != before
    assert Suggestion.objects.get().state == "joined"
    split(report=two.report, actor=acting(officer), at=LATER + timedelta(hours=1))
    assert everything() == before
    assert (entries("joined"), entries("split")) == (1, 1)
    assert not list(faults())


def test_a_case_that_waited_empty_keeps_what_had_ended_before(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    claimed(two.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=NOW)
    split(report=two.report, actor=acting(officer), at=NOW)
    running = Clock.objects.filter(case=two.case, ended_at=None).values_list("name", flat=True)
    assert sorted(running) == ["decision", "recording"]


def test_joining_needs_the_right_to_bundle_in_the_target(report: Make, officer: User, other_officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    claimed(two.case, other_officer)
    with pytest.raises(NotAllowed):
        join(report=two.report, case=one.case, actor=acting(other_officer), at=LATER)
    assert case_of(two.report) == two.case


def test_a_case_outside_the_hub_cannot_be_drawn_from(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    Grant.objects.filter(case=two.case).update(until_at=NOW)
    with pytest.raises(NotAllowed):
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)


def test_another_officers_case_is_drawn_from_with_a_reason_only(
    report: Make, officer: User, other_officer: User
) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    claimed(two.case, other_officer)
    with pytest.raises(NotAllowed) as refused:
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    assert refused.value.needs_reason
    join(report=two.report, case=one.case, actor=acting(officer), reason="Agreed with PC Bell.", at=LATER)
    assert case_of(two.report) == one.case


def test_a_decided_case_takes_a_report_with_a_reason_and_keeps_its_decision(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    decision = decided(one.case, officer)
    with pytest.raises(NotAllowed) as refused:
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    assert refused.value.needs_reason
    join(report=two.report, case=one.case, actor=acting(officer), reason="The same post again.", at=LATER)
    decision.refresh_from_db()
    one.case.refresh_from_db()
    assert (one.case.state, decision.state) == ("decided", "final")
    asked = Item.objects.filter(name__in=["offers_stale", "package_stale"], about__case=one.case.pk)
    assert sorted(asked.values_list("name", flat=True)) == ["offers_stale", "package_stale"]


def test_a_closed_case_takes_no_report(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    decided(one.case, officer, **no_crime())
    close(case=one.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="Reopen"):
        join(report=two.report, case=one.case, actor=acting(officer), reason="Again.", at=LATER)


def test_the_report_of_a_closed_case_counts_again_under_an_open_one(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    decided(one.case, officer, **no_crime())
    close(case=one.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    claimed(two.case, officer)
    join(report=one.report, case=two.case, actor=acting(officer), reason="Reported again.", at=LATER)
    assert case_of(one.report) == two.case
    assert not list(faults())


def test_what_was_left_apart_is_not_joined_through_another_report(report: Make, officer: User) -> None:
    made = [alone(report, number, posts=(a_post(number=number, link=LINK),)) for number in (1, 2, 3)]
    one, two, three = made
    looked(two.report)
    claimed(one.case, officer)
    join(report=three.report, case=one.case, actor=acting(officer), at=LATER)
    leave_apart(suggestion=Suggestion.objects.get(), actor=acting(officer), reason="Another matter.", at=LATER)
    with pytest.raises(LeftApart):
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)


@pytest.mark.parametrize("standing", ["held", "handed on", "withdrawn", "erased"])
def test_a_report_that_counts_nowhere_is_neither_joined_nor_taken_out(
    report: Make, officer: User, standing: str
) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    Report.objects.filter(pk=two.report.pk).update(standing=standing)
    with pytest.raises(WrongState):
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    with pytest.raises(WrongState):
        split(report=two.report, actor=acting(officer), at=LATER)


def test_what_is_not_joined_cannot_be_taken_out_and_joining_twice_is_refused(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    with pytest.raises(WrongState):
        split(report=one.report, actor=acting(officer), at=LATER)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    with pytest.raises(WrongState):
        join(report=two.report, case=one.case, actor=acting(officer), at=LATER)


def test_nobody_works_on_a_case_without_reports(report: Make, officer: User) -> None:
    one, two, three = alone(report, 1), alone(report, 2), alone(report, 3)
    claimed(one.case, officer)
    claimed(two.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    with pytest.raises(WrongState, match="joined to another case"):
        join(report=three.report, case=two.case, actor=acting(officer), at=LATER)
    with pytest.raises(WrongState, match="joined to another case"):
        decide(case=two.case, actor=acting(officer), at=LATER, **a_crime())


def test_taking_out_needs_the_right_to_bundle_where_it_counts_now(
    report: Make, officer: User, other_officer: User
) -> None:
    one, two = alone(report, 1), alone(report, 2)
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    with pytest.raises(NotAllowed):
        split(report=two.report, actor=acting(other_officer), at=LATER)
