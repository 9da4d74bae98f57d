"""Settle two readings that differ: a supervisor who is neither of the two lets the decision stand, or sets it aside."""

from datetime import datetime

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.set_aside import set_aside
from upstander.duties.assessment.models import Decision, Reading
from upstander.duties.assessment.readings import refusal
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import report_ids, require
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.work.asking import due


@action
def settle_reading(*, reading: Reading, stands: bool, reasons: str, actor: Actor, at: datetime) -> Reading:
    """Say with reasons which of two readings holds.

    A decision that does not stand is set aside (see there) and the complainant is told so.
    Raises NotAllowed, WrongState, NotComplete.
    """
    case = locked(reading.case_id)
    reading = Reading.objects.select_for_update(of=("self",)).select_related("decision").get(pk=reading.pk)
    require(actor, Act.SIGN_OFF, case)
    if why_not := refusal(actor, reading):
        raise NotAllowed(why_not)
    if reading.state != Reading.State.DISPUTED:
        raise WrongState("These two readings do not wait to be settled.")
    if not reasons.strip():
        raise NotComplete(["Give your reasons."])
    reading.state = Reading.State.STANDS if stands else Reading.State.SET_ASIDE
    reading.settled_by, reading.settled_reasons, reading.settled_at = user_of(actor), reasons.strip(), at
    reading.save()
    record(actor, Verb.READING_SETTLED, case, at=at, about=[reading], stands=stands)
    if not stands and reading.decision.state == Decision.State.FINAL:
        set_aside(reading.decision, case, reasons=reasons, actor=actor, at=at)
        tell = f"tell:set_aside:{reading.pk}"
        due("tell_complainant", case=case, reports=report_ids(case), of="set_aside", once=tell)
    return reading
