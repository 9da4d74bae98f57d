"""Draw the facts for a proposal of a force from the reports of a case and from what officers found out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from upstander.duties.allocation.models import FactSheet
from upstander.law import responsible_force
from upstander.law.responsible_force import Facts, Proposal
from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, Report
from upstander.record.cases.spoken_for import SPOKEN, distinct
from upstander.record.people.models import HubProfile

NOT_A_PERSON = (Report.Targeted.INSTITUTION, Report.Targeted.GROUP)
SPEAKS_FOR_INSTITUTION = (*SPOKEN, Report.Told.ORGANISATION)


def propose(case: Case, on: date) -> Proposal:
    """Return what the table of rules in force on `on` proposes for the case; a named officer confirms or overrides."""
    return responsible_force.propose(facts_of(case), on)


def facts_of(case: Case) -> Facts:
    """Return the facts known of a case; what an officer recorded last stands above what the reports say."""
    return Facts.from_json({**_told(case), **found_out(case)})


def found_out(case: Case) -> dict[str, Any]:
    """Return what an officer recorded last, by the names of the fields of Facts; empty where nothing was."""
    sheet = FactSheet.objects.filter(case=case).order_by("-at", "-pk").first()
    return dict(sheet.facts) if sheet else {}


def _told(case: Case) -> dict[str, Any]:
    reports = list(working_reports_of(case).select_related("complainant"))
    hub = HubProfile.objects.get()
    facts = {
        # Danger that an officer has taken in hand is no longer a reason to wait with recording.
        "danger_now": case.danger and case.clocks.filter(name="danger", ended_at=None).exists(),
        "danger_place": _first(report.danger_place for report in reports if report.danger),
        "suspect_known": any(report.knows_poster for report in reports),
        "event_place": _first(report.event_place for report in reports if report.future_event),
        "holding_force": hub.holding_force or hub.force or None,
        **_victim_of(reports),
    }
    if not facts.get("reporter_is_victim"):
        facts["reporter_place"] = _first(report.seen_from for report in reports)
    return facts


def _victim_of(reports: Sequence[Report]) -> dict[str, Any]:
    persons = distinct(
        [report for report in reports if report.told_as in SPOKEN and report.targeted not in NOT_A_PERSON]
    )
    targeted = {report.targeted for report in reports}
    if len(persons) > 1 or Report.Targeted.SEVERAL in targeted:
        victims = [
            {"label": f"victim {number}", "home": report.home or None, "receipt": report.seen_from or None}
            for number, report in enumerate(persons, 1)
        ]
        return {"victim": "several", "victims": victims}
    if persons:
        one = persons[0]
        return {
            "victim": "individual",
            "victim_home": one.home or None,
            "victim_receipt": one.seen_from or None,
            "reporter_is_victim": one.told_as == Report.Told.VICTIM,
        }
    if Report.Targeted.INSTITUTION in targeted:
        spoken = [
            report
            for report in reports
            if report.targeted == Report.Targeted.INSTITUTION and report.told_as in SPEAKS_FOR_INSTITUTION
        ]
        return {
            "victim": "institution",
            "premises": _first(report.home for report in spoken),
            "institution_office": _first(report.seen_from for report in spoken),
        }
    if Report.Targeted.PERSON in targeted:
        return {"victim": "individual"}
    return {"victim": "group" if Report.Targeted.GROUP in targeted else "none"}


def _first(texts: Any) -> str | None:
    return next((text for text in texts if text.strip()), None)
