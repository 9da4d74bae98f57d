"""The candidates are those that share rare keys, and keys that too many share are counted instead of followed."""

from upstander.engines.matching.ranking import CAP, Candidate, rank


def test_a_rare_key_outweighs_several_common_ones() -> None:
    ranked = rank({1: [7], 2: [8, *range(100, 124)], 3: [8, *range(200, 224)]})
    assert ranked.candidates[0] == Candidate(item=7, score=1.0, shared=1)
    assert ranked.candidates[1] == Candidate(item=8, score=0.4, shared=2)


def test_a_key_at_the_cap_is_followed_and_one_above_it_is_a_campaign() -> None:
    at_cap, above = list(range(CAP)), list(range(CAP + 1))
    assert rank({5: at_cap}).overflow_keys == ()
    ranked = rank({5: above, 6: [3]})
    assert ranked.overflow_keys == (5,)
    assert ranked.is_campaign
    assert [one.item for one in ranked.candidates] == [3]


def test_ties_go_to_the_earlier_item_and_no_more_than_asked_are_returned() -> None:
    assert [one.item for one in rank({1: [9, 4, 6, 2]}, top=3).candidates] == [2, 4, 6]


def test_keys_that_nothing_holds_are_no_trouble() -> None:
    assert rank({}).candidates == rank({1: []}).candidates == ()
