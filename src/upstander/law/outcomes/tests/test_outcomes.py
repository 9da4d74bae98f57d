"""Home Office types 1 to 22 and the hub's own results."""

from datetime import date

import pytest

from upstander.law.outcomes import UnknownOutcome, outcome, outcomes

ON = date(2026, 11, 21)


def test_types_1_to_22_are_all_there_once():
    codes = [each.code for each in outcomes(ON, "home_office")]
    assert [code for code in codes if code.isdigit()] == [str(number) for number in range(1, 23)]
    assert {"1A", "2A", "3A"} <= set(codes)
    assert len(codes) == len(set(codes))


def test_the_hub_counts_more_than_charges():
    hub = {each.code: each for each in outcomes(ON, "hub")}
    assert {
        "hub_removal",
        "hub_advice",
        "hub_support_referral",
        "hub_education",
        "hub_no_uk_nexus",
        "hub_duplicate",
    } <= set(hub)
    assert hub["hub_support_referral"].positive
    assert not outcome("17", ON).positive


def test_an_unknown_outcome_is_refused():
    with pytest.raises(UnknownOutcome):
        outcome("23", ON)
