"""Five strands are monitored; others may be recorded beside them."""

from datetime import date

import pytest

from upstander.law.facts import BadFacts, Document
from upstander.law.strands import all_faiths, all_rules, faiths, monitored, none_is_valid, strands, wrong_faiths

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


@pytest.mark.parametrize(
    ("chosen", "strand", "words"),
    [
        ((), "religion", None), ((), "race", None), (("jewish", "muslim"), "religion", None),
        (("unknown",), "religion", None), (("none",), "religion", None),
        (("jewish",), "race", "'jewish' is recorded beside the strand religion alone"),
        (("unknown", "sikh"), "religion", "'unknown' says that it is not known, and stands alone"),
        (("martian",), "religion", "'martian' is not a faith that is recorded as targeted"),
    ],
)  # fmt: skip
def test_a_faith_stands_beside_its_strand_and_one_not_known_alone(chosen, strand, words):
    wrong = wrong_faiths(chosen, (strand,), faiths(ON))
    assert wrong == ([words] if words else [])
    facts = {"victims": [{"perceived": [{"strand": strand, "faiths": list(chosen)}]}]}
    if words is None:
        assert Document.from_json(facts, ON).victims[0].perceived == ((strand, ()),)
    else:
        with pytest.raises(BadFacts, match=r"faith|stands alone|beside"):
            Document.from_json(facts, ON)


def test_every_faith_belongs_to_a_strand_that_there_is(monkeypatch):
    from dataclasses import replace

    from upstander.law import check
    from upstander.law import strands as room

    assert [each for each in all_faiths() if each.strand != "religion"] == []
    faulty = (replace(all_faiths()[0], strand="taste"), *all_faiths()[1:])
    monkeypatch.setattr(room, "all_faiths", lambda: faulty)
    assert any("no strand taste" in fault for fault in check.problems())
