"""Show what a case may belong with, and what it holds: only what the viewer may see is shown or counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from upstander.duties.bundling.models import Suggestion
from upstander.engines.matching.finding import TIERS
from upstander.law.access import Act
from upstander.record.cases.grants import (
    held_reports_of,
    lasting_reports_of,
    of_visible,
    reports_of,
    require,
    working_reports_of,
)
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor

Row = TypeVar("Row", bound=Model)
ON_ITS_WAY = "on its way"
"""Mark on a case whose hand-over waits for the answer of a force; set and taken off by allocation."""
HAND_OVER_ENDED = "hand-over ended"
"""Mark on a case whose hand-over a force confirmed or the hub withdrew; set and taken off by allocation."""
MOST_NAMED = 5
"""References that a refusal names."""


@dataclass(frozen=True)
class SuggestionLine:
    """A suggestion as one case's page shows it: the other report, the case it counts under, and why."""

    suggestion: Suggestion
    own: Report
    """The report of the case looked at."""
    report: Report
    case: Case
    sentences: tuple[str, ...]
    """Plain English, strongest first; they quote what people wrote: escape them."""
    evidence: tuple[dict[str, Any], ...]
    person: Mapping[str, Any] | None = None
    """How what both say of whoever posted compares, in codes and bits: no page shows it without the words for them."""
    visible: bool = True
    """Always true: what the viewer may not see is not listed."""


def suggestions(viewer: Actor, case: Case, *, about: Iterable[int] | None = None) -> list[SuggestionLine]:
    """Return the open and the turned-down suggestions about the reports of `case`, open and strongest first.

    `about` (ids of reports) leaves out, unread, those about other reports of the case. A report counts
    here only while it counts somewhere, in a case that the viewer may see. Raises NotAllowed.
    """
    require(viewer, Act.SEE_CASE, case)
    own = {report.pk: report for report in _asked(reports_of(case), "pk", about)}
    rows = (
        Suggestion.objects.filter(Q(report__in=own) | Q(earlier__in=own))
        .exclude(state=Suggestion.State.JOINED)
        .select_related("report", "earlier", "decided_by")
    )
    others = {row.pk: row.earlier if row.report_id in own else row.report for row in rows}
    members = Membership.objects.filter(
        of_visible(viewer), report__in=[report.pk for report in others.values()], until_at=None
    ).select_related("case")
    places = {member.report_id: member.case for member in members if member.case_id != case.pk}
    lines = []
    for row in rows:
        other = others[row.pk]
        if other.pk in places and other.standing == Report.Standing.ACTIVE and not _asks_nothing(row):
            mine = own[row.report_id if row.report_id in own else row.earlier_id]
            sentences = tuple(reason["sentence"] for reason in row.reasons)
            evidence = tuple(reason["evidence"] for reason in row.reasons)
            lines.append(SuggestionLine(row, mine, other, places[other.pk], sentences, evidence, row.person))
    return sorted(lines, key=_strength)


def suggestion(viewer: Actor, case: Case, number: int) -> SuggestionLine | None:
    """Return one suggestion about a report of `case` by its id; None where `suggestions` has no such line.

    Raises NotAllowed.
    """
    pair = Suggestion.objects.filter(pk=number).values_list("report", "earlier").first()
    lines = suggestions(viewer, case, about=pair or ())
    return next((line for line in lines if line.suggestion.pk == number), None)


def joined(viewer: Actor, case: Case, *, about: Iterable[int] | None = None) -> list[Membership]:
    """Return the reports that count under `case` without having opened it, with who joined them and why.

    `about` (ids of reports) leaves out, unread, all others.
    """
    require(viewer, Act.SEE_CASE, case)
    members = Membership.objects.filter(case=case, until_at=None).exclude(report=case.opened_by_id)
    return list(_asked(members, "report", about).select_related("report", "by").order_by("from_at", "pk"))


def require_reports(case: Case) -> None:
    """Refuse to work on a case whose reports were all joined to another, or withdrawn. Raises WrongState."""
    if lasting_reports_of(case).exists():
        return
    if reports_of(case).exists():
        raise WrongState("Every report of this case was withdrawn. There is nothing to work on.")
    raise WrongState("All reports of this case were joined to another case. Work on that one.")


def require_reports_at_work(case: Case) -> None:
    """Refuse to pass on a case none of whose reports is at work. Raises WrongState."""
    require_reports(case)
    if not working_reports_of(case).exists():
        raise WrongState("Every report of this case is held. Release one before the case goes anywhere.")


def require_none_held(case: Case) -> None:
    """Refuse to end a case while a report of it is held: nobody would ever look at that again. Raises WrongState."""
    held = list(held_reports_of(case).values_list("reference", flat=True)[:MOST_NAMED])
    if held:
        which = ", ".join(held)
        raise WrongState(f"Held in this case: {which}. Release each with what was found, then close the case.")


def require_at_the_hub(case: Case) -> None:
    """Refuse to take reports out of a case that waits for a force to have it: the offer would lose them.

    Raises WrongState.
    """
    if ON_ITS_WAY in case.marks:
        raise WrongState("This is on its way to a force. Wait for its answer, or withdraw the offer first.")


def _asks_nothing(row: Suggestion) -> bool:
    """Whether it rested on a weight of people that was answered once and has not been weighed anew."""
    return row.tier == "person" and row.state == Suggestion.State.OPEN and row.person is None


def _asked(rows: QuerySet[Row], field: str, about: Iterable[int] | None) -> QuerySet[Row]:
    return rows if about is None else rows.filter(**{f"{field}__in": list(about)})


def _strength(line: SuggestionLine) -> tuple[bool, int, float, int]:
    row = line.suggestion
    bits = row.bits or (row.person or {}).get("bits", 0.0)
    return (row.state != Suggestion.State.OPEN, TIERS.index(row.tier), -bits, -row.pk)
