"""Make the offers that a proposal leads to: the one that is answered, and those to forces that are told."""

from collections.abc import Iterable
from datetime import datetime

from upstander.duties.allocation.forces import organisation_of
from upstander.duties.allocation.models import Offer
from upstander.duties.bundling.queries import HAND_OVER_ENDED, ON_ITS_WAY
from upstander.law.access import Relation
from upstander.law.clocks import due as clock_end
from upstander.law.responsible_force import Proposal
from upstander.record.cases.grants import grant, report_ids
from upstander.record.cases.models import Case
from upstander.record.cases.queue import start_clock
from upstander.record.people.actors import Actor
from upstander.record.people.models import Organisation
from upstander.record.work.asking import due

C = Offer.Capacity
ANSWERED = (C.INVESTIGATING, C.HANDOVER)
"""Capacities in which the force takes the case or sends it back; in the others it is told and confirms."""
ANSWER_CLOCKS = ("force_answer", "force_answer_high")
TOLD_CLOCKS = ("notified_force", "event_force")


def named_by(proposal: Proposal, capacity: str) -> str | None:
    """Return the code of the force that the proposal names in a capacity, None where it names none."""
    told = {notice.why: notice.force for notice in reversed(proposal.notified)}
    match capacity:
        case C.INVESTIGATING:
            return proposal.investigating.force
        case C.RECORDING:
            return proposal.recording.force
        case C.CONTACT:
            return proposal.victim_contact.force
        case C.EVENT:
            return told.get("event")
        case C.HANDOVER if proposal.urgency == "immediate":
            return proposal.investigating.force
        case C.HANDOVER:
            # A coming event is the event force's to prevent; a named poster is the investigating force's.
            return told.get("event") or proposal.investigating.force or proposal.recording.force
    return next((notice.force for notice in proposal.notified if notice.why != "event"), None)


def fits(proposal: Proposal, capacity: str, code: str) -> bool:
    """Whether the proposal names the force `code` in a capacity."""
    return code == named_by(proposal, capacity) or (capacity not in ANSWERED and code in _all_named(proposal, capacity))


def clock_of(capacity: str, *, high: bool) -> str:
    """Return the clock under which a force in this capacity answers."""
    if capacity == C.INVESTIGATING:
        return "force_answer_high" if high else "force_answer"
    return {C.HANDOVER: "hand_over", C.EVENT: "event_force"}.get(C(capacity), "notified_force")


def make_offer(
    case: Case, force: Organisation, capacity: str, *, proposal: Proposal, reason: str, actor: Actor, at: datetime
) -> Offer:
    """Make one offer with its clock, its grant and the letter to the force. `settle` and the journal follow."""
    clock = clock_of(capacity, high=case.danger or proposal.urgency == "immediate")
    offer = Offer.objects.create(
        case=case, force=force, capacity=capacity, proposal=proposal.as_json(),
        overrides=not fits(proposal, capacity, force.code), reason=reason, offered_by=actor.user, offered_at=at,
        answer_by=clock_end(clock, at), reports=report_ids(case),
    )  # fmt: skip
    start_clock(case, clock, due_at=offer.answer_by, at=at)
    grant(case, to=force, relation=Relation.OFFERED if capacity in ANSWERED else Relation.NOTIFIED, at=at)
    if capacity == C.HANDOVER:
        case.marks = sorted({*case.marks, ON_ITS_WAY} - {HAND_OVER_ENDED})
    due("tell_force", offer=offer, once=f"tell_force:{offer.pk}:{offer.state}")
    return offer


def tell_the_others(case: Case, lead: Offer, *, proposal: Proposal, actor: Actor, at: datetime) -> list[Offer]:
    """Tell each other force that the proposal names in some capacity: recording, contact, the event's, and the rest.

    A force that was told in a capacity already is not told again; the lead force learns all from its own offer.
    """
    held = {
        (force, capacity)
        for force, capacity in Offer.objects.filter(case=case)
        .exclude(state=Offer.State.WITHDRAWN)
        .values_list("force__code", "capacity")
    }
    made = []
    for capacity in (C.RECORDING, C.CONTACT, C.EVENT, C.NOTIFIED):
        for code in sorted(_all_named(proposal, capacity)):
            if code != lead.force.code and (code, capacity.value) not in held:
                force = organisation_of(code)
                reason = f"Named by rule {proposal.rules}."
                made.append(make_offer(case, force, capacity, proposal=proposal, reason=reason, actor=actor, at=at))
    return made


def running_told_clocks(case: Case) -> set[str]:
    """Return the clocks that some force, told and not yet heard from, still keeps running."""
    waiting = Offer.objects.filter(case=case, state=Offer.State.WAITING)
    return {clock_of(capacity, high=False) for capacity in waiting.values_list("capacity", flat=True)}


def _all_named(proposal: Proposal, capacity: str) -> set[str]:
    """Every force that is told in a capacity: several victims have a force each."""
    found: Iterable[str | None]
    if capacity == C.RECORDING:
        found = [proposal.recording.force, *(each.recording.force for each in proposal.per_victim)]
    elif capacity == C.CONTACT:
        found = [proposal.victim_contact.force, *(each.victim_contact.force for each in proposal.per_victim)]
    else:
        found = [notice.force for notice in proposal.notified if (notice.why == "event") == (capacity == C.EVENT)]
    return {code for code in found if code}
