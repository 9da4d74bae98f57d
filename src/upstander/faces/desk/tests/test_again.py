"""What was reported again since it was closed is met on the queue, on its owner's list, and on both cases."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.tests.making import a_post, alone, looked
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
THERE = "?mark=reported+again"


@pytest.fixture
def pair(report: Callable[..., Received], officer: User) -> tuple[Case, Case]:
    """A closed case, and a new one that names its account."""
    first, second = (alone(report, number, posts=(a_post(number=number, handle="@back"),)) for number in (1, 2))
    decided(first.case, officer, **no_crime())
    close(case=first.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    looked(second.report)
    return Case.objects.get(pk=first.case.pk), second.case


def page(client: Client, name: str, *args: str, query: str = "") -> str:
    answer = client.get(reverse(f"desk:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_count_on_the_queue_leads_to_it(pair: tuple[Case, Case], officer: User, signed_in: SignedIn) -> None:
    closed, fresh = pair
    client = signed_in(officer)
    shown = page(client, "queue")
    assert f'href="{reverse("desk:queue")}{THERE}">1<' in shown
    assert f"It names an account of {closed.reference}" in shown
    listed = page(client, "queue", query=THERE)
    assert reverse("desk:case", args=[closed.reference]) in listed
    assert reverse("desk:case", args=[fresh.reference]) not in listed


def test_whose_case_it_was_reads_it_on_their_own_list(
    pair: tuple[Case, Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    closed, _ = pair
    mine = page(signed_in(officer), "mine")
    assert "1 case of yours was reported again since it was closed" in mine
    query = "?owner=mine&mark=reported+again"
    assert query.replace("&", "&amp;") in mine
    assert closed.reference in page(signed_in(officer), "queue", query=query)
    assert "reported again since it was closed" not in page(signed_in(other_officer), "mine")


def test_both_cases_say_what_is_next(pair: tuple[Case, Case], officer: User, signed_in: SignedIn) -> None:
    closed, fresh = pair
    client = signed_in(officer)
    old = page(client, "case", closed.reference)
    assert "Its post or account was reported again: reopen the case, or leave the reports apart." in old
    assert f"{reverse('desk:reports', args=[closed.reference])}#suggestions" in old
    assert "Nothing: the case is closed" not in old
    new = page(client, "case", fresh.reference)
    assert "Claim the case. First read the closed case that it names again." in new
    assert f'href="{reverse("desk:case", args=[closed.reference])}">Read {closed.reference}' in new
