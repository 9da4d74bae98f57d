"""Hold a report, with a clock and somebody who answers for it, and release it again."""

from datetime import datetime

from upstander.duties.bundling.moving import refresh
from upstander.duties.oversight.models import Hold
from upstander.law.access import Act
from upstander.law.clocks import due as clock_end
from upstander.record.cases.editions import require_current
from upstander.record.cases.grants import locked_case_of, require
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import end_clocks, settle, start_clock
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.work.asking import due

CLOCKS = {Hold.Kind.QUARANTINE: "held_quarantine", Hold.Kind.SENDER: "held_awaiting_sender"}
MARK = "held"


@action
def hold_report(*, report: Report, kind: str, reason: str, actor: Actor, at: datetime) -> Hold:
    """Hold `report`: it stays under its case, which gets a clock, and whoever holds it answers for it.

    Until it is released the case says, offers and packs nothing of it, and cannot be closed.
    Raises NotAllowed (with `needs_reason`), WrongState.
    """
    case = locked_case_of(report)
    require_current(case)
    require(actor, Act.HOLD, case)
    report = Report.objects.get(pk=report.pk)
    if report.standing != Report.Standing.ACTIVE or case.state == Case.State.CLOSED:
        raise WrongState("Only a report that is being worked on can be held.")
    if kind not in Hold.Kind.values:
        raise WrongState("Say what is waited for.")
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    user, clock = user_of(actor), CLOCKS[Hold.Kind(kind)]
    ends = clock_end(clock, at)
    hold = Hold.objects.create(report=report, kind=kind, reason=reason.strip(), owner=user, by=user, at=at, due_at=ends)
    report.standing = Report.Standing.HELD
    report.save(update_fields=["standing"])
    start_clock(case, clock, due_at=ends, at=at)
    case.marks = [*(mark for mark in case.marks if mark != MARK), MARK]
    _in_line(case)
    record(actor, Verb.HELD, report, at=at, about=[case, hold], kind=kind)
    return hold


@action
def release_report(*, hold: Hold, reason: str, actor: Actor, at: datetime) -> Report:
    """Release a held report: it is worked on like any other again. Raises NotAllowed, WrongState."""
    case = locked_case_of(hold.report)
    require_current(case)
    require(actor, Act.HOLD, case)
    hold = Hold.objects.select_for_update(of=("self",)).select_related("report").get(pk=hold.pk)
    if hold.ended_at is not None:
        raise WrongState("This report is not held any more.")
    if not reason.strip():
        raise NotAllowed("Say what was found. It is kept.", needs_reason=True)
    hold.ended_at, hold.ended_by, hold.end_reason = at, user_of(actor), reason.strip()
    hold.save(update_fields=["ended_at", "ended_by", "end_reason"])
    report = hold.report
    report.standing = Report.Standing.ACTIVE
    report.save(update_fields=["standing"])
    take_off(case, at)
    record(actor, Verb.RELEASED_FROM_HOLD, report, at=at, about=[case, hold])
    return report


def take_off(case: Case, at: datetime) -> None:
    """End the clock of each kind of hold of which none is left, and the mark with the last."""
    left = Hold.objects.filter(report__memberships__case=case, report__memberships__until_at=None, ended_at=None)
    kinds = set(left.values_list("kind", flat=True))
    over = [clock for kind, clock in CLOCKS.items() if kind not in kinds]
    if over:
        end_clocks(case, *over, at=at)
    if not kinds:
        case.marks = [mark for mark in case.marks if mark != MARK]
    _in_line(case)


def _in_line(case: Case) -> None:
    """Bring the case, its offers and its packages in line with what is at work in it now."""
    refresh(case)
    settle(case)
    due("offers_stale", case=case)
    due("package_stale", case=case)
