"""Accept a case for a force, or confirm that the force was told."""

from datetime import datetime

from upstander.duties.allocation.actions.hand_on import complete
from upstander.duties.allocation.answering import answered, lock, require_answerable
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import ANSWER_CLOCKS, ANSWERED
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, grant, report_ids
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.work.asking import due


@action
def accept(*, offer: Offer, force_reference: str = "", actor: Actor, at: datetime) -> Offer:
    """Take the case for the actor's force, under the force's own reference if it has one yet.

    A force that accepted earlier keeps sight of the case and no more. A hand-over is finished by it; a force that was
    only told confirms that; one that is to keep the contact may from then on reach the victim, and does nothing else.
    Raises NotAllowed, WrongState.
    """
    offer, case = lock(offer)
    require_answerable(offer, case, actor)
    answered(offer, Offer.State.ACCEPTED, actor=actor, at=at, force_reference=force_reference.strip())
    if offer.capacity == Offer.Capacity.HANDOVER:
        complete(offer, case, actor=actor, at=at)
        return offer
    if offer.capacity == Offer.Capacity.INVESTIGATING:
        move(case, Case.State.ACCEPTED)
        case.force = offer.force.code
        _take_over(offer, case, at)
        end_clocks(case, *ANSWER_CLOCKS, at=at)
        due(
            "tell_complainant",
            case=case,
            reports=report_ids(case),
            of="accepted",
            force=offer.force.code,
            once=f"tell:accepted:{offer.pk}",
        )
    if offer.capacity == Offer.Capacity.CONTACT:
        grant(case, to=offer.force, relation=Relation.CONTACT, at=at)
        if not _asked_otherwise(offer):
            end_grant(case, to=offer.force, relation=Relation.NOTIFIED, at=at)
    settle(case)
    record(actor, Verb.ACCEPTED, case, at=at, about=[offer], force=offer.force.code, capacity=offer.capacity)
    return offer


def _asked_otherwise(offer: Offer) -> bool:
    """Whether the force has still to answer that it was told in another capacity too, such as for recording."""
    waiting = Offer.objects.filter(case=offer.case, force=offer.force, state=Offer.State.WAITING)
    return waiting.exclude(capacity__in=ANSWERED).exists()


def _take_over(offer: Offer, case: Case, at: datetime) -> None:
    """Let one force alone have the case: one owner, one clock."""
    grant(case, to=offer.force, relation=Relation.ACCEPTED, at=at)
    end_grant(case, to=offer.force, relation=Relation.OFFERED, at=at)
    earlier = Offer.objects.filter(case=case, capacity=offer.capacity, state=Offer.State.ACCEPTED).exclude(pk=offer.pk)
    for before in earlier.exclude(force=offer.force).select_related("force"):
        end_grant(case, to=before.force, relation=Relation.ACCEPTED, at=at)
        grant(case, to=before.force, relation=Relation.NOTIFIED, at=at)
    earlier.update(state=Offer.State.WITHDRAWN)
