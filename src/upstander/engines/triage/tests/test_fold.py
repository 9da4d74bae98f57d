"""The fold undoes disguises and never loses its place."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.text import visible
from upstander.engines.triage.fold import fold, light, plain

DISGUISED = {
    "k1ll th3m": "kill them",
    "k i l l them": "kill them",
    "b.u.r.n it": "burn it",
    "we w_i_l_l come": "we will come",
    "killlll": "kill",
    "\u200bki\u200dll\ufeff": "kill",
    "k\u0336i\u0336l\u0336l": "kill",
    "𝐤𝐢𝐥𝐥": "kill",
    "ｋｉｌｌ": "kill",
    "кill": "kill",
    "sсum": "scum",
    "h\u202ei": "hi",
    "MÖSQUE": "mosque",
    "ca$h": "cash",
    "ﬁre": "fire",
    "ki\U000e0041ll": "kill",
}
UNCHANGED = [
    "we meet at 4pm",
    "the 2nd of may",
    "b12 and a1",
    "covid19 test",
    "@p4triot",
    "#n0w",
    "http://e.test/1l1",
    "a 50% rise",
    "£20",
    "i am a man",
    "2026",
    "see p3",
    "10x more",
]
ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("aAiİßﬁ1!$ .-_*\x00\ud800\udfff\u200b\u200d\ufe0f\u202e\u0301\U0001f468\U000e0067\n\"'"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(("text", "said"), DISGUISED.items())
def test_a_disguise_is_undone(text: str, said: str) -> None:
    assert fold(text).text.replace("ll", "l") == said.replace("ll", "l")


@pytest.mark.parametrize("text", UNCHANGED)
def test_ordinary_writing_stays(text: str) -> None:
    assert fold(text).text == text


@given(ODD)
def test_every_character_knows_its_place(text: str) -> None:
    for view in (fold(text), plain(text)):
        assert len(view.offsets) == len(view.text)
        assert list(view.offsets) == sorted(view.offsets)
        assert all(0 <= at < len(text) for at in view.offsets)


@given(ODD)
def test_a_fold_of_a_fold_is_itself(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ODD)
def test_what_a_database_cannot_hold_moves_nothing(text: str) -> None:
    """The stored text stands for the sent one, character for character; so do the offsets into it."""
    assert len(visible(text)[0]) == len(text)


@given(st.text(alphabet="abcdefgh ", min_size=1, max_size=40), st.data())
def test_offsets_survive_what_cannot_be_seen(text: str, data: st.DataObject) -> None:
    marks = data.draw(
        st.lists(st.sampled_from(["", "\u200b", "\u202e", "\ufe0f", "\u0301"]), min_size=len(text), max_size=len(text))
    )
    disguised = "".join(char + mark for char, mark in zip(text, marks, strict=True))
    view = fold(disguised)
    assert view.text == fold(text).text
    assert all(disguised[at] == char for at, char in zip(view.offsets, view.text, strict=True))


def test_an_independent_table_of_look_alikes_agrees() -> None:
    disarm = pytest.importorskip("disarm")
    for text in ("ѕсum", "𝐤𝐢𝐥𝐥", "ｂｕｒｎ", "b\u200burn", "mοsque", "раki"):
        other = unicodedata.normalize("NFC", disarm.canonicalize(text)).lower()
        assert fold(text).text == other, text


@pytest.mark.parametrize("piece", ["a ", "a.b-", "1a1", "x", "@", "_", "a  ", "!a", "\u200b", "İ", "a- ", "$ "])
def test_no_text_takes_long(piece: str) -> None:
    spent = []
    for length in (5_000, 20_000):
        text = (piece * length)[:length]
        began = time.process_time()
        fold(text)
        spent.append(time.process_time() - began)
    assert spent[1] < 20 * max(spent[0], 0.005), "four times the text must not take twenty times as long"


def test_light_leaves_the_words() -> None:
    assert light("See https://e.test/a  [URL]\n@someone ｓaid  [USER] hi") == "See @user said @user hi"
