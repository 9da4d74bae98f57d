"""The supervisor's and the inspector's figures: who has what, what breaches, what came in, where cases end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from upstander.duties.allocation.actions.offer import offer
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.casework import funnel as funnels
from upstander.duties.casework import morning, team
from upstander.duties.casework.actions.work_shift import start_shift
from upstander.duties.casework.funnel import Funnel, funnel
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case, Clock, Grant
from upstander.record.cases.queue import settle
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User

Make = Callable[..., Received]
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def ending(case: Case, at: datetime) -> Case:
    """Let the first clock of a case end at a time."""
    Clock.objects.filter(case=case, ended_at=None).update(due_at=at)
    settle(Case.objects.get(pk=case.pk))
    return case


def test_only_supervisors_see_the_team(officer: User, administrator: User, auditor: User, supervisor: User) -> None:
    looks = (team.workload, team.breaches, team.unowned, team.unread, morning.intake, morning.capacity, funnel)
    for look in looks:
        look(acting(supervisor))  # type: ignore[operator]
        for user in (officer, administrator, auditor):
            with pytest.raises(NotAllowed):
                look(acting(user))  # type: ignore[operator]


def test_each_officer_is_shown_with_open_overdue_and_oldest_and_who_left_with_what_they_left(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    old = ending(claimed(report(at=hours(-50)).case, officer, hours(-49)), hours(5))
    ending(claimed(report(at=hours(-9)).case, officer, hours(-8)), hours(-1))
    left = claimed(report(at=hours(-9)).case, other_officer, hours(-8))
    User.objects.filter(pk=other_officer.pk).update(is_active=False)
    start_shift(actor=acting(officer), at=hours(-1))
    found = {each.officer.name: each for each in team.workload(acting(supervisor))}
    mine, theirs, own = found[officer.name], found[other_officer.name], found[supervisor.name]
    assert (str(mine.open), mine.overdue, mine.on_duty) == ("2", 1, True)
    assert mine.oldest
    assert mine.oldest.pk == old.pk
    assert (theirs.open.number, theirs.on_duty, theirs.officer.is_active) == (1, False, False)
    assert (own.open.number, own.overdue, own.oldest) == (0, 0, None)
    release(case=left, actor=acting(supervisor), reason="They left.", at=NOON)
    assert other_officer.name not in {each.officer.name for each in team.workload(acting(supervisor))}


def test_the_workload_costs_the_same_however_many_cases_there_are(
    report: Make, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(report().case, officer)
    with CaptureQueriesContext(connection) as few:
        team.workload(acting(supervisor))
    for _ in range(6):
        claimed(report().case, officer)
    with CaptureQueriesContext(connection) as many:
        team.workload(acting(supervisor))
    assert len(few) == len(many) == 2 + 2  # people and shifts, and one for each of two officers
    monkeypatch.setattr(team, "MOST_EACH", 3)
    assert str(next(each for each in team.workload(acting(supervisor)) if each.officer == officer).open) == "3+"


def test_clocks_that_are_over_end_today_and_end_within_a_day(report: Make, supervisor: User) -> None:
    over = ending(report().case, hours(-30))
    earlier_today = ending(report().case, hours(-3))
    tonight = ending(report().case, hours(11))
    tomorrow = ending(report().case, hours(23))
    ending(report().case, hours(30))
    found = team.breaches(acting(supervisor))
    assert found.over.number == 2
    assert [row.case for row in found.today.rows] == [earlier_today, tonight]
    assert [row.case for row in found.soon.rows] == [tonight, tomorrow]
    assert over not in [row.case for row in found.today.rows]


def test_unowned_is_what_somebody_had_and_nobody_has(report: Make, officer: User, supervisor: User) -> None:
    report()
    had = report().case
    decided(had, officer)
    assert team.unowned(acting(supervisor)).rows == ()
    release(case=had, actor=acting(officer), reason="Leave.", at=NOON)
    assert [row.case for row in team.unowned(acting(supervisor)).rows] == [had]
    assert team.unread(acting(supervisor)).number == 1


def test_todays_reports_stand_beside_the_same_weekday_before(report: Make, supervisor: User) -> None:
    for at in (-1, -2, -7 * 24 - 1, -7 * 24 + 1, -14 * 24 - 1, -24, -6 * 24):
        report(at=hours(at), strands=("race",) if at == -1 else ("religion",))
    found = morning.intake(acting(supervisor))
    assert [(day.until_now, day.whole) for day in found.days] == [(2, 2), (1, 2), (1, 1), (0, 0), (0, 0)]
    assert {day.on.weekday() for day in found.days} == {NOON.weekday()}
    assert [(line.code, line.today, line.before) for line in found.strands] == [
        ("religion", 1, (1, 1, 0, 0)), ("race", 1, (0, 0, 0, 0))
    ]  # fmt: skip
    assert [(line.code, line.today) for line in found.platforms] == [("x", 2)]
    Grant.objects.all().update(until_at=NOON)
    assert morning.intake(acting(supervisor)).days[0].whole == 0


def test_what_stands_over_the_most_of_the_same_weekdays_before_is_named(report: Make, supervisor: User) -> None:
    def came(strand: str, *, weeks: int, times: int) -> None:
        for _ in range(times):
            report(at=hours(-7 * 24 * weeks - 1), strands=(strand,))

    came("race", weeks=0, times=4)
    assert morning.intake(acting(supervisor)).strands_over == (), "nothing to compare with"
    came("race", weeks=2, times=3)
    came("religion", weeks=0, times=3)
    came("religion", weeks=4, times=3)
    came("disability", weeks=0, times=2)
    found = morning.intake(acting(supervisor))
    assert [(line.code, line.today, line.most) for line in found.strands_over] == [("race", 4, 3)]
    assert [(line.code, line.today, line.most) for line in found.platforms_over] == [("x", 9, 3)]
    came("disability", weeks=0, times=3)
    codes = [line.code for line in morning.intake(acting(supervisor)).strands_over]
    assert codes == ["disability", "race"], "the furthest over first"


def test_capacity_is_who_is_there_beside_what_is_open_and_what_was_done(
    report: Make, officer: User, supervisor: User
) -> None:
    report(at=hours(-200))
    decided(report(at=hours(-9)).case, officer, hours(-8))
    ended = report(at=hours(-9)).case
    decided(ended, officer, hours(-8), **no_crime())
    close(case=ended, closing_reason="not_criminal", actor=acting(officer), at=hours(-7))
    start_shift(actor=acting(officer), at=hours(-1))
    found = morning.capacity(acting(supervisor))
    assert found.on_duty == (officer,)
    numbers = [each.number for each in (found.unread, found.worked, found.opened, found.decided, found.closed)]
    assert numbers == [1, 1, 2, 2, 1]


def test_the_funnel_counts_each_matter_where_it_stands_or_ended(
    report: Make, officer: User, supervisor: User, force: Callable[[str], Organisation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    who = acting(officer)

    def made(number: int) -> Case:
        link = SaidPost(link=f"https://x.com/someone/status/99{number}", platform="x", text=f"Words {number}.")
        return report(at=hours(-20), posts=(link,)).case

    made(0)
    ended = made(1)
    decided(ended, officer, hours(-19), **no_crime())
    close(case=ended, closing_reason="not_criminal", actor=who, at=NOON)
    decided(made(2), officer, hours(-19), **no_crime())
    decided(made(3), officer, hours(-19))
    no_line = made(4)
    decided(no_line, officer, hours(-19))
    record_line(
        case=no_line, positive=False, closing_reason="anonymous_account", reasons="The account is gone.", actor=who,
        at=NOON,
    )  # fmt: skip
    lined, sent = made(5), made(6)
    for case in (lined, sent):
        decided(case, officer, hours(-19))
        record_line(case=case, positive=True, reasons="A name.", actor=who, at=NOON)
    offer(case=sent, force=force("E23000010"), capacity="investigating", reason="There.", actor=who, at=NOON)
    report(at=hours(-40 * 24))
    report(at=hours(-1), knows_poster=True, poster_note="My neighbour.", named_force="E23000010")
    with CaptureQueriesContext(connection) as asked:
        found = funnel(acting(supervisor))
    assert len(asked) == 3
    assert (found.reports, found.matters, found.handed, found.cut) == (8, 8, 1, False)
    assert rows(found) == {
        "matters": (7, 100, {"not_criminal": 1}, {"new": 1, "not a crime": 1}),
        "crime": (4, 57, {"anonymous_account": 1}, {"decided": 1}),
        "line": (2, 29, {}, {"decided": 1}),
        "offered": (1, 14, {}, {"offered": 1}),
        "accepted": (0, 0, {}, {}),
        "outcome": (0, 0, {}, {}),
    }
    monkeypatch.setattr(funnels, "MOST", 3)
    assert (funnel(acting(supervisor)).matters, funnel(acting(supervisor)).cut) == (3, True)
    Grant.objects.all().update(until_at=NOON)
    assert funnel(acting(supervisor)).matters == 0


def rows(found: Funnel) -> dict[str, tuple[int, int, dict[str, int], dict[str, int]]]:
    return {stage.name: (stage.reached, stage.share, dict(stage.closed), dict(stage.here)) for stage in found.stages}
