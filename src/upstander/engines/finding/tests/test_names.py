"""Names are found though a letter is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.finding.names import FEWEST, bare, close_keys, distance, keys_of

NAMES = st.text(alphabet="abdehkmnoprtuvxyz", min_size=FEWEST + 1, max_size=14)


@pytest.mark.parametrize(
    ("typed", "name", "far"),
    [
        ("@Patriot_UK", "patr10t.uk", 0),
        ("patriotvoice", "patriotvocie", 1),
        ("patriotvoice", "patritvoice", 1),
        ("patriotvoice", "patdiotvoica", 2),
        ("patriot", "patriot_voice", 0),
        ("someone", "anyone", None),
        ("jo", "joe", None),
        ("", "joe", None),
    ],
)
def test_how_far_a_name_is(typed: str, name: str, far: int | None) -> None:
    assert distance(typed, name) == far


@given(NAMES, st.data())
def test_one_letter_off_shares_a_key(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from("abdehk"))
    for typed in (
        name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ):  # fmt: skip
        near, _ = close_keys(typed)
        if len(typed) >= FEWEST and (bare(typed), bare(name)) == (typed, name):
            assert near & keys_of(name), (typed, name)
