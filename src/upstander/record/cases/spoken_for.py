"""Whom the reports of a case speak for: the victims who told of it themselves, or for whom somebody did."""

from collections.abc import Sequence

from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, Report

SPOKEN = (Report.Told.VICTIM, Report.Told.ON_BEHALF)


def by_victim(reports: Sequence[Report]) -> list[list[Report]]:
    """Return the reports of each victim, in the order in which they are first told of.

    The same e-mail address, or where none is given the same home and place, is the same person; who tells of
    themselves and, from one address, speaks for somebody as well tells of two.
    """
    people: dict[tuple[str, ...], list[Report]] = {}
    for report in reports:
        person = report.complainant
        mark: tuple[str, ...] = ("report", str(report.pk))
        if person and person.email_index:
            mark = ("email", person.email_index, report.told_as)
        elif report.home or report.seen_from:
            mark = ("place", report.home.strip().upper(), report.seen_from.strip().upper())
        people.setdefault(mark, []).append(report)
    return list(people.values())


def distinct(reports: Sequence[Report]) -> list[Report]:
    """Keep the first report of each victim."""
    return [told[0] for told in by_victim(reports)]


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
