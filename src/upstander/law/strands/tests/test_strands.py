"""Five strands are monitored; others may be recorded beside them."""

from datetime import date

from upstander.law.strands import all_rules, faiths, monitored, none_is_valid, strands

ON = date(2026, 11, 21)


def test_five_strands_are_monitored_and_come_first():
    ids = [each.id for each in monitored(ON)]
    assert ids == ["race", "religion", "sexual_orientation", "disability", "transgender"]
    assert [each.id for each in strands(ON)][:5] == ids


def test_others_are_followed_without_being_monitored():
    assert {"age", "sex", "subculture", "other"} <= {each.id for each in strands(ON) if not each.monitored}


def test_the_targeted_faith_is_recorded_since_2016():
    assert {"muslim", "jewish", "none", "unknown"} <= {each.id for each in faiths(ON)}
    assert faiths(date(2016, 3, 31)) == ()


def test_no_strand_at_all_is_a_valid_answer():
    assert none_is_valid(ON)
    assert not none_is_valid(date(2011, 12, 31))


def test_perception_is_kept_apart_from_evidence_and_the_faith_is_recorded_since_2016():
    rules = {each.id: each for each in all_rules()}
    assert {"perception_flags", "evidence_proves", "each_victim", "several", "unmonitored_kept"} <= set(rules)
    assert rules["faith_apart"].valid_from == date(2016, 4, 1)
