"""The skeleton undoes disguises, and every character of it points back at the text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from upstander.engines.matching.skeleton import Skeleton, skeleton

ANY_TEXT = st.text(st.characters(), max_size=80)
DISGUISED = st.text(
    st.sampled_from("aehlorst AEO013457@$!|€£&;:/.# \u200b\u202e\u0301\u0338аеоΑΕßﬁﷺ½İıᴀ🅰𝒽😀\ufe0f\x00\ud800\n"),
    max_size=60,
)
PLAIN = "Send them all back over the bridge"


@pytest.mark.parametrize(
    "disguised",
    [
        "SEND THEM ALL BACK (OVER THE BRIDGE)?...",
        "S3nd th3m 4ll b4ck 0v3r th3 br1dge",
        "Sеnd thеm аll bаck оvеr thе brіdgе",
        "S e n d   t.h.e.m   a_l_l   back over the b-r-i-d-g-e",
        "Seeeend themmm all baaaack over the bridgeee",
        "Se\u200bnd th\u00adem al\u2060l back \u202eover the bridge",
        "𝕾𝖊𝖓𝖉 𝖙𝖍𝖊𝖒 𝖆𝖑𝖑 back ⓞⓥⓔⓡ ｔｈｅ bridge",
        "Śéñd thëm àll båck ôver thē bridgè",
        "ꜱᴇɴᴅ ᴛʜᴇᴍ ᴀʟʟ ʙᴀᴄᴋ ᴏᴠᴇʀ ᴛʜᴇ ʙʀɪᴅɢᴇ",
        "🅢🅔🅝🅓 🅣🅗🅔🅜 🅰🅻🅻 back over the bridge",
        "RT @someone_else: Send them all back over the bridge https://t.co/AbC &amp;",
        "@one_name @two_names Send them all back over the bridge www.example.org/a?b hxxps://x[.]com/a",
        "$end them a|| b@ck over the br!dg€",
        "Send them all back øver the briđge",
    ],
)
def test_disguises_leave_the_same_skeleton(disguised: str) -> None:
    assert skeleton(disguised).text == skeleton(PLAIN).text == "sendthemaibackoverthebridge"


@pytest.mark.parametrize("text", ["", " \n", "😀😡🔥", "https://example.org/a", "\x00\ud800", "@someone", ".,;", "_"])
def test_some_texts_have_no_letters_to_match(text: str) -> None:
    assert skeleton(text).text == ""


def test_other_scripts_keep_their_letters() -> None:
    assert skeleton("ארץ ישראל").text == "ארץישראל"
    assert skeleton("东西 南北").text == "东西南北"


@given(st.one_of(ANY_TEXT, DISGUISED))
@example("ﷺ\u0301a")
@example("&amp;ß\ufe0f\ufe0f")
@settings(max_examples=500, deadline=None)
def test_every_character_points_at_one_whose_own_skeleton_holds_it(text: str) -> None:
    shape = skeleton(text)
    assert len(shape.text) == len(shape.offsets) == len(shape.ends)
    assert list(shape.offsets) == sorted(shape.offsets)
    for letter, start, end in zip(shape.text, shape.offsets, shape.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert letter in skeleton(text[start]).text


@given(st.one_of(ANY_TEXT, DISGUISED))
@settings(max_examples=300, deadline=None)
def test_a_skeleton_holds_letters_and_digits_only_and_never_one_twice_in_a_row(text: str) -> None:
    shape = skeleton(text).text
    assert shape == "" or shape.isalnum()
    assert all(one != two for one, two in pairwise(shape))


def test_a_stretch_of_the_skeleton_gives_the_stretch_of_the_text_with_its_repeats_and_accents() -> None:
    text = "Ça: nooooo, cafe\u0301 \u200bend"
    shape = skeleton(text)
    at = shape.text.index("nocafe")
    start, end = shape.source_span(at, at + 6)
    assert text[start:end].startswith("nooooo, cafe\u0301")
    assert unicodedata.combining(text[end]) == 0
    assert shape.source_end(at + 1) == text.index(",")


def test_an_empty_stretch_is_refused() -> None:
    with pytest.raises(IndexError):
        skeleton("letters").source_span(2, 2)


def test_cutting_out_leaves_the_rest_with_its_offsets() -> None:
    shape = skeleton("one two six")
    assert shape.text == "onetwosix"
    assert shape.without([(3, 6)]) == Skeleton("onesix", (0, 1, 2, 8, 9, 10), (1, 2, 3, 9, 10, 11))
