"""A glance at letters ranks what is left of a copy, and turns away nothing that a whole comparison would let pass."""

from collections.abc import Sequence
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstander.engines.matching import finding, glancing
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import find
from upstander.engines.matching.glancing import Glanced, best_first, shares_of_runs
from upstander.engines.matching.keys import Item
from upstander.engines.matching.ranking import Candidate
from upstander.engines.matching.skeleton import skeleton
from upstander.engines.matching.tests.edits import EDITS, POSTS
from upstander.engines.matching.verify import LONGEST_ALIGNED, highest, side, verify

PIECES = st.sampled_from(
    ["the brass telescope ", "غطاء طاولة ", "望远镜在桌布里 ", "🐝🐝🐝 ", "of the harbour ", "é", "\0"]
)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.sampled_from(sorted(EDITS)), st.integers(0, 99))
@settings(max_examples=200, deadline=None)
def test_the_share_is_never_less_than_that_of_what_is_aligned(
    one: list[str], two: list[str], edit: str, seed: int
) -> None:
    sides = side("".join(one) + POSTS[1]), side("".join(two) + EDITS[edit](POSTS[1], Random(seed)))
    others = {1: "", 2: sides[1].skeleton.text, 3: POSTS[2]}
    shares = shares_of_runs(sides[0].skeleton.text, others)
    found = verify(*sides, {}, 0)
    assert shares[1] == 0
    assert found.run_coverage - 1e-9 <= shares[2] <= 1
    assert found.score <= highest(shares[2], found.bits) + 1e-9


def test_a_run_does_not_lie_in_two_neighbours() -> None:
    assert shares_of_runs("telescope", {1: "xxte", 2: "lesc", 3: "opex"}) == {1: 0.0, 2: 0.0, 3: 0.0}
    assert shares_of_runs("telescope", {1: "a telescope", 2: "tele"}) == {1: 1.0, 2: 0.0}
    assert shares_of_runs("tele", {1: "telescope"}) == {1: 0.0}


def test_of_a_text_too_long_to_align_the_share_is_that_of_what_would_be_aligned() -> None:
    dice = Random(3)
    shared, one, two = ("".join(dice.choices("abcdefghijkmnop", k=LONGEST_ALIGNED)) for _ in range(3))
    sides = side(shared + one), side(two + shared)
    assert verify(*sides, {}, 0).run_coverage > 0.9
    assert shares_of_runs(sides[0].skeleton.text, {1: sides[1].skeleton.text})[1] > 0.9


def test_what_shares_more_letters_comes_first_and_what_is_too_common_last() -> None:
    asked: list[Sequence[int]] = []

    def read(items: Sequence[int]) -> list[tuple[int, str]]:
        asked.append(items)
        return [(1, skeleton(POSTS[2]).text), (2, skeleton(POSTS[0][:60]).text)]

    ranked = [Candidate(1, 40.0), Candidate(2, 38.0), Candidate(3, 5.0)]
    found = best_first(skeleton(POSTS[0]).text, ranked, read)
    assert [one.item for one in found] == [2, 1, 3]
    assert [one.may_pass for one in found] == [True, False, False]
    assert asked == [[1, 2]]
    assert best_first("anything", ranked[2:], read) == [Glanced(3, 5.0, -inf)]
    assert len(asked) == 1


def test_what_is_left_of_a_copy_is_found_among_many_that_share_one_rarer_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the glance it would not be among those that are verified."""
    index, run = Embedded(), "nobody in this town was asked"
    source = index.add(
        "source", Item(texts=(("post", "the very quick herons of the green valley went over the bridge by night"),))
    )
    copy = f"{run} the very quick herons xx green valley went ab bridge by night"
    for place in range(20):
        index.add(f"other {place}", Item(texts=(("post", f"{run} {POSTS[place]}"),)))
    assert find(Item(texts=(("post", copy),)), index, close_looks=1).candidates == (source,)
    monkeypatch.setattr(glancing, "could_pass", lambda bits: False)
    assert find(Item(texts=(("post", copy),)), index, close_looks=1).candidates != (source,)


def test_a_text_that_is_passed_on_in_masses_points_to_nobody_and_what_is_left_of_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "CAP", 3)
    index = Embedded()
    for place in range(5):
        index.add(f"passed on {place}", Item(texts=(("post", f"{POSTS[3]} lantern{place}"),)))
    whole = find(Item(texts=(("post", POSTS[3]),)), index)
    assert whole.campaign
    assert not whole.candidates
    part = find(Item(texts=(("post", f"{POSTS[5]} {POSTS[3][:60]} {POSTS[8]}"),)), index)
    assert not part.campaign
    assert part.candidates
