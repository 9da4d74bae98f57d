"""Every level of the comparison of people has words on the page, and no words are kept for one that is gone."""

from upstander.engines.matching.finding import TIERS as ENGINE
from upstander.engines.matching.people.levels import LEVELS
from upstander.faces.kit.alike import AGREE, COMPARED, NOT_KNOWN, TIERS, may_be, steps_of

PERSON = {
    "tier": "person", "bits": 3.16, "prior": -13.29, "threshold": 2.77, "kinds": 2, "suggested": True, "same": [],
    "steps": [["name", "same_rare", 13.0], ["birth", "not_known", 0.0], ["place", "same_area", 3.45],
              ["handle", "other", -0.68]],
    "model": {"made": "2026-11-22", "trained_on": "invented records", "checked": "verify"},
}  # fmt: skip


def test_every_level_and_tier_has_words() -> None:
    levels = {(name, level) for name, held in LEVELS.items() for level, _ in held if level != NOT_KNOWN}
    assert set(AGREE) == levels
    assert set(COMPARED) == set(LEVELS)
    assert {held[0][0] for held in LEVELS.values()} == {NOT_KNOWN}
    assert set(ENGINE) <= set(TIERS)


def test_a_sentence_says_what_speaks_for_it_and_that_it_makes_no_duplicate() -> None:
    said = may_be(PERSON)
    assert said.startswith("Whoever posted may be one person: the same name spelt differently")
    assert said.endswith("That alone makes no duplicate.")
    assert "different account names" not in said


def test_the_steps_add_up_before_the_reader() -> None:
    steps = steps_of(PERSON)
    assert [row.bits for row in steps.rows] == ["\u221213.3", "+13.0", "+3.5", "\u22120.7"]
    assert (steps.total, steps.threshold, steps.unknown) == ("+3.2", "+2.8", "Age or date of birth")
    assert not steps.checked
