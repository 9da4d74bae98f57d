"""Take a case from an officer who has a connection to it, and let nothing of theirs wait to be signed."""

from datetime import datetime

from upstander.duties.assessment.actions.claim import UNDER_WAY
from upstander.duties.assessment.actions.release import put_back
from upstander.duties.assessment.models import Decision, Step
from upstander.duties.assessment.rounds import SIGN_OFF
from upstander.duties.assessment.searched import STEPS
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, holders
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.search.keeping import keep_row


@action
def give_back_the_connected(*, case: Case, at: datetime) -> bool:
    """Put the case back into the queue if its owner stands in conflict with it, and say whether that was so.

    A decision of theirs that waits for a signature is returned unsigned. In a case that is closed or rests, the owner
    alone goes. Doing it twice changes nothing.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    owner = case.owner
    if owner is None or owner not in holders(case, Relation.CONFLICT):
        return False
    for decision in Decision.objects.filter(case=case, state=Decision.State.AWAITING):
        decision.state = Decision.State.RETURNED
        decision.save(update_fields=["state"])
        end_clocks(case, *SIGN_OFF, at=at)
        move(case, Case.State.CLAIMED)
        record(SYSTEM, Verb.RETURNED, case, at=at, about=[decision], finding=decision.finding)
    if case.report_count and case.state in (Case.State.CLAIMED, *UNDER_WAY):
        put_back(case, by=owner, actor=SYSTEM, reason="The officer has declared a connection.", at=at)
        return True
    end_grant(case, to=owner, relation=Relation.OWNER, at=at)
    case.owner = None
    step = Step.objects.create(
        case=case, kind=Step.Kind.RELEASED, reasons="The officer has declared a connection.", by=owner, at=at
    )
    keep_row(STEPS, step)
    settle(case)
    record(SYSTEM, Verb.RELEASED, case, at=at)
    return True
