"""Open a restricted case to the whole hub again."""

from datetime import datetime

from upstander.duties.casework.models import RestrictionStep
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.restriction import lift
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def lift_restriction(*, case: Case, reason: str, actor: Actor, at: datetime) -> Case:
    """End the restriction of `case`: everyone at the hub sees it as any other from now on.

    Raises NotAllowed (also for an empty reason), WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.RESTRICT, case)
    if not reason.strip():
        raise NotAllowed("Give a reason to lift this restriction. It is kept.", needs_reason=True)
    if not case.restricted:
        raise WrongState("This case is not restricted.")
    family = lift(case, at=at)
    RestrictionStep.objects.create(
        case=case, kind=RestrictionStep.Kind.LIFTED, reason=reason.strip(), by=user_of(actor), at=at
    )
    settle(case)
    record(actor, Verb.RESTRICTION_LIFTED, case, at=at, about=family)
    return case
