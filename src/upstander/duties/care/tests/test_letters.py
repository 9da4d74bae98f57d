"""Every letter reads well in every language for every coded reason, and never says more than is so."""

import re
from datetime import date

import pytest

from upstander.duties.care.telling import names
from upstander.duties.care.wording import (
    LANGUAGES,
    LETTERS,
    Facts,
    heading,
    language_of,
    paragraphs,
    subject,
    whole_letter,
)
from upstander.law.disposition import closing_reasons

ON = date(2026, 11, 18)
ALL = sorted({*names(), "received_not_victim", "closing_note"})
REASONS = [reason.key for reason in closing_reasons(ON)]
PROMISES = (
    "will be charged",
    "will be arrested",
    "will be punished",
    "will be prosecuted",
    "guarantee",
    "promise",
    "certainly",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ALL)
def test_every_letter_is_whole_with_every_reason_and_with_none(letter: str, language: str) -> None:
    for reasons in [(), *((key,) for key in REASONS)]:
        facts = Facts("R-4F7K-9QXM-2C", ON, reasons, "E23000010")
        text = whole_letter(letter, facts, language)
        assert "R-4F7K-9QXM-2C" in text
        assert "999" in text
        assert not re.search(r"[{}%<>]|&#|None|\n{4,}", text), text
        assert all(line == line.rstrip() for line in text.splitlines())
        assert not any(word in text.lower() for word in PROMISES)
        assert 2 <= len(paragraphs(letter, facts, language)) <= 6
        assert len(text.split()) <= 350


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["decided_not_crime", "no_positive_line", "closed"])
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_said_in_the_language_of_the_letter(letter: str, language: str, reason: str) -> None:
    without = paragraphs(letter, Facts("R", ON), language)
    given = paragraphs(letter, Facts("R", ON, (reason,)), language)
    assert len(given) == len(without) + 1
    english = paragraphs(letter, Facts("R", ON, (reason,)), "en")
    assert language == "en" or not set(given) & set(english)


@pytest.mark.parametrize("letter", ALL)
def test_there_is_a_letter_and_a_heading_in_each_language_and_none_too_many(letter: str) -> None:
    for language in LANGUAGES:
        assert heading(letter, language)
        assert {path.stem for path in (LETTERS / language).glob("[a-z]*.txt")} == set(ALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_tells_nothing(language: str) -> None:
    assert not re.search(
        r"hate|crime|police|report|hub|troedd|casineb|heddlu|adroddiad", subject(language), re.IGNORECASE
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_tells_that_others_reported_the_same(language: str) -> None:
    text = whole_letter("closed", Facts("R", ON, ("duplicate",)), language)
    assert "else had reported" not in text
    assert "together" not in text


def test_only_help_for_everyone_is_named_in_a_letter() -> None:
    text = whole_letter("closed", Facts("R", ON), "en")
    assert "Victim Support" in text
    assert not any(name in text for name in ("Muslim", "Galop", "Mencap", "Community Security", "CATCH"))


def test_an_unknown_reason_or_force_is_left_out_and_never_invented() -> None:
    assert paragraphs("closed", Facts("R", ON, ("no_such_reason",)), "en") == paragraphs("closed", Facts("R", ON), "en")
    assert paragraphs("offered", Facts("R", ON, (), "E99999999"), "en")[0].startswith("We have asked a police force")


def test_languages_that_have_no_letters_get_english() -> None:
    assert (language_of("cy"), language_of("en-gb"), language_of("pl")) == ("cy", "en", "en")
