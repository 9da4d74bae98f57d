"""Name somebody who may work on a restricted case from now on."""

from datetime import datetime

from upstander.duties.casework.members import require_fit
from upstander.duties.casework.models import RestrictionStep
from upstander.law.access import Act, Relation
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, grant, relations, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.restriction import family_of, members_of
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.people.models import User

OF_THE_CASE = frozenset({Relation.OWNER, Relation.MEMBER})


@action
def name_member(*, case: Case, user: User, reason: str = "", actor: Actor, at: datetime) -> None:
    """Let `user` work on a restricted case; naming a member again changes nothing.

    A supervisor behind the glass may do so, with a reason, only where no member is left, and never for themselves.
    Raises NotAllowed, WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.NAME_MEMBER, case, reason=reason)
    if not case.restricted:
        raise WrongState("This case is not restricted.")
    if not relations(actor, case) & OF_THE_CASE:
        _require_last_resort(case, user, actor)
    if user in members_of(case):
        return
    require_fit(user, case)
    for each in family_of(case):
        grant(each, to=user, relation=Relation.MEMBER, at=at)
        end_grant(each, to=user, relation=Relation.GLASS, at=at)
    RestrictionStep.objects.create(
        case=case, kind=RestrictionStep.Kind.NAMED, user=user, reason=reason.strip(), by=user_of(actor), at=at
    )
    settle(case)
    record(actor, Verb.MEMBER_NAMED, case, at=at, about=[user], member=user.pk)


def _require_last_resort(case: Case, user: User, actor: Actor) -> None:
    if any(member.is_active for member in members_of(case)):
        raise NotAllowed("This case has members. Only one of them names another.")
    if user == actor.user:
        raise NotAllowed("You may not name yourself.")
