"""Give a claimed case back to the queue."""

from datetime import datetime

from upstander.duties.assessment.actions.claim import UNDER_WAY
from upstander.duties.assessment.models import Step
from upstander.duties.assessment.rounds import first_clock, run_on
from upstander.duties.assessment.searched import STEPS
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act, Relation
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import end_grant, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.people.models import User
from upstander.record.search.keeping import keep_row


@action
def release(*, case: Case, actor: Actor, reason: str = "", at: datetime) -> Case:
    """Put a claimed case back where it stood, its first clock running on to the end it had.

    A supervisor may do it for another with a reason. What was decided or sent stays so: only its officer goes, and
    another can claim it. Raises NotAllowed, WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.RELEASE, case, reason=reason)
    require_reports(case)
    if case.owner is None or case.state not in (Case.State.CLAIMED, *UNDER_WAY):
        raise WrongState(f"A case that is {case.state} cannot be given back.")
    return put_back(case, by=user_of(actor), actor=actor, reason=reason, at=at)


def put_back(case: Case, *, by: User, actor: Actor, reason: str, at: datetime) -> Case:
    """Take a locked case from its officer; `by` is the person whose word it rests on."""
    if case.owner is not None:
        end_grant(case, to=case.owner, relation=Relation.OWNER, at=at)
    case.owner = None
    if case.state == Case.State.CLAIMED:
        move(case, Case.State.REOPENED if case.closed_at else Case.State.NEW)
        end_clocks(case, "decision", at=at)
        run_on(case, first_clock(case), at=at)
    step = Step.objects.create(case=case, kind=Step.Kind.RELEASED, reasons=reason.strip(), by=by, at=at)
    keep_row(STEPS, step)
    settle(case)
    record(actor, Verb.RELEASED, case, at=at)
    return case
