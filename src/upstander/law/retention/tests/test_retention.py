"""Groups, periods and reviews; nothing is guessed where the file has no period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.retention import (
    UnknownRecord,
    all_decisions,
    all_groups,
    all_holds,
    all_questions,
    all_records,
    group_of,
    kept_until,
    next_review,
)

ON = date(2026, 11, 21)


def test_there_are_four_groups_and_every_period_is_still_to_be_checked():
    assert [each.id for each in all_groups()] == ["1", "2", "3", "4"]
    assert {each.checked for each in all_groups()} == {"verify"}
    assert all(each.note for each in all_groups())


def test_a_group_of_public_protection_is_looked_at_every_ten_years_until_the_age_of_100():
    assert next_review("crime_incitement", date(2026, 3, 1), on=ON) == date(2036, 3, 1)
    assert kept_until("crime_incitement", date(2026, 3, 1), on=ON, born=date(1990, 5, 4)) == date(2090, 5, 4)
    assert kept_until("crime_incitement", date(2026, 3, 1), on=ON) is None


def test_other_crimes_go_after_their_clear_years():
    assert kept_until("crime_serious", date(2024, 2, 29), on=ON) == date(2034, 2, 28)
    assert kept_until("crime_other", date(2026, 6, 30), on=ON) == date(2032, 6, 30)


def test_what_has_a_schedule_of_its_own_has_no_day_here():
    assert group_of("intelligence_report", ON).id == "4"
    assert next_review("intelligence_report", ON, on=ON) is None
    assert kept_until("incident", ON, on=ON) is None


def test_a_review_asks_for_the_purpose_and_for_special_care_under_ten_and_may_decide_three_things():
    assert {"purpose", "under_ten", "accurate"} <= {each.id for each in all_questions()}
    assert [each.id for each in all_decisions()] == ["retain", "redact", "delete"]
    assert "prosecution" in {each.id for each in all_holds()}


def test_an_unknown_kind_or_a_day_before_the_rules_is_refused():
    with pytest.raises(UnknownRecord, match="shopping_list"):
        group_of("shopping_list", ON)
    with pytest.raises(UnknownRecord):
        next_review("crime_other", ON, on=date(2011, 12, 31))


DAYS = st.dates(date(2012, 1, 1), date(2090, 12, 31))


@given(DAYS, DAYS, st.sampled_from([each.id for each in all_records()]))
def test_a_review_lies_ahead_and_a_later_start_never_brings_it_nearer(one, other, record):
    earlier, later = sorted((one, other))
    due = next_review(record, earlier, on=ON)
    if due is not None:
        assert earlier < due <= next_review(record, later, on=ON)
