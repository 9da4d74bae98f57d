"""Close a case for a coded reason, from which its letter is worded."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.assessment.limit_marks import put_mark
from upstander.duties.assessment.limits import ask_for_review, require_honest_end
from upstander.duties.assessment.models import Decision, Step
from upstander.duties.assessment.queries import current_decision
from upstander.duties.assessment.searched import STEPS
from upstander.duties.bundling.queries import require_none_held, require_reports
from upstander.law.access import Act
from upstander.law.disposition import ClosingReason
from upstander.law.disposition import closing_reason as reason_of
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import report_ids, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row
from upstander.record.work.asking import due


@action
def close(*, case: Case, closing_reason: str, reasons: str = "", actor: Actor, at: datetime) -> Case:
    """Close `case`; offers still unanswered are withdrawn. `reopen` undoes it.

    `closing_reason` is a key of law.disposition that fits what was decided.
    Raises NotAllowed, UnknownReason, WrongState (also where a time limit has passed and nothing is said of it).
    """
    case = locked(case.pk)
    require(actor, Act.CLOSE, case)
    require_reports(case)
    require_none_held(case)
    reason = require_fitting(closing_reason, case, at)
    require_honest_end(case, reason.key, reasons, at)
    step = Step.objects.create(
        case=case, kind=Step.Kind.CLOSED, code=reason.key, reasons=reasons.strip(), by=user_of(actor), at=at
    )
    keep_row(STEPS, step)
    shut(case, reason.key, at=at)
    record(actor, Verb.CLOSED, case, at=at, about=[step], closed_as=reason.key)
    due(
        "tell_complainant",
        case=case,
        reports=report_ids(case),
        of="closed",
        reasons=[reason.key],
        once=f"tell:closed:{step.pk}",
    )
    return case


def require_fitting(key: str, case: Case, at: datetime) -> ClosingReason:
    """Return the closing reason `key` of the day; refuse one for crimes where none was found, and the reverse."""
    reason = reason_of(key, timezone.localdate(at))
    decision = current_decision(case)
    finding = decision.finding if decision else ""
    if reason.crime == "crime" and finding != Decision.Finding.CRIME:
        raise WrongState(f"'{reason.label}' closes only what was decided to be a crime.")
    if reason.crime == "not_crime" and finding != Decision.Finding.NOT_CRIME:
        raise WrongState(f"'{reason.label}' closes only what was decided not to be a crime.")
    return reason


def shut(case: Case, closed_as: str, *, at: datetime) -> None:
    """End a case and let unanswered offers be withdrawn; also for later duties that end one with a letter of theirs."""
    end(case, closed_as, at=at)
    due("case_closed", case=case)


def end(case: Case, closed_as: str, *, at: datetime) -> None:
    """Set and save the columns of a case that ends here, and end its clocks.

    A force may take a case of which the hub holds a report still: whoever holds it keeps that clock. However a case
    ends, a supervisor is asked about a time limit that has passed without a charge.
    """
    ask_for_review(case, on=timezone.localdate(at))
    move(case, Case.State.CLOSED)
    case.closed_as, case.closed_at = closed_as, at
    put_mark(case, "")
    end_clocks(case, at=at)
    settle(case)
