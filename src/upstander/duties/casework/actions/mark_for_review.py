"""Mark a case for a supervisor to look at, and take the mark off."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor

MARK = "for review"


@action
def mark_for_review(*, case: Case, on: bool = True, actor: Actor, at: datetime) -> Case:
    """Let the case stand among those to be looked at again, or no longer. Asking twice changes nothing.

    Raises NotAllowed, Outdated.
    """
    case = locked(case.pk)
    require(actor, Act.MARK_FOR_REVIEW, case)
    if (MARK in case.marks) != on:
        case.marks = sorted({*case.marks, MARK} if on else {*case.marks} - {MARK})
        settle(case)
        record(actor, Verb.MARKED_FOR_REVIEW if on else Verb.REVIEWED_AGAIN, case, at=at)
    return case
