"""No page of a case leaves out a level of headings: people find their way by them with a screen reader."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.bundling.queries import suggestions
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import COMMUNICATIONS
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
LEVEL = re.compile(r"<h([1-6])[ >]")


def left_out(page: str) -> list[tuple[int, int]]:
    """Return the headings that are more than one level below the heading before them."""
    levels = [int(level) for level in LEVEL.findall(page)]
    assert levels
    return [(before, after) for before, after in pairwise(levels) if after > before + 1]


def test_no_page_of_a_case_leaves_out_a_level_of_headings(
    report: Callable[..., Received], at_crime: Callable[..., Case], officer: User, supervisor: User,
    signed_in: Callable[[User], Client],
) -> None:  # fmt: skip
    report()
    case = at_crime(COMMUNICATIONS)
    worker.run_all()
    pages = [reverse(f"desk:{name}", args=[case.reference]) for name in ("case", "reports", "decision", "sign_off")]
    suggested = suggestions(acting(officer), case)[0].suggestion.pk
    for address in (*pages, reverse("desk:compare", args=[case.reference, suggested])):
        answer = signed_in(supervisor).get(address)
        assert (answer.status_code, left_out(answer.content.decode())) == (200, []), address
