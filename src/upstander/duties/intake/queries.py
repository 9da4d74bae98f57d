"""What a sender may learn of a report that they sent: where it truly stands, and nothing of the case."""

from dataclasses import dataclass

from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case, Report
from upstander.record.cases.references import normalise
from upstander.record.people.actors import Actor

STATUSES = {
    Case.State.NEW: "received",
    Case.State.CLAIMED: "being assessed",
    Case.State.REOPENED: "being assessed",
    Case.State.AWAITING_SIGN_OFF: "being assessed",
    Case.State.DECIDED: "assessed",
    Case.State.OFFERED: "being passed to a force",
    Case.State.DISPUTED: "being passed to a force",
    Case.State.ACCEPTED: "with a force",
    Case.State.CLOSED: "closed",
}
EVERY_STATUS = tuple(dict.fromkeys([*STATUSES.values(), *Report.Standing.values[1:]]))


@dataclass(frozen=True)
class Standing:
    """Where one report stands."""

    report: Report
    case: Case
    status: str
    """One of EVERY_STATUS."""


def standing_of(report: Report, case: Case) -> Standing:
    """Return where a report stands: by its case, or by itself once it has left it."""
    if report.standing != Report.Standing.ACTIVE:
        return Standing(report, case, Report.Standing(report.standing).value)
    return Standing(report, case, STATUSES[Case.State(case.state)])


def sent_report(viewer: Actor, reference: str) -> Standing | None:
    """Return a report that the viewer's organisation sent; None for every other, as for one that does not exist."""
    report = Report.objects.filter(sender=viewer.organisation, reference=normalise(reference) or "").first()
    if report is None or viewer.organisation is None:
        return None
    case = Case.objects.filter(memberships__report=report, memberships__until_at=None).first() or report.own_case
    if report.standing == Report.Standing.ACTIVE:
        require(viewer, Act.FOLLOW_REPORT, case)
    return standing_of(report, case)
