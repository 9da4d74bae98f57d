"""Lift an officer's daily limit of distressing content for today, with the reason."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.casework.models import Lift
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of
from upstander.record.people.models import User


@action
def lift_limit(*, of: User, reason: str, actor: Actor, at: datetime) -> Lift:
    """Let an officer of one's own hub see more today. Nobody lifts their own limit. Raises NotAllowed, WrongState."""
    require_role(actor, Act.LIFT_LIMIT)
    if actor.user == of:
        raise NotAllowed("Somebody else must lift your limit.")
    if of.organisation_id != actor.organisation:
        raise NotAllowed("This person works elsewhere.")
    if not reason.strip():
        raise WrongState("Say why.")
    lift, _ = Lift.objects.select_for_update().get_or_create(of=of, day=timezone.localdate(at))
    if lift.at:
        raise WrongState("It is lifted already for today.")
    lift.by, lift.reason, lift.at = user_of(actor), reason.strip(), at
    lift.save()
    record(actor, Verb.LIMIT_LIFTED, lift, at=at, about=[of], day=lift.day.isoformat())
    return lift
