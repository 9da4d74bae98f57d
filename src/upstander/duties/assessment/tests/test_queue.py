"""The desk's queue: its order, its pages, its filters and its counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment import counting, filtering, queueing
from upstander.duties.assessment.queries import Counted, QueueFilters, counts, next_after, queue
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.law import clocks
from upstander.record.cases.models import Case, Clock, Grant, Listing
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD, WORKED, faults, settle, start_clock
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

Make = Callable[..., Received]
TIKTOK = SaidPost(link="https://www.tiktok.com/@someone/video/7012345678901234567", platform="tiktok")


def shown(viewer: User, **filters: Any) -> list[Case]:
    return [row.case for row in queue(acting(viewer), QueueFilters(**filters)).rows]


def test_the_lanes_stand_in_their_order_and_each_row_says_why(report: Make, officer: User) -> None:
    def made(hours: int, band: int | None = None, state: str = "claimed", **columns: Any) -> Case:
        """Make a case whose clock ends so many hours later than that of the first."""
        case = Case.objects.get(pk=report(at=NOW + timedelta(hours=hours), posts=()).case.pk)
        for name, value in {"band": band, "state": state, **columns}.items():
            setattr(case, name, value)
        settle(case)
        return case

    # Made in the reverse of their order, with clocks that would order them otherwise still.
    with_force = made(1, state="offered")
    standard = made(2, STANDARD)
    unanswered = made(3)
    worded = made(4, wording="threat")
    medium = made(5, MEDIUM)
    high = made(6, HIGH)
    unread_later, unread = made(8, state="new"), made(7, state="reopened")
    urgent_by_band, urgent_by_wording = made(10, HIGH, "new"), made(9, state="new", wording="threat")
    danger = made(11, STANDARD, "new", danger=True)
    rows = queue(acting(officer)).rows
    expected = {
        danger: "Someone may be in danger",
        urgent_by_wording: "Threat wording was found in it: read it first.",
        urgent_by_band: "High band.",
        unread: "Of those that nobody has read",
        unread_later: "Of those that nobody has read",
        high: "High band.",
        medium: "Medium band.",
        worded: "not answered, and threat wording was found",
        unanswered: "The twelve questions are not answered yet.",
        standard: "Standard band.",
        with_force: "It waits for the answer of",
    }
    assert [row.case for row in rows] == list(expected)
    for row in rows:
        assert expected[row.case] in row.why
        assert "First clock:" in row.why or "Over:" in row.why


def test_what_was_answered_and_is_not_claimed_has_left_the_unread(report: Make, officer: User) -> None:
    unread, answered = report(at=NOW).case, report(at=NOW - timedelta(days=1)).case
    Case.objects.filter(pk=answered.pk).update(band=STANDARD)
    settle(Case.objects.get(pk=answered.pk))
    assert shown(officer) == [unread, answered]
    assert shown(officer, owner="unclaimed") == [unread, answered]


def test_a_clock_that_is_over_stands_first_in_its_band_and_never_above_it(report: Make, officer: User) -> None:
    late, soon, high = (claimed(report(at=NOW, posts=()).case, officer) for _ in range(3))
    for case, band, due_at in ((late, MEDIUM, NOW), (soon, MEDIUM, NOW + timedelta(hours=1)), (high, HIGH, None)):
        fresh = Case.objects.get(pk=case.pk)
        fresh.band = band
        if due_at:
            Clock.objects.filter(case=case, ended_at=None).update(due_at=due_at)
        settle(fresh)
    assert shown(officer) == [high, late, soon]


def test_clocks_that_end_together_leave_the_older_case_first(report: Make, officer: User) -> None:
    older, newer = (claimed(report(at=NOW + timedelta(minutes=number)).case, officer) for number in range(2))
    Clock.objects.filter(ended_at=None).update(due_at=NOW)
    for case in (newer, older):
        settle(Case.objects.get(pk=case.pk))
    assert shown(officer) == [older, newer]


def test_every_case_stands_on_one_page_in_the_same_order_however_pages_fall(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [
        report(at=NOW + timedelta(minutes=number % 3), danger=number == 4, strands=("race",)).case
        for number in range(12)
    ]
    for case in made[3:6]:
        claimed(case, officer)
    for case in made[9:]:  # without any clock: it waits for none, so it stands before those that wait
        Clock.objects.filter(case=case).update(ended_at=NOW)
        settle(Case.objects.get(pk=case.pk))
    for filters in ({}, {"strand": "race"}):
        whole = shown(officer, **filters)
        assert sorted(case.pk for case in whole) == sorted(case.pk for case in made)
        assert whole == sorted(whole, key=lambda case: (case.lane, case.turn_at, case.pk))
        for size in (1, 2, 4, 8, 12):
            monkeypatch.setattr(queueing, "PAGE", size)
            assert every_page(officer, **filters) == whole
        monkeypatch.undo()


def every_page(viewer: User, **filters: Any) -> list[Case]:
    found: list[Case] = []
    after = None
    while True:
        page = queue(acting(viewer), QueueFilters(**filters), after=after)
        found += [row.case for row in page.rows]
        after = page.next
        if not after:
            return found


@pytest.mark.parametrize(
    "mark",
    [
        "", "nonsense", "1~2~3~4", "x~y~z", "1~~5", "1~2026-11-18T10:00:00~5", "1~9~" + "9" * 40,
        "1~2026-11-18T10:00:00+00:00~" + "9" * 40, "99999~2026-11-18T10:00:00+00:00~5",
    ],
)  # fmt: skip
def test_a_mark_of_the_next_page_that_is_none_gives_the_first_page(report: Make, officer: User, mark: str) -> None:
    case = report().case
    assert [row.case for row in queue(acting(officer), after=mark).rows] == [case]


def test_only_what_the_viewer_may_see_is_in_the_queue(
    report: Make, officer: User, administrator: User, force_officer: Callable[[str], User]
) -> None:
    hidden, seen = report().case, report().case
    Grant.objects.filter(case=hidden).update(until_at=NOW)
    assert shown(officer) == [seen]
    assert str(counts(acting(officer)).unread) == "1"
    for viewer in (administrator, force_officer("E23000010")):
        with pytest.raises(NotAllowed):
            queue(acting(viewer))
        with pytest.raises(NotAllowed):
            counts(acting(viewer))


def test_filters_keep_what_they_name(report: Make, officer: User, other_officer: User) -> None:
    plain = report().case
    race = report(strands=("race", "disability"), posts=(TIKTOK,)).case
    mine = claimed(report(danger=True).case, officer)
    theirs = claimed(report().case, other_officer)
    for case, columns in (
        (theirs, {"force": "E23000010", "marks": ["campaign"], "band": HIGH}),
        (race, {"wording": "threat"}),
        (mine, {"band": STANDARD}),
    ):
        fresh = Case.objects.get(pk=case.pk)
        for name, value in columns.items():
            setattr(fresh, name, value)
        settle(fresh)
    assert set(shown(officer)) == {plain, race, mine, theirs}
    assert shown(officer, owner="mine") == [mine]
    assert shown(officer, owner=str(other_officer.pk)) == [theirs]
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
    assert shown(officer, strand="race", platform="tiktok", wording="any") == [race]
    assert shown(officer, strand="race", platform="x") == []
    assert shown(officer, wording="threat") == [race]
    assert shown(officer, wording="other") == []
    assert shown(officer, band="high") == [theirs]
    assert shown(officer, band="standard") == [mine]
    assert set(shown(officer, band="unanswered")) == {plain, race}
    assert shown(officer, lane="urgent") == [race]
    assert shown(officer, lane="unread") == [race, plain]
    assert shown(officer, lane="worked") == [theirs, mine]
    assert shown(officer, strand="religion", lane="worked", band="high") == [theirs]


def test_days_are_those_of_the_hub_and_both_count(report: Make, officer: User) -> None:
    july = [datetime(2026, 7, day, hour, 30, tzinfo=UTC) for day, hour in ((1, 22), (1, 23), (2, 22), (2, 23))]
    made = [report(at=at, posts=()).case for at in july]
    on = date(2026, 7, 2)
    assert shown(officer, opened_from=on, opened_to=on) == made[1:3]
    assert shown(officer, opened_to=on) == made[:3]
    assert shown(officer, opened_from=on) == made[1:]


@pytest.mark.parametrize("few", [0, 100_000])
def test_whichever_way_is_walked_the_same_cases_are_found(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(filtering, "FEW", few)
    made = [report(strands=("race",), posts=(TIKTOK,) if number < 2 else ()).case for number in range(5)]
    claimed(made[0], officer)
    assert shown(officer, strand="race", platform="tiktok") == [made[1], made[0]]
    assert shown(officer, strand="race", state="claimed") == [made[0]]
    assert shown(officer, platform="tiktok", state="new") == [made[1]]


def test_listings_follow_the_case(report: Make, officer: User) -> None:
    case = report(strands=("race",)).case
    fresh = claimed(case, officer)
    assert set(Listing.objects.filter(case=case).values_list("under", "code", "lane")) == {
        ("strand", "race", WORKED), ("platform", "x", WORKED)
    }  # fmt: skip
    fresh.strands, fresh.marks = ["religion"], ["added to"]
    settle(fresh)
    assert shown(officer, strand="race") == []
    assert shown(officer, strand="religion") == shown(officer, mark="added to") == [case]
    assert list(faults()) == []
    Listing.objects.filter(case=case, code="religion").update(lane=HIGH)
    assert [fault for fault in faults() if "listed" in fault]
    Listing.objects.filter(case=case, code="religion").delete()
    assert [fault for fault in faults() if "listed" in fault]


def test_a_row_names_the_earliest_clock_kept_for_a_victim_and_the_time_limit(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = report().case
    assert queue(acting(officer)).rows[0].named == {}
    for name, hours in (("support_referral", 9), ("victim_update_enhanced", 5), ("some_time_limit", 7)):
        start_clock(case, name, due_at=NOW + timedelta(hours=hours), at=NOW)
    limits = {"time_limit": ("some_time_limit",)}
    real = clocks.names_of
    monkeypatch.setattr(clocks, "names_of", lambda kind: limits.get(kind) or real(kind))
    named = queue(acting(officer)).rows[0].named
    assert {kind: clock.name for kind, clock in named.items()} == {
        "victim": "victim_update_enhanced", "time_limit": "some_time_limit"
    }  # fmt: skip


def test_the_next_case_is_the_one_that_follows_and_that_nobody_has(report: Make, officer: User) -> None:
    first, taken, third = (report(at=NOW + timedelta(minutes=number)).case for number in range(3))
    claimed(taken, officer)
    assert next_after(acting(officer), None) == first
    assert next_after(acting(officer), first) == third
    assert next_after(acting(officer), third) is None


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
    closed = Case.objects.get(pk=case.pk)
    closed.state, closed.marks = "closed", ["reported again"]
    settle(closed)
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
    assert len(few) == len(many) == 4
    with CaptureQueriesContext(connection) as listed:
        queue(acting(officer), QueueFilters(strand="religion"))
    assert len(listed) == 4


def test_counts_stop_where_nobody_needs_the_rest(report: Make, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        report(danger=number == 0, at=NOW - timedelta(days=400))
    claimed(report(at=NOW + timedelta(days=400)).case, officer, NOW + timedelta(days=400))
    found = counts(acting(officer))
    assert (str(found.mine), str(found.unclaimed), str(found.danger), str(found.unread)) == ("1", "3", "1", "2")
    assert (found.unanswered.number, found.high.number, found.with_force.number) == (1, 0, 0)
    assert found.overdue.number == 3
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    assert counts(acting(officer)).unread == Counted(1, True)
    assert str(Counted(1000, True)) == "1,000+"
    with CaptureQueriesContext(connection) as asked:
        counts(acting(officer))
    assert len(asked) == 12


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
        assert every_page(officer, overdue=True) == late
    assert counts(acting(officer)).overdue.number == 9
    assert [case.owner for case in every_page(officer, overdue=True, owner="mine")] == [officer, officer]


def test_danger_that_nobody_has_claimed_is_what_is_counted_so(report: Make, officer: User) -> None:
    waiting = report(danger=True).case
    claimed(report(danger=True).case, officer)
    assert shown(officer, lane="danger") == [waiting]
    assert counts(acting(officer)).danger.number == 1
