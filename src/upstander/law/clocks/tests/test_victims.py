"""Victims have the enhanced clocks unless a supervisor decides otherwise."""

from datetime import date

import pytest

from upstander.law.clocks import clock
from upstander.law.clocks.victims import UnknownEntitlement, all_entitlements, all_levels, clock_for, default_level

ON = date(2026, 11, 21)


def test_enhanced_is_the_one_default():
    assert default_level(ON).id == "enhanced"
    assert [each.id for each in all_levels() if each.default] == ["enhanced"]


@pytest.mark.parametrize("told", ["arrest", "interview", "release", "bail", "not_investigated"])
def test_a_key_decision_is_told_within_one_working_day_and_within_five_at_the_standard_level(told):
    lengths = [clock(clock_for(told, ON, level=level), ON).length for level in (None, "enhanced", "standard")]
    assert lengths == [1, 1, 5]


def test_where_the_code_sets_no_time_there_is_no_clock():
    assert clock_for("personal_statement", ON) is None
    assert clock_for("arrest", ON, level="complainant") is None


def test_every_clock_named_holds_as_long_as_the_entitlement_and_is_the_victims():
    for each in all_entitlements():
        for name in (each.standard, each.enhanced):
            if name is not None:
                assert clock(name, each.valid_from).kind == "victim"


def test_what_nobody_is_owed_is_refused():
    with pytest.raises(UnknownEntitlement):
        clock_for("flowers", ON)
    with pytest.raises(UnknownEntitlement):
        clock_for("arrest", ON, level="golden")
    with pytest.raises(UnknownEntitlement):
        clock_for("arrest", date(2021, 3, 31))
