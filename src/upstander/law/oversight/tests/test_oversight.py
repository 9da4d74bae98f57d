"""The hours of the hub, the night rule of a small unit, and names that point to acts there are."""

from datetime import UTC, date, datetime, timedelta

import pytest

from upstander.law.access import Act, Role, may_ever
from upstander.law.oversight import UnknownAct, act, all_acts, all_kept, alone, in_hub_hours, kept_for, questions

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "open_then"),
    [
        (WEDNESDAY, True),
        (datetime(2026, 11, 18, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 19, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), True),
    ],
)
def test_the_hub_works_by_the_clock_in_london_and_not_on_weekends_and_bank_holidays(
    at: datetime, open_then: bool
) -> None:
    assert in_hub_hours(at) is open_then


def test_minutes_to_spare_count_at_both_ends() -> None:
    assert in_hub_hours(datetime(2026, 11, 18, 19, 15, tzinfo=UTC), spare=20)
    assert not in_hub_hours(datetime(2026, 11, 18, 19, 20, tzinfo=UTC), spare=20)


def test_nobody_acts_alone_in_the_hours_of_the_hub_while_somebody_else_could_agree() -> None:
    unseal, night = act("unseal", WEDNESDAY.date()), datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    assert not alone(unseal, WEDNESDAY, others=1).allowed
    assert alone(unseal, WEDNESDAY, others=0).allowed
    assert alone(unseal, night, others=3).allowed


def test_what_cannot_be_undone_waits_for_the_morning() -> None:
    erase, night = act("erase", WEDNESDAY.date()), datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    assert not alone(erase, night, others=1).allowed
    assert alone(erase, night, others=0).allowed


def test_every_act_of_two_people_names_acts_that_two_roles_have() -> None:
    for each in all_acts():
        for name in (each.asks, each.approves):
            assert any(may_ever(role, Act(name)) for role in Role)
    with pytest.raises(UnknownAct):
        act("publish everything", WEDNESDAY.date())


def test_the_questions_that_are_asked_are_those_that_are_written_down() -> None:
    asked = {"tripwire", "glass", "off_duty", "connected", "no_act", "browsing", "repeat", "search"}
    assert set(questions(date(2026, 11, 18))) == asked


def test_what_rests_on_the_hours_and_the_work_of_the_hub_is_asked_of_its_own_people_alone() -> None:
    works_here = {role.value for role in Role if may_ever(role, Act.WORK_SHIFT)}
    asked = {name: set(question.asked_of) for name, question in questions(date(2026, 11, 18)).items()}
    assert {name for name, roles in asked.items() if roles} == {"off_duty", "no_act", "repeat"}
    assert all(roles == works_here for roles in asked.values() if roles)


def test_what_is_kept_is_kept_for_some_days() -> None:
    assert all(each.days > 0 for each in all_kept())
    assert kept_for("searches", date(2026, 11, 18)) == timedelta(days=90)
    with pytest.raises(KeyError):
        kept_for("everything", date(2026, 11, 18))
