"""Ask, as the person who reported, for a review of what was decided: in their own words, known or unknown by name."""

from datetime import datetime

from upstander.duties.assessment.appeals import ACKNOWLEDGE, FINISH, askable
from upstander.duties.assessment.models import Appeal
from upstander.law.access import Act
from upstander.law.clocks import due as clock_end
from upstander.record.cases.grants import locked_case_of, require
from upstander.record.cases.models import Report
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.work.asking import due

LONGEST = 5_000
REFUSED = {
    "nothing_decided": "There is no decision yet that could be reviewed.",
    "with_a_force": "A police force has this report: it decides, and reviews what it has decided.",
    "asked_already": "A review of this decision was asked for already.",
    "too_late": "The time in which a review may be asked for is over.",
}


@action
def ask_appeal(*, report: Report, words: str, actor: Actor, at: datetime) -> Appeal:
    """Keep the request with its clocks, and acknowledge it by a letter or on the tracking page.

    Raises NotAllowed, WrongState (nothing to review, asked already, too late; nothing was said or too much).
    """
    case = locked_case_of(report)
    require(actor, Act.ADD_TO_REPORT, case)
    can = askable(report, at=at)
    if can.refusal:
        raise WrongState(REFUSED[can.refusal])
    said = words.strip()
    if not 0 < len(said) <= LONGEST:
        raise WrongState(f"Say why, in up to {LONGEST:,} characters.")
    appeal = Appeal.objects.create(
        case=case, report=report, decision=can.decision, step=can.step, words=said, asked_at=at,
        acknowledge_by=clock_end(ACKNOWLEDGE, at), finish_by=clock_end(FINISH, at),
    )  # fmt: skip
    record(actor, Verb.APPEALED, case, at=at, about=[report, appeal])
    due("tell_complainant", report=report, of="review_asked", once=f"tell:review_asked:{appeal.pk}")
    return appeal
