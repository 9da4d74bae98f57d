"""Hand over to the next shift: what is open, breaching and awaited, in the ending officer's own words."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from upstander.duties.casework.actions.work_shift import end_shift
from upstander.duties.casework.gathering import gathered
from upstander.duties.casework.models import HandedOver, Shift, ShiftHandover
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@action
def hand_over_shift(*, text: str, cases: Mapping[str, str], actor: Actor, at: datetime) -> ShiftHandover:
    """Keep a hand-over with every case that is gathered for the actor now, and end their shift if one runs.

    `cases` are words on single cases by reference; one that is not among those gathered is refused, so that no
    word gets lost. Raises NotAllowed, WrongState.
    """
    require_role(actor, Act.WORK_SHIFT)
    user = user_of(actor)
    lines = gathered(actor, at)
    said = {reference: words.strip() for reference, words in cases.items() if words.strip()}
    if strange := set(said) - {line.case.reference for line in lines}:
        raise WrongState(f"{', '.join(sorted(strange))} is not yours to hand over any more. Look again.")
    handover = ShiftHandover.objects.create(organisation_id=user.organisation_id, by=user, at=at, text=text.strip())
    HandedOver.objects.bulk_create(
        HandedOver(handover=handover, case=line.case, why=line.why, text=said.get(line.case.reference, ""))
        for line in lines
    )
    record(actor, Verb.SHIFT_HANDED_OVER, handover, at=at, about=[line.case for line in lines])
    if Shift.objects.filter(user=user, ended_at=None).exists():
        end_shift(actor=actor, at=at)
    return handover


@action
def acknowledge(*, handover: ShiftHandover, actor: Actor, at: datetime) -> ShiftHandover:
    """Say that one has read a colleague's hand-over: from then on it waits for nobody. The first who reads it counts.

    Raises NotAllowed (one's own, another hub's).
    """
    require_role(actor, Act.WORK_SHIFT)
    handover = ShiftHandover.objects.select_for_update().get(pk=handover.pk)
    if handover.organisation_id != actor.organisation:
        raise NotAllowed("This was handed over in another hub.")
    if handover.by_id == user_of(actor).pk:
        raise NotAllowed("Your own hand-over is for a colleague to read.")
    if handover.read_at is None:
        handover.read_by, handover.read_at = user_of(actor), at
        handover.save(update_fields=["read_by", "read_at"])
        record(actor, Verb.HANDOVER_READ, handover, at=at, handed_over_at=timezone.localtime(handover.at).isoformat())
    return handover
