"""Hostile characters are stored and shown so that a person sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.text import escape_controls, escape_pieces, visible


@pytest.mark.parametrize(
    ("text", "stored", "changed"),
    [
        ("plain", "plain", False),
        ("a\x00b", "a\u2400b", True),
        ("a\ud800b\udfff", "a\ufffdb\ufffd", True),
        ("already \u2400 \ufffd", "already \u2400 \ufffd", False),
        ("😀\u202e", "😀\u202e", False),
    ],
)
def test_what_a_column_cannot_hold_is_substituted_and_flagged(text: str, stored: str, changed: bool) -> None:
    assert visible(text) == (stored, changed)


@given(st.text(st.characters()))
def test_a_substituted_text_can_be_stored_and_keeps_its_offsets(text: str) -> None:
    stored, changed = visible(text)
    stored.encode()
    assert "\x00" not in stored
    assert len(stored) == len(text)
    assert changed == (stored != text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\n\tlines\r\n", "two\n\tlines\n"),
        ("exe.\u202egpj", "exe.[U+202E]gpj"),
        ("ha\u200bte", "ha[U+200B]te"),
        ("ha\u00adte", "ha[U+00AD]te"),
        ("bell\x07 nul\x00 \ud800", "bell[U+0007] nul[U+0000] [U+D800]"),
        ("blank\u3164\u2800", "blank[U+3164][U+2800]"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("ha\u200dte", "ha[U+200D]te"),
        ("family 👨\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥", "family 👨\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",) * 2,
        ("\u200d", "[U+200D]"),
    ],
)
def test_hidden_characters_are_written_out_unless_spelling_needs_them(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


@given(
    st.text(alphabet="a\u200d\u200c\r\n\u202e\u0647\U0001f468\U0001f3f4\U000e0067\U000e007f\x00b", max_size=30),
    st.data(),
)
def test_pieces_are_the_whole_cut_where_it_was_asked(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    pieces = escape_pieces(text, cuts)
    assert len(pieces) == len(cuts) + 1
    assert "".join(pieces) == escape_controls(text)


def test_a_joiner_at_a_cut_still_knows_its_neighbours() -> None:
    assert escape_pieces("می\u200cخواهم", [3]) == ["می\u200c", "خواهم"]
    assert escape_pieces("a\u200bb", [1, 2]) == ["a", "[U+200B]", "b"]
