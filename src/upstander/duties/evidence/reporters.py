"""Look for the people who reported in texts that are about to leave. What the hub holds of them is shown to nobody."""

from collections.abc import Iterable

from upstander.engines.disclosure.identity import Search, Someone
from upstander.record.cases.models import Report
from upstander.record.people.identity import opened
from upstander.record.people.models import User


def search_for(reports: Iterable[Report]) -> Search:
    """Return what finds the people who made these reports; who works here may be named like one of them."""
    people = [_someone(report) for report in reports if report.complainant]
    return Search(people, ignoring=list(User.objects.values_list("name", flat=True)) if people else ())


def _someone(report: Report) -> Someone:
    identity = opened(report.complainant)
    return Someone(identity.name, identity.email, identity.phone, f"{report.home}\n{report.seen_from}")
