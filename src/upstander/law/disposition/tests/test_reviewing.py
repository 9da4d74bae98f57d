"""Old records that name a subject come up for review once the policy says so, and nothing else does."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upstander.law.disposition import all_policies
from upstander.law.disposition.reviewing import (
    all_reviews,
    coming,
    days_covered,
    due_for_review,
    made_under,
    running,
)

FIRST = date(2027, 3, 31)


@dataclass(frozen=True)
class Record:
    policy: str | None = "code_2023"
    made_on: date = date(2024, 5, 6)
    names_subject: bool = True


def test_before_its_day_no_record_is_due():
    assert due_for_review([Record()], FIRST - timedelta(days=1)) == ()


def test_records_of_the_code_and_those_before_any_policy_are_due_the_oldest_first():
    old = Record(policy=None, made_on=date(2019, 1, 2))
    due = due_for_review([Record(), old], FIRST)
    assert [each.record for each in due] == [old, Record()]
    assert {(each.by, each.overdue) for each in due} == {(date(2027, 6, 30), False)}


def test_after_its_months_a_record_is_overdue():
    assert not due_for_review([Record()], date(2027, 6, 30))[0].overdue
    assert due_for_review([Record()], date(2027, 7, 1))[0].overdue


def test_a_record_that_names_nobody_or_was_made_under_another_policy_is_left_alone():
    assert due_for_review([Record(names_subject=False), Record(policy="met_2025")], FIRST) == ()


def test_a_record_made_after_the_review_began_has_as_long_from_its_own_day():
    assert due_for_review([Record(made_on=date(2027, 5, 31))], date(2027, 6, 1))[0].by == date(2027, 8, 31)


def test_a_review_covers_the_subject_and_keeps_what_was_reported():
    review = all_reviews()[0]
    assert {"name", "accounts"} <= {each.id for each in review.covers}
    assert {"incident", "reporter", "proof"} <= {each.id for each in review.keeps}
    assert not {each.id for each in review.covers} & {each.id for each in review.keeps}
    assert [each.id for each in review.decisions if not each.needs_sign_off] == ["erase"]
    assert [each.id for each in review.decisions if not each.erases] == ["retain"]
    assert "Unsettled" in review.note


def test_a_review_is_coming_until_its_day_and_runs_from_then_on():
    eve = FIRST - timedelta(days=1)
    assert (running(eve), coming(eve)) == (None, all_reviews()[0])
    assert (running(FIRST), coming(FIRST)) == (all_reviews()[0], None)


def test_the_policy_of_a_record_is_that_of_its_day_and_force():
    assert made_under(date(2019, 1, 2)) is None
    assert made_under(date(2025, 11, 1)) == "code_2023"
    assert made_under(date(2025, 11, 1), force="E23000001") == "met_2025"
    assert made_under(date(2025, 10, 1), force="E23000001") == "code_2023"


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.sampled_from([None, "E23000001", "E23000010"]))
def test_the_days_covered_are_those_on_which_a_record_would_be_due(made, force):
    review = all_reviews()[0]
    within = any(first <= made <= last for first, last in days_covered(review, force=force))
    record = Record(policy=made_under(made, force=force), made_on=made)
    assert within == bool(due_for_review([record], max(made, FIRST)))


def test_the_policy_that_asks_for_a_review_has_one_that_begins_with_it():
    asking = [each for each in all_policies() if each.review_existing]
    assert {each.valid_from for each in asking} == {each.valid_from for each in all_reviews()}


@given(st.dates(date(2015, 1, 1), date(2028, 1, 1)), st.integers(0, 400))
def test_a_record_once_due_stays_due_until_the_subject_is_gone(made, days):
    on = max(FIRST, made)
    record = Record(made_on=made)
    first, later = due_for_review([record], on), due_for_review([record], on + timedelta(days=days))
    assert len(first) == len(later) == 1
    assert first[0].by == later[0].by
