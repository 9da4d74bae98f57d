"""Set a tripwire on a case that nobody has reason to open, and take it away again."""

from datetime import datetime

from upstander.duties.oversight.models import Tripwire
from upstander.law.access import Act
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of


@action
def set_tripwire(*, reference: str, actor: Actor, at: datetime) -> Tripwire:
    """Set a tripwire on the case of this reference, which is not shown. Setting it twice changes nothing.

    Raises NotAllowed, WrongState for a reference that no case has.
    """
    require_role(actor, Act.SET_TRIPWIRE)
    case = Case.objects.filter(reference=reference).first()
    if case is None:
        raise WrongState("No case has this reference.")
    standing = Tripwire.objects.filter(case=case, ended_at=None).first()
    if standing is not None:
        return standing
    tripwire = Tripwire.objects.create(case=case, by=user_of(actor), at=at)
    # About the tripwire alone: the timeline of the case, which the desk reads, must not tell of it.
    record(actor, Verb.TRIPWIRE_SET, tripwire, at=at)
    return tripwire


@action
def end_tripwire(*, tripwire: Tripwire, actor: Actor, at: datetime) -> Tripwire:
    """Take a tripwire away; doing it twice changes nothing. Raises NotAllowed."""
    require_role(actor, Act.SET_TRIPWIRE)
    tripwire = Tripwire.objects.select_for_update(of=("self",)).get(pk=tripwire.pk)
    if tripwire.ended_at is None:
        tripwire.ended_at, tripwire.ended_by = at, user_of(actor)
        tripwire.save(update_fields=["ended_at", "ended_by"])
        record(actor, Verb.TRIPWIRE_ENDED, tripwire, at=at)
    return tripwire
