"""A held or withdrawn report is accounted for by itself, with a clock and an owner, and can come back."""

from collections.abc import Callable

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.hold_report import hold_report, release_report
from upstander.duties.oversight.actions.withdraw_report import withdraw_report
from upstander.duties.oversight.models import Hold
from upstander.record.cases import conservation, queue
from upstander.record.cases.models import Case, Report
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.worker import run_all


def balanced(outcome: str) -> int:
    assert [*conservation.faults(), *queue.faults()] == []
    return sum(line.by_outcome[outcome] for line in conservation.balances()[0])


@pytest.mark.parametrize(("kind", "clock"), [("quarantine", "held_quarantine"), ("sender", "held_awaiting_sender")])
def test_a_held_report_has_a_clock_and_an_owner_and_is_released(
    report: Callable[..., Received], supervisor: User, kind: str, clock: str
) -> None:
    received = report()
    hold = hold_report(report=received.report, kind=kind, reason="It may be a trap.", actor=acting(supervisor), at=NOW)
    case = Case.objects.get(pk=received.case.pk)
    assert balanced("held") == 1
    assert (hold.owner, case.marks) == (supervisor, ["held"])
    assert case.clocks.get(name=clock).due_at == hold.due_at
    with pytest.raises(WrongState):
        hold_report(report=received.report, kind=kind, reason="Again.", actor=acting(supervisor), at=NOW)
    release_report(hold=hold, reason="It is not.", actor=acting(supervisor), at=NOW)
    case.refresh_from_db()
    assert balanced("held") == 0
    assert Report.objects.get(pk=received.report.pk).standing == Report.Standing.ACTIVE
    assert case.marks == []
    assert not case.clocks.filter(name=clock, ended_at=None).exists()
    with pytest.raises(WrongState):
        release_report(hold=hold, reason="Again.", actor=acting(supervisor), at=NOW)


def test_the_clock_of_a_case_runs_until_its_last_held_report_is_released(
    report: Callable[..., Received], officer: User
) -> None:
    one, two = report(), report()
    claim(case=one.case, actor=acting(officer), at=NOW)
    join(report=two.report, case=Case.objects.get(pk=one.case.pk), actor=acting(officer), reason="Same.", at=NOW)
    held = [
        hold_report(report=each.report, kind="quarantine", reason="A trap?", actor=acting(officer), at=NOW)
        for each in (one, two)
    ]
    release_report(hold=held[0], reason="No.", actor=acting(officer), at=NOW)
    case = Case.objects.get(pk=one.case.pk)
    assert case.marks == ["held"]
    assert case.clocks.filter(name="held_quarantine", ended_at=None).exists()
    release_report(hold=held[1], reason="No.", actor=acting(officer), at=NOW)
    assert balanced("held") == 0
    assert not Hold.objects.filter(ended_at=None).exists()


def test_a_report_withdrawn_from_a_case_of_its_own_closes_the_case(
    report: Callable[..., Received], supervisor: User
) -> None:
    received = report()
    withdraw_report(report=received.report, reason="By telephone.", actor=acting(supervisor), at=NOW)
    case = Case.objects.get(pk=received.case.pk)
    assert (case.state, case.closed_as) == (Case.State.CLOSED, "withdrawn")
    assert balanced("withdrawn") == 1
    letters = Entry.objects.filter(verb="told").count()
    run_all()
    assert Entry.objects.filter(verb="told").count() == letters


def test_a_report_withdrawn_from_a_bundle_leaves_the_others_at_work(
    report: Callable[..., Received], officer: User
) -> None:
    one, two = report(), report()
    claim(case=one.case, actor=acting(officer), at=NOW)
    join(report=two.report, case=Case.objects.get(pk=one.case.pk), actor=acting(officer), reason="Same.", at=NOW)
    withdraw_report(report=two.report, reason="By e-mail.", actor=acting(officer), at=NOW)
    assert Case.objects.get(pk=one.case.pk).state == Case.State.CLAIMED
    assert balanced("withdrawn") == 1
    withdraw_report(report=one.report, reason="By e-mail.", actor=acting(officer), at=NOW)
    assert Case.objects.get(pk=one.case.pk).state == Case.State.CLOSED


def test_who_may_not_or_gives_no_reason_is_refused(
    report: Callable[..., Received], officer: User, supervisor: User, auditor: User
) -> None:
    received = report()
    for user in (officer, auditor):
        with pytest.raises(NotAllowed):
            hold_report(report=received.report, kind="quarantine", reason="x", actor=acting(user), at=NOW)
        with pytest.raises(NotAllowed):
            withdraw_report(report=received.report, reason="x", actor=acting(user), at=NOW)
    for act in (
        lambda: hold_report(report=received.report, kind="quarantine", reason="", actor=acting(supervisor), at=NOW),
        lambda: withdraw_report(report=received.report, reason="", actor=acting(supervisor), at=NOW),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert refusal.value.needs_reason
    assert balanced("open") == 1
