"""A name that leads nowhere is found in the rooms of procedure and of places."""

import dataclasses
from datetime import date

import pytest

from upstander.law import check, children, disposition, places, recording, references, retention
from upstander.law.clocks import victims
from upstander.law.disposition import reviewing
from upstander.law.places import regions

FIRST = 0


@pytest.mark.parametrize(
    ("room", "loader", "change", "words"),
    [
        (recording, "all_asked", {"part": "Z"}, "no part Z"),
        (recording, "all_asked", {"clock": "tea_time"}, "no clock tea_time"),
        (recording, "all_asked", {"sign_off": "nobody"}, "no sign-off nobody"),
        (recording, "all_rules", {"roles": ("king",)}, "no role king"),
        (recording, "all_shares", {"ends": "lunch"}, "no moment lunch"),
        (recording, "all_shares", {"ends": "recorded"}, "does not begin where"),
        (victims, "all_entitlements", {"enhanced": "tea_time"}, "no clock tea_time"),
        (victims, "all_levels", {"default": False}, "one must be the default"),
        (reviewing, "all_reviews", {"policies": ("dreams",)}, "no policy dreams"),
        (reviewing, "all_reviews", {"signs": "king"}, "no role king"),
        (reviewing, "all_reviews", {"within_months": 0}, "must be given time"),
        (reviewing, "all_reviews", {"valid_from": date(2040, 1, 1)}, "none begins with it"),
        (children, "all_rules", {"outcome": "99"}, "no outcome 99"),
        (children, "all_answers", {"question": "V9"}, "no question V9"),
        (retention, "all_records", {"group": "9"}, "no group 9"),
        (
            retention,
            "all_groups",
            {"review_years": None, "clear_years": None, "until_age": None, "note": ""},
            "neither a period",
        ),
        (regions, "all_regions", {"successor": "atlantis"}, "atlantis does not exist"),
        (regions, "all_memberships", {"region": "atlantis"}, "no region atlantis"),
        (regions, "all_memberships", {"valid_to": date(2026, 3, 31)}, "belongs to none on 2026-04-01"),
        (regions, "all_memberships", {"force": "E99"}, "E99 is no force"),
        (places, "all_forces", {"region": "Atlantis"}, "but says Atlantis"),
    ],
)
def test_a_planted_fault_is_found(monkeypatch, room, loader, change, words):
    entries = getattr(room, loader)()
    faulty = (dataclasses.replace(entries[FIRST], **change), *entries[1:])
    monkeypatch.setattr(room, loader, lambda: faulty)
    assert any(words in fault for fault in references.faults()), references.faults()


def test_without_a_fault_nothing_is_found():
    assert references.faults() == []


def test_a_policy_that_asks_for_a_review_needs_one(monkeypatch):
    monkeypatch.setattr(reviewing, "all_reviews", lambda: ())
    assert any("asks for a review" in fault for fault in references.faults())
    assert any(each.review_existing for each in disposition.all_policies())


def test_a_place_that_nobody_knows_is_found():
    faulty = tuple(dataclasses.replace(each, extent="narnia") for each in retention.all_holds()[:1])
    assert check.problems({"holds": lambda: faulty}) == ["holds prosecution: narnia is no extent"]


def test_the_count_of_what_is_unchecked_is_of_every_room():
    counts = check.unchecked()
    assert set(counts) == set(check.ROOMS)
    assert all(0 <= still <= held and held for still, held in counts.values())
