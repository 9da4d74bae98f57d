"""Decide a review that a complainant asked for: a supervisor other than whoever decided or closed, with reasons."""

from datetime import datetime

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.set_aside import reopen_for, set_aside
from upstander.duties.assessment.appeals import refusal
from upstander.duties.assessment.models import Appeal, Decision
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.work.asking import due


@action
def decide_appeal(*, appeal: Appeal, upheld: bool, reasons: str, actor: Actor, at: datetime) -> Appeal:
    """Uphold the request, so that what was decided is set aside and the case is decided anew, or let it stand.

    The person who asked is told either way. What has been taken up anew since is not opened a second time.
    Raises NotAllowed, WrongState, NotComplete.
    """
    case = locked(appeal.case_id)
    found = Appeal.objects.select_for_update(of=("self",)).select_related("report", "decision", "step")
    appeal = found.get(pk=appeal.pk)
    require(actor, Act.SIGN_OFF, case)
    if why_not := refusal(actor, appeal):
        raise NotAllowed(why_not)
    if appeal.outcome != Appeal.Outcome.OPEN:
        raise WrongState("This review is decided already.")
    if not reasons.strip():
        raise NotComplete(["Give your reasons."])
    appeal.outcome = Appeal.Outcome.UPHELD if upheld else Appeal.Outcome.NOT_UPHELD
    appeal.reasons, appeal.decided_by, appeal.decided_at = reasons.strip(), user_of(actor), at
    appeal.save()
    record(actor, Verb.APPEAL_DECIDED, case, at=at, about=[appeal, appeal.report], upheld=upheld)
    if upheld:
        _take_up(appeal, case, reasons=reasons, actor=actor, at=at)
    of = "review_upheld" if upheld else "review_not_upheld"
    due("tell_complainant", report=appeal.report, of=of, once=f"tell:{of}:{appeal.pk}")
    return appeal


def _take_up(appeal: Appeal, case: Case, *, reasons: str, actor: Actor, at: datetime) -> None:
    decision = appeal.decision
    none_found = decision is not None and decision.finding == Decision.Finding.NOT_CRIME
    if decision is not None and none_found and decision.state == Decision.State.FINAL:
        set_aside(decision, case, reasons=reasons, actor=actor, at=at)
    elif case.state == Case.State.CLOSED:
        require_reports(case)
        reopen_for(case, reasons=reasons, actor=actor, at=at)
