"""Close an account: whoever has it is out at their next click."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import User


@action
def deactivate_user(*, user: User, actor: Actor, at: datetime) -> User:
    """Close the account of `user`; the row stays, since the journal names it. Closing it twice changes nothing.

    Cases that they hold stay theirs until a supervisor gives them back to the queue. Raises NotAllowed.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.sessions_ended += 1  # no session comes back to life when the account is opened again
        user.save(update_fields=["is_active", "sessions_ended"])
        record(actor, Verb.USER_CHANGED, user, at=at, change="deactivated")
    return user
