"""Switch the single keys of the desk on or off for oneself."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.people.models import User


@action
def set_keys(*, off: bool, actor: Actor, at: datetime) -> User:
    """Let single keys do nothing on one's own pages, or let them work again. Raises NotAllowed."""
    require_role(actor, Act.SEE_QUEUE)
    user = User.objects.select_for_update().get(pk=user_of(actor).pk)
    if user.keys_off != off:
        user.keys_off = off
        user.save(update_fields=["keys_off"])
        record(actor, Verb.KEYS_SET, user, at=at, off=off)
    return user
