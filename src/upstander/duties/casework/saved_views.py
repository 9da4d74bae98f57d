"""Read the saved views of the queue: one's own, and those shared with everybody of the hub."""

from django.db.models import Q

from upstander.duties.casework.models import SavedView
from upstander.law.access import Act, may_ever
from upstander.record.people.actors import Actor, require_role

MOST = 50


def saved_views(viewer: Actor) -> list[SavedView]:
    """Return the viewer's own views and those shared in their hub, by name. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    rows = SavedView.objects.filter(Q(owner=viewer.user) | Q(organisation=viewer.organisation, shared=True))
    return list(rows.select_related("owner").order_by("name", "pk")[:MOST])


def saved_view(viewer: Actor, id: int) -> SavedView | None:
    """Return a view that the viewer may see, None for every other. Raises NotAllowed."""
    return next((view for view in saved_views(viewer) if view.pk == id), None)


def may_delete(viewer: Actor, view: SavedView) -> bool:
    """Whether a view is the viewer's to delete: their own, or a shared one for who sees the whole team's work."""
    own = viewer.user is not None and view.owner_id == viewer.user.pk
    return own or (view.shared and view.organisation_id == viewer.organisation and may_ever(viewer.role, Act.SEE_TEAM))
