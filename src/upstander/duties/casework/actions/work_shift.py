"""Begin and end a shift: who was on duty when."""

from datetime import datetime

from upstander.duties.casework.models import Shift
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.people.models import User


@action
def start_shift(*, actor: Actor, at: datetime) -> Shift:
    """Go on duty. Being on duty already changes nothing. Raises NotAllowed."""
    require_role(actor, Act.WORK_SHIFT)
    user = User.objects.select_for_update().get(pk=user_of(actor).pk)
    running = Shift.objects.filter(user=user, ended_at=None).first()
    if running is not None:
        return running
    shift = Shift.objects.create(user=user, started_at=at)
    record(actor, Verb.SHIFT_STARTED, shift, at=at, about=[user])
    return shift


@action
def end_shift(*, actor: Actor, at: datetime) -> Shift:
    """Go off duty. Raises NotAllowed, WrongState."""
    require_role(actor, Act.WORK_SHIFT)
    user = user_of(actor)
    shift = Shift.objects.select_for_update().filter(user=user, ended_at=None).first()
    if shift is None:
        raise WrongState("You are not on duty.")
    shift.ended_at = at
    shift.save(update_fields=["ended_at"])
    record(actor, Verb.SHIFT_ENDED, shift, at=at, about=[user])
    return shift
