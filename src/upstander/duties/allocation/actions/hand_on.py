"""Confirm that a force has what was handed to it: the report is finished here."""

from datetime import datetime

from upstander.duties.allocation.answering import answered, lock
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.actions.close import end
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.bundling.queries import require_none_held, require_reports_at_work
from upstander.law.access import Act, Relation
from upstander.record.cases.grants import end_grant, grant, reports_of, require
from upstander.record.cases.models import Case, Report
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.work.asking import due

CLOSED_AS = "handed_on"


@action
def hand_on(*, offer: Offer, how: str, force_reference: str = "", actor: Actor, at: datetime) -> Offer:
    """Record that an officer of the hub heard from the force that it has a hand-over: `how`, and the force's reference.

    Raises NotAllowed, WrongState, NotComplete.
    """
    offer, case = lock(offer)
    require(actor, Act.CONFIRM_HANDOVER, case)
    require_reports_at_work(case)
    require_none_held(case)
    if offer.capacity != Offer.Capacity.HANDOVER:
        raise WrongState("Only a hand-over is confirmed by the hub; the force answers other offers itself.")
    if offer.state != Offer.State.WAITING:
        raise WrongState(f"This offer is {offer.state} already.")
    if not how.strip():
        raise NotComplete(["Say how the force confirmed that it has it."])
    answered(
        offer, Offer.State.ACCEPTED, actor=actor, at=at, answer_reason=how.strip(),
        force_reference=force_reference.strip(),
    )  # fmt: skip
    complete(offer, case, actor=actor, at=at)
    return offer


def complete(offer: Offer, case: Case, *, actor: Actor, at: datetime) -> None:
    """Finish a hand-over: the reports at work stand as handed on, the case closes, the force keeps the case.

    What was withdrawn stays withdrawn. What is held stays with whoever holds it: a force need not wait for that.
    """
    reports = list(reports_of(case).filter(standing=Report.Standing.ACTIVE))
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(standing=Report.Standing.HANDED_ON)
    grant(case, to=offer.force, relation=Relation.ACCEPTED, at=at)
    end_grant(case, to=offer.force, relation=Relation.OFFERED, at=at)
    case.force = offer.force.code
    end(case, CLOSED_AS, at=at)
    record(actor, Verb.HANDED_ON, case, at=at, about=[offer, *reports], force=offer.force.code, closed_as=CLOSED_AS)
    due(
        "tell_complainant",
        case=case,
        reports=sorted(report.pk for report in reports),
        of="handed_on",
        force=offer.force.code,
        once=f"tell:handed_on:{offer.pk}",
    )
