"""The campaign at the desk: one row of the queue, its own page, taking one out, joining many."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.campaigns.models import Campaign, Member
from upstander.duties.campaigns.tests.making import MOST, Make, flooded, held_by_more_than, pasted
from upstander.law.access import Relation, Role
from upstander.record.cases.grants import grant
from upstander.record.cases.models import Case, Membership
from upstander.record.cases.queue import BEHIND, faults
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _few_are_many() -> Iterator[None]:
    with held_by_more_than():
        yield


@pytest.fixture
def behind(report: Make) -> list[Case]:
    """What stands behind a campaign."""
    return [case for case in flooded(report, MOST + 6) if case.lane == BEHIND]


def page_of(client: Client, **query: str) -> str:
    return client.get(reverse("desk:campaign", args=[Campaign.objects.get().pk]), query).content.decode()


def test_the_queue_shows_one_row_for_all_that_stand_behind(
    behind: list[Case], officer: User, signed_in: SignedIn
) -> None:
    shown = signed_in(officer).get(reverse("desk:queue")).content.decode()
    assert f"{len(behind)} cases stand behind it" in shown
    assert f"From {len(behind)} e-mail addresses." in shown
    assert reverse("desk:campaign", args=[Campaign.objects.get().pk]) in shown
    assert not [case for case in behind if case.reference in shown]
    assert "It names a post that no report of the campaign named before it." in shown


def test_the_page_counts_tells_the_trend_and_lists_them(behind: list[Case], officer: User, signed_in: SignedIn) -> None:
    shown = page_of(signed_in(officer))
    assert all(case.reference in shown for case in behind)
    assert "<svg" in shown
    assert "Reports by hour" in shown
    assert "18 November 2026 at 10:00am" in shown
    singly = page_of(signed_in(officer), stands="singly")
    assert not [case for case in behind if case.reference in singly]
    assert "It names a post that no report of the campaign named before it." in singly


def test_the_page_costs_the_same_however_large_the_campaign(
    behind: list[Case], report: Make, officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(officer)

    def cost() -> int:
        page_of(client)
        with CaptureQueriesContext(connection) as asked:
            page_of(client)
        return len(asked)

    small = cost()
    for number in range(100, 120):
        pasted(report, number)
    run_all()
    assert cost() == small


def test_a_member_is_taken_out_with_a_reason_and_put_back(
    behind: list[Case], officer: User, signed_in: SignedIn
) -> None:
    client, case = signed_in(officer), behind[0]
    there = reverse("desk:singly", args=[case.reference])
    assert "Look at this one singly" in client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert client.post(there, {"reason": ""}).status_code == 200
    assert Case.objects.get(pk=case.pk).lane == BEHIND
    client.post(there, {"reason": "A shop that I know."})
    assert Case.objects.get(pk=case.pk).lane != BEHIND
    assert case.reference in client.get(reverse("desk:queue")).content.decode()
    assert "A shop that I know." in page_of(client, stands="singly")
    client.post(reverse("desk:back_behind", args=[case.reference]))
    assert Case.objects.get(pk=case.pk).lane == BEHIND


def test_the_ticked_or_all_are_joined_to_a_case_of_ones_own_in_one_act(
    behind: list[Case], officer: User, signed_in: SignedIn
) -> None:
    client, campaign = signed_in(officer), Campaign.objects.get()
    there = reverse("desk:campaign_join", args=[campaign.pk])
    assert "Claim one of them to join the others" in page_of(client)
    client.post(there, {"to": behind[0].reference, "all": "yes"})
    assert all(case.lane == BEHIND for case in Case.objects.filter(pk__in=[each.pk for each in behind]))
    claim(case=behind[0], actor=acting(officer), at=NOW)
    assert "Join the ticked" in page_of(client)
    ticked = [f"{each.reference}:{Case.objects.get(pk=each.pk).edition}:0" for each in behind[1:3]]
    client.post(there, {"to": behind[0].reference, "case": ticked})
    assert Membership.objects.filter(case=behind[0], until_at=None).count() == 3
    answer = client.post(there, {"to": behind[0].reference, "all": "yes"}, follow=True)
    assert f"{len(behind) - 3} reports joined." in answer.content.decode()
    assert Membership.objects.filter(case=behind[0], until_at=None).count() == len(behind)
    assert not Case.objects.filter(lane=BEHIND).exists()
    assert not list(faults())


def test_what_changed_since_it_was_ticked_is_not_joined(behind: list[Case], officer: User, signed_in: SignedIn) -> None:
    claim(case=behind[0], actor=acting(officer), at=NOW)
    there = reverse("desk:campaign_join", args=[Campaign.objects.get().pk])
    old = Case.objects.get(pk=behind[1].pk)
    answer = signed_in(officer).post(
        there, {"to": behind[0].reference, "case": [f"{old.reference}:{old.edition - 1}:0"]}, follow=True
    )
    assert "has changed" in answer.content.decode()
    assert Membership.objects.filter(case=behind[0], until_at=None).count() == 1


def test_who_sees_none_of_its_cases_finds_no_campaign(
    behind: list[Case], officer: User, make_user: Callable[..., User], signed_in: SignedIn
) -> None:
    other, campaign = make_user(Role.HUB_OFFICER, "PC Other"), Campaign.objects.get()
    hidden = Member.objects.exclude(case=behind[0])
    for member in hidden:
        grant(member.case, to=other, relation=Relation.CONFLICT, at=NOW)
    client = signed_in(other)
    assert "1 case stands behind it" in client.get(reverse("desk:queue")).content.decode()
    shown = page_of(client)
    assert behind[0].reference in shown
    assert not [case for case in behind[1:] if case.reference in shown]
    grant(behind[0], to=other, relation=Relation.CONFLICT, at=NOW)
    assert "Campaign" not in client.get(reverse("desk:queue")).content.decode()
    assert client.get(reverse("desk:campaign", args=[campaign.pk])).status_code == 404
    assert client.post(reverse("desk:campaign_join", args=[campaign.pk]), {"all": "yes"}).status_code == 404
