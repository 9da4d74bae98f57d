"""Record whether there is a positive line of enquiry: without one the case ends with an honest letter."""

from datetime import datetime

from upstander.duties.assessment.actions.close import require_fitting, shut
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.limits import require_honest_end
from upstander.duties.assessment.queries import is_crime
from upstander.duties.assessment.rounds import run_on
from upstander.duties.bundling.queries import require_reports
from upstander.duties.enquiries.models import LineOfEnquiry
from upstander.duties.enquiries.searched import LINES
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import report_ids, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row
from upstander.record.work.asking import due

STATES = (Case.State.DECIDED, Case.State.DISPUTED)


@action
def record_line(
    *, case: Case, positive: bool, reasons: str, closing_reason: str = "", actor: Actor, at: datetime
) -> LineOfEnquiry:
    """Record the line of enquiry of what was decided to be a crime; a negative one closes the case.

    `closing_reason` is a key of law.disposition, needed when there is no line. Raises NotAllowed, WrongState,
    NotComplete, UnknownReason.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_LINE_OF_ENQUIRY, case)
    require_reports(case)
    if case.state not in STATES or not is_crime(case):
        raise WrongState("A line of enquiry is recorded once the case is decided to be a crime.")
    if not reasons.strip():
        raise NotComplete(["Give your reasons."])
    code = "" if positive else require_fitting(closing_reason, case, at).key
    if code:
        require_honest_end(case, code, reasons, at)
    line = LineOfEnquiry.objects.create(
        case=case, positive=positive, reasons=reasons.strip(), closing_reason=code, by=user_of(actor), at=at
    )
    keep_row(LINES, line)
    case.positive_line = positive
    end_clocks(case, "line_of_enquiry", at=at)
    if positive:
        if case.state == Case.State.DECIDED:
            run_on(case, "allocation", at=at)
        settle(case)
    else:
        shut(case, code, at=at)
    record(actor, Verb.LINE_RECORDED, case, at=at, about=[line], positive=positive, closed_as=code)
    if not positive:
        due(
            "tell_complainant",
            case=case,
            reports=report_ids(case),
            of="no_positive_line",
            reasons=[code],
            once=f"tell:no_line:{line.pk}",
        )
    return line
