"""Whom the reports of a case speak for: the victims who told of it themselves, or for whom somebody did."""

from collections.abc import Sequence

from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, Report

SPOKEN = (Report.Told.VICTIM, Report.Told.ON_BEHALF)


def distinct(reports: Sequence[Report]) -> list[Report]:
    """Keep one report of each victim: the same e-mail address, or the same home and place, is the same person."""
    kept: list[Report] = []
    seen: set[tuple[str, ...]] = set()
    for report in reports:
        person = report.complainant
        marks: set[tuple[str, ...]] = {("email", person.email_index)} if person and person.email_index else set()
        if not marks and (report.home or report.seen_from):
            marks = {("place", report.home.strip().upper(), report.seen_from.strip().upper())}
        if not marks & seen:
            kept.append(report)
        seen |= marks
    return kept


def victims_told(reports: Sequence[Report]) -> tuple[list[Report], int]:
    """Return one report of each victim for whom somebody speaks, and how many victims the reports tell of by that.

    Where nobody speaks for one and a report says that a single person was targeted, that person is one.
    """
    spoken = distinct([report for report in reports if report.told_as in SPOKEN])
    lone = not spoken and any(report.targeted == Report.Targeted.PERSON for report in reports)
    return spoken, len(spoken) or int(lone)


def labels_told(case: Case) -> tuple[str, ...]:
    """Return the labels of the victims that the reports at work in a case tell of, numbered as the facts are."""
    reports = list(working_reports_of(case).select_related("complainant"))
    return tuple(f"victim {number}" for number in range(1, victims_told(reports)[1] + 1))
