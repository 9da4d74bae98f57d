"""Five strands are monitored; others may be recorded beside them."""

from datetime import date

from upstander.law.strands import faiths, monitored, strands

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
