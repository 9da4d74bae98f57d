"""Withdraw a report because whoever sent it asked for that."""

from datetime import datetime

from upstander.duties.assessment.actions.close import end
from upstander.duties.bundling.moving import refresh
from upstander.duties.bundling.queries import ON_ITS_WAY
from upstander.duties.oversight.models import Withdrawal
from upstander.law.access import Act
from upstander.record.cases.editions import require_current
from upstander.record.cases.grants import lasting_reports_of, locked_case_of, require
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.work.asking import due

CLOSED_AS = "withdrawn"
AT_THE_HUB = (Case.State.NEW, Case.State.CLAIMED, Case.State.REOPENED, Case.State.DECIDED)


@action
def withdraw_report(*, report: Report, reason: str, actor: Actor, at: datetime) -> Withdrawal:
    """Withdraw `report`: it stays where it is and counts for nothing any more; a case of nothing else closes.

    Refused while a case of nothing else waits for a signature or is with a force: those have to be told first.
    Raises NotAllowed (with `needs_reason`), WrongState.
    """
    case = locked_case_of(report)
    require_current(case)
    require(actor, Act.WITHDRAW, case)
    report = Report.objects.get(pk=report.pk)
    if report.standing != Report.Standing.ACTIVE:
        raise WrongState(f"This report is {report.standing} already.")
    if not reason.strip():
        raise NotAllowed("Say what the sender asked for. It is kept.", needs_reason=True)
    others = lasting_reports_of(case).exclude(pk=report.pk)
    closes = not others.exists() and case.state != Case.State.CLOSED
    if closes and (case.state not in AT_THE_HUB or ON_ITS_WAY in case.marks):
        raise WrongState("This waits for a signature or is with a force. Settle that first.")
    withdrawal = Withdrawal.objects.create(report=report, reason=reason.strip(), by=user_of(actor), at=at)
    report.standing = Report.Standing.WITHDRAWN
    report.save(update_fields=["standing"])
    refresh(case)
    if closes:
        end(case, CLOSED_AS, at=at)
    else:
        settle(case)
    due("offers_stale", case=case)
    due("package_stale", case=case)
    record(actor, Verb.WITHDRAWN, report, at=at, about=[case, withdrawal], closes=closes)
    return withdrawal
