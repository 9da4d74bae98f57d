"""Who is a child, and who is below the age of criminal responsibility, to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.children import age_on, rules_for, rules_of_answers
from upstander.law.outcomes import outcome

ON = date(2026, 11, 21)


def ids(who, conduct, now, **more):
    return [each.id for each in rules_for(who, age_at_conduct=conduct, age_now=now, on=ON, **more)]


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 22), ON, 17),
        (date(2008, 11, 21), ON, 18),
        (date(2016, 11, 22), ON, 9),
        (date(2016, 11, 21), ON, 10),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (ON, ON, 0),
    ],
)
def test_an_age_is_reached_on_the_birthday(born, on, age):
    assert age_on(born, on) == age


def test_somebody_who_is_not_born_yet_has_no_age():
    with pytest.raises(ValueError, match="not yet born"):
        age_on(ON + timedelta(days=1), ON)


def test_under_18_takes_the_childs_route_and_under_10_cannot_commit_a_crime():
    assert ids("victim", 17, 17) == ["child_victim"]
    assert ids("victim", 18, 18) == []
    assert ids("poster", 17, 17) == ["child_poster"]
    assert ids("poster", 9, 9) == ["under_ten", "child_poster"]
    assert ids("poster", 10, 10) == ["child_poster"]


def test_responsibility_follows_the_day_of_the_conduct():
    assert ids("poster", 9, 10) == ["under_ten", "child_poster"]
    assert ids("poster", 9, 18) == ["under_ten"]
    assert ids("poster", 17, 18) == []


def test_an_unknown_age_brings_in_nothing():
    assert ids("poster", None, None) == []
    assert ids("poster", None, 15) == ["child_poster"]


def test_scotland_has_its_own_age():
    assert ids("poster", 11, 11, extent="scotland") == ["under_twelve_scotland"]


def test_the_outcome_of_a_child_below_responsibility_exists():
    rule = rules_for("poster", age_at_conduct=9, age_now=9, on=ON)[0]
    assert outcome(rule.outcome, ON).code == "11"


@given(st.dates(date(1940, 1, 1), date(2026, 1, 1)), st.integers(0, 300))
def test_an_age_never_falls_and_rises_once_a_year(born, months):
    days = [born + timedelta(days=30 * months + each) for each in range(366)]
    ages = [age_on(born, day) for day in days if day.year < 2060]
    assert ages == sorted(ages)
    assert not ages or ages[-1] - ages[0] <= 1


def test_an_answer_of_the_twelve_questions_may_mean_a_child_from_the_day_of_its_rule():
    assert [each.id for each in rules_of_answers({"V1", "T1"}, ON)] == ["may_be_child"]
    assert rules_of_answers({"T1"}, ON) == ()
    assert rules_of_answers({"V1"}, date(2011, 12, 31)) == ()
