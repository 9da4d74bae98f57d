"""Counting in: when a campaign is known, what stands behind it, and that nothing of it is lost."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.release import release
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.campaigns.actions import gather as gathering
from upstander.duties.campaigns.actions.count_in import count_in
from upstander.duties.campaigns.counting_in import forget
from upstander.duties.campaigns.models import Campaign, Key, Member, Said
from upstander.duties.campaigns.tests.making import LINK, MOST, TEXT, Make, flooded, held_by_more_than, pasted
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight.actions.answer_act import approve_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.engines.matching.ranking import CAP
from upstander.law import oversight
from upstander.law.access import Role
from upstander.record.cases.models import Case
from upstander.record.cases.queue import BEHIND, UNREAD, faults
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all, run_one


@pytest.fixture(autouse=True)
def _few_are_many() -> Iterator[None]:
    with held_by_more_than():
        yield


def lanes(cases: list[Case]) -> list[int]:
    return [Case.objects.get(pk=case.pk).lane for case in cases]


def test_so_many_are_no_campaign_yet(report: Make) -> None:
    assert lanes(flooded(report, MOST)) == [UNREAD] * MOST
    assert not Campaign.objects.exists()


def test_one_more_makes_it_known_and_those_before_are_gathered(report: Make) -> None:
    cases = flooded(report, MOST + 3)
    singly = [case for case in cases if case.lane != BEHIND]
    assert len(singly) == 1  # the one that made it known was the first whose post was noted
    assert Member.objects.count() == MOST + 3
    assert Member.objects.filter(why=["link"]).count() == 1
    assert not Item.objects.exclude(state="done").exists()
    assert not list(faults())


def test_the_earlier_ones_are_gathered_step_by_step_and_go_on_after_a_stop(
    report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    made = [pasted(report, number) for number in range(9)]
    with held_by_more_than(100):
        run_all()
    extra = pasted(report, 9)
    for _ in range(40):  # until the first step is over; then the worker is stopped and begins anew
        if not run_one() or Member.objects.count() >= 3:
            break
    assert 0 < Member.objects.count() < 10
    run_all()
    assert Member.objects.count() == 10
    assert lanes([one.case for one in (*made, extra)]).count(BEHIND) == 9


def test_counting_in_twice_changes_nothing(report: Make) -> None:
    cases = flooded(report, MOST + 2)
    before = list(Member.objects.values()), list(Said.objects.values()), Entry.objects.count()
    for case in cases:
        count_in(report=case.opened_by, at=NOW)
    assert (list(Member.objects.values()), list(Said.objects.values()), Entry.objects.count()) == before


def test_what_one_report_costs_does_not_grow_with_the_campaign(report: Make) -> None:
    def cost(number: int) -> int:
        received = pasted(report, number)
        with CaptureQueriesContext(connection) as queries:
            count_in(report=received.report, at=NOW)
        return len(queries)

    flooded(report, MOST + 2)
    small = cost(90)
    for number in range(20, 40):
        pasted(report, number)
    run_all()
    assert cost(91) == small


def test_copies_in_disguise_belong_to_it_as_well(report: Make) -> None:
    flooded(report, MOST + 2)
    text = TEXT.replace("boat", "b0at").replace("hides", "h1des").replace("council", "counсil")
    copy = pasted(report, 50, posts=(SaidPost(link=LINK, platform="x", text=text),))
    run_all()
    assert lanes([copy.case]) == [BEHIND]


def test_two_texts_are_two_campaigns(report: Make) -> None:
    other = "Nobody voted for any of this and the papers will not print what really happened at the harbour last week."
    flooded(report, MOST + 2)
    for number in range(60, 60 + MOST + 2):
        pasted(report, number, posts=(SaidPost(link="", platform="x", text=other),))
    run_all()
    assert Campaign.objects.count() == 2
    assert sorted(campaign.members.count() for campaign in Campaign.objects.all()) == [MOST + 2, MOST + 2]


def test_whatever_a_person_does_to_a_case_takes_it_out_from_behind(report: Make, officer: User) -> None:
    cases = [case for case in flooded(report, MOST + 6) if case.lane == BEHIND]
    claim(case=cases[0], actor=acting(officer), at=NOW)
    claim(case=cases[1], actor=acting(officer), at=NOW)
    assert BEHIND not in lanes(cases[:2])
    join(report=cases[2].opened_by, case=cases[0], actor=acting(officer), at=NOW)
    assert BEHIND not in lanes(cases[:3])
    split(report=cases[2].opened_by, actor=acting(officer), reason="Apart.", at=NOW)
    assert lanes([cases[2]]) == [BEHIND]
    release(case=Case.objects.get(pk=cases[1].pk), actor=acting(officer), reason="Not mine.", at=NOW)
    add(report=cases[3].opened_by, text="More.", actor=complainant(cases[3].opened_by), at=NOW + timedelta(hours=1))
    assert lanes([cases[3]]) == [UNREAD]
    assert not list(faults())


def test_a_case_that_is_worked_on_when_the_campaign_is_known_stays_where_it_is(report: Make, officer: User) -> None:
    first = pasted(report, 0)
    claim(case=first.case, actor=acting(officer), at=NOW)
    before = lanes([first.case])
    flooded(report, MOST + 3)
    assert lanes([first.case]) == before
    assert Member.objects.filter(case=first.case).exists()


def test_what_is_erased_leaves_the_campaign_and_the_last_takes_it_along(report: Make) -> None:
    cases = flooded(report, MOST + 2)
    first = Member.objects.get(why=["link"])
    assert Said.objects.filter(report=first.report).exists()
    forget(first.report)
    assert not Said.objects.filter(report=first.report).exists()
    assert Member.objects.count() == len(cases) - 1
    for member in Member.objects.all():
        forget(member.report)
    assert not Campaign.objects.exists()
    assert not Key.objects.exists()


def test_erasing_a_report_takes_it_out_of_its_campaign(report: Make, supervisor: User, make_user: Any) -> None:
    flooded(report, MOST + 2)
    first = Member.objects.get(why=["link"])
    asked = ask_act(code="erase", about=first.report, reason="They asked.", actor=acting(supervisor), at=NOW)
    other = make_user(Role.SUPERVISOR, "Insp Other")
    approve_act(asked=asked, actor=acting(other), at=NOW + timedelta(minutes=1))
    assert not Member.objects.filter(report=first.report).exists()
    assert not Said.objects.filter(report=first.report).exists()
    assert not list(faults())


def test_the_number_of_the_law_is_one_that_the_lists_of_matching_can_tell() -> None:
    for rule in oversight.all_campaigns():
        assert 0 < rule.held_by_more_than <= CAP
        assert rule.own_runs > 0
