"""Bring cases in tests to where they can be offered, and offer them."""

from datetime import datetime, timedelta
from typing import Any

from upstander.conftest import NOW
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.tests.deciding import decided
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work.models import Item

WEST_YORKSHIRE, HUMBERSIDE, LONDON, WEST_MIDLANDS = "E23000010", "E23000012", "E23000001", "E23000014"
LATER = NOW + timedelta(hours=2)


def ready(case: Case, officer: User) -> Case:
    """A crime with a positive line of enquiry."""
    decided(case, officer)
    record_line(case=case, positive=True, reasons="The account is known.", actor=acting(officer), at=NOW)
    return Case.objects.get(pk=case.pk)


def offered(case: Case, force: Organisation, officer: User, at: datetime = LATER, **changes: Any) -> Offer:
    told = {"capacity": "investigating", "reason": "", **changes}
    return offer(case=case, force=force, actor=acting(officer), at=at, **told)


def told_complainants(case: Case, *names: str) -> int:
    rows = Item.objects.filter(name="tell_complainant", about__case=case.pk)
    return sum(row.about["of"] in names for row in rows)


def told_forces() -> list[int]:
    return sorted(row.about["offer"] for row in Item.objects.filter(name="tell_force"))


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def running(case: Case) -> list[str]:
    """Return the clocks of the hub's own work: the time limit of an offence runs beside them, whatever the hub does."""
    return sorted(case.clocks.filter(ended_at=None).exclude(name="time_limit").values_list("name", flat=True))
