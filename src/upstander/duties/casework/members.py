"""Who may be named to work on a restricted case, and who is."""

from dataclasses import dataclass

from upstander.duties.casework.models import RestrictionStep
from upstander.law.access import Act, Relation, Role, judge, relations_for
from upstander.record.cases.grants import relations, require
from upstander.record.cases.models import Case
from upstander.record.cases.restriction import members_of
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor, acting
from upstander.record.people.models import User


@dataclass(frozen=True)
class Membership:
    """Who may work on a restricted case, who else could be named, and what was done about it, the latest first."""

    members: tuple[User, ...]
    others: tuple[User, ...]
    steps: tuple[RestrictionStep, ...]


def membership(viewer: Actor, case: Case) -> Membership:
    """Return the members of a case and its history. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    members = members_of(case)
    steps = RestrictionStep.objects.filter(case=case).select_related("user", "by").order_by("-at", "-pk")
    others = [user for user in candidates(case) if user not in members]
    return Membership(tuple(members), tuple(others), tuple(steps))


def candidates(case: Case) -> list[User]:
    """Return everyone of the case's hub whose role could work on it; who has a connection to it is not told here."""
    roles = [role.value for role in Role if relations_for(role, Act.CLAIM)]
    rows = User.objects.filter(organisation=case.owner_organisation_id, role__in=roles, is_active=True)
    return list(rows.order_by("name", "pk"))


def require_fit(user: User, case: Case) -> None:
    """Refuse to name somebody who could not work on the case as its member. Raises WrongState."""
    theirs = acting(user)
    held = relations(theirs, case) | {Relation.MEMBER}
    of_the_hub = user.is_active and user.organisation_id == case.owner_organisation_id
    if not of_the_hub or not judge(theirs.role, Act.SEE_CASE, held).allowed:
        raise WrongState(f"{user.name} may not work on this case.")
