"""Reopen a closed case: it stands in the queue again, unclaimed."""

from datetime import datetime

from upstander.duties.assessment.limits import run_limit
from upstander.duties.assessment.models import Step, Triage
from upstander.duties.assessment.rounds import first_clock
from upstander.duties.assessment.searched import STEPS
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act, Relation
from upstander.law.clocks import due as clock_end
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, report_ids, reports_of, require
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import settle, start_clock
from upstander.record.cases.states import move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.people.models import User
from upstander.record.search.keeping import keep_row
from upstander.record.work.asking import due


@action
def reopen(*, case: Case, reason: str, actor: Actor, at: datetime) -> Case:
    """Put a closed case back into the queue, unread; what was decided and answered stays until it is done anew.

    Reports that a force had received count under the case again; `closed_at` keeps when it was closed last.
    Raises NotAllowed (also for an empty reason), WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.REOPEN, case)
    if not reason.strip():
        raise NotAllowed("Give a reason to reopen this case. It is kept.", needs_reason=True)
    require_reports(case)
    step = open_anew(case, reason=reason, by=user_of(actor), at=at)
    settle(case)
    record(actor, Verb.REOPENED, case, at=at, about=[step])
    due("tell_complainant", case=case, reports=report_ids(case), of="reopened", once=f"tell:reopened:{step.pk}")
    return case


def open_anew(case: Case, *, reason: str, by: User, at: datetime) -> Step:
    """Put a locked case that is closed back into the queue; `settle` and the journal follow in the caller."""
    move(case, Case.State.REOPENED)
    if case.owner is not None:
        end_grant(case, to=case.owner, relation=Relation.OWNER, at=at)
    case.owner, case.closed_as, case.positive_line, case.band = None, "", None, None
    Triage.objects.filter(case=case).update(counts=False)
    case.marks = [mark for mark in case.marks if mark != "reported again"]
    handed_on = reports_of(case).filter(standing=Report.Standing.HANDED_ON)
    Report.objects.filter(pk__in=list(handed_on.values_list("pk", flat=True))).update(standing=Report.Standing.ACTIVE)
    start_clock(case, first_clock(case), due_at=clock_end(first_clock(case), at), at=at)
    run_limit(case, at=at)
    step = Step.objects.create(case=case, kind=Step.Kind.REOPENED, reasons=reason.strip(), by=by, at=at)
    keep_row(STEPS, step)
    return step
