"""Send an offered case back, with a reason: the officer answers under a clock."""

from datetime import datetime

from upstander.duties.allocation.answering import answered, lock, require_answerable
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import ANSWER_CLOCKS, ANSWERED
from upstander.law.clocks import due as clock_end
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle, start_clock
from upstander.record.cases.states import move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed


@action
def dispute(*, offer: Offer, reason: str, actor: Actor, at: datetime) -> Offer:
    """Say that the case is not for the actor's force; it can still be read until another force is asked.

    Raises NotAllowed (also for an empty reason), WrongState.
    """
    offer, case = lock(offer)
    require_answerable(offer, case, actor)
    if not reason.strip():
        raise NotAllowed("Give the reason why this is not for your force.", needs_reason=True)
    answered(offer, Offer.State.DISPUTED, actor=actor, at=at, answer_reason=reason.strip())
    if offer.capacity in ANSWERED:
        end_clocks(case, *ANSWER_CLOCKS, at=at)
        if case.state == Case.State.OFFERED:
            move(case, Case.State.DISPUTED)
        if offer.capacity == Offer.Capacity.HANDOVER:
            # The hand-over's own clock runs on: the matter is still to be handed to somebody.
            case.marks = sorted({*case.marks, "needs force"})
        start_clock(case, "dispute", due_at=clock_end("dispute", at), at=at)
    else:
        case.marks = sorted({*case.marks, "notice disputed"})
    settle(case)
    record(actor, Verb.DISPUTED, case, at=at, about=[offer], force=offer.force.code, capacity=offer.capacity)
    return offer
