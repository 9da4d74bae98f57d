"""The canonical form is one, stable, and refuses what has no single form."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.sealing.canonical import NotCanonical, canonical

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_was_written_reads_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(text, values, min_size=2))
def test_the_order_in_which_a_mapping_was_filled_does_not_show(value: Any) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(values)
def test_canonical_bytes_are_canonical_again(value: Any) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_the_form_is_fixed_for_ever() -> None:
    assert canonical({"b": [1, True, None], "a": 'é\u2028"\n'}) == '{"a":"é\u2028\\"\\n","b":[1,true,null]}'.encode()


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: "a"}, {"a": {1.0}}, b"x", {"a": object()}, "\ud800"])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)
