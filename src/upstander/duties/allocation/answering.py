"""What every answer to an offer begins and ends with: the locks, whether it may be answered, and the row itself."""

from datetime import datetime

from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import TOLD_CLOCKS, running_told_clocks
from upstander.duties.bundling.queries import HAND_OVER_ENDED, ON_ITS_WAY, require_reports
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor, NotAllowed


def lock(offer: Offer) -> tuple[Offer, Case]:
    """Lock an offer's case, then the offer itself, and return both as they stand now."""
    case = locked(offer.case_id)
    fresh = Offer.objects.select_for_update().get(pk=offer.pk)
    fresh.case = case
    return fresh, case


def require_answerable(offer: Offer, case: Case, actor: Actor) -> None:
    """Refuse what is not this force's to answer, or is answered. Raises NotAllowed, WrongState."""
    require(actor, Act.ANSWER_OFFER, case)
    if actor.organisation != offer.force_id:
        raise NotAllowed("This was offered to another force.")
    if offer.state != Offer.State.WAITING:
        raise WrongState(f"This offer is {offer.state} already.")
    if case.state == Case.State.CLOSED and offer.capacity in (Offer.Capacity.INVESTIGATING, Offer.Capacity.HANDOVER):
        raise WrongState("The hub has closed this case.")
    require_reports(case)


def answered(offer: Offer, state: Offer.State, *, actor: Actor, at: datetime, **said: str) -> None:
    """Keep an answer with who gave it and when; end the clocks that no told force keeps running any more.

    A hand-over that is answered is on its way no more. `settle` must follow.
    """
    offer.state, offer.answered_by, offer.answered_at = state, actor.user, at
    for name, text in said.items():
        setattr(offer, name, text)
    offer.save()
    if offer.capacity == Offer.Capacity.HANDOVER:
        over = {HAND_OVER_ENDED} if state in (Offer.State.ACCEPTED, Offer.State.WITHDRAWN) else set()
        offer.case.marks = sorted({*offer.case.marks} - {ON_ITS_WAY} | over)
    ended = set(TOLD_CLOCKS) - running_told_clocks(offer.case)
    end_clocks(offer.case, *sorted(ended), at=at) if ended else None
