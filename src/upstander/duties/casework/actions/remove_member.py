"""End that somebody may work on a restricted case."""

from datetime import datetime

from upstander.duties.casework.actions.name_member import OF_THE_CASE
from upstander.duties.casework.models import RestrictionStep
from upstander.law.access import Act, Relation
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, relations, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.restriction import family_of, members_of
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.people.models import User


@action
def remove_member(*, case: Case, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """Let `user` no longer see a restricted case. Its owner and its last member stay.

    Raises NotAllowed (also for an empty reason), WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.NAME_MEMBER, case, reason=reason)
    if not relations(actor, case) & OF_THE_CASE:
        raise NotAllowed("Only a member of this case may remove another.")
    if not reason.strip():
        raise NotAllowed("Give a reason to remove a member. It is kept.", needs_reason=True)
    members = members_of(case)
    if user not in members:
        raise WrongState(f"{user.name} is not a member of this case.")
    if user.pk == case.owner_id:
        raise WrongState(f"{user.name} works on this case. It must be given back first.")
    if not any(member.is_active for member in members if member != user):
        raise WrongState("A restricted case keeps at least one member. Name another first, or lift the restriction.")
    for each in family_of(case):
        end_grant(each, to=user, relation=Relation.MEMBER, at=at)
    RestrictionStep.objects.create(
        case=case, kind=RestrictionStep.Kind.REMOVED, user=user, reason=reason.strip(), by=user_of(actor), at=at
    )
    settle(case)
    record(actor, Verb.MEMBER_REMOVED, case, at=at, about=[user], member=user.pk)
