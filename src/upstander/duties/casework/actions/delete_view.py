"""Delete a saved view of the queue."""

from datetime import datetime

from upstander.duties.casework.models import SavedView
from upstander.duties.casework.saved_views import may_delete
from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role


@action
def delete_view(*, view: SavedView, actor: Actor, at: datetime) -> None:
    """Delete a view of one's own; a supervisor also one that is shared. Raises NotAllowed."""
    require_role(actor, Act.SEE_QUEUE)
    if not may_delete(actor, view):
        raise NotAllowed("This view is somebody else's. Who made it or a supervisor can delete it.")
    record(actor, Verb.VIEW_DELETED, view, at=at)
    view.delete()
