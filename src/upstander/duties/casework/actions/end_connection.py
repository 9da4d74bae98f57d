"""End a declared connection: a supervisor's act, with a reason."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.cases.conflicts import unblock
from upstander.record.cases.models import Connection
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@action
def end_connection(*, connection: Connection, reason: str, actor: Actor, at: datetime) -> Connection:
    """Open again to the one who declared it what this connection alone has closed.

    Raises NotAllowed (also for one's own, and for an empty reason), WrongState.
    """
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    require_role(actor, Act.END_CONFLICT)
    if row.by_id == user_of(actor).pk:
        raise NotAllowed("Another supervisor ends what you declared.")
    if not reason.strip():
        raise NotAllowed("Give a reason to end this connection. It is kept.", needs_reason=True)
    if row.ended_at is not None:
        raise WrongState("This connection was ended already.")
    row.ended_at, row.ended_by, row.end_reason = at, user_of(actor), reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    opened = unblock(row, at=at)
    record(actor, Verb.CONNECTION_ENDED, row, at=at, about=[row.by, *opened])
    return row
