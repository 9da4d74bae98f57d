"""Take a joined report out of a case again: it returns to the case that it opened."""

from datetime import datetime

from upstander.duties.bundling.moving import ask_for_reason, from_and_to, move, require_active
from upstander.duties.bundling.queries import require_at_the_hub
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Membership, Report
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor

STAYS = "it stays where it counted last"


@action
def split(*, report: Report, actor: Actor, reason: str = "", at: datetime) -> Membership:
    """Let `report` count under its own case again, with the state, owner and clocks that this had.

    A reason is needed as for joining. Raises NotAllowed, WrongState for a report that is not joined and for the last
    one of a case whose hand-over waits for a force.
    """
    report = require_active(report, STAYS)
    source, target = from_and_to(report, report.own_case.pk)
    report = require_active(report, STAYS)
    require(actor, Act.BUNDLE, source)
    if source.pk == target.pk:
        raise WrongState("The report counts under its own case already.")
    if not reports_of(source).exclude(pk=report.pk).exists():
        require_at_the_hub(source)
    ask_for_reason(reason, actor, source)
    (moved,) = move([(report, source)], target, actor=actor, reason=reason, at=at)
    record(actor, Verb.SPLIT, report, at=at, about=[source, target], from_case=source.pk, to_case=target.pk)
    return moved
