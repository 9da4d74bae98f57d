"""The freedom-of-expression record has six factors and none may be left out."""

from datetime import date

import pytest

from upstander.law.expression import check, factors

ON = date(2026, 11, 21)
COMPLETE = {factor.id: "An answer in the decider's words." for factor in factors(ON)}


def test_there_are_six_factors_each_with_a_question_and_a_hint():
    assert len(factors(ON)) == 6
    assert all(factor.question.endswith("?") and factor.hint for factor in factors(ON))


def test_a_complete_record_misses_nothing():
    assert check(COMPLETE) == []
    assert check(COMPLETE, ON) == []


@pytest.mark.parametrize("id", list(COMPLETE))
@pytest.mark.parametrize("empty", ["", "  \n", "no", None])
def test_each_factor_is_missed_when_it_is_not_answered(id, empty):
    assert check({**COMPLETE, id: empty}) == [id]


def test_nothing_answered_is_six_missing_in_order():
    assert check({}) == [factor.id for factor in factors(ON)]
