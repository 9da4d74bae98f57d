"""Offer what names a poster or a coming event to the force that the facts name, at once and without a person."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.allocation.actions.offer import note, send
from upstander.duties.allocation.facts import propose
from upstander.duties.allocation.forces import organisation_of
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import make_offer, named_by, tell_the_others
from upstander.law.clocks import due as clock_end
from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle, start_clock
from upstander.record.fence.viewer import action
from upstander.record.people.actors import SYSTEM

OPEN_TO = (Case.State.NEW, Case.State.CLAIMED)


@action
def hand_over(*, case: Case, at: datetime) -> Offer | None:
    """Make the hand-over offer of a case on the route `force`, or mark the case where no force can be named.

    The case stays at the desk, on its clock, until the force has it. Called again it makes nothing twice. Someone in
    danger keeps the case unread in the first lane until a person takes it, whatever force was written to.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    handed = Offer.objects.filter(case=case, capacity=Offer.Capacity.HANDOVER)
    if case.route != Case.Route.FORCE or case.state not in OPEN_TO or handed.exists():
        return None
    if not working_reports_of(case).exists():
        return None
    start_clock(case, "hand_over", due_at=clock_end("hand_over", case.opened_at), at=at)
    proposal = propose(case, timezone.localdate(at))
    chosen = case.opened_by.named_force
    code = chosen or named_by(proposal, Offer.Capacity.HANDOVER)
    if code is None:
        case.marks = sorted({*case.marks, "needs force"})
        settle(case)
        return None
    reason = "Chosen by the person who reported it." if chosen else f"Named by rule {proposal.rules}."
    made = make_offer(
        case, organisation_of(code), Offer.Capacity.HANDOVER, proposal=proposal, reason=reason, actor=SYSTEM, at=at
    )
    told = tell_the_others(case, made, proposal=proposal, actor=SYSTEM, at=at)
    if case.danger and case.state == Case.State.NEW:
        case.force = made.force.code
    else:
        send(case, made, at=at)
    settle(case)
    note(made, told, actor=SYSTEM, at=at)
    return made
