"""Two recognisers must agree, or the tool is not sure."""

import sys

import pytest

from upstander.engines.triage import language
from upstander.engines.triage.language import NOT_SURE, language_of
from upstander.engines.triage.signals import signals
from upstander.engines.triage.tests.test_signals import EMPTY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They said that we should leave the country and never come back here.", "en"),
        ("Mae'r bobl hyn wedi bod yn gweiddi arnom ni bob nos ers wythnosau.", "cy"),
        ("Die Leute haben uns gestern auf der Strasse beschimpft und bedroht.", "de"),
        ("hi", NOT_SURE),
        ("", NOT_SURE),
        ("\x00\ud800 \u202e 123 !!! 456", NOT_SURE),
    ],
)
def test_a_language_is_named_where_both_agree(text: str, code: str) -> None:
    assert language_of(text) == code


def test_disagreement_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Says:
        language = "fr"

        def FindLanguage(self, _: str) -> "Says":
            return self

        def classify(self, _: str) -> tuple[str, float]:
            return "en", 0.0

    monkeypatch.setattr(language, "_recognisers", lambda: (Says(), Says()))
    assert language_of("A sentence that is long enough to be read.") == NOT_SURE


def test_a_machine_without_a_build_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    language._recognisers.cache_clear()
    monkeypatch.setitem(sys.modules, "gcld3", None)
    try:
        assert language_of("A sentence that is long enough to be read.") == NOT_SURE
    finally:
        language._recognisers.cache_clear()


def test_a_language_that_the_rules_do_not_know_says_so() -> None:
    found = signals("Die Leute haben uns gestern auf der Strasse beschimpft und bedroht.", EMPTY)
    assert found.language == "de"
    assert not found.language_known
    assert signals("They said that we should leave the country and never come back.", EMPTY).language_known
