"""Join reports to a case: who may, which of them can be, and what follows, once for the case however many they are."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from upstander.duties.bundling.models import CannotLink
from upstander.duties.bundling.moving import JUST_MOVED, ask_for_reason, lock_places, move, require_promise_kept
from upstander.duties.bundling.queries import require_at_the_hub, require_reports
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.cases.states import WrongState
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Deed, record_many
from upstander.record.people.actors import Actor


class LeftApart(WrongState):
    """A person has said that these are different matters; that must be undone first."""


Refusals = list[tuple[Report, WrongState]]


def join_each(
    reports: Sequence[Report], case: Case, *, actor: Actor, reason: str, at: datetime
) -> tuple[list[Membership], Refusals]:
    """Let each of the reports that can be joined count under `case`, and return the others with what stands against it.

    Raises NotAllowed, and WrongState for a case that takes none; then nothing was joined. In the caller's transaction.
    """
    target, places = lock_places(reports, case)
    require(actor, Act.BUNDLE, target)
    _require_open(target)
    current = {report.pk: report for report in Report.objects.filter(pk__in=[each.pk for each in reports])}
    there, apart = set(reports_of(target).values_list("pk", flat=True)), _left_apart(list(current))
    moves: list[tuple[Report, Case]] = []
    refused: Refusals = []
    for asked in reports:
        report = current[asked.pk]
        try:
            source = _require_joinable(report, places.get(report.pk), target, there, apart.get(report.pk, set()))
        except WrongState as why:
            refused.append((report, why))
        else:
            moves.append((report, source))
            there.add(report.pk)
    sources = list({source.pk: source for _, source in moves}.values())
    for source in sources:
        require(actor, Act.SEE_CASE, source)
    ask_for_reason(reason, actor, target, *sources)
    joined = move(moves, target, actor=actor, reason=reason, at=at)
    record_many(_deed(report, source, target, actor, at) for report, source in moves)
    return joined, refused


def _require_open(target: Case) -> None:
    require_reports(target)
    if target.state == Case.State.CLOSED:
        raise WrongState("This case is closed. Reopen it before a report is joined to it.")


def _require_joinable(report: Report, source: Case | None, target: Case, there: set[int], apart: set[int]) -> Case:
    """Return the case that the report leaves. Raises WrongState, LeftApart."""
    if report.standing != Report.Standing.ACTIVE:
        raise WrongState(f"This report is {report.standing}; it cannot be joined to a case.")
    if report.pk in there:
        raise WrongState("The report counts under this case already.")
    if source is None:
        raise WrongState(JUST_MOVED)
    require_at_the_hub(source)
    require_promise_kept(source)
    if source.restricted and not target.restricted:
        raise WrongState("This report is in a restricted case. Restrict the other case too, or lift the restriction.")
    if apart & there:
        raise LeftApart("A report of this case was left apart from this one. Undo that first.")
    return source


def _left_apart(reports: list[int]) -> dict[int, set[int]]:
    """Return by report those that a person has left apart from it."""
    pairs = CannotLink.objects.filter(Q(report__in=reports) | Q(earlier__in=reports), undone_at=None)
    found: dict[int, set[int]] = {}
    for one, two in pairs.values_list("report", "earlier"):
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return found


def _deed(report: Report, source: Case, target: Case, actor: Actor, at: datetime) -> Deed:
    said = {"from_case": source.pk, "to_case": target.pk, "target_state": target.state, "wording": target.wording}
    return Deed(actor, Verb.JOINED, report, at, (source, target), said)
