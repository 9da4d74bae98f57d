"""Take a case: one officer has it from now on, alone."""

from datetime import datetime

from upstander.duties.assessment.rounds import FIRST, run_on
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act, Relation
from upstander.record.cases.grants import grant, report_ids, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.work.asking import due

UNREAD = (Case.State.NEW, Case.State.REOPENED)
UNDER_WAY = (Case.State.DECIDED, Case.State.OFFERED, Case.State.DISPUTED, Case.State.ACCEPTED)
"""A hand-over that went out before anybody claimed the case, or a case that a supervisor took from its officer, may
still be taken on; its state stays."""


class AlreadyClaimed(WrongState):
    """Another officer has the case; the message names them."""


@action
def claim(*, case: Case, actor: Actor, at: datetime) -> Case:
    """Give `case` to the actor, end the clock of the first look and start that of the decision.

    Only who takes an unread case is told of: the letter says that it is decided next.

    Taking what one has already changes nothing. Raises NotAllowed, AlreadyClaimed, WrongState.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(actor, Act.CLAIM, case)
    officer = user_of(actor)
    if case.owner_id == officer.pk:
        return case
    if case.owner is not None:
        raise AlreadyClaimed(f"{case.owner.name} has claimed this case already.")
    require_reports(case)
    if case.state in UNREAD:
        move(case, Case.State.CLAIMED)
        run_on(case, "decision", at=at)
        due("tell_complainant", case=case, reports=report_ids(case), of="claimed", once=f"tell:claimed:{case.pk}")
    elif case.state not in UNDER_WAY:
        raise WrongState(f"A case that is {case.state} cannot be claimed.")
    case.owner = officer
    case.marks = [mark for mark in case.marks if mark != "added to"]
    grant(case, to=officer, relation=Relation.OWNER, at=at)
    end_clocks(case, *FIRST, at=at)
    settle(case)
    record(actor, Verb.CLAIMED, case, at=at)
    return case
