"""The candidates are those that share rare keys, and keys that too many share are counted instead of followed."""

from math import log2

from upstander.engines.matching.ranking import CAP, SMALLEST_INDEX, Candidate, rank


def test_the_rarer_a_key_the_more_it_weighs() -> None:
    ranked = rank({1: [7], 2: [8, *range(100, 124)]}, 25 * 2**11)
    assert ranked.candidates[0] == Candidate(item=7, score=log2(25 * 2**11))
    assert ranked.candidates[1] == Candidate(item=8, score=11.0)


def test_two_common_keys_outweigh_a_rare_one() -> None:
    common = {key: [8, *range(100 * key, 100 * key + 24)] for key in (2, 3)}
    assert [one.item for one in rank({1: [7], **common}, 10_000).candidates][:2] == [8, 7]


def test_a_young_index_counts_as_one_of_thirty_thousand() -> None:
    assert rank({1: [1, 2]}, 2).candidates == rank({1: [1, 2]}, SMALLEST_INDEX).candidates


def test_a_key_at_the_cap_is_followed_and_one_above_it_is_a_campaign() -> None:
    at_cap, above = list(range(CAP)), list(range(CAP + 1))
    assert rank({5: at_cap}, 10_000).overflow_keys == ()
    ranked = rank({5: above, 6: [3]}, 10_000)
    assert ranked.overflow_keys == (5,)
    assert [one.item for one in ranked.candidates] == [3]


def test_ties_go_to_the_earlier_item_and_no_more_than_asked_are_returned() -> None:
    assert [one.item for one in rank({1: [9, 4, 6, 2]}, 10_000, top=3).candidates] == [2, 4, 6]


def test_keys_that_nothing_holds_are_no_trouble() -> None:
    assert rank({}, 1).candidates == rank({1: []}, 1).candidates == ()
