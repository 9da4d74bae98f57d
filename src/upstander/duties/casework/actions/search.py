"""Search, or look again at a search of one's own: what was typed is kept, and every search is journalled."""

import uuid
from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action, unfenced
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.search.asking import digest, keep_search
from upstander.record.search.models import Search


@action
def search(*, typed: str, actor: Actor, at: datetime) -> Search:
    """Keep what somebody searches for, encrypted, and say in the journal that they did; the page shows what is found.

    Raises NotAllowed.
    """
    require_role(actor, Act.SEARCH)
    row = keep_search(typed, by=user_of(actor), at=at)
    record(actor, Verb.SEARCHED, row, at=at, digest=digest(typed))
    return row


def own_search(viewer: Actor, uid: uuid.UUID) -> Search | None:
    """Return a search that the viewer made, None for one of anybody else's or an erased one."""
    with unfenced():
        return Search.objects.filter(uid=uid, by=viewer.user, locked__isnull=False).first()
