"""Write down what a second look at a finished case found."""

from datetime import datetime

from upstander.duties.assessment.queries import who_worked_on
from upstander.duties.casework.models import SecondLook
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def look_again(*, look: SecondLook, finding: str, note: str = "", actor: Actor, at: datetime) -> SecondLook:
    """Keep what somebody other than those who worked on the case found; what it found once stands.

    `finding` is sound, learning or concern; the latter two need a note. Raises NotAllowed, WrongState.
    """
    look = SecondLook.objects.select_for_update(of=("self",)).select_related("case").get(pk=look.pk)
    require(actor, Act.SECOND_LOOK, look.case)
    if user_of(actor).pk in who_worked_on(look.case):
        raise NotAllowed("You decided, signed off, closed or own this case. Somebody else takes the second look.")
    if look.finding:
        raise WrongState("Somebody has looked at this case already.")
    found = SecondLook.Finding(finding)
    if found != SecondLook.Finding.SOUND and not note.strip():
        raise WrongState("Say what you found.")
    look.finding, look.note, look.by, look.at = found.value, note.strip(), user_of(actor), at
    look.save(update_fields=["finding", "note", "by", "at"])
    record(actor, Verb.LOOKED_AGAIN, look.case, at=at, about=[look], found=found.value)
    return look
