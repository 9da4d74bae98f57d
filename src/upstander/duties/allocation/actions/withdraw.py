"""Take back an offer that was not answered."""

from datetime import datetime

from upstander.duties.allocation.answering import answered, lock
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import ANSWER_CLOCKS, ANSWERED
from upstander.duties.assessment.rounds import run_on
from upstander.duties.bundling.actions.forget_clocks import forget_clocks, let_rest
from upstander.law.access import Act, Relation
from upstander.record.cases.grants import end_grant, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.work.asking import due


@action
def withdraw(*, offer: Offer, reason: str, actor: Actor, at: datetime) -> Offer:
    """Take an unanswered offer back; the force no longer sees the case unless it holds it otherwise.

    Raises NotAllowed (also for an empty reason), WrongState.
    """
    offer, case = lock(offer)
    require(actor, Act.ALLOCATE, case)
    if not reason.strip():
        raise NotAllowed("Give a reason to withdraw this offer. It is kept.", needs_reason=True)
    if offer.state != Offer.State.WAITING:
        raise WrongState(f"This offer is {offer.state} already.")
    take_back(offer, case, reason=reason, actor=actor, at=at)
    settle(case)
    record(actor, Verb.WITHDREW_OFFER, case, at=at, about=[offer], force=offer.force.code, capacity=offer.capacity)
    return offer


def take_back(offer: Offer, case: Case, *, reason: str, actor: Actor, at: datetime) -> None:
    """End an offer, its grant and its clocks; a case that waited for it goes back to where it came from."""
    answered(offer, Offer.State.WITHDRAWN, actor=actor, at=at, answer_reason=reason.strip())
    others = Offer.objects.filter(case=case, force=offer.force).exclude(state=Offer.State.WITHDRAWN)
    if offer.capacity in ANSWERED:
        end_grant(case, to=offer.force, relation=Relation.OFFERED, at=at)
        end_clocks(case, *ANSWER_CLOCKS, at=at)
        forget_clocks(case, *ANSWER_CLOCKS)
        if case.state == Case.State.OFFERED:
            move(case, _where_from(offer, case))
            if case.state == Case.State.DECIDED:
                run_on(case, "allocation", at=at)
                let_rest(case, at=at)
            before = Offer.objects.filter(case=case, state=Offer.State.ACCEPTED, capacity=Offer.Capacity.INVESTIGATING)
            case.force = before.values_list("force__code", flat=True).first() or ""
        if offer.capacity == Offer.Capacity.HANDOVER and case.state != Case.State.CLOSED:
            case.marks = sorted({*case.marks, "needs force"})
    elif not others.exclude(capacity__in=ANSWERED).exists():
        end_grant(case, to=offer.force, relation=Relation.NOTIFIED, at=at)
    due("tell_force", offer=offer, once=f"tell_force:{offer.pk}:{offer.state}")


def _where_from(offer: Offer, case: Case) -> str:
    if offer.capacity == Offer.Capacity.HANDOVER:
        return Case.State.CLAIMED if case.owner_id else Case.State.NEW
    accepted = Offer.objects.filter(case=case, capacity=offer.capacity, state=Offer.State.ACCEPTED)
    return Case.State.ACCEPTED if accepted.exists() else Case.State.DECIDED
