"""Say what hub this is: national or of one force, and which force holds what nobody can place."""

from datetime import datetime

from upstander.law.access import Act
from upstander.law.places import UnknownForce
from upstander.law.places import force as force_of
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import HubProfile, Organisation

MOST_LOOKS = 1_000


@action
def set_hub(
    *, scope: str, organisation: Organisation, force: str = "", holding_force: str = "",
    daily_looks: int | None = None, actor: Actor, at: datetime,
) -> HubProfile:  # fmt: skip
    """Write the one row of the hub's profile; forces are named by code or slug of law.places.

    `daily_looks`, where given, is how often a day an officer may ask to see distressing content before a pause.
    Raises NotAllowed, ValueError with a sentence for a scope, organisation, force or number that cannot be.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    if scope not in HubProfile.Scope.values:
        raise ValueError(f"The scope of a hub is one of {', '.join(HubProfile.Scope.values)}.")
    if organisation.kind != Organisation.Kind.HUB:
        raise ValueError(f"{organisation} is not an organisation of the kind hub.")
    if (scope == HubProfile.Scope.FORCE) != bool(force):
        raise ValueError("Name the force of a hub that belongs to one, and of no other.")
    if daily_looks is not None and not 1 <= daily_looks <= MOST_LOOKS:
        raise ValueError(f"The daily limit of looks lies between 1 and {MOST_LOOKS}.")
    profile = HubProfile.objects.select_for_update().first() or HubProfile()
    profile.organisation, profile.scope = organisation, scope
    profile.force, profile.holding_force = _code(force), _code(holding_force)
    profile.daily_looks = profile.daily_looks if daily_looks is None else daily_looks
    profile.save()
    record(
        actor, Verb.HUB_SET, profile, at=at, about=[organisation], scope=scope, force=profile.force,
        holding_force=profile.holding_force, daily_looks=profile.daily_looks,
    )  # fmt: skip
    return profile


def _code(force: str) -> str:
    if not force:
        return ""
    try:
        return force_of(force).code
    except UnknownForce as error:
        raise ValueError(f"{error}.") from None
