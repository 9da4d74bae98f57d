"""Find on something that was done behind the glass, at a closed door or alone."""

from datetime import datetime

from upstander.duties.casework.models import Review
from upstander.duties.casework.reviewing import GLASS
from upstander.law.access import Act, Relation
from upstander.record.cases.grants import end_grant, require
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@action
def review(*, asked: Review, proper: bool, words: str, actor: Actor, at: datetime) -> Review:
    """Say whether what was done was proper, in words; where it was not, glass that is still broken closes at once.

    Raises NotAllowed (the one who did it, someone with a connection to the case, an empty finding), WrongState.
    """
    row = Review.objects.select_for_update(of=("self",)).select_related("of", "case").get(pk=asked.pk)
    require_role(actor, Act.REVIEW)
    if row.case is not None:
        require(actor, Act.REVIEW, row.case)
    if row.of_id == user_of(actor).pk:
        raise NotAllowed("Somebody else reviews what you did.")
    if row.done_at is not None:
        raise WrongState("This was reviewed already.")
    if not words.strip():
        raise NotAllowed("Say what you found. It is kept.", needs_reason=True)
    row.proper, row.finding, row.done_at, row.done_by = proper, words.strip(), at, user_of(actor)
    row.save(update_fields=["proper", "finding", "done_at", "done_by"])
    if row.kind == GLASS and row.case is not None and not proper:
        end_grant(row.case, to=row.of, relation=Relation.GLASS, at=at)
    record(actor, Verb.REVIEWED, row, at=at, about=[row.of, *([row.case] if row.case else [])], proper=proper)
    return row
