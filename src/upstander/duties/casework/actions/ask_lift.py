"""Ask a supervisor to lift one's own daily limit of distressing content for today."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.casework.models import Lift
from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of


@action
def ask_lift(*, actor: Actor, at: datetime) -> Lift:
    """Ask for today; asking again changes nothing. Raises NotAllowed."""
    require_role(actor, Act.SEE_QUEUE)
    lift, fresh = Lift.objects.get_or_create(of=user_of(actor), day=timezone.localdate(at), defaults={"asked_at": at})
    if fresh:
        record(actor, Verb.LIFT_ASKED, lift, at=at)
    return lift
