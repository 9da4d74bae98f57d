"""Record on which day a prosecutor saw the file: it may start the time limit, so who, what and the proof are kept."""

from datetime import date, datetime

from django.utils import timezone

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.charging import require_open
from upstander.duties.assessment.limits import dates_of, run_limit
from upstander.duties.assessment.models import Seen
from upstander.law.access import Act
from upstander.law.limits import Dates, check
from upstander.law.limits import Seen as SeenOn
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of


@action
def record_prosecutor(
    *, case: Case, on: date, who: str, given: str, proof: str, enough: str, corrects: Seen | None = None,
    counts: bool = True, why: str = "", actor: Actor, at: datetime,
) -> Seen:  # fmt: skip
    """Record that `who` (a name or an office) saw the file on the day `on`.

    `enough` is yes, no or not_known: whether they thought the evidence enough. With `corrects`, in place of an earlier
    entry, which stays, for the reason `why`; `counts` is False where it never was. Raises NotAllowed, WrongState,
    NotComplete, DatesConflict.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_PROSECUTOR, case)
    require_open(case)
    lacks = [] if who.strip() else ["Say who saw the file: a name or an office."]
    lacks += [] if given.strip() else ["Say what they were given."]
    lacks += [] if proof.strip() else ["Say where it can be checked that they had it on that day."]
    lacks += [] if corrects is None or why.strip() else ["Say why the earlier entry is corrected."]
    if lacks:
        raise NotComplete(lacks)
    if corrects is not None and (corrects.case_id != case.pk or Seen.objects.filter(corrects=corrects).exists()):
        raise WrongState("That entry is corrected already. Correct the newer one.")
    if counts:
        check(Dates(dates_of(case).conduct_on, None, (SeenOn(on),)), timezone.localdate(at))
    row = Seen.objects.create(
        case=case, on=on, enough=Seen.Enough(enough), who=who.strip(), given=given.strip(), proof=proof.strip(),
        corrects=corrects, counts=counts, why=why.strip(), by=user_of(actor), at=at,
    )  # fmt: skip
    run_limit(case, at=at)
    settle(case)
    record(actor, Verb.PROSECUTOR_SAW, case, at=at, about=[row], enough=row.enough, counts=counts)
    return row
