"""The desk's queue: its order, its pages, its filters and its counts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment import queueing
from upstander.duties.assessment.queries import Counted, QueueFilters, counts, queue
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case, Clock, Grant
from upstander.record.cases.queue import settle
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

Make = Callable[..., Received]


def shown(viewer: User, **filters: Any) -> list[Case]:
    return [row.case for row in queue(acting(viewer), QueueFilters(**filters)).rows]


def test_danger_stands_first_then_what_is_unread_then_what_is_worked(report: Make, officer: User) -> None:
    worked = claimed(report(at=NOW - timedelta(days=3)).case, officer)
    later, earlier = report(at=NOW + timedelta(hours=1)).case, report(at=NOW).case
    danger = report(danger=True, at=NOW + timedelta(hours=2)).case
    rows = queue(acting(officer)).rows
    assert [row.case for row in rows] == [danger, earlier, later, worked]
    assert "danger" in rows[0].why
    assert "First clock:" in rows[1].why
    assert "whether it is a crime" in rows[3].why
    assert rows[3].owner == officer.name


def test_every_case_stands_on_one_page_in_the_same_order_however_pages_fall(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [report(at=NOW + timedelta(minutes=number % 3), danger=number == 4).case for number in range(9)]
    for case in made[6:]:  # without any clock: ordered as the database orders what is empty
        Clock.objects.filter(case=case).update(ended_at=NOW)
        settle(Case.objects.get(pk=case.pk))
    whole = shown(officer)
    assert sorted(case.pk for case in whole) == sorted(case.pk for case in made)
    for size in (1, 2, 4, 8, 9):
        monkeypatch.setattr(queueing, "PAGE", size)
        found, after = [], None
        for _ in range(20):
            page = queue(acting(officer), after=after)
            found += [row.case for row in page.rows]
            after = page.next
            if not after:
                break
        assert found == whole


@pytest.mark.parametrize("mark", ["", "nonsense", "1~2~3~4", "x~y~z", "1~2026-11-18T10:00:00~5", "1~9~" + "9" * 40])
def test_a_mark_of_the_next_page_that_is_none_gives_the_first_page(report: Make, officer: User, mark: str) -> None:
    case = report().case
    assert [row.case for row in queue(acting(officer), after=mark).rows] == [case]


def test_only_what_the_viewer_may_see_is_in_the_queue(
    report: Make, officer: User, administrator: User, force_officer: Callable[[str], User]
) -> None:
    hidden, seen = report().case, report().case
    Grant.objects.filter(case=hidden).update(until_at=NOW)
    assert shown(officer) == [seen]
    assert str(counts(acting(officer)).all) == "1"
    for viewer in (administrator, force_officer("E23000010")):
        with pytest.raises(NotAllowed):
            queue(acting(viewer))
        with pytest.raises(NotAllowed):
            counts(acting(viewer))


def test_filters_keep_what_they_name(report: Make, officer: User, other_officer: User) -> None:
    tiktok = SaidPost(link="https://www.tiktok.com/@someone/video/7012345678901234567", platform="tiktok")
    plain = report().case
    race = report(strands=("race", "disability"), posts=(tiktok,)).case
    mine = claimed(report(danger=True).case, officer)
    theirs = claimed(report().case, other_officer)
    Case.objects.filter(pk=theirs.pk).update(force="E23000010", marks=["campaign"])
    assert set(shown(officer)) == {plain, race, mine, theirs}
    assert shown(officer, owner="mine") == [mine]
    assert set(shown(officer, owner="unclaimed")) == {plain, race}
    assert set(shown(officer, state="claimed")) == {mine, theirs}
    assert shown(officer, strand="race") == [race]
    assert shown(officer, strand="disab") == []
    assert shown(officer, strand="r_ce") == []
    assert shown(officer, platform="tiktok") == [race]
    assert shown(officer, force="E23000010") == [theirs]
    assert shown(officer, danger=True) == [mine]
    assert shown(officer, mark="campaign") == [theirs]
    assert shown(officer, strand="race", owner="mine") == []


def test_a_case_is_found_by_its_reference_or_that_of_a_report_it_holds(report: Make, officer: User) -> None:
    one, two = report(), report()
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=NOW)
    assert shown(officer, reference=one.case.reference.lower().replace("-", " ")) == [one.case]
    assert shown(officer, reference=two.report.reference) == [one.case]
    assert shown(officer, reference="R-0000-0000-00") == []
    assert shown(officer, reference="what?") == []
    assert shown(officer, reference=two.case.reference) == [two.case]


def test_closed_and_emptied_cases_are_out_unless_asked_for(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    Case.objects.filter(pk=case.pk).update(state="closed", lane=9, marks=["reported again"])
    assert shown(officer) == []
    assert shown(officer, state="closed") == [case]
    (row,) = queue(acting(officer), QueueFilters(mark="reported again")).rows
    assert "reported again" in row.why


def test_a_page_costs_the_same_however_many_cases_it_shows(report: Make, officer: User) -> None:
    for _ in range(2):
        claimed(report().case, officer)
    with CaptureQueriesContext(connection) as few:
        queue(acting(officer))
    for _ in range(6):
        claimed(report().case, officer)
    with CaptureQueriesContext(connection) as many:
        queue(acting(officer))
    assert len(few) == len(many) == 1


def test_counts_stop_where_nobody_needs_the_rest(report: Make, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        report(danger=number == 0, at=NOW - timedelta(days=400))
    claimed(report(at=NOW + timedelta(days=400)).case, officer, NOW + timedelta(days=400))
    found = counts(acting(officer))
    assert (str(found.mine), str(found.unclaimed), str(found.all), str(found.danger)) == ("1", "3", "4", "1")
    assert found.overdue.number == 3
    monkeypatch.setattr(queueing, "MOST_COUNTED", 2)
    assert counts(acting(officer)).all == Counted(2, True)
    assert str(Counted(1000, True)) == "1,000+"
    with CaptureQueriesContext(connection) as asked:
        counts(acting(officer))
    assert len(asked) == 5


def overdue(viewer: User, **filters: Any) -> list[Case]:
    """Every page of what is overdue, one after the other."""
    found: list[Case] = []
    after = None
    while True:
        page = queue(acting(viewer), QueueFilters(first="overdue", **filters), after=after)
        found += [row.case for row in page.rows]
        after = page.next
        if not after:
            return found


def test_what_is_overdue_is_found_in_every_lane_and_in_the_order_of_the_queue(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago, yet_to_come = NOW - timedelta(days=400), NOW + timedelta(days=400)
    for number in range(9):
        made = report(at=long_ago + timedelta(minutes=number % 2), danger=number == 4)
        if number > 6:
            claimed(made.case, officer, long_ago)
    report(at=yet_to_come)
    report(at=yet_to_come, danger=True)
    bare = report(at=long_ago).case
    Clock.objects.filter(case=bare).update(ended_at=NOW)
    settle(Case.objects.get(pk=bare.pk))
    late = [row.case for row in queue(acting(officer)).rows if row.overdue]
    assert len(late) == 9
    for size in (1, 2, 4, 8, 9, 50):
        monkeypatch.setattr(queueing, "PAGE", size)
        assert overdue(officer) == late
    assert counts(acting(officer)).overdue.number == 9
    assert [case.owner for case in overdue(officer, owner="mine")] == [officer, officer]


def test_what_is_overdue_costs_a_query_for_each_lane_at_most(report: Make, officer: User) -> None:
    for number in range(6):
        report(at=NOW - timedelta(days=400), danger=number % 2 == 0)
    with CaptureQueriesContext(connection) as asked:
        queue(acting(officer), QueueFilters(first="overdue"))
    assert len(asked) == 4


def test_danger_that_nobody_has_claimed_is_what_is_counted_so(report: Make, officer: User) -> None:
    waiting = report(danger=True).case
    claimed(report(danger=True).case, officer)
    assert shown(officer, first="danger") == [waiting]
    assert counts(acting(officer)).danger.number == 1
