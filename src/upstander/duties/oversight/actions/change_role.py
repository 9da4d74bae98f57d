"""Give an account another role or organisation, or open a closed one again: its sessions end at once."""

from datetime import datetime

from upstander.duties.oversight.actions.make_user import require_fitting
from upstander.law.access import Act, Role
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role
from upstander.record.people.models import Organisation, User


@action
def change_role(*, user: User, role: Role, organisation: Organisation, actor: Actor, at: datetime) -> User:
    """Give `user` this role in this organisation. Cases that they hold stay theirs until somebody takes them over.

    Raises NotAllowed (also for one's own account), ValueError for a role that does not belong there.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    if user.pk == actor.id:
        raise NotAllowed("Another administrator changes your own account.")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require_fitting(role, organisation)
    if (user.role, user.organisation_id) == (role.value, organisation.pk):
        return user
    before, user.role, user.organisation = user.role, role.value, organisation
    user.sessions_ended += 1
    user.save(update_fields=["role", "organisation", "sessions_ended"])
    record(actor, Verb.USER_CHANGED, user, at=at, about=[organisation], change="role", before=before, role=role.value)
    return user


@action
def open_again(*, user: User, actor: Actor, at: datetime) -> User:
    """Open a closed account again; its password and second factor are what they were. Raises NotAllowed, WrongState."""
    require_role(actor, Act.MANAGE_ACCOUNTS)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.is_active:
        raise WrongState("This account is open.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor, Verb.USER_CHANGED, user, at=at, change="opened again")
    return user
