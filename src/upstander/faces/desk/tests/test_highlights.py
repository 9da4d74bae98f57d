"""Places are marked exactly where they are, numbered, and nothing in a text can break out of its marks."""

import re

from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.text import escape_controls
from upstander.faces.desk.highlights import Mark, marked


def plain(html: str) -> str:
    """What is read: without the numbers, without tags."""
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", html, flags=re.S)))


def inside(html: str) -> list[str]:
    return re.findall(r'<mark class="up-hit up-hit--(?:wording|shared|strand)">(.*?)</mark>', html, flags=re.S)


def test_a_place_is_marked_exactly_and_says_what_it_is() -> None:
    found = marked("See you, I will burn it.", [Mark(9, 20, "wording", "says that the writer will do violence")])
    assert inside(found.html) == ["I will burn"]
    assert found.notes == ((1, "wording", "says that the writer will do violence"),)
    assert "(note 1: says that the writer will do violence)" in found.html
    assert plain(found.html) == "See you, I will burn it."


def test_the_same_words_twice_have_one_number_and_overlaps_keep_both() -> None:
    text = "burn burn the mosque"
    marks = [
        Mark(0, 4, "wording", "A"), Mark(5, 9, "wording", "A"), Mark(5, 20, "wording", "B"),
        Mark(14, 20, "strand", "names Religion"),
    ]  # fmt: skip
    found = marked(text, marks)
    assert [note[0] for note in found.notes] == [1, 2, 3]
    assert inside(found.html) == ["burn", "burn", " the ", "mosque"]
    assert plain(found.html) == text
    assert found.html.count("(note 1: A)") == 2


def test_marks_outside_the_text_or_empty_are_left_out() -> None:
    found = marked("abc", [Mark(-1, 2, "strand", "x"), Mark(1, 9, "strand", "x"), Mark(2, 2, "strand", "x")])
    assert (str(found.html), found.notes) == ("abc", ())


def test_hostile_text_stays_text_within_and_between_marks() -> None:
    evil = '"><script>alert(1)</script>\u202egnp\u200b'
    for mark in (Mark(0, 5, "wording", evil), Mark(3, 20, "shared", "y"), Mark(30, len(evil), "strand", "z")):
        found = marked(evil, [mark])
        assert "<script>" not in found.html
        assert "\u202e" not in found.html
        assert "[U+202E]gnp" in plain(found.html)


@given(
    st.text(alphabet="ab<>&\u202e\u0627\u200d\r\n\U0001f468\x00", max_size=30),
    st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32), st.sampled_from(["wording", "shared", "strand"]))),
)
def test_whatever_is_marked_the_text_is_read_as_it_is(text: str, places: list[tuple[int, int, str]]) -> None:
    found = marked(text, [Mark(a, b, kind, f"{kind} {a}") for a, b, kind in places])
    assert plain(found.html) == escape_controls(text)
    assert found.html.count("<mark ") == found.html.count("</mark>")
