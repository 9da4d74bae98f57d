"""Offer a case to the force that the facts point to, or to another with a reason."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.allocation.facts import propose
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.offering import ANSWERED, fits, make_offer, tell_the_others
from upstander.duties.assessment.queries import is_crime
from upstander.duties.assessment.rounds import AFTER_DECISION
from upstander.duties.bundling.queries import require_reports_at_work
from upstander.law.access import Act, Relation
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.people.models import Organisation
from upstander.record.work.asking import due

NEEDS_REASON = "The facts do not point to this force. Give a reason for choosing it; it is kept and shown to the force."
INVESTIGATE_FROM = (Case.State.DECIDED, Case.State.DISPUTED, Case.State.ACCEPTED)


class AlreadyOffered(WrongState):
    """A force has this offer, or another force one of the same kind, and has not answered."""


@action
def offer(*, case: Case, force: Organisation, capacity: str, reason: str = "", actor: Actor, at: datetime) -> Offer:
    """Offer `case` to `force` in a capacity of Offer.Capacity; the other forces that the facts name are told as well.

    To investigate is offered only what was decided to be a crime and has a positive line of enquiry; a hand-over only
    on the route `force`. Choosing another force than the one proposed needs a reason. Raises NotAllowed,
    AlreadyOffered, WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.ALLOCATE, case)
    require_reports_at_work(case)
    capacity = Offer.Capacity(capacity)
    _require_ready(case, force, capacity)
    proposal = propose(case, timezone.localdate(at))
    if not reason.strip() and not fits(proposal, capacity, force.code):
        raise NotAllowed(NEEDS_REASON, needs_reason=True)
    made = make_offer(case, force, capacity, proposal=proposal, reason=reason.strip(), actor=actor, at=at)
    told = []
    if capacity in ANSWERED:
        told = tell_the_others(case, made, proposal=proposal, actor=actor, at=at)
        send(case, made, at=at)
    else:
        case.marks = [mark for mark in case.marks if mark != "notice disputed"]
    settle(case)
    note(made, told, actor=actor, at=at)
    return made


def send(case: Case, made: Offer, *, at: datetime) -> None:
    """Move the case with its offer: to the force that is to answer, away from those that sent it back."""
    move(case, Case.State.OFFERED)
    case.force = made.force.code
    case.marks = [mark for mark in case.marks if mark != "needs force"]
    end_clocks(case, "dispute", *AFTER_DECISION, at=at)
    sent_back = Offer.objects.filter(case=case, state=Offer.State.DISPUTED, capacity__in=ANSWERED)
    for earlier in sent_back.exclude(force=made.force).select_related("force"):
        end_grant(case, to=earlier.force, relation=Relation.OFFERED, at=at)


def note(made: Offer, told: list[Offer], *, actor: Actor, at: datetime) -> None:
    """Journal an offer with those that only tell, and ask for the complainant's update."""
    record(
        actor, Verb.OFFERED, made.case, at=at, about=[made, *told], force=made.force.code, capacity=made.capacity,
        overrides=made.overrides, rules=str(made.proposal["rules"]), told=sorted(each.force.code for each in told),
    )  # fmt: skip
    if made.capacity in ANSWERED:
        due(
            "tell_complainant", case=made.case, reports=made.reports, of="offered", force=made.force.code,
            once=f"tell:offered:{made.pk}",
        )  # fmt: skip


def _require_ready(case: Case, force: Organisation, capacity: Offer.Capacity) -> None:
    if case.state == Case.State.CLOSED:
        raise WrongState("This case is closed. Reopen it first.")
    if force.kind != Organisation.Kind.FORCE:
        raise WrongState(f"{force.name} is not a police force.")
    waiting = Offer.objects.filter(case=case, state=Offer.State.WAITING)
    same_kind = waiting.filter(capacity__in=ANSWERED) if capacity in ANSWERED else waiting.filter(force=force)
    if same_kind.filter(capacity=capacity).exists() or (capacity in ANSWERED and same_kind.exists()):
        raise AlreadyOffered("This is offered already and not answered. Withdraw that offer first.")
    if capacity == Offer.Capacity.HANDOVER and case.route != Case.Route.FORCE:
        raise WrongState("Only a named poster or a coming event is handed over without an assessment.")
    ready = case.state in INVESTIGATE_FROM and is_crime(case) and case.positive_line
    if capacity == Offer.Capacity.INVESTIGATING and not ready:
        raise WrongState(
            "A case is offered to investigate once it is decided to be a crime and has a positive line of enquiry."
        )
