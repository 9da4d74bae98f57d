"""Words are cut alike wherever they stand, and lead back to their place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.finding.asking import places, read
from upstander.engines.finding.words import BREAK, MOST_WORDS, filing, words_of
from upstander.engines.triage.tests.test_fold import ODD


def said(text: str) -> list[str]:
    return [word.said for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Mosques, burnt!", ["the", "mosque", "burnt"]),
        ("Café ﬁre", ["cafe", "fire"]),
        ("m\u200bosque", ["mosque"]),
        ("class bus this", ["class", "bus", "this"]),
        ("漢字 🐒🐒", ["漢", "字", "🐒", "🐒"]),
        ("मस्जिद", ["मसजिद"]),
        ("dŵr", ["dwr"]),
        ("a_b-c.d", ["a", "b", "c", "d"]),
        ("", []),
    ],
)
def test_what_is_filed(text: str, words: list[str]) -> None:
    assert said(text) == words


@given(ODD)
def test_words_lead_back_to_their_place(text: str) -> None:
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)
        assert not re.search(r"[\s'\"\\*:&|!()<>\x00]", word.said)
        assert word.said != BREAK


@given(st.lists(ODD, max_size=4))
def test_what_is_filed_is_bounded_and_splits_at_spaces(texts: list[str]) -> None:
    words = filing(texts)
    assert len(words) <= MOST_WORDS
    assert " ".join(words).split(" ") == words or not words


def test_filing_is_cut_where_a_record_is_endless() -> None:
    assert len(filing(["word " * 50_000])) == MOST_WORDS


@given(st.text(max_size=80))
def test_nothing_that_is_typed_reaches_an_index_as_it_is(typed: str) -> None:
    asked = read(typed)
    for part in asked.parts:
        for word in part.words:
            assert not re.search(r"[\s\"'\\*:&|!()<>^{}+-]", word)
    assert asked.fts5().count('"') == 2 * len(asked.parts)
    assert asked.tsquery().count("'") == 2 * sum(len(part.words) for part in asked.parts)


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("mosque", "The MOSQUES were", ["MOSQUES"]),
        ("mosqu*", "The mosques were", ["mosques"]),
        ('"were not"', "They were not, were they", ["were not"]),
        ("LS11UR", "near ls1 1ur today", ["ls1 1ur"]),
        ("ls1 1ur", "near LS11UR today", ["LS11UR"]),
        ("ls1", "near LS11UR today", ["LS11UR"]),
        ("cafe", "the ca\u200bfé", ["ca\u200bfé"]),
        ("anti-social", "anti social and antisocial", ["anti social"]),
    ],
)
def test_where_it_stands(typed: str, text: str, marked: list[str]) -> None:
    found = places(read(typed), text)
    assert [text[start:end] for start, end in found] == marked


@given(ODD, st.sampled_from(["a", "i*", '"a a"']))
def test_places_stand_in_the_text_in_order_and_apart(text: str, typed: str) -> None:
    ends = [end for place in places(read(typed), text) for end in place]
    assert ends == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


def test_no_more_parts_than_are_read() -> None:
    assert len(read(" ".join(f"w{number}" for number in range(100))).parts) == 12
