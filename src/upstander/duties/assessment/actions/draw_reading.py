"""Draw by lot which decisions a second officer reads, and which officer: nobody can foresee or choose either.

The lot falls in the transaction of the decision, from the operating system's source of chance and from nothing that is
known of the case. Whoever is asked to read can tell that it was found to be no crime, for no other decisions are drawn;
by whom, why, and what became of it stays hidden from them.

The letter does not wait for the reading: the victim's clock (one working day) would run out with it. It is sent as the
decision says, and where the decision does not stand, a letter says that honestly.
"""

from datetime import datetime
from secrets import SystemRandom, randbelow

from django.conf import settings

from upstander.duties.assessment.finished import who_worked_on
from upstander.duties.assessment.models import Decision, Reading
from upstander.duties.assessment.readings import READERS, may_draw_again
from upstander.law.access import Act, Relation
from upstander.law.clocks import due as clock_end
from upstander.record.cases.grants import end_grant, grant, require, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM, Actor, acting
from upstander.record.people.models import User

CLOCK = "decision"
"""A second reading is given as long as the first: this clock of law.clocks."""


def draw(decision: Decision, case: Case, *, at: datetime) -> Reading | None:
    """Let the lot say whether a decision that stands from now on is read again; None where it is not.

    In the transaction of the decision, by the action that lets it stand.
    """
    if decision.finding != Decision.Finding.NOT_CRIME or randbelow(100) >= settings.SECOND_READINGS:
        return None
    reading = Reading.objects.create(case=case, decision=decision, drawn_at=at, due_at=clock_end(CLOCK, at))
    _give(reading, actor=SYSTEM, at=at)
    return reading


@action
def draw_again(*, reading: Reading, actor: Actor, at: datetime) -> Reading:
    """Draw another reader where there is none, or the one there is does not answer. Raises NotAllowed, WrongState."""
    case = Case.objects.select_for_update().get(pk=reading.case_id)
    reading = Reading.objects.select_for_update().get(pk=reading.pk)
    require(actor, Act.SIGN_OFF, case)
    if not may_draw_again(reading, at=at):
        raise WrongState("Another reader is drawn only where there is none, or where theirs is overdue.")
    earlier = reading.reader
    if not _give(reading, actor=actor, at=at, but=earlier):
        raise WrongState("Nobody else of the hub is free of this case. The reading stays as it is.")
    if earlier is not None:
        end_grant(case, to=earlier, relation=Relation.BLIND, at=at)
    return reading


def lapse(case: Case, *, but: Decision, at: datetime) -> None:
    """End the readings of decisions that stand no more: another one stands in their place."""
    rows = Reading.objects.filter(case=case, state__in=[Reading.State.OPEN, Reading.State.DISPUTED])
    for reading in rows.exclude(decision=but).select_related("reader"):
        unblind(reading, at=at)
        reading.state = Reading.State.LAPSED
        reading.save(update_fields=["state"])
        record(SYSTEM, Verb.READING_LAPSED, case, at=at, about=[reading])


def unblind(reading: Reading, *, at: datetime) -> None:
    """Let the reader see the case again as before."""
    if reading.reader is not None:
        end_grant(reading.case, to=reading.reader, relation=Relation.BLIND, at=at)


def _give(reading: Reading, *, actor: Actor, at: datetime, but: User | None = None) -> bool:
    """Give it to somebody who is free of the case, drawn by lot, and say whether there is one."""
    case = reading.case
    worked = who_worked_on(case) | {reading.decision.decided_by_id} | ({but.pk} if but else set())
    of_the_hub = User.objects.filter(
        is_active=True, role__in=[*READERS], organisation=reading.decision.decided_by.organisation
    )
    free = list(of_the_hub.exclude(pk__in=worked).order_by("pk"))
    SystemRandom().shuffle(free)
    found = next((user for user in free if visible_to(acting(user)).filter(pk=case.pk).exists()), None)
    if found is None and but is not None:
        return False
    if found is not None:
        reading.reader, reading.due_at = found, clock_end(CLOCK, at)
        reading.save(update_fields=["reader", "due_at"])
        grant(case, to=found, relation=Relation.BLIND, at=at)
    record(actor, Verb.READING_DRAWN, case, at=at, about=[reading], reader=found.pk if found else None)
    return found is not None
