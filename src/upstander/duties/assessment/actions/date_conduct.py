"""Record on which day the conduct was, or the last incident of a course, where that is found out after the decision."""

from datetime import date, datetime

from django.utils import timezone

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.charging import require_open
from upstander.duties.assessment.limits import dates_of, run_limit
from upstander.duties.assessment.models import Conduct
from upstander.law.access import Act
from upstander.law.limits import Dates, check
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of


@action
def date_conduct(*, case: Case, on: date | None, shown_by: str, actor: Actor, at: datetime) -> Conduct:
    """Record the day of the conduct, None where nobody knows it any longer; what was said before stays.

    Raises NotAllowed, WrongState, NotComplete, DatesConflict (a future day, or a prosecutor who saw the file before).
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_PROSECUTOR, case)
    require_open(case)
    if not shown_by.strip():
        raise NotComplete(["Say what shows it."])
    known = dates_of(case)
    check(Dates(on, known.first_reported_on, known.seen), timezone.localdate(at))
    row = Conduct.objects.create(case=case, on=on, shown_by=shown_by.strip(), by=user_of(actor), at=at)
    run_limit(case, at=at)
    settle(case)
    record(actor, Verb.CONDUCT_DATED, case, at=at, about=[row])
    return row
