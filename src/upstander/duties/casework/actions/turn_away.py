"""Tell the supervisors that somebody asked for a case to which they have declared a connection."""

from datetime import datetime

from upstander.duties.casework.models import Review
from upstander.duties.casework.reviewing import CONFLICT, ask_review
from upstander.law.access import Act
from upstander.record.cases.grants import refused_to
from upstander.record.cases.models import Case
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of


@action
def turn_away(*, case: Case, actor: Actor, at: datetime) -> bool:
    """Journal the attempt and let a supervisor review it; False, and nothing, for a case that is not closed to them.

    While a review waits, further attempts are counted there.
    """
    if not refused_to(actor, case, act=Act.SEE_CASE):
        return False
    waiting = Review.objects.select_for_update().filter(kind=CONFLICT, of=actor.user, case=case, done_at=None).first()
    if waiting is None:
        waiting = ask_review(kind=CONFLICT, of=user_of(actor), case=case, at=at)
    else:
        waiting.times, waiting.last_at = waiting.times + 1, at
        waiting.save(update_fields=["times", "last_at"])
    record(actor, Verb.TURNED_AWAY, case, at=at, about=[waiting])
    return True
