"""Nothing is typed twice: what the case says already stands in the form, or beside the question."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.intake.submission import SaidPost
from upstander.faces.desk.prefilling import conduct_day
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def test_the_day_of_the_conduct_and_the_strands_stand_in_the_decision(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    later = SaidPost(link="https://x.com/a/status/1334567890123456789", platform="x", text="Later.")
    first = SaidPost(link="https://x.com/a/status/1234567890123456789", platform="x", text="First.")
    case, client = at_claimed(posts=(later, first)), signed_in(officer)
    assert str(conduct_day(case)) == "2020-03-02"
    page = client.get(reverse("desk:decide", args=[case.reference]) + "?finding=crime", follow=True).content.decode()
    parts = dict(re.findall(r'name="conduct_on-(\w+)"[^>]*value="(\d+)"', page))
    assert parts == {"day": "2", "month": "3", "year": "2020"}
    assert re.search(r'value="religion"[^>]*checked', page)


def test_where_no_number_says_a_day_none_is_filled_in(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed(posts=(SaidPost(link="https://example.org/thread/7", text="Words."),))
    assert conduct_day(case) is None
    page = signed_in(officer).get(reverse("desk:decide", args=[case.reference]) + "?finding=crime", follow=True)
    assert not re.search(r'name="conduct_on-day"[^>]*value="\d', page.content.decode())


def test_what_the_reports_say_of_a_place_stands_beside_the_question(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(), signed_in(officer)
    address = reverse("desk:facts", args=[case.reference])
    assert client.get(address).content.decode().count("The reports say: LS1 1UR") == 2
    set_facts(case=case, facts={"victim_home": "M1 1AE"}, actor=acting(officer), at=case.opened_at)
    page = client.get(address).content.decode()
    assert 'value="M1 1AE"' in page
    assert page.count("The reports say: LS1 1UR") == 1
