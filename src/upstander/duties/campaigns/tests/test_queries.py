"""Campaigns in the queue and on their own page: one row, counts of what is visible alone, a fixed number of queries."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.assessment import queueing
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.queries import QueueFilters, next_after, queue
from upstander.duties.campaigns import queries
from upstander.duties.campaigns.actions.look_singly import look_singly
from upstander.duties.campaigns.models import Campaign, Member
from upstander.duties.campaigns.queries import campaign_for, members, standing, trend, whole
from upstander.duties.campaigns.tests.making import LINK, MOST, Make, flooded, held_by_more_than, pasted
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.intake.submission import SaidPost
from upstander.law.access import Relation, Role
from upstander.record.cases.grants import end_grant, grant
from upstander.record.cases.models import Case
from upstander.record.cases.queue import BEHIND
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.work.worker import run_all


@pytest.fixture(autouse=True)
def _few_are_many() -> Iterator[None]:
    with held_by_more_than():
        yield


def test_all_that_stands_behind_is_one_row_of_the_queue(report: Make, officer: User) -> None:
    genuine = report(at=NOW + timedelta(minutes=3)).case
    flooded(report, MOST + 8)
    page = queue(acting(officer))
    (row,) = page.campaigns
    assert (row.behind, row.reporters, row.without_address) == (MOST + 7, MOST + 7, 0)
    assert (row.first_at, row.last_at) == (NOW, NOW + timedelta(minutes=MOST + 7))
    assert row.clock_at == min(case.next_clock_at for case in Case.objects.filter(lane=BEHIND) if case.next_clock_at)
    assert len(page.rows) == 2
    assert genuine in [each.case for each in page.rows]
    assert [line for line in page.lines if line is row] == [page.lines[0]]  # its first came in before all others
    singly = next(each for each in page.rows if each.case != genuine)
    assert "names a post that no report of the campaign named before it" in singly.why


def test_it_stands_on_the_page_where_its_first_report_would(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [
        report(at=NOW - timedelta(days=2, minutes=each), account=f"Told {each} times over.").case for each in range(3)
    ]
    flooded(report, MOST + 3)
    monkeypatch.setattr(queueing, "PAGE", 2)
    seen, after, pages = [], "", 0
    while True:
        page = queue(acting(officer), after=after or None)
        seen += [(pages, row.behind) for row in page.campaigns]
        pages, after = pages + 1, page.next
        if not after:
            break
    assert len(old) == 3
    assert seen == [(1, MOST + 2)]


def test_filters_by_lane_clock_and_nobody_show_it_and_others_do_not(report: Make, officer: User) -> None:
    flooded(report, MOST + 3)
    actor = acting(officer)

    def shown(**filters: object) -> int:
        return len(queue(actor, QueueFilters(**filters)).campaigns)  # type: ignore[arg-type]

    assert shown() == shown(lane="unread") == shown(lane="other_unread") == shown(owner="unclaimed") == 1
    assert shown(lane="danger") == shown(lane="worked") == shown(owner="mine") == shown(strand="religion") == 0
    assert shown(overdue=True) == 1  # the clocks of this invented day are over
    assert shown(state="new") == shown(mark="campaign") == 0


def test_what_stands_behind_is_left_out_of_every_list_but_found_by_reference(report: Make, officer: User) -> None:
    case = next(case for case in flooded(report, MOST + 3) if case.lane == BEHIND)
    actor = acting(officer)
    for filters in (
        QueueFilters(),
        QueueFilters(state="new"),
        QueueFilters(mark="campaign"),
        QueueFilters(overdue=True),
    ):
        assert case not in [row.case for row in queue(actor, filters).rows]
    (row,) = queue(actor, QueueFilters(reference=case.reference)).rows
    assert "It stands behind its campaign" in row.why
    assert len(queue(actor, QueueFilters(mark="pasted")).rows) == MOST + 2
    following = next_after(actor, None)
    assert following is not None
    assert following.lane != BEHIND


def test_a_viewer_sees_and_counts_only_what_they_may_see(
    report: Make, officer: User, make_user: Callable[..., User]
) -> None:
    cases = [case for case in flooded(report, MOST + 6) if case.lane == BEHIND]
    campaign = Campaign.objects.get()
    second = make_user(Role.HUB_OFFICER, "PC Other")
    for case in cases[:2]:
        grant(case, to=second, relation=Relation.CONFLICT, at=NOW)
    assert standing(acting(officer))[0].behind == len(cases)
    (row,) = standing(acting(second))
    assert (row.behind, row.reporters, row.first_at) == (len(cases) - 2, len(cases) - 2, cases[2].opened_at)
    assert len(members(acting(second), campaign, behind=True)) == len(cases) - 2
    assert sum(step.number for step in trend(acting(second), campaign).steps) == MOST + 4
    for member in Member.objects.all():
        end_grant(member.case, to=member.case.owner_organisation, relation=Relation.HUB, at=NOW)
    assert standing(acting(officer)) == []
    assert campaign_for(acting(officer), campaign.pk) is None
    assert trend(acting(officer), campaign).steps == ()
    with pytest.raises(NotAllowed):
        standing(acting(make_user(Role.AUDITOR, "Auditor")))


def test_a_restricted_case_is_no_part_of_it_for_those_who_are_no_members(
    report: Make, officer: User, supervisor: User, make_user: Callable[..., User]
) -> None:
    cases = [case for case in flooded(report, MOST + 5) if case.lane == BEHIND]
    restrict(case=cases[0], members=[officer], reason="Named here.", actor=acting(supervisor), at=NOW)
    other = make_user(Role.HUB_OFFICER, "PC Other")
    assert standing(acting(other))[0].behind == len(cases) - 1
    assert cases[0] not in [line.case for line in members(acting(other), Campaign.objects.get(), behind=True)]


def test_the_page_says_what_stands_behind_singly_and_is_finished(report: Make, officer: User) -> None:
    cases = [case for case in flooded(report, MOST + 8) if case.lane == BEHIND]
    campaign, actor = Campaign.objects.get(), acting(officer)
    look_singly(case=cases[0], actor=actor, reason="I know the place.", at=NOW)
    claim(case=cases[1], actor=actor, at=NOW)
    found = whole(actor, campaign)
    assert found.standing is not None
    assert (found.standing.behind, found.singly, found.finished) == (len(cases) - 2, 3, 0)
    lines = members(actor, campaign, behind=False)
    assert {line.reason for line in lines} == {"", "I know the place."}
    assert [line.why for line in lines if line.member.why] == [
        ("It names a post that no report of the campaign named before it.",)
    ]


def test_its_reports_are_shown_page_by_page_in_one_query_each(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case for case in flooded(report, MOST + 8) if case.lane == BEHIND]
    campaign, actor = Campaign.objects.get(), acting(officer)
    monkeypatch.setattr(queries, "PAGE", 4)
    found = []
    for page in range(1, 5):
        with CaptureQueriesContext(connection) as asked:
            lines = members(actor, campaign, behind=True, page=page)
            [(line.case.reference, line.case.owner, line.member.report.reference) for line in lines]
        assert len(asked) == 1
        found += [line.case for line in lines]
    assert found == cases


def test_the_queue_costs_the_same_however_many_campaigns_and_however_large(report: Make, officer: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            queue(acting(officer))
        return len(asked)

    flooded(report, MOST + 2)
    small = cost()
    for turn, said in enumerate(
        (
            "Whoever sells them a house sells the whole street with it and should be told so by all of us.",
            "The petition was signed by people who have never been near the place, and here is the list.",
        )
    ):
        for number in range(MOST + 4):
            link = LINK[:-2] + f"{turn + 50}"
            pasted(report, 100 * turn + 200 + number, posts=(SaidPost(link=link, platform="x", text=said),))
    run_all()
    assert len(standing(acting(officer))) == 3
    assert cost() == small


def test_who_gave_no_address_is_said_apart(report: Make, officer: User) -> None:
    flooded(report, MOST + 2)
    same = Identity(email="WITNESS1@example.org")
    pasted(report, 50, identity=same)
    for number in (51, 52):
        pasted(report, number, identity=Identity())
    run_all()
    (row,) = standing(acting(officer))
    assert (row.behind, row.reporters, row.without_address) == (MOST + 4, MOST + 1, 2)


def test_the_trend_is_by_hour_at_first_and_by_day_when_it_lasts(report: Make, officer: User) -> None:
    for number in range(MOST + 3):
        pasted(report, number, at=NOW + timedelta(hours=2 * number))
    run_all()
    found = trend(acting(officer), Campaign.objects.get())
    assert found.hourly
    assert [step.number for step in found.steps] == [1, 0] * (MOST + 2) + [1]
    assert found.steps[0].share == 1
    pasted(report, 90, at=NOW + timedelta(days=5))
    run_all()
    found = trend(acting(officer), Campaign.objects.get())
    assert not found.hourly
    assert sum(step.number for step in found.steps) == MOST + 4
    assert [timezone.localdate(step.at) for step in found.steps] == [
        timezone.localdate(NOW) + timedelta(days=day) for day in range(6)
    ]
    assert not found.cut


def test_many_days_are_cut_to_the_latest(report: Make, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_STEPS", 3)
    for number in range(MOST + 3):
        pasted(report, number, at=NOW + timedelta(days=number))
    run_all()
    found = trend(acting(officer), Campaign.objects.get())
    assert found.cut
    assert len(found.steps) == 3
