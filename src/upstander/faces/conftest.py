"""What the tests of officers' faces share: a case at each step of its way, made by the real actions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from upstander.duties.allocation.actions.offer import offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User

PLAIN_OFFENCE = "poa_4"
"""Needs nobody's sign-off."""
COMMUNICATIONS = "mca_1"


def fresh(case: Case) -> Case:
    """Return the case as it stands in the database now."""
    return Case.objects.get(pk=case.pk)


def expression() -> dict[str, str]:
    """Return an answer to each factor of free expression."""
    return {factor.id: "Looked at and answered." for factor in factors(timezone.localdate())}


def elements(code: str) -> dict[str, dict[str, str]]:
    """Return what shows each element of one offence."""
    return {code: {each.id: "The words of the post." for each in offence(code, timezone.localdate()).elements}}


@pytest.fixture
def at_claimed(report: Callable[..., Received], officer: User) -> Callable[..., Case]:
    """Return a case that the officer has claimed."""

    def make(**fields: object) -> Case:
        received = report(at=timezone.now() - timedelta(hours=1), **fields)
        claim(case=received.case, actor=acting(officer), at=timezone.now())
        return fresh(received.case)

    return make


@pytest.fixture
def at_crime(at_claimed: Callable[..., Case], officer: User) -> Callable[..., Case]:
    """Return a case decided to be a crime; with a communications offence it waits for its sign-off."""

    def make(code: str = PLAIN_OFFENCE, **fields: object) -> Case:
        case = at_claimed(**fields)
        decide(
            case=case, finding="crime", offences=[code], elements=elements(code), strands=["religion"],
            reasons="The words threaten.", expression=expression(), actor=acting(officer), at=timezone.now(),
        )  # fmt: skip
        return fresh(case)

    return make


@pytest.fixture
def at_line(at_crime: Callable[..., Case], officer: User) -> Callable[..., Case]:
    """Return a crime with a positive line of enquiry."""

    def make(**fields: object) -> Case:
        case = at_crime(**fields)
        record_line(case=case, positive=True, reasons="The account is named.", actor=acting(officer), at=timezone.now())
        return fresh(case)

    return make


@pytest.fixture
def at_offered(
    at_line: Callable[..., Case], officer: User, force: Callable[[str], Organisation]
) -> Callable[..., Case]:
    """Return a case offered to West Yorkshire."""

    def make(**fields: object) -> Case:
        case = at_line(**fields)
        offer(
            case=case, force=force("E23000010"), capacity="investigating", reason="The victim lives there.",
            actor=acting(officer), at=timezone.now(),
        )  # fmt: skip
        return fresh(case)

    return make
