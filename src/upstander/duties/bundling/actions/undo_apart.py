"""Open again a suggestion that was turned down."""

from datetime import datetime

from upstander.duties.bundling.actions.leave_apart import require_either
from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.work.asking import due


@action
def undo_apart(*, suggestion: Suggestion, actor: Actor, at: datetime) -> Suggestion:
    """Take back a leaving apart; who said it and why is kept. Raises NotAllowed, WrongState.

    The weight of people is gone and must be weighed anew, if the reports still say what it rested on.
    """
    cases = require_either(suggestion, actor)
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.state != Suggestion.State.APART:
        raise WrongState("This suggestion was not turned down.")
    CannotLink.objects.filter(report=row.report, earlier=row.earlier, undone_at=None).update(
        undone_by=actor.user, undone_at=at
    )
    row.state, row.decided_by, row.decided_at = Suggestion.State.OPEN, None, None
    row.save(update_fields=["state", "decided_by", "decided_at"])
    due("look_for_others", report=row.report)
    record(actor, Verb.APART_UNDONE, row.report, at=at, about=[row.earlier, *cases], suggestion=row.pk)
    return row
