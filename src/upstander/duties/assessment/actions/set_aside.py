"""Set a decision aside that does not stand when it is looked at again: a new one asks for the case to be decided anew.

Nobody decides here that it is a crime: that rests on offences and their elements, one by one, and where the law asks
for it on a signature. So the new decision, of the supervisor and with their reasons, is `need more`; the earlier one
is kept as replaced, and the case goes back to its officer, or into the queue where it has none.
"""

from datetime import datetime

from upstander.duties.assessment.actions.decide import stand
from upstander.duties.assessment.actions.draw_reading import lapse
from upstander.duties.assessment.actions.reopen import open_anew
from upstander.duties.assessment.models import Decision, Step
from upstander.duties.assessment.rounds import first_clock, run_on
from upstander.duties.assessment.searched import DECISIONS
from upstander.duties.bundling.queries import require_reports
from upstander.law.version import version
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import move
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row


def set_aside(decision: Decision, case: Case, *, reasons: str, actor: Actor, at: datetime) -> Decision:
    """Replace the decision that stands, in the transaction of the act that it follows from.

    `case` is locked. What is being decided anew already goes on as it was.
    """
    require_reports(case)
    fresh = Decision.objects.create(
        case=case, finding=Decision.Finding.NEED_MORE, state=Decision.State.FINAL, strands=decision.strands,
        faiths=decision.faiths,
        reasons=reasons.strip(), expression={}, law_version=version(), decided_by=user_of(actor), decided_at=at,
        conduct_on=decision.conduct_on,
    )  # fmt: skip
    keep_row(DECISIONS, fresh)
    if case.state == Case.State.CLOSED:
        reopen_for(case, reasons=reasons, actor=actor, at=at)
    if case.state == Case.State.DECIDED:
        stand(fresh, case, at=at, tells=False)
        if case.owner is None:
            move(case, Case.State.REOPENED if case.closed_at else Case.State.NEW)
            end_clocks(case, "decision", at=at)
            run_on(case, first_clock(case), at=at)
    else:
        Decision.objects.filter(pk=decision.pk).update(state=Decision.State.REPLACED)
        lapse(case, but=fresh, at=at)
    settle(case)
    record(actor, Verb.DECIDED, case, at=at, about=[fresh], finding=fresh.finding, law=fresh.law_version)
    return fresh


def reopen_for(case: Case, *, reasons: str, actor: Actor, at: datetime) -> Step:
    """Open a closed case again for what a review found; who had it keeps reading of it on their own list."""
    step = open_anew(case, reason=reasons, by=user_of(actor), at=at)
    settle(case)
    record(actor, Verb.REOPENED, case, at=at, about=[step])
    return step
