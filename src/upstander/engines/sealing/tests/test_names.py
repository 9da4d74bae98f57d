"""Received names become names that unpack to the same place on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.sealing.names import is_safe, is_safe_path, safe_name


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_received_name_becomes_a_safe_one_that_is_not_taken(received: str, others: list[str]) -> None:
    taken: list[str] = []
    for name in [*others, received, received, received.upper()]:
        made = safe_name(name, taken)
        assert is_safe(made)
        assert made.casefold() not in {other.casefold() for other in taken}
        taken.append(made)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("shot.png", "shot.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.JPG", "photo.JPG"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("", "file"),
        ("…", "file"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("x" * 200 + ".png", "x" * 76 + ".png"),
        ("name.", "name"),
    ],
)
def test_names_that_harm_are_made_harmless(received: str, expected: str) -> None:
    assert safe_name(received) == expected


def test_names_that_differ_by_case_alone_get_a_number() -> None:
    assert safe_name("Shot.PNG", {"shot.png"}) == "Shot-2.PNG"


@pytest.mark.parametrize(
    "path", ["/a", "a//b", "a/../b", "a/./b", "a\\b", "a/con", "a/b.", "a b", "é", "", "a/" + "x" * 81]
)
def test_unsafe_paths_are_known(path: str) -> None:
    assert not is_safe_path(path)
