"""On the pages of a case who may be one person stands below what may be a duplicate, each step shown, never as fact."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import alone
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WHO = {"poster_name": "Zbigniew Unheardofski", "poster_age": "34", "poster_place": "Leeds"}


@pytest.fixture
def pair(at_claimed: Callable[..., Case], report: Callable[..., Received]) -> tuple[Case, Received]:
    """A claimed case, and another report that has nothing in common with it but whom it names."""
    other = alone(report, 3, **WHO)
    case = at_claimed(account="Somebody showed me a thing.", posts=(), **WHO)
    worker.run_all()
    return case, other


def read(client: Client, name: str, *args: object) -> str:
    page = client.get(reverse(f"desk:{name}", args=args)).content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_it_stands_apart_from_what_may_be_a_duplicate(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, client = pair[0], signed_in(officer)
    listed, overview = read(client, "reports", case.reference), read(client, "case", case.reference)
    assert "Perhaps the same person" in listed
    assert "Whoever posted may be one person: " in listed
    assert "None at the moment." in listed, "of what may be the same matter there is none"
    assert "1 report may be about the same person. That alone makes no duplicate." in overview
    assert "may be the same matter" not in overview
    assert "None at the moment." in read(client, "together", case.reference), "nothing to be joined by many"


def test_the_steps_stand_in_a_table_that_can_be_read_aloud(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, client = pair[0], signed_in(officer)
    address = reverse("desk:compare", args=[case.reference, Suggestion.objects.get().pk])
    page = client.get(address).content.decode()
    table = re.search(r'<section id="person".*?</section>', page, re.DOTALL)
    assert table
    assert "<caption" in table[0]
    assert table[0].count('scope="col"') == 3
    assert table[0].count('scope="row"') == 5, "before anything, name, age, place, in all"
    said = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table[0])))
    assert "the same name, and few people have it +13.0" in said
    assert "Not compared, because it is not known of both: Name of the account" in said
    assert "from invented records" in said
    assert "Nobody who answers for them has checked them yet" in said
    assert "%" not in said
    assert "Unheardofski" not in said, "the table quotes no report"
    whole = unescape(page)
    assert "One person may have done several things." in whole
    assert "This says nothing of whether it is one person." in whole
    assert not re.search(r"\bis (?:the same|one) (?:person|account)\b", said.replace("whether it is one person", ""))


def test_what_is_left_apart_shows_no_weight_any_more(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, client = pair[0], signed_in(officer)
    address = reverse("desk:compare", args=[case.reference, Suggestion.objects.get().pk])
    answer = client.post(address, {"leave": "1", "apart-reason": "Two people of one name."})
    assert answer.status_code == 302
    assert '<section id="person"' not in client.get(address).content.decode()
