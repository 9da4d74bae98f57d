"""Decide that a file in which the virus scanner found something may be shown all the same."""

from datetime import datetime

from upstander.engines.text import visible
from upstander.law.access import Act
from upstander.record.cases import scanned
from upstander.record.cases.grants import case_of, require
from upstander.record.cases.models import ReportedFile, Scan
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def settle_scan(*, held: ReportedFile, reason: str, actor: Actor, at: datetime) -> Scan:
    """Let the small copy of `held` be shown although something was found; what was found stays beside the file.

    Raises NotAllowed (with `needs_reason`), WrongState where nothing stands in the way.
    """
    held = ReportedFile.objects.select_for_update(of=("self",)).select_related("report").get(pk=held.pk)
    case = case_of(held.report)
    require(actor, Act.SETTLE_SCAN, case)
    row = scanned.latest([held]).get(held.pk)
    if row is None or not scanned.stands_in_the_way(row):
        raise WrongState("The scanner has found nothing in this file that stands in the way.")
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    scanned.clear(row, why=visible(reason.strip())[0], by=user_of(actor), at=at)
    record(actor, Verb.SCAN_SETTLED, held, at=at, about=[case, held.report], scan=row.pk)
    return row
