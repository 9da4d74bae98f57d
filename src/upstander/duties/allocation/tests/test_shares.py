"""Whose time it was is said from the first receipt anywhere in policing, and ends with the case."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.shares import shares_of
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case, Report

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def accepted(case: Case, after: timedelta, **said: str) -> Offer:
    about = {"capacity": "investigating", "state": "accepted", **said}
    return Offer(case=case, answered_at=NOW + after, **about)


def lengths(case: Case, reports: list[Report], offers: list[Offer], after: timedelta) -> list[tuple[str, timedelta]]:
    return [(each.title, each.length) for each in shares_of(case, reports, offers, NOW + after)]


def test_each_party_has_its_own_part(report: Callable[..., Received]) -> None:
    received = report()
    row = received.report
    row.received_at, row.told_policing_at = NOW, NOW - 5 * HOUR
    assert lengths(received.case, [row], [], 3 * HOUR) == [
        ("Before the hub had it", 5 * HOUR),
        ("The hub's share", 3 * HOUR),
    ]
    offers = [
        accepted(received.case, 2 * HOUR),
        accepted(received.case, HOUR, capacity="notified"),
        accepted(received.case, HOUR, state="disputed"),
    ]
    assert lengths(received.case, [row], offers, 9 * HOUR)[1:] == [
        ("The hub's share", 2 * HOUR),
        ("The force's share", 7 * HOUR),
    ]


def test_it_ends_with_the_case_and_a_case_without_reports_has_none(report: Callable[..., Received]) -> None:
    received = report()
    row, case = received.report, received.case
    row.received_at = row.told_policing_at = NOW
    case.closed_at = NOW + HOUR
    assert lengths(case, [row], [], 50 * HOUR) == [("The hub's share", HOUR)]
    assert shares_of(case, [], [], NOW) == ()
