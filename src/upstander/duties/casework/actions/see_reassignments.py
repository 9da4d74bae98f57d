"""Say that one has seen which cases others gave to one."""

from datetime import datetime

from upstander.duties.casework.models import Reassignment
from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of


@action
def see_reassignments(*, actor: Actor, at: datetime) -> int:
    """Take down the notices of the cases that were given to the actor; the rows stay. Raises NotAllowed."""
    require_role(actor, Act.SET_TASK)
    rows = list(Reassignment.objects.select_for_update().filter(to=user_of(actor), seen_at=None).order_by("pk"))
    for row in rows:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
        record(actor, Verb.REASSIGNMENT_SEEN, row, at=at, about=[("case", row.case_id)])
    return len(rows)
