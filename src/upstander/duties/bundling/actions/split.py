"""Take a joined report out of a case again: it returns to the case that it opened."""

from datetime import datetime

from django.db import transaction

from upstander.duties.bundling.moving import ask_for_reason, both, move
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, require
from upstander.record.cases.models import Membership, Report
from upstander.record.cases.states import WrongState
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor


@transaction.atomic
def split(*, report: Report, actor: Actor, reason: str = "", at: datetime) -> Membership:
    """Let `report` count under its own case again, with the state, owner and clocks that this had.

    A reason is needed as for joining. Raises NotAllowed, WrongState for a report that is not joined.
    """
    report = Report.objects.get(pk=report.pk)
    if report.standing != Report.Standing.ACTIVE:
        raise WrongState(f"This report is {report.standing}; it stays where it counted last.")
    source, target = both(case_of(report).pk, report.own_case.pk)
    require(actor, Act.BUNDLE, source)
    if source.pk == target.pk:
        raise WrongState("The report counts under its own case already.")
    ask_for_reason(reason, actor, source)
    moved = move(report, source, target, actor=actor, reason=reason, at=at)
    record(actor, Verb.SPLIT, report, at=at, about=[source, target], from_case=source.pk, to_case=target.pk)
    return moved
