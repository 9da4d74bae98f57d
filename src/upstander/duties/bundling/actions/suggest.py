"""Suggest earlier reports for a report, each with its reasons: nothing is joined without a person."""

from datetime import datetime

from upstander.duties.bundling.again import REPORTED_AGAIN
from upstander.duties.bundling.looking import Likely, look
from upstander.duties.bundling.models import Suggestion
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import settle
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM

CAMPAIGN = "campaign"
"""Mark: more reports hold the same post, account, file or text than are followed one by one."""


@action
def suggest(*, report: Report, at: datetime) -> list[Suggestion]:
    """Keep what a look for others finds, and return the suggestions that are new. Called again, it adds nothing.

    Nothing is looked for while a report does not count under a case (held, handed on, withdrawn, erased).
    """
    case = Case.objects.filter(memberships__report=report, memberships__until_at=None).first()
    if case is None or report.standing != Report.Standing.ACTIVE:
        return []
    found = look(report, case)
    fresh = _keep(report, found.likely, at)
    marks = [(pk, REPORTED_AGAIN) for pk in found.named_again] + ([(case.pk, CAMPAIGN)] if found.campaign else [])
    for pk, mark in sorted(marks):  # locked in the order in which joining locks: two never wait for one another
        _mark(pk, mark)
    if fresh:
        others = [("report", row.earlier_id if row.report_id == report.pk else row.report_id) for row in fresh]
        again = [("case", pk) for pk in found.named_again]
        tiers = sorted({row.tier for row in fresh})
        record(SYSTEM, Verb.SUGGESTED, report, at=at, about=[case, *others, *again], tiers=tiers, found=len(fresh))
    return fresh


def _keep(report: Report, likely: tuple[Likely, ...], at: datetime) -> list[Suggestion]:
    """Add the pairs that are new, refresh the reasons of those still open, leave what a person has judged."""
    pairs = {(max(report.pk, one.report), min(report.pk, one.report)): one for one in likely}
    others = [one.report for one in likely]
    held = {
        (row.report_id, row.earlier_id): row
        for row in Suggestion.objects.filter(report__in=[report.pk, *others], earlier__in=[report.pk, *others])
    }
    fresh = []
    for (later, earlier), one in pairs.items():
        row = held.get((later, earlier))
        if row is None:
            said = {"tier": one.tier, "reasons": one.reasons, "bits": one.bits, "person": one.person}
            fresh.append(Suggestion(report_id=later, earlier_id=earlier, made_at=at, **said))
        elif row.state == Suggestion.State.OPEN and _said(row) != _said(one):
            row.tier, row.reasons, row.bits, row.person = one.tier, one.reasons, one.bits, one.person
            row.save(update_fields=["tier", "reasons", "bits", "person"])
    return Suggestion.objects.bulk_create(fresh)


def _said(of: Suggestion | Likely) -> tuple[object, ...]:
    return of.tier, of.reasons, of.person


def _mark(case: int, mark: str) -> None:
    row = Case.objects.select_for_update().get(pk=case)
    if mark not in row.marks:
        row.marks = sorted({*row.marks, mark})
        settle(row)
