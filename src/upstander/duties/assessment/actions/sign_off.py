"""Agree to a decision, or return it: by a named person other than the one who decided."""

from datetime import datetime

from upstander.duties.assessment.actions.decide import NotComplete, stand
from upstander.duties.assessment.limits import run_limit
from upstander.duties.assessment.models import Decision, SignOff
from upstander.duties.assessment.rounds import SIGN_OFF, run_on
from upstander.duties.assessment.searched import SIGN_OFFS
from upstander.duties.assessment.signing import refusal
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.search.keeping import keep_row


@action
def sign_off(*, decision: Decision, agrees: bool, reasons: str, actor: Actor, at: datetime) -> SignOff:
    """Let a decision stand, or send the case back to its officer with reasons.

    Raises NotAllowed (the decider, or a role that the law does not name for these offences), WrongState, NotComplete.
    """
    case = locked(decision.case_id)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    require(actor, Act.SIGN_OFF, case)
    if why_not := refusal(actor, decision):
        raise NotAllowed(why_not)
    require_reports(case)
    if decision.state != Decision.State.AWAITING:
        raise WrongState(f"This decision is {decision.state} already.")
    if not reasons.strip():
        raise NotComplete(["Give your reasons."])
    signed = SignOff.objects.create(decision=decision, agrees=agrees, reasons=reasons.strip(), by=user_of(actor), at=at)
    keep_row(SIGN_OFFS, signed)
    decision.state = Decision.State.FINAL if agrees else Decision.State.RETURNED
    decision.save(update_fields=["state"])
    end_clocks(case, *SIGN_OFF, at=at)
    if agrees:
        stand(decision, case, at=at)
    else:
        move(case, Case.State.CLAIMED)
        run_on(case, "decision", at=at)
        run_limit(case, at=at)
    settle(case)
    verb = Verb.SIGNED_OFF if agrees else Verb.RETURNED
    record(actor, verb, case, at=at, about=[decision, signed], finding=decision.finding)
    return signed
