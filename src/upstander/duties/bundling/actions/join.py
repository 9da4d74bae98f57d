"""Join a report to a case: it counts there from now on, and keeps everything that was its own."""

from datetime import datetime

from django.db.models import Q

from upstander.duties.bundling.models import CannotLink
from upstander.duties.bundling.moving import ask_for_reason, from_and_to, move, require_active, require_promise_kept
from upstander.duties.bundling.queries import require_at_the_hub, require_reports
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor

COUNTS_NOWHERE = "it cannot be joined to a case"


class LeftApart(WrongState):
    """A person has said that these are different matters; that must be undone first."""


@action
def join(*, report: Report, case: Case, actor: Actor, reason: str = "", at: datetime) -> Membership:
    """Let `report` count under `case`; `split` undoes it.

    A reason is needed where either case was decided, sent or belongs to another officer: decisions stay on their case,
    offers and packages are marked stale. A case that is to be handed to a force gives none of its reports away before
    that is confirmed or withdrawn. Raises NotAllowed, LeftApart, WrongState.
    """
    report = require_active(report, COUNTS_NOWHERE)
    source, target = from_and_to(report, case.pk)
    report = require_active(report, COUNTS_NOWHERE)
    require(actor, Act.BUNDLE, target)
    require(actor, Act.SEE_CASE, source)
    _require_joinable(report, source, target)
    ask_for_reason(reason, actor, source, target)
    moved = move(report, source, target, actor=actor, reason=reason, at=at)
    record(
        actor, Verb.JOINED, report, at=at, about=[source, target], from_case=source.pk, to_case=target.pk,
        target_state=target.state, wording=target.wording,
    )  # fmt: skip
    return moved


def _require_joinable(report: Report, source: Case, target: Case) -> None:
    if source.pk == target.pk:
        raise WrongState("The report counts under this case already.")
    require_at_the_hub(source)
    require_promise_kept(source)
    require_reports(target)
    if target.state == Case.State.CLOSED:
        raise WrongState("This case is closed. Reopen it before a report is joined to it.")
    there = list(reports_of(target))
    pairs = Q(report=report, earlier__in=there) | Q(earlier=report, report__in=there)
    if CannotLink.objects.filter(pairs, undone_at=None).exists():
        raise LeftApart("A report of this case was left apart from this one. Undo that first.")
