"""Say who may sign a decision off: someone other than the decider, in a role that the law names."""

from django.utils import timezone

from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.threshold import sign_off_for
from upstander.law.recording import Requirement
from upstander.record.people.actors import Actor


def requirement(decision: Decision) -> Requirement | None:
    """Return the sign-off that a decision needed on the day it was made."""
    on = timezone.localdate(decision.decided_at)
    return sign_off_for(decision.offences, conduct_on=decision.conduct_on or on, on=on)


def refusal(actor: Actor, decision: Decision) -> str:
    """Return why the actor may not sign `decision` off, in a sentence to show; empty when they may."""
    if actor.user is None or actor.user.pk == decision.decided_by_id:
        return "Someone other than the person who decided must sign this off."
    needed = requirement(decision)
    return needed.sentence if needed and actor.role.value not in needed.roles else ""
