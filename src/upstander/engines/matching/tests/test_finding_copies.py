"""Copies of a held post are found, proposed and explained, and texts that only resemble it are not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from random import Random

import pytest

from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.explain import explain_words
from upstander.engines.matching.finding import find
from upstander.engines.matching.keys import Item
from upstander.engines.matching.tests.edits import EDITS, POSTS, UNSEEN
from upstander.engines.matching.verify import THRESHOLD, Verification


@dataclass(frozen=True)
class Hub:
    """A hub in memory that holds the posts, and is looked into as any other is."""

    index: Embedded

    def find(self, text: str) -> list[tuple[int, Verification]]:
        """Look for copies of a text; the best first, each by its place among the posts."""
        match = find(Item(texts=(("post", text),)), self.index, explain_all=True)
        return sorted(((one.item - 1, one.found) for one in match.alike), key=lambda pair: -pair[1].score)


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with closing(Embedded()) as index:
        for place, text in enumerate(POSTS):
            index.add(str(place), Item(texts=(("post", text),)))
        yield Hub(index)


@pytest.mark.parametrize("edit", EDITS)
def test_edited_copies_are_found_and_proposed(hub: Hub, edit: str) -> None:
    dice = Random(11)
    candidates = proposed = 0
    for item, text in enumerate(POSTS):
        found = hub.find(EDITS[edit](text, dice))
        candidates += any(one == item for one, _ in found)
        proposed += bool(found) and found[0][0] == item and found[0][1].passes
    assert candidates == len(POSTS)
    least = {"heavy": 16, "narrated": 18, "truncated": 19}.get(edit, len(POSTS))
    assert proposed >= least


def test_texts_that_only_resemble_what_is_held_are_not_proposed(hub: Hub) -> None:
    proposed = [(text, POSTS[item]) for text in UNSEEN for item, found in hub.find(text)[:1] if found.passes]
    assert proposed == []


def test_the_posts_themselves_do_not_point_at_each_other(hub: Hub) -> None:
    for item, text in enumerate(POSTS):
        assert [other for other, found in hub.find(text) if found.passes] == [item]


def test_a_passage_quoted_by_a_witness_is_explained_with_its_words_and_places(hub: Hub) -> None:
    text = f'He shouted and then wrote "{POSTS[0][:75]}" under the photograph of my brother.'
    item, found = hub.find(text)[0]
    reason = explain_words(found, text, POSTS[item])
    assert item == 0
    assert "Nobody from the harbour side should be allowed" in reason.sentence
    assert f"at most 1 of the {len(POSTS)} items held contain that run" in reason.sentence
    assert "%" not in reason.sentence
    run = reason.evidence["runs"][0]
    assert text[slice(*run["query"])] == run["query_text"]
    assert POSTS[0][slice(*run["candidate"])] == run["candidate_text"]


def test_the_threshold_is_between_chance_and_copy(hub: Hub) -> None:
    chance = max(found.score for text in UNSEEN for _, found in hub.find(text))
    copy = min(hub.find(text)[0][1].score for text in POSTS)
    assert chance < THRESHOLD < copy
