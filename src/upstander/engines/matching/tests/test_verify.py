"""A close comparison points at the very letters that two texts share and counts how rare they are."""

import json
from math import log2
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstander.engines.matching.explain import explain, explain_words
from upstander.engines.matching.fingerprints import fingerprints
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.ranking import SMALLEST_INDEX
from upstander.engines.matching.skeleton import skeleton
from upstander.engines.matching.tests.edits import EDITS, POSTS
from upstander.engines.matching.verify import could_pass, near_enough, side, verify

PIECES = st.lists(
    st.sampled_from([*POSTS[:3], "é\u0301\u200b", "ЅеΑ!1", "\x00\ud800", " ", "😀", "https://t.co/a "]), max_size=5
)


@given(PIECES.map("".join), PIECES.map("".join), st.sampled_from(sorted(EDITS)), st.integers(0, 99))
@settings(max_examples=200, deadline=None)
def test_every_run_slices_both_originals_to_the_same_letters(one: str, two: str, edit: str, seed: int) -> None:
    two += EDITS[edit](POSTS[0], Random(seed))
    found = verify(one, two, {}, 1_000)
    assert 0 <= found.run_coverage <= 1
    for run in found.runs:
        left, right = one[run.query_start : run.query_end], two[run.candidate_start : run.candidate_end]
        assert skeleton(left).text[: run.letters] == skeleton(right).text[: run.letters]
        assert run.letters >= 5
    reasons = [*explain((), found, one, two), explain_words(found, one, two)]
    assert json.loads(json.dumps(reasons[-1].evidence)) == reasons[-1].evidence
    reasons[-1].sentence.encode()


@given(
    PIECES.map("".join), PIECES.map("".join), st.sampled_from(sorted(EDITS)), st.integers(0, 99), st.integers(1, 500)
)
@settings(max_examples=200, deadline=None)
def test_the_quick_look_never_turns_away_what_would_pass(one: str, two: str, edit: str, seed: int, held: int) -> None:
    two += EDITS[edit](POSTS[0], Random(seed))
    sides = side(one), side(two)
    df = dict.fromkeys(sides[0].fingerprints, held)
    found = verify(*sides, df, 1_000)
    quick = could_pass(found.bits) and near_enough(sides[0], sides[1].skeleton.text, found.bits, df, 1_000)
    assert quick or not found.passes


def test_the_quick_look_turns_away_what_shares_a_single_common_run() -> None:
    one, two = side(POSTS[0]), side("We sat for an hour on the harbour side and watched what the tide had left behind")
    found = verify(one, two, dict.fromkeys(one.fingerprints, 400), 20_000)
    assert found.bits
    assert not could_pass(found.bits)


def test_the_second_look_turns_away_what_shares_one_rare_run_and_little_else() -> None:
    run = "the brass telescope of the old harbour master"
    one, two = side(f"{POSTS[0]} {run}"), side(f"{run} {POSTS[1]} {POSTS[2]}")
    assert len(one.fingerprints & two.fingerprints) > 1
    bits = 2 * log2(SMALLEST_INDEX)
    assert could_pass(bits)
    assert not near_enough(one, two.skeleton.text, bits, {}, 20_000)


def test_a_text_against_itself_is_one_whole_run() -> None:
    found = verify(POSTS[1], POSTS[1], {}, 50_000)
    assert found.run_coverage == found.containment == 1
    assert [(run.query_start, run.query_end) for run in found.runs] == [(0, len(POSTS[1]))]
    assert found.passes
    assert found.weight == pytest.approx(found.score / 0.693147, rel=1e-4)


def test_what_many_items_hold_weighs_less_than_what_few_hold() -> None:
    df = dict.fromkeys(fingerprints(skeleton(POSTS[0]).text), 5_000)
    rare, common = verify(POSTS[0], POSTS[0], {}, 50_000), verify(POSTS[0], POSTS[0], df, 50_000)
    assert common.bits < rare.bits / 4
    assert common.score < rare.score
    assert common.runs[0].held_by == 5_000
    assert (
        "at most 5,000 of the 50,000 items held contain that run" in explain_words(common, POSTS[0], POSTS[0]).sentence
    )


def test_counts_may_come_from_a_function() -> None:
    one = verify(POSTS[0], POSTS[0], lambda key: 7, 50_000)
    assert one.runs[0].held_by == 7


def test_texts_with_nothing_in_common_have_no_run_and_do_not_pass() -> None:
    found = verify("Eleven clocks", "ארץ ישראל ארץ ישראל", {}, 50_000)
    assert found.runs == ()
    assert found.bits == found.containment == 0
    assert not found.passes
    assert explain((), found, "", "") == []
    assert verify("", "", {}, 0).score < 0


def test_a_short_post_is_found_deep_inside_a_very_long_text() -> None:
    dice = Random(3)
    words = ["the", "a", "lamp", "ferry", "goose", "clock", "harbour", "street", "of", "was", "in", "yellow", "quiet"]
    before = " ".join(dice.choice(words) for _ in range(4_000))
    found = verify(POSTS[5], f"{before} {POSTS[5]} {before}", {}, 50_000)
    assert found.run_coverage == 1
    assert found.runs[0].candidate_start == len(before) + 1


def test_what_was_prepared_once_gives_the_same_as_the_plain_text() -> None:
    keys = keys_of(Item(texts=(("post", POSTS[2]),)))
    ready = side(POSTS[2], shape=keys.skeleton, known=keys.lexical)
    assert verify(ready, POSTS[2], {}, 50_000) == verify(POSTS[2], POSTS[2], {}, 50_000)


def test_hidden_characters_in_a_quoted_run_are_written_out() -> None:
    text = POSTS[3].replace("shed", "sh\u202eed")
    assert "sh[U+202E]ed" in explain_words(verify(text, POSTS[3], {}, 50_000), text, POSTS[3]).sentence
