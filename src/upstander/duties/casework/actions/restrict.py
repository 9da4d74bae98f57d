"""Restrict a case to named members."""

from collections.abc import Iterable
from datetime import datetime

from upstander.duties.bundling.queries import require_reports
from upstander.duties.casework.members import require_fit
from upstander.duties.casework.models import RestrictionStep
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.restriction import restrict as keep_for
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.people.models import User


@action
def restrict(*, case: Case, members: Iterable[User], reason: str, actor: Actor, at: datetime) -> Case:
    """Keep `case` for `members` from now on, its owner always among them; for all others of the hub it is not there.

    Forces keep what they were offered. Raises NotAllowed (also for an empty reason), WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.RESTRICT, case)
    if not reason.strip():
        raise NotAllowed("Give a reason to restrict this case. It is kept.", needs_reason=True)
    require_reports(case)
    if case.restricted:
        raise WrongState("This case is restricted already.")
    named = list(dict.fromkeys([*([case.owner] if case.owner else []), *members]))
    if not named:
        raise WrongState("Name at least one person who may work on this case.")
    for user in named:
        require_fit(user, case)
    family = keep_for(case, named, at=at)
    RestrictionStep.objects.create(
        case=case, kind=RestrictionStep.Kind.RESTRICTED, reason=reason.strip(), by=user_of(actor), at=at
    )
    settle(case)
    record(actor, Verb.RESTRICTED, case, at=at, about=family, members=[user.pk for user in named])
    return case
