"""What nobody has read in the official text yet is marked where the desk shows it, and nothing else is."""

import dataclasses
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.faces.conftest import PLAIN_OFFENCE
from upstander.faces.desk.forms.deciding import group_of
from upstander.faces.desk.tests.test_deciding import SignedIn, answer, begin, choose, step, why
from upstander.faces.kit import wording
from upstander.law import clocks, disposition, offences
from upstander.record.cases.models import Case
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
TAG = '<span class="moj-badge moj-badge--grey">To be checked against the official text</span>'
HINT = "to be checked against the official text"


@pytest.fixture(params=["verify", "sourced"])
def checked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every offence, policy and closing reason be one or the other."""
    for room, loader in ((offences, "all_offences"), (disposition, "all_policies"), (disposition, "all_reasons")):
        entries = tuple(dataclasses.replace(each, checked=request.param) for each in getattr(room, loader)())
        monkeypatch.setattr(room, loader, lambda entries=entries: entries)
    return str(request.param)


def offered(client: Client, case: Case) -> str:
    """Return the page of the offences of today: sent without a choice, it comes back."""
    day = timezone.localdate()
    said = {"conduct_on-day": day.day, "conduct_on-month": day.month, "conduct_on-year": day.year}
    return client.post(step(case, "crime"), said).content.decode()


def tags(client: Client, address: str) -> int:
    return client.get(address).content.decode().count(TAG)


def test_the_offences_offered_say_so_in_their_hint(
    checked: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    page = offered(client, case)
    assert page.count(HINT) == (len(offences.offences(timezone.localdate())) if checked == "verify" else 0)


def test_the_elements_of_an_offence_carry_one_tag(
    checked: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    choose(client, case, PLAIN_OFFENCE)
    assert tags(client, step(case, "why")) == (1 if checked == "verify" else 0)


def test_the_policy_and_the_letter_of_what_is_no_crime_carry_one_each(
    checked: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    assert tags(client, step(case, "not-a-crime")) == (2 if checked == "verify" else 0)


def test_a_decision_that_was_made_carries_it_beside_each_offence(
    checked: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    choose(client, case, PLAIN_OFFENCE)
    answer(client, case, "why", why(PLAIN_OFFENCE))
    assert tags(client, reverse("desk:decision", args=[case.reference])) == (1 if checked == "verify" else 0)


def test_on_the_law_that_is_shipped_exactly_those_are_marked_that_nobody_checked(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    page = offered(client, case)
    for each in offences.offences(timezone.localdate()):
        hint = re.search(rf'value="{each.id}".*?-item-hint"[^>]*>(.*?)</div>', page, re.S)
        assert hint, (each.id, group_of(each))
        assert (HINT in hint.group(1)) == (each.checked == "verify"), each.id


def test_a_closing_reason_says_so_in_its_hint(
    checked: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    page = signed_in(officer).get(reverse("desk:close", args=[at_claimed().reference])).content.decode()
    offered_reasons = page.count('name="closing_reason"')
    of_clocks = page.count(f"({HINT})") + page.count(f"A rule {HINT}")
    assert offered_reasons > 3
    assert page.count(HINT) - of_clocks == (offered_reasons if checked == "verify" else 0)


def test_a_running_clock_carries_a_star_where_its_rule_is_to_be_checked(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = at_claimed(), signed_in(officer)
    running = case.clocks.filter(ended_at=None).count()
    assert running
    for says, count in (("verify", running), ("sourced", 0)):
        known = {each.id: dataclasses.replace(each, checked=says) for each in clocks.clocks(timezone.localdate())}
        monkeypatch.setattr(wording, "clock", lambda name, _on, known=known: known[name])
        page = client.get(reverse("desk:timeline", args=[case.reference])).content.decode()
        assert page.count(f"({HINT})") == count
        assert ("A rule to be checked" in page) == bool(count)
