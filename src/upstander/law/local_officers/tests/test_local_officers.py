"""Sentences for local officers follow from codes, and each can be filled in."""

import re
from datetime import date

import pytest

from upstander.law.dated import BadLaw
from upstander.law.local_officers import HOLDS, Sentence, all_sentences, sentences

ON = date(2026, 11, 22)
NAMES = {"offence", "day", "who", "element", "victim", "strand"}


def test_every_code_has_a_sentence_and_every_name_in_one_is_known() -> None:
    assert {each.holds for each in all_sentences()} == set(HOLDS)
    assert {name for each in all_sentences() for name in re.findall(r"{(\w+)}", each.says)} <= NAMES


def test_only_what_holds_is_said() -> None:
    always = {each.id for each in sentences(set(), ON)}
    assert {each.id for each in sentences({"limit"}, ON)} == always | {"limit"}
    assert "core_evidence" not in {each.id for each in sentences(set(), date(2026, 5, 4))}


def test_a_code_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Sentence(
        id="x", holds="whenever", says="x", valid_from=ON, valid_to=None, extent="england_wales", source="x",
        checked="verify", note="",
    )  # fmt: skip
    all_sentences.cache_clear()
    monkeypatch.setattr("upstander.law.local_officers.load", lambda *args: (wrong,))
    with pytest.raises(BadLaw, match="whenever"):
        all_sentences()
    all_sentences.cache_clear()
