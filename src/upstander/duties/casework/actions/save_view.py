"""Save the filters of the queue under a name, for oneself or for everybody of the hub."""

from datetime import datetime

from upstander.duties.casework.models import SavedView
from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of

LONGEST = 500


class NotSaved(ValueError):
    """The view cannot be saved so; the message says why."""


@action
def save_view(*, name: str, query: str, shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Keep `query` (the filters as an address holds them) under `name`; one's own view of that name is replaced.

    Raises NotAllowed, NotSaved.
    """
    require_role(actor, Act.SEE_QUEUE)
    if not name.strip():
        raise NotSaved("Give the view a name.")
    if not query:
        raise NotSaved("Choose at least one filter: a view without any is the whole queue.")
    if len(query) > LONGEST:
        raise NotSaved("These filters are too long to be saved.")
    said = {"query": query, "shared": shared, "organisation_id": actor.organisation, "made_at": at}
    view, _ = SavedView.objects.update_or_create(owner=user_of(actor), name=name.strip(), defaults=said)
    record(actor, Verb.VIEW_SAVED, view, at=at, shared=shared)
    return view
