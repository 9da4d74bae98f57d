"""Turn down a suggestion for good: these two reports are different matters."""

from datetime import datetime

from upstander.duties.bundling.again import take_off_where_settled
from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.duties.bundling.moving import both
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, require
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def leave_apart(*, suggestion: Suggestion, actor: Actor, reason: str, at: datetime) -> CannotLink:
    """Say that the two reports do not belong together: never suggested and never joined until that is undone.

    A closed case that was reported again by this alone loses its mark: somebody has judged it.
    For whoever may bundle in either of the two cases. Raises NotAllowed (also for an empty reason), WrongState.
    """
    cases = require_either(suggestion, actor)
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not reason.strip():
        raise NotAllowed("Give a reason to leave these reports apart. It is kept.", needs_reason=True)
    if row.state != Suggestion.State.OPEN:
        raise WrongState(f"This suggestion is {row.state} already.")
    apart = CannotLink.objects.create(
        report=row.report, earlier=row.earlier, by=user_of(actor), at=at, reason=reason.strip()
    )
    row.state, row.decided_by, row.decided_at = Suggestion.State.APART, actor.user, at
    row.person = None  # the weight of a pair goes with its question
    row.save(update_fields=["state", "decided_by", "decided_at", "person"])
    take_off_where_settled(*cases)
    record(actor, Verb.LEFT_APART, row.report, at=at, about=[row.earlier, *cases], suggestion=row.pk, tier=row.tier)
    return apart


def require_either(suggestion: Suggestion, actor: Actor) -> list[Case]:
    """Lock and return the cases of both reports; refuse someone who may not see both and bundle in one.

    Raises NotAllowed.
    """
    cases = list(both(case_of(suggestion.report).pk, case_of(suggestion.earlier).pk))
    for case in cases:
        require(actor, Act.SEE_CASE, case)
    refusals = []
    for case in cases:
        try:
            require(actor, Act.BUNDLE, case)
        except NotAllowed as refusal:
            refusals.append(refusal)
    if len(refusals) == len(cases):
        raise refusals[0]
    return cases
