"""Look at the time limit of a case on a day on which something of it comes: show the warning, or that it has passed."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.assessment.limit_marks import PASSED
from upstander.duties.assessment.limits import CLOCK, ask_for_review, run_limit
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM


@action
def watch_limit(*, case: Case, at: datetime) -> None:
    """Reckon the limit anew and mark the case; where it has passed without a charge, let a supervisor be asked.

    Doing it twice changes nothing. A case that is closed, or holds no report, is left alone.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state == Case.State.CLOSED or case.report_count == 0:
        return
    before, clock = list(case.marks), _clock(case)
    run_limit(case, at=at)
    ask_for_review(case, on=timezone.localdate(at))
    if case.marks == before and _clock(case) == clock:
        return  # nothing for whoever has the case on screen to be told of
    settle(case)
    if PASSED in case.marks and PASSED not in before:
        record(SYSTEM, Verb.LIMIT_PASSED, case, at=at)
    elif warned := next((mark for mark in case.marks if mark not in before), ""):
        record(SYSTEM, Verb.LIMIT_WARNED, case, at=at, mark=warned)


def _clock(case: Case) -> datetime | None:
    return case.clocks.filter(name=CLOCK, ended_at=None).values_list("due_at", flat=True).first()
